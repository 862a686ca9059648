"""K5: the queue with its clock, evidence beside what was told, hints for the officer alone, the next one after."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.enums import Role
from core.models import AccessLog
from files.enums import FileState
from ipk import operations
from ipk.enums import ActivityKind, ActivityState
from ipk.models import Activity
from tests.factories.accounts import officer, sign_in
from tests.factories.ipk import activity, counsellor, evidence, screenshot, told
from tests.factories.participants import MORNING, PersonFactory
from tests.html import soup, words
from tests.queries import most_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
QUEUE, NEXT = reverse("ipk:evidence_queue"), reverse("ipk:evidence_next")


@pytest.fixture
def judge():
    return counsellor(full_name="Fitri Handayani")


@pytest.fixture
def desk(client, judge):
    return sign_in(client, judge)


def case(row: Activity) -> str:
    return reverse("ipk:evidence", args=[row.pk])


def companies(response) -> list[str]:
    return [words(cell) for cell in soup(response).select("tbody th")]


def verdict(row: Activity, word: str = "accept", **fields):
    return {"verdict": word, "seen": row.submitted_at.isoformat(), **fields}


def state(row: Activity) -> str:
    return Activity.objects.get(pk=row.pk).state


# --- the queue ---------------------------------------------------------------------------------------------------


def test_what_is_due_first_stands_first_with_its_clock(desk):
    activity(company="PT Baru")
    activity(company="PT Lewat", at=MORNING - timedelta(days=4))
    activity(company="PT Hari Ini", at=MORNING - timedelta(days=3))
    response = desk.get(QUEUE)
    assert companies(response) == ["PT Lewat", "PT Hari Ini", "PT Baru"]
    clocks = [words(row.td) for row in soup(response).select("tbody tr")]
    assert clocks == ["Lewat 3 hari", "Tinggal 14 jam", "Tinggal 1 hari"]
    assert [row.get("class") for row in soup(response).select("tbody tr")] == [["hot"], None, None]
    numbers = {words(d.dt): words(d.dd) for d in soup(response).select(".kpi div")}
    assert numbers["Lewat tenggat"] == "1"
    assert numbers["Jatuh tempo hari ini"].startswith("1")
    assert numbers["Menunggu pemeriksaan"] == "3"


@pytest.mark.parametrize(
    ("region", "seen"), [("3372", True), ("33", True), (None, True), ("3374", False), ("35", False)]
)
def test_a_counsellor_sees_the_people_of_the_region(client, region, seen):
    row = activity()
    desk = sign_in(client, counsellor(region))
    assert (companies(desk.get(QUEUE)) == [row.company]) is seen
    assert desk.get(case(row)).status_code == (200 if seen else 404)
    assert desk.post(case(row), verdict(row)).status_code == (302 if seen else 404)


def test_only_what_waits_is_shown_unless_asked(desk):
    waiting = activity(company="PT Menunggu")
    for given in ("accepted", "needs_fix", "rejected", "withdrawn"):
        activity(given, company=f"PT {given}")
    assert companies(desk.get(QUEUE)) == [waiting.company]
    for given in ("accepted", "needs_fix", "rejected"):
        assert companies(desk.get(QUEUE, {"keadaan": given})) == [f"PT {given}"]


def test_the_queue_is_narrowed_by_words_and_kind(desk):
    activity(company="PT Satu", position="Kasir", person=PersonFactory(full_name="Rina Kusuma"))
    activity(company="PT Dua", kind=ActivityKind.INTERVIEW)
    assert companies(desk.get(QUEUE, {"q": "rina"})) == ["PT Satu"]
    assert companies(desk.get(QUEUE, {"q": "KASIR"})) == ["PT Satu"]
    assert companies(desk.get(QUEUE, {"q": "pt dua"})) == ["PT Dua"]
    assert companies(desk.get(QUEUE, {"jenis": "interview"})) == ["PT Dua"]
    assert "Tidak ada bukti yang cocok" in words(soup(desk.get(QUEUE, {"q": "zzz"})).main)
    assert desk.get(QUEUE, {"q": "a\x00b", "keadaan": "curang", "page": "x"}).status_code == 200


def test_an_empty_queue_says_so(desk):
    assert "Antrian kosong" in words(soup(desk.get(QUEUE)).main)
    response = desk.get(NEXT, follow=True)
    assert response.redirect_chain == [(QUEUE, 302)]
    assert "Tidak ada bukti yang menunggu Anda." in words(soup(response).main)


def test_twenty_rows_a_page_and_no_more_questions(desk):
    activity()
    desk.get(QUEUE)
    for _ in range(20):
        activity()
    with most_queries(12):
        assert len(companies(desk.get(QUEUE))) == 20
    assert len(companies(desk.get(QUEUE, {"page": 2}))) == 1


def test_the_own_evidence_is_not_in_the_queue(client):
    me = counsellor()
    mine = activity(person=PersonFactory(user=me), company="PT Milik Sendiri")
    desk = sign_in(client, me)
    assert companies(desk.get(QUEUE)) == []
    assert desk.get(NEXT).url == QUEUE
    assert desk.post(case(mine), verdict(mine)).status_code == 403
    assert state(mine) == ActivityState.SUBMITTED


@pytest.mark.parametrize("role", [Role.BPJS_VERIFIER, Role.MEDIATOR, Role.ADMINISTRATOR, Role.AUDITOR])
def test_the_queue_is_the_counsellors(client, role):
    other = sign_in(client, officer(role))
    assert other.get(QUEUE).status_code == 403
    assert other.get(NEXT).status_code == 403


def test_a_participant_sees_no_desk(client):
    row = activity()
    person = sign_in(client, row.person.user)
    assert person.get(QUEUE).status_code == 403
    assert person.get(case(row)).status_code == 403
    assert person.post(case(row), verdict(row)).status_code == 403
    assert state(row) == ActivityState.SUBMITTED


# --- one piece of evidence ---------------------------------------------------------------------------------------


def test_the_picture_stands_beside_what_was_told(desk):
    row = activity(note="lewat email")
    page = soup(desk.get(case(row)))
    assert page.img["src"] == reverse("ipk:file", args=[row.pk])
    assert page.img["alt"]
    said = words(page.select_one("section[aria-labelledby=b]"))
    for part in ("Lamaran kerja", "PT Sumber Makmur", "Operator jahit", "Kamis, 12 November 2026", "lewat email"):
        assert part in said
    assert row.person.nik not in str(page)
    assert row.person.masked_nik in words(page.main)


def test_a_pdf_is_a_document_and_a_link_is_written_out(desk):
    person = PersonFactory()
    document = activity(person=person, file=evidence(person.user, as_pdf=True))
    linked = activity(person=person, company="PT Dua", link="https://contoh.invalid/a?b=1")
    page = soup(desk.get(case(document)))
    assert page.select("section[aria-labelledby=a] img") == []
    assert page.select_one("li.doc a")["href"] == reverse("ipk:file", args=[document.pk])
    link = soup(desk.get(case(linked))).select_one("section[aria-labelledby=a] a")
    assert (link["href"], link.string) == (linked.link, linked.link)
    assert set(link["rel"]) == {"noopener", "noreferrer", "nofollow", "external"}


def test_every_opening_is_written_down_for_the_person(desk, judge):
    row = activity()
    desk.get(case(row))
    desk.get(reverse("ipk:file", args=[row.pk]))
    found = AccessLog.objects.filter(person_id=row.person_id, actor=judge)
    assert set(found.values_list("purpose", "role")) == {("pemeriksaan bukti mencari kerja", "KNS")}
    assert found.count() == 2


def test_the_officer_alone_sees_that_a_file_came_before(desk):
    first = PersonFactory(full_name="Orang Pertama")
    digest = "ef" * 32
    earlier = activity("accepted", person=first, company="PT Dulu", file=evidence(first.user, sha256=digest))
    elsewhere = PersonFactory(region_id="3578")
    activity(person=elsewhere, company="PT Jauh", file=evidence(elsewhere.user, sha256=digest))
    second = PersonFactory()
    row = activity(person=second, file=evidence(second.user, sha256=digest))
    hints = soup(desk.get(case(row))).select_one("section[aria-labelledby=c]")
    rows = {words(r.td): [words(cell) for cell in r.select("th, td")] for r in hints.select("tbody tr")}
    assert rows["PT Dulu"] == ["Berkas yang sama", "PT Dulu", "peserta lain", "16 November 2026", "Diterima"]
    assert set(rows) == {"PT Dulu", "PT Jauh"}
    assert [a["href"] for a in hints.select("a")] == [case(earlier)]
    assert "Orang Pertama" not in words(hints)


def test_a_look_alike_is_a_hint(desk):
    rows = []
    for quality, company in ((85, "PT Satu"), (45, "PT Dua")):
        person = PersonFactory()
        content = screenshot("Lamaran terkirim", "Operator jahit", "12 November 2026", quality=quality)
        rows.append(activity(person=person, company=company, file=evidence(person.user, content)))
        operations.print_file(str(rows[-1].file_id))
    hint = soup(desk.get(case(rows[1]))).select_one("section[aria-labelledby=c] tbody tr")
    assert [words(cell) for cell in hint.select("th, td")][:2] == ["Gambar yang mirip", "PT Satu"]


def test_without_an_earlier_file_there_is_no_hint(desk):
    assert soup(desk.get(case(activity()))).select("section[aria-labelledby=c]") == []


def test_accepting_opens_the_next_one(desk):
    later = activity(company="PT Dua")
    first = activity(company="PT Satu", at=MORNING - timedelta(days=3))
    assert desk.get(NEXT).url == case(first)
    response = desk.post(case(first), verdict(first), follow=True)
    assert response.redirect_chain == [(case(later), 302)]
    assert "Bukti untuk PT Satu diterima." in words(soup(response).main)
    assert state(first) == ActivityState.ACCEPTED
    assert desk.post(case(later), verdict(later)).url == QUEUE
    assert (
        "2"
        in {words(d.dt): words(d.dd) for d in soup(desk.get(QUEUE)).select(".kpi div")}["Selesai oleh Anda hari ini"]
    )


@pytest.mark.parametrize(("word", "becomes"), [("ask", "needs_fix"), ("reject", "rejected")])
def test_asking_and_rejecting_take_a_reason(desk, word, becomes):
    row = activity()
    desk.post(case(row), verdict(row, word, reason="differs", note="Tertulis 3 Oktober."))
    row.refresh_from_db()
    assert (row.state, row.reason, row.officer_note) == (becomes, "differs", "Tertulis 3 Oktober.")
    page = soup(desk.get(case(row)))
    assert page.select("section.decide") == []
    assert "Tertulis 3 Oktober." in words(page.aside)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Pilih satu putusan."),
        ({"verdict": "curang"}, "Pilih putusan"),
        ({"verdict": "reject"}, "Pilih alasannya."),
        ({"verdict": "ask", "reason": "no_search"}, "Pilih alasan yang sesuai dengan putusannya."),
        ({"verdict": "reject", "reason": "other"}, "Tulis penjelasan untuk peserta."),
    ],
)
def test_a_verdict_that_lacks_something_is_not_taken(desk, data, sentence):
    row = activity()
    response = desk.post(case(row), {"seen": row.submitted_at.isoformat(), **data})
    assert response.status_code == 422
    if sentence != "Pilih putusan":
        assert sentence in words(soup(response).select_one("section.decide"))
    assert soup(response).select_one("section.decide details").has_attr("open")
    assert state(row) == ActivityState.SUBMITTED


@pytest.mark.parametrize("word", ["accept", "reject"])
def test_a_second_officer_is_told_that_it_is_done(desk, client, word):
    row = activity()
    operations.accept_activity(row, seen=row.submitted_at, actor=counsellor(), at=MORNING)
    assert desk.post(case(row), verdict(row, word, reason="no_date")).status_code == 409
    assert state(row) == ActivityState.ACCEPTED
    assert row.log.count() == 1


@pytest.mark.parametrize("seen", ["", "kemarin", "2026-11-16T09:00:00"])
def test_a_form_that_does_not_say_what_was_seen_is_stale(desk, seen):
    row = activity()
    assert desk.post(case(row), verdict(row) | {"seen": seen}).status_code == 409
    assert state(row) == ActivityState.SUBMITTED


def test_evidence_sent_anew_meanwhile_is_looked_at_first(desk, person):
    row = activity(person=person)
    old = verdict(row)
    row = operations.ask_activity(row, seen=row.submitted_at, reason="no_date", note="", actor=counsellor(), at=MORNING)
    operations.answer_activity(row, told=told(person), actor=person.user, at=MORNING + timedelta(minutes=5))
    assert desk.post(case(row), old).status_code == 409
    assert state(row) == ActivityState.SUBMITTED


@pytest.mark.parametrize("role", [Role.BPJS_VERIFIER, Role.AUDITOR])
def test_other_officers_read_but_do_not_judge(client, role):
    row = activity()
    reader = sign_in(client, officer(role))
    page = soup(reader.get(case(row)))
    assert page.select("section.decide") == []
    assert bool(page.select("img[src*=berkas]")) is (role == Role.BPJS_VERIFIER)
    assert reader.post(case(row), verdict(row)).status_code == 403
    assert state(row) == ActivityState.SUBMITTED


def test_a_case_asks_no_more_when_there_are_hints(desk):
    digest = "12" * 32
    for _ in range(4):
        person = PersonFactory()
        row = activity(person=person, file=evidence(person.user, sha256=digest))
    desk.get(case(row))
    with most_queries(16):
        desk.get(case(row))


# --- the file ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("owner", 200),
        ("stranger", 404),
        ("counsellor", 200),
        ("far counsellor", 404),
        ("verifier", 200),
        ("auditor", 403),
        ("mediator", 404),
    ],
)
def test_who_may_open_the_file(client, who, status):
    row = activity()
    users = {
        "owner": lambda: row.person.user,
        "stranger": lambda: PersonFactory().user,
        "counsellor": counsellor,
        "far counsellor": lambda: counsellor("35"),
        "verifier": lambda: officer(Role.BPJS_VERIFIER),
        "auditor": lambda: officer(Role.AUDITOR),
        "mediator": lambda: officer(Role.MEDIATOR, region="33"),
    }
    response = sign_in(client, users[who]()).get(reverse("ipk:file", args=[row.pk]))
    assert response.status_code == status
    if status == 200:
        assert response["Content-Disposition"].startswith("inline")
        assert response["Content-Security-Policy"].startswith("sandbox")
        assert response["X-Content-Type-Options"] == "nosniff"


def test_the_owners_own_look_is_not_logged(client):
    row = activity()
    sign_in(client, row.person.user).get(reverse("ipk:file", args=[row.pk]))
    assert not AccessLog.objects.exists()


def test_a_link_has_no_file(client):
    row = activity(link="https://contoh.invalid/a")
    assert sign_in(client, row.person.user).get(reverse("ipk:file", args=[row.pk])).status_code == 404


def test_a_file_in_quarantine_waits_and_cannot_be_accepted(desk):
    person = PersonFactory()
    row = activity(person=person, file=evidence(person.user, state=FileState.QUARANTINED))
    assert desk.get(reverse("ipk:file", args=[row.pk])).status_code == 409
    assert "Berkas belum dapat dibuka" in words(soup(desk.get(case(row))).select_one("section.decide"))
    assert desk.post(case(row), verdict(row)).status_code == 409
    assert state(row) == ActivityState.SUBMITTED
