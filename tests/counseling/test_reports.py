"""Referrals and notices to BPJS: the participant reads them, an officer closes them, nothing stops by itself."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.enums import Role
from claims.models import Claim
from core import clock
from core.calendar import working_calendar
from core.clock import legal_date
from core.errors import Conflict, Invalid, NotAllowed
from core.models import AccessLog
from counseling.enums import ReportKind, ReportState
from counseling.models import Report
from counseling.operations.reports import close_report, write_report
from jkp_portal.digest import Work, work_of
from notices.models import Notice
from rules.deadlines import counsellor_report_due
from tests.factories import claims
from tests.factories.accounts import officer, sign_in
from tests.factories.counseling import TOMORROW_AT_TEN, agreed_session, counsellor, held_session, open_session
from tests.factories.counseling_worksheets import read, report
from tests.factories.participants import PersonFactory
from tests.html import soup, words
from tests.queries import most_queries

pytestmark = pytest.mark.django_db
AT = TOMORROW_AT_TEN + timedelta(minutes=25)
QUEUE = reverse("counseling:reports")
TEXT = "Peserta bercerita sudah bekerja sejak Senin."


def case(row):
    return reverse("counseling:report_case", args=[row.pk])


def names(response) -> list[str]:
    return [words(cell.a) for cell in soup(response).select("tbody th")]


@pytest.fixture
def verifier():
    return officer(full_name="Rina Kusuma")


# --- written -----------------------------------------------------------------------------------------------------


def test_the_participant_is_told_in_the_counsellors_words(clock_at):
    clock_at(25)
    written = report(open_session())
    assert written.due_on == counsellor_report_due(legal_date(written.at), working_calendar())
    (told,) = Notice.objects.filter(channel="inbox")
    assert (told.event, told.user_id) == ("counsellor_reported", written.session.person.user_id)
    assert TEXT in told.body
    assert "Tidak ada manfaat yang berhenti" in told.body
    assert told.link == f"/konseling/{written.session_id}/laporan/"
    (mail,) = Notice.objects.filter(channel="email")
    assert TEXT not in mail.body


def test_a_referral_is_told_as_help():
    assert report(open_session(), kind=ReportKind.SOCIAL, text="Dinas Sosial Surakarta.").due_on is None
    assert Notice.objects.get(channel="inbox").event == "counsellor_referred"


def test_the_same_words_again_are_one_report_and_others_are_refused():
    session = read(open_session())
    first = report(session)
    assert report(session).pk == first.pk
    with pytest.raises(Conflict, match="already_reported"):
        report(session, text="Lain.")
    assert report(session, kind=ReportKind.LEGAL).pk != first.pk
    assert Notice.objects.filter(channel="inbox").count() == 2


@pytest.mark.parametrize("text", ["", " \n ", "\u200b", "x" * 1_001])
def test_it_needs_words_that_fit(text):
    with pytest.raises(Invalid):
        report(open_session(), text=text)


def test_only_the_counsellor_of_a_session_that_has_begun_writes_one():
    before, session = read(agreed_session()), read(open_session(PersonFactory(), by=counsellor("3578")))
    how = {"kind": ReportKind.AT_WORK, "text": TEXT, "at": AT}
    for about, user in ((before, before.counsellor.user), (session, session.person.user), (session, officer())):
        with pytest.raises(NotAllowed):
            write_report(about, actor=user, **how)
    assert not Report.objects.exists()


def test_the_claim_goes_on(clock_at, verifier):
    clock_at(25)
    claim = claims.claim("active")
    before = Claim.objects.filter(pk=claim.pk).values().get()
    written = report(open_session(claim.person))
    close_report(written, outcome="Belum bekerja; masa percobaan batal.", actor=verifier, at=AT)
    assert Claim.objects.filter(pk=claim.pk).values().get() == before


# --- closed ------------------------------------------------------------------------------------------------------


def test_a_named_officer_closes_it_with_an_outcome(verifier):
    written = report(open_session())
    closed = close_report(written, outcome="Belum bekerja.", actor=verifier, at=AT)
    assert (closed.state, closed.closed_at) == (ReportState.CLOSED, AT)
    assert closed.log.get(move="close").actor_name == "Rina Kusuma"
    assert close_report(written, outcome="Belum bekerja.", actor=verifier, at=AT).pk == closed.pk
    with pytest.raises(Conflict):
        close_report(written, outcome="Lain.", actor=verifier, at=AT)
    assert "Belum bekerja." in Notice.objects.get(event="counsellor_report_closed", channel="inbox").body


def test_nobody_closes_a_report_about_themselves_or_of_their_own(verifier):
    about_me = report(open_session(PersonFactory(user=verifier)))
    for user in (verifier, about_me.written_by, officer(Role.AUDITOR), about_me.session.person.user):
        with pytest.raises(NotAllowed):
            close_report(about_me, outcome="Selesai.", actor=user, at=AT)


def test_a_referral_is_closed_by_who_made_it_and_not_seen_by_bpjs(client, clock_at, verifier):
    clock_at(25)
    referral = report(open_session(), kind=ReportKind.PSYCHOLOGIST)
    with pytest.raises(NotAllowed):
        close_report(referral, outcome="Selesai.", actor=verifier, at=AT)
    desk = sign_in(client, verifier)
    assert names(desk.get(QUEUE)) == []
    assert desk.get(case(referral)).status_code == 404
    sign_in(client, referral.written_by)
    address = reverse("counseling:report", args=[referral.session_id])
    empty = client.post(address, {"close": referral.pk, "outcome": ""})
    assert empty.status_code == 422
    assert client.post(address, {"close": referral.pk, "outcome": "Sudah bertemu."})["Location"] == address
    assert Report.objects.get().outcome == "Sudah bertemu."


def test_a_notice_to_bpjs_is_not_closed_from_the_counsellors_page(client, clock_at):
    clock_at(25)
    written = report(open_session())
    address = reverse("counseling:report", args=[written.session_id])
    desk = sign_in(client, written.written_by)
    assert desk.post(address, {"close": written.pk, "outcome": "x"}).status_code == 404
    assert desk.post(address, {"close": "x", "outcome": "x"}).status_code == 404


# --- pages -------------------------------------------------------------------------------------------------------


def test_the_counsellor_writes_on_a_page_that_says_what_happens(client, clock_at):
    clock_at(25)
    session = open_session()
    desk = sign_in(client, session.counsellor.user)
    address = reverse("counseling:report", args=[session.pk])
    empty = desk.post(address, {})
    assert empty.status_code == 422
    for _time in range(2):
        assert desk.post(address, {"kind": "at_work", "text": TEXT})["Location"] == address
    assert TEXT in words(soup(desk.get(address)).select_one("main"))
    other = desk.post(address, {"kind": "at_work", "text": "Lain."})
    assert "sudah ada" in words(soup(other).select_one(".errs"))
    assert soup(other).select_one("textarea[name=text]").text.strip() == "Lain."


def test_the_participant_reads_what_was_written_and_what_came_of_it(client, clock_at, verifier):
    clock_at(25)
    written = report(open_session())
    address = reverse("counseling:told", args=[written.session_id])
    mine = sign_in(client, written.session.person.user)
    read_now = words(soup(mine.get(address)).select_one("main"))
    assert TEXT in read_now
    assert "Tidak ada manfaat yang berhenti" in read_now
    assert "Menunggu petugas BPJS" in read_now
    close_report(written, outcome="Belum bekerja.", actor=verifier, at=AT)
    assert "Belum bekerja." in words(soup(mine.get(address)).select_one("main"))
    assert sign_in(client, PersonFactory().user).get(address).status_code == 404


def test_the_verifier_searches_filters_and_closes_one_after_the_other(client, clock_at, verifier):
    clock_at(25)
    by = counsellor()
    rows = [
        report(
            held_session(PersonFactory(full_name=name), by=by, starts_at=TOMORROW_AT_TEN - timedelta(days=days)),
            kind=kind,
        )
        for name, days, kind in (
            ("Siti Rahmawati", 5, ReportKind.AT_WORK),
            ("Budi Hartono", 4, ReportKind.NOT_SEARCHING),
            ("Agus Salim", 3, ReportKind.AT_WORK),
        )
    ]
    desk = sign_in(client, verifier)
    assert names(desk.get(QUEUE)) == ["Siti Rahmawati", "Budi Hartono", "Agus Salim"]
    assert names(desk.get(QUEUE, {"q": "salim"})) == ["Agus Salim"]
    assert names(desk.get(QUEUE, {"q": "maya"})) == ["Siti Rahmawati", "Budi Hartono", "Agus Salim"]
    assert names(desk.get(QUEUE, {"jenis": "no_search"})) == ["Budi Hartono"]
    assert "Hapus saringan" in words(soup(desk.get(QUEUE, {"q": "tak ada"})).select_one("main"))
    shown = desk.get(case(rows[0]))
    assert TEXT in words(soup(shown).select_one("main"))
    assert AccessLog.objects.get().purpose == "laporan konselor"
    empty = desk.post(case(rows[0]), {"outcome": ""})
    assert empty.status_code == 422
    done = desk.post(case(rows[0]), {"outcome": "Belum bekerja."})
    assert done["Location"] == case(rows[1])
    assert desk.post(case(rows[0]), {"outcome": "Belum bekerja."}).status_code == 302
    assert desk.post(case(rows[0]), {"outcome": "Lain."}).status_code == 409
    assert names(desk.get(QUEUE)) == ["Budi Hartono", "Agus Salim"]
    assert names(desk.get(QUEUE, {"keadaan": "closed"})) == ["Siti Rahmawati"]
    numbers = {words(d.dt): words(d.dd) for d in soup(desk.get(QUEUE)).select(".kpi div")}
    assert numbers == {
        "Menunggu petugas": "2",
        "Lewat tenggat": "0",
        "Menunggu paling lama": "4 hari",
        "Ditutup 30 hari terakhir": "1",
    }


def test_what_is_late_is_marked_and_told_every_morning(client, clock_at, verifier):
    clock_at(25)
    written = report(held_session(PersonFactory(full_name="Siti Rahmawati"), starts_at=TOMORROW_AT_TEN))
    report(held_session(PersonFactory(), starts_at=TOMORROW_AT_TEN), kind=ReportKind.LEGAL)
    clock_at((clock.start_of_day(written.due_on) - TOMORROW_AT_TEN) // timedelta(minutes=1) + 33 * 60)
    assert words(soup(sign_in(client, verifier).get(QUEUE)).select_one("tbody .tag.bad")) == "Lewat 9 jam"
    assert [work_of(verifier, written.due_on + timedelta(days=days)) for days in (-1, 0, 1)] == [
        Work(1, 0, 0),
        Work(1, 1, 0),
        Work(1, 0, 1),
    ]
    assert work_of(written.written_by, written.due_on) == Work()


def test_an_auditor_reads_and_does_not_close(client, clock_at):
    clock_at(25)
    written = report(open_session())
    desk = sign_in(client, officer(Role.AUDITOR))
    assert soup(desk.get(case(written))).select("main form") == []
    assert desk.post(case(written), {"outcome": "x"}).status_code == 403


def test_a_long_queue_has_pages_and_asks_few_questions(client, clock_at, verifier):
    clock_at(25)
    by = counsellor()
    for hours in range(21):
        report(held_session(PersonFactory(), by=by, starts_at=TOMORROW_AT_TEN - timedelta(hours=1 + hours)))
    desk = sign_in(client, verifier)
    assert len(names(desk.get(QUEUE))) == 20
    assert len(names(desk.get(QUEUE, {"page": 2}))) == 1
    with most_queries(10):
        desk.get(QUEUE)
