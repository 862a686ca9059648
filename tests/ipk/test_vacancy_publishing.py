"""An employer's vacancies from the first word to the last day, and the desk that looks at them."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core.errors import Conflict, Invalid, NotAllowed
from core.models import AuditEvent
from ipk.enums.vacancies import ReportReason, ReportState, ReturnReason, VacancyState
from ipk.fraud import flags
from ipk.models import Vacancy, VacancyReport, VacancyWord
from ipk.operations import moderation
from ipk.operations.vacancies import (
    Written,
    close_vacancy,
    draft_vacancy,
    edit_vacancy,
    submit_vacancy,
    written_of,
)
from ipk.operations.vacancy_reports import report_vacancy
from ipk.selectors.moderation import numbers, queue
from notices.models import Notice
from participants.models import Employer
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.ipk import counsellor
from tests.factories.ipk_applications import application
from tests.factories.ipk_vacancies import VacancyFactory, VacancyReportFactory
from tests.factories.participants import MORNING, TODAY, EmployerFactory, StaffFactory
from tests.html import soup, words
from tests.queries import most_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
S = VacancyState


@pytest.fixture
def employer() -> Employer:
    return EmployerFactory(verified_at=MORNING, name="PT Busana Contoh")


@pytest.fixture
def hr(employer: Employer) -> User:
    return StaffFactory(employer=employer).user


def written(**fields: Any) -> Written:
    return Written(
        **{
            "title": "Operator jahit", "occupation_id": "75", "description": "Menjahit kemeja.",
            "requirements": "Teliti.", "region_id": "3372", "country": "", "wage_from": 2_600_000,
            "wage_to": 3_100_000, "education": "2", "experience_years": 1, "employment": "pkwtt",
            "work_place": "onsite", "openings": 3, "skills": ("menjahit",), "closes_on": date(2026, 12, 20), **fields,
        }
    )  # fmt: skip


def form(**fields: Any) -> dict[str, Any]:
    return {
        "title": "Operator jahit", "occupation": "75", "description": "Menjahit kemeja.\r\nMerapikan.",
        "requirements": "", "place": "surakarta", "country": "", "wage_from": "2.600.000", "wage_to": "3,1 juta",
        "education": "2", "experience_years": "1", "employment": "pkwtt", "work_place": "onsite", "openings": "3",
        "skills": "menjahit, obras, menjahit", "closes_on_day": "20", "closes_on_month": "12", "closes_on_year": "2026",
        **fields,
    }  # fmt: skip


def test_from_a_draft_to_the_public_page(employer: Employer, hr: User) -> None:
    draft = draft_vacancy(employer, written=written(), actor=hr, at=MORNING)
    assert (draft.state, draft.company, draft.versions.get().n) == (S.DRAFT, "PT Busana Contoh", 1)
    sent = submit_vacancy(draft, actor=hr, at=MORNING)
    assert (sent.state, sent.due_on, sent.flags) == (S.SUBMITTED, date(2026, 11, 17), [])
    assert submit_vacancy(draft, actor=hr, at=MORNING).state == S.SUBMITTED
    shown = moderation.approve_vacancy(sent, seen=1, actor=counsellor(), at=MORNING)
    assert (shown.state, shown.published_at) == (S.PUBLISHED, MORNING)
    assert list(Vacancy.objects.open(TODAY)) == [shown]
    assert VacancyWord.objects.get(word="jahit").stem == "jahit"
    assert [row.move for row in shown.log.all()] == ["draft", "submit", "approve"]
    assert Notice.objects.get(event="vacancy_published", channel="inbox").user == hr
    assert close_vacancy(shown, actor=hr, at=MORNING).state == S.CLOSED


@pytest.mark.parametrize("small", [{"openings": 9}, {"skills": ("obras",)}, {"closes_on": date(2027, 1, 5)}])
def test_a_small_change_stays_published(employer: Employer, hr: User, small: dict[str, Any]) -> None:
    vacancy = VacancyFactory(employer=employer)
    said = {**{name: getattr(written_of(vacancy), name) for name in Written.__slots__}, **small}
    changed = edit_vacancy(vacancy, written=Written(**said), seen=1, actor=hr, at=MORNING)
    assert (changed.state, changed.version) == (S.PUBLISHED, 2)


@pytest.mark.parametrize(
    "large", [{"title": "Satpam"}, {"wage_from": 1}, {"description": "Lain."}, {"region_id": "3578"}]
)
def test_a_change_of_substance_goes_back_to_the_desk(employer: Employer, hr: User, large: dict[str, Any]) -> None:
    vacancy = VacancyFactory(employer=employer, published_at=MORNING - timedelta(days=3))
    said = {**{name: getattr(written_of(vacancy), name) for name in Written.__slots__}, **large}
    changed = edit_vacancy(vacancy, written=Written(**said), seen=1, actor=hr, at=MORNING)
    assert (changed.state, changed.due_on) == (S.SUBMITTED, date(2026, 11, 17))
    again = moderation.approve_vacancy(changed, seen=2, actor=counsellor("3372"), at=MORNING)
    assert again.published_at == MORNING - timedelta(days=3)  # editing makes nothing new


def test_the_same_text_changes_nothing(employer: Employer, hr: User) -> None:
    vacancy = VacancyFactory(employer=employer)
    assert edit_vacancy(vacancy, written=written_of(vacancy), seen=1, actor=hr, at=MORNING).version == 1


def test_two_colleagues_do_not_overwrite_each_other(employer: Employer, hr: User) -> None:
    draft = draft_vacancy(employer, written=written(), actor=hr, at=MORNING)
    edit_vacancy(draft, written=written(openings=4), seen=1, actor=hr, at=MORNING)
    with pytest.raises(Conflict) as caught:
        edit_vacancy(draft, written=written(openings=5), seen=1, actor=hr, at=MORNING)
    assert caught.value.code == "changed"


@pytest.mark.parametrize("closes_on", [date(2026, 11, 15), date(2027, 2, 15)])
def test_a_last_day_in_the_past_or_too_far_is_refused(employer: Employer, hr: User, closes_on: date) -> None:
    with pytest.raises(Invalid):
        draft_vacancy(employer, written=written(closes_on=closes_on), actor=hr, at=MORNING)
    draft_vacancy(employer, written=written(closes_on=date(2027, 2, 14)), actor=hr, at=MORNING)


def test_only_staff_of_a_verified_firm_write(hr: User) -> None:
    with pytest.raises(NotAllowed, match="not_staff"):
        draft_vacancy(EmployerFactory(verified_at=MORNING), written=written(), actor=hr, at=MORNING)
    unverified = StaffFactory(employer=EmployerFactory(verified_at=None))
    with pytest.raises(NotAllowed, match="not_verified"):
        draft_vacancy(unverified.employer, written=written(), actor=unverified.user, at=MORNING)


def test_a_returned_vacancy_says_why_and_can_be_sent_again(employer: Employer, hr: User) -> None:
    waiting = VacancyFactory(employer=employer, submitted=True)
    with pytest.raises(Invalid, match="note_missing"):
        moderation.return_vacancy(waiting, seen=1, reason=ReturnReason.OTHER, note=" ", actor=counsellor(), at=MORNING)
    back = moderation.return_vacancy(
        waiting, seen=1, reason=ReturnReason.UNCLEAR, note="Sebutkan jam kerja.", actor=counsellor(), at=MORNING
    )
    assert (back.state, back.reason, back.officer_note) == (S.REJECTED, "unclear", "Sebutkan jam kerja.")
    assert "Pekerjaan atau syaratnya tidak jelas" in Notice.objects.get(event="vacancy_returned", channel="inbox").body
    assert submit_vacancy(back, actor=hr, at=MORNING).reason == ""


def test_an_officer_decides_on_what_was_read(employer: Employer) -> None:
    waiting = VacancyFactory(employer=employer, submitted=True, version=2)
    with pytest.raises(Conflict, match="changed"):
        moderation.approve_vacancy(waiting, seen=1, actor=counsellor(), at=MORNING)


def test_a_vacancy_that_is_over_is_not_published(employer: Employer) -> None:
    waiting = VacancyFactory(employer=employer, submitted=True, closes_on=date(2026, 11, 15))
    with pytest.raises(Conflict, match="over"):
        moderation.approve_vacancy(waiting, seen=1, actor=counsellor(), at=MORNING)


def test_an_officer_does_not_decide_about_the_own_firm(employer: Employer) -> None:
    officer = counsellor()
    StaffFactory(employer=employer, user=officer)
    with pytest.raises(NotAllowed, match="own_firm"):
        moderation.approve_vacancy(VacancyFactory(employer=employer, submitted=True), seen=1, actor=officer, at=MORNING)


def test_taking_down_upholds_the_reports() -> None:
    vacancy = VacancyFactory()
    for _number in range(3):
        report_vacancy(vacancy, user=UserFactory(), reason=ReportReason.FEE, note="", at=MORNING)
    officer = counsellor()
    down = moderation.take_down(vacancy, seen=1, reason=ReturnReason.FEE, note="", actor=officer, at=MORNING)
    assert down.state == S.TAKEN_DOWN
    assert set(VacancyReport.objects.values_list("state", "log__actor")) >= {(ReportState.UPHELD, officer.pk)}
    assert AuditEvent.objects.filter(action="ipk.vacancy.take_down", actor=officer).exists()
    told = Notice.objects.filter(event="vacancy_report_upheld", channel="inbox")
    assert sorted(told.values_list("user", flat=True)) == sorted(VacancyReport.objects.values_list("user", flat=True))
    assert f"menemukan pelanggaran pada lowongan {vacancy.title}" in told.first().body


def test_leaving_up_shows_again_what_reports_hid() -> None:
    vacancy = VacancyFactory()
    for _number in range(3):
        report_vacancy(vacancy, user=UserFactory(), reason=ReportReason.OTHER, note="", at=MORNING)
    assert moderation.leave_up(vacancy, seen=1, actor=counsellor(), at=MORNING).state == S.PUBLISHED
    assert set(VacancyReport.objects.values_list("state", flat=True)) == {ReportState.DISMISSED}
    told = Notice.objects.filter(event="vacancy_report_dismissed", channel="inbox")
    assert told.count() == 3
    assert "tidak menemukan pelanggaran" in told.first().body
    with pytest.raises(Conflict, match="nothing"):
        moderation.leave_up(vacancy, seen=1, actor=counsellor(), at=MORNING)


def test_nobody_decides_the_own_report() -> None:
    officer = counsellor()
    report = VacancyReportFactory(user=officer)
    with pytest.raises(NotAllowed, match="own_report"):
        moderation.leave_up(report.vacancy, seen=1, actor=officer, at=MORNING)


def test_the_desk_has_its_regions_and_the_nearest_day_first() -> None:
    late = VacancyFactory(submitted=True, due_on=date(2026, 11, 13))
    reported = VacancyReportFactory(due_on=date(2026, 11, 16)).vacancy
    fresh = VacancyFactory(submitted=True)
    elsewhere = VacancyFactory(submitted=True, region_id="3578")
    abroad = VacancyFactory(submitted=True, abroad=True)
    VacancyFactory()
    assert list(queue(counsellor("3372"), TODAY)) == [late, reported, fresh]
    assert set(queue(counsellor(None), TODAY)) == {late, reported, fresh, elsewhere, abroad}
    desk = numbers(counsellor("33"), TODAY)
    assert (desk.late, desk.today, desk.waiting, desk.reported) == (1, 1, 2, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Biaya pendaftaran Rp50.000", ["fee"]),
        ("Transfer dulu uang jaminan", ["fee"]),
        ("Hubungi WhatsApp 0812 saja", ["chat_only"]),
        ("WA 0812 atau email hrd@contoh.id", ["link"]),
        ("Daftar di bit.contoh.xyz", ["link"]),
        ("Kirim foto KTP dan KK sebelum wawancara", ["data"]),
        ("Memindahkan barang dan mencatat.", []),
    ],
)
def test_signs_are_noticed(text: str, expected: list[str]) -> None:
    assert flags(text, wage_best=None, usual_wages=[]) == expected


def test_a_wage_far_above_the_usual_is_noticed() -> None:
    usual = [3_000_000] * 5
    assert flags("x", wage_best=7_500_000, usual_wages=usual) == []
    assert flags("x", wage_best=7_500_001, usual_wages=usual) == ["wage"]
    assert flags("x", wage_best=99_000_000, usual_wages=usual[:4]) == []


def test_signs_never_refuse_by_themselves(employer: Employer, hr: User) -> None:
    draft = draft_vacancy(employer, written=written(description="Biaya seragam diganti."), actor=hr, at=MORNING)
    assert submit_vacancy(draft, actor=hr, at=MORNING).flags == ["fee"]


# --- in the browser's eyes ---------------------------------------------------------------------------------------


def test_hr_writes_and_sends_a_vacancy(client: Client, employer: Employer, hr: User) -> None:
    sign_in(client, hr)
    response = client.post(reverse("ipk:employer_vacancy_new"), form())
    vacancy = Vacancy.objects.get()
    assert response["Location"] == reverse("ipk:employer_vacancy", args=[vacancy.pk])
    assert (vacancy.region_id, vacancy.wage_to, vacancy.skills) == ("3372", 3_100_000, ["menjahit", "obras"])
    assert vacancy.description == "Menjahit kemeja.\nMerapikan."
    page = soup(client.get(response["Location"]))
    assert "Kirim untuk diperiksa" in words(page.select_one("aside.stack"))
    client.post(reverse("ipk:employer_vacancy_submit", args=[vacancy.pk]))
    assert "Petugas memeriksa paling lama satu hari kerja" in words(soup(client.get(response["Location"])).main)
    with most_queries(12):
        listed = words(soup(client.get(reverse("ipk:employer_vacancies"))).main)
    assert "Operator jahit" in listed


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"title": ""}, "Isi pekerjaan."),
        ({"description": "a" * 20_000}, "Terlalu panjang: paling banyak 5.000 huruf, sekarang 20000."),
        ({"description": "<script>alert(1)</script>"}, "tanpa kode HTML"),
        ({"place": "Atlantis"}, "tidak mengenal kota"),
        ({"place": ""}, "salah satu saja"),
        ({"country": "Jepang"}, "salah satu saja"),
        ({"wage_from": "3000000", "wage_to": "2000000"}, "Gaji tertinggi"),
        ({"openings": "0"}, "Isi paling sedikit 1 orang."),
        ({"closes_on_year": "2025"}, "sudah lewat"),
        ({"skills": ",".join(map(str, range(16)))}, "15"),
        ({"occupation": "99"}, "Golongan"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_kept(
    client: Client, hr: User, fields: dict[str, str], said: str
) -> None:
    sign_in(client, hr)
    response = client.post(reverse("ipk:employer_vacancy_new"), form(**fields))
    assert response.status_code == 422
    assert said.casefold() in words(soup(response).main).casefold()
    assert not Vacancy.objects.exists()


def test_a_stale_page_of_a_colleague_is_409(client: Client, employer: Employer, hr: User) -> None:
    vacancy = VacancyFactory(employer=employer, version=2)
    sign_in(client, hr)
    response = client.post(reverse("ipk:employer_vacancy_edit", args=[vacancy.pk]), form(seen="1"))
    assert response.status_code == 409


@pytest.mark.parametrize("name", ["employer_vacancy", "employer_vacancy_edit"])
def test_another_firms_vacancy_is_not_found(client: Client, hr: User, name: str) -> None:
    sign_in(client, hr)
    assert client.get(reverse(f"ipk:{name}", args=[VacancyFactory().pk])).status_code == 404


@pytest.mark.parametrize("name", ["employer_vacancy_submit", "employer_vacancy_close"])
def test_another_firms_vacancy_is_not_changed(client: Client, hr: User, name: str) -> None:
    sign_in(client, hr)
    vacancy = VacancyFactory()
    assert client.post(reverse(f"ipk:{name}", args=[vacancy.pk])).status_code == 404
    vacancy.refresh_from_db()
    assert vacancy.state == S.PUBLISHED


def test_the_desk_publishes_and_goes_on(client: Client) -> None:
    first, second = VacancyFactory(submitted=True, flags=["fee"]), VacancyFactory(submitted=True)
    sign_in(client, counsellor("3372"))
    with most_queries(20):
        listed = words(soup(client.get(reverse("ipk:vacancy_queue"))).main)
    assert "Menyebut biaya, transfer, deposit, atau jaminan" in listed
    url = reverse("ipk:vacancy_case", args=[first.pk])
    assert "Yang kami perhatikan" in words(soup(client.get(url)).main)
    response = client.post(url, {"verdict": "approve", "seen": "1"})
    assert response["Location"] == reverse("ipk:vacancy_case", args=[second.pk])
    first.refresh_from_db()
    assert first.state == S.PUBLISHED


def test_the_desk_needs_a_reason(client: Client) -> None:
    sign_in(client, counsellor("3372"))
    url = reverse("ipk:vacancy_case", args=[VacancyFactory(submitted=True).pk])
    assert not soup(client.get(url)).select("select[name=reason] option[selected]:not([value=''])")
    assert soup(client.get(url)).select_one("select[name=reason] option")["value"] == ""  # none accuses by itself
    assert client.post(url, {"verdict": "return", "seen": "1"}).status_code == 422
    assert client.post(url, {"verdict": "return", "seen": "1", "reason": ""}).status_code == 422
    assert client.post(url, {"verdict": "return", "seen": "1", "reason": "other", "note": ""}).status_code == 422
    assert client.post(url, {"verdict": "approve", "seen": "x"}).status_code == 409


@pytest.mark.parametrize("vacancy", [{"region_id": "3578"}, {"abroad": True}, {"draft": True}])
def test_the_desk_of_another_region_finds_nothing(client: Client, vacancy: dict[str, Any]) -> None:
    row = VacancyFactory(**{"submitted": True, **vacancy}) if "draft" not in vacancy else VacancyFactory(**vacancy)
    sign_in(client, counsellor("3372"))
    assert client.get(reverse("ipk:vacancy_case", args=[row.pk])).status_code == 404


def test_the_officer_sees_what_changed(client: Client, employer: Employer, hr: User, at: datetime) -> None:
    draft = draft_vacancy(employer, written=written(), actor=hr, at=at)
    edit_vacancy(draft, written=written(title="Kepala regu jahit"), seen=1, actor=hr, at=at)
    submit_vacancy(draft, actor=hr, at=at)
    sign_in(client, counsellor("3372"))
    page = soup(client.get(reverse("ipk:vacancy_case", args=[draft.pk])))
    assert "Operator jahitKepala regu jahit" in words(page.select_one("[aria-labelledby=berubah]"))


def returned(employer: Employer, at: datetime) -> Vacancy:
    waiting = VacancyFactory(employer=employer, submitted=True)
    return moderation.return_vacancy(
        waiting, seen=1, reason=ReturnReason.FEE, note="Hapus biaya seragam.", actor=counsellor(), at=at
    )


def test_what_came_back_is_corrected_first_and_sent_then(client: Client, employer: Employer, hr: User) -> None:
    back = returned(employer, MORNING - timedelta(hours=1))
    sign_in(client, hr)
    url, edit = (reverse(f"ipk:{name}", args=[back.pk]) for name in ("employer_vacancy", "employer_vacancy_edit"))
    page = soup(client.get(url))
    assert "Meminta pembayaran dari pelamar. Hapus biaya seragam." in words(page.select_one("article .note"))
    assert page.select_one(".btn.sunny")["href"] == edit
    assert "Kirim untuk diperiksa" not in words(page.main)
    typed = form(seen=back.version)
    page = soup(client.post(edit, typed, follow=True))
    assert "Tersimpan. Petugas membacanya setelah Anda mengirimnya." in words(page)
    assert words(page.select_one(".btn.sunny")) == "Kirim untuk diperiksa"


def test_why_it_came_back_stays_in_its_history(client: Client, employer: Employer, hr: User) -> None:
    back = submit_vacancy(returned(employer, MORNING), actor=hr, at=MORNING)
    for who, name in ((hr, "employer_vacancy"), (counsellor("3372"), "vacancy_case")):
        sign_in(client, who)
        log = words(soup(client.get(reverse(f"ipk:{name}", args=[back.pk]))).select_one("ol.log"))
        assert "Dikembalikan: Meminta pembayaran dari pelamar" in log


def test_closing_is_asked_and_says_who_still_waits(client: Client, employer: Employer, hr: User) -> None:
    vacancy = VacancyFactory(employer=employer)
    application(vacancy=vacancy)
    application("refused", vacancy=vacancy)
    sign_in(client, hr)
    url = reverse("ipk:employer_vacancy_close", args=[vacancy.pk])
    asked = words(soup(client.get(url)).select_one(".confirm"))
    assert "tidak dapat dibuka kembali" in asked
    assert "1 pelamar masih menunggu jawaban Anda" in asked
    vacancy.refresh_from_db()
    assert vacancy.state == S.PUBLISHED
    for _number in range(2):
        assert client.post(url).status_code == 302
    vacancy.refresh_from_db()
    assert vacancy.state == S.CLOSED
    assert client.get(url)["Location"] == reverse("ipk:employer_vacancy", args=[vacancy.pk])


def test_a_new_vacancy_begins_like_an_old_one_without_its_last_day(
    client: Client, employer: Employer, hr: User
) -> None:
    old = VacancyFactory(employer=employer, closed=True, title="Kepala regu jahit")
    sign_in(client, hr)
    link = soup(client.get(reverse("ipk:employer_vacancy", args=[old.pk]))).find("a", string="Tulis lowongan serupa")
    page = soup(client.get(link["href"]))
    shown = {name: page.find(attrs={"name": name}).get("value") for name in ("title", "place", "closes_on_day", "seen")}
    assert shown == {"title": "Kepala regu jahit", "place": "Kota Surakarta", "closes_on_day": None, "seen": None}
    client.post(link["href"], form(title="Kepala regu jahit"))
    assert Vacancy.objects.exclude(pk=old.pk).get().state == S.DRAFT
    new = reverse("ipk:employer_vacancy_new")
    for other in (VacancyFactory(title="Rahasia").pk, "bukan-id"):
        assert not soup(client.get(f"{new}?dari={other}")).find(attrs={"name": "title"}).get("value")
