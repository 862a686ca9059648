"""The desk of integrity: found, filtered, read with its facts, decided once; nobody else learns of it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from reports.operations.integrity import find_signals
from tests.factories.accounts import UserFactory, officer, sign_in
from tests.factories.counseling import counsellor, held_session
from tests.factories.participants import MORNING, PersonFactory
from tests.factories.training import InstituteFactory, ProgrammeFactory
from tests.factories.training_money import (
    SEVEN_HOURS,
    AttendanceFactory,
    InstituteStaffFactory,
    VoucherFactory,
    at_eight,
)
from tests.factories.training_signals import (
    attended_class,
    billed_class,
    class_over,
    meetings_of,
    noted,
    recommended,
    seated,
)
from tests.html import soup, words
from tests.queries import most_queries
from training.enums import SignalKind, SignalState
from training.models import Interest, Signal, WaitingPlace
from training.operations.signals import decide_signal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
DESK = reverse("training:signals")
WORD = {"outcome": "explained", "note": "Daftar hadir asli cocok."}


@pytest.fixture
def ratna(client: Client) -> Any:
    user = officer(Role.INTEGRITY, full_name="Ratna Dewi")
    sign_in(client, user)
    return user


def page_of(signal: Signal) -> str:
    return reverse("training:signal", args=[signal.pk])


def said(response: Any, status: int = 200) -> str:
    assert response.status_code == status, response.status_code
    return words(soup(response).main)


def only() -> Signal:
    assert find_signals(at=MORNING) == 1
    return Signal.objects.get()


# --- the list ----------------------------------------------------------------------------------------------------


def test_an_empty_desk_says_what_is_looked_at(client, ratna):
    text = said(client.get(DESK))
    assert "Tidak ada sinyal yang menunggu" in text
    assert "Setiap malam" in text
    assert "terlalu sedikit" in text


def test_the_soonest_due_is_on_top_with_the_days_that_are_left(client, ratna):
    noted(house=InstituteFactory(name="LPK Baru Contoh"))
    noted(house=InstituteFactory(name="LPK Lama Contoh"), at=MORNING - timedelta(days=21))
    page = soup(client.get(DESK))
    rows = page.select("table.mk tbody tr")
    assert [words(row.th.a) for row in rows] == ["LPK Lama Contoh", "LPK Baru Contoh"]
    assert "hot" in rows[0]["class"]
    assert "Lewat" in words(rows[0].td)
    assert "3 kelas berturut-turut penuh" in words(rows[1])
    assert words(page.select_one(".kpi dd")) == "2 1 lewat batas"


def test_signals_are_searched_filtered_and_paged(client, ratna):
    who = officer(Role.COUNSELLOR, region="3372", full_name="Maya Lestari")
    for n in range(22):
        noted(house=InstituteFactory(name=f"LPK Nomor{n:02d} Contoh"))
    bali = noted(SignalKind.SAME_PATTERN, InstituteFactory(name="LPK Bali Contoh", region_id="5171"), facts=SAME)
    noted(SignalKind.ONE_INSTITUTE, InstituteFactory(name="LPK Satu Contoh"), counsellor_id=who.pk, facts=HOUSE)
    decide_signal(bali, outcome=SignalState.REFERRED, note="Diteruskan.", actor=ratna, at=MORNING)

    def names(query: str = "") -> list[str]:
        return [words(link) for link in soup(client.get(DESK + query)).select("table.mk tbody th a")]

    assert len(names()) == 20
    assert len(names("?page=2")) == 3
    assert names("?q=nomor07") == ["LPK Nomor07 Contoh"]
    assert names("?q=lestari") == ["LPK Satu Contoh"]
    assert names("?q=" + bali.institute.vin) == ["LPK Bali Contoh"]  # words go through decided ones too
    assert names("?aturan=FR18") == ["LPK Satu Contoh"]
    assert names("?keadaan=referred") == ["LPK Bali Contoh"]
    assert names("?keadaan=semua&provinsi=51") == ["LPK Bali Contoh"]
    assert names("?provinsi=51") == []
    assert "Tidak ada sinyal yang cocok" in said(client.get(DESK + "?provinsi=51"))


def test_the_list_asks_the_same_whatever_its_length(client, ratna):
    for n in range(20):
        noted(house=InstituteFactory(name=f"LPK Nomor{n:02d} Contoh"))
    client.get(DESK)
    with most_queries(14):
        client.get(DESK)


def test_a_weak_rule_is_named_for_review(client, ratna):
    for n in range(10):
        outcome = SignalState.REFERRED if n == 0 else SignalState.EXPLAINED
        decide_signal(noted(), outcome=outcome, note="Diperiksa.", actor=ratna, at=MORNING)
    rows = soup(client.get(DESK)).select("#ketepatan ~ .scroll tbody tr")
    assert "Tinjau ambangnya" in words(rows[1].th)
    assert [words(cell) for cell in rows[1].select("td")][:4] == ["0", "10", "1", "10%"]
    assert "Tinjau ambangnya" not in words(rows[0])


# --- one signal --------------------------------------------------------------------------------------------------

SAME = {
    "pattern": "same", "class": "00000000-0000-4000-8000-000000000000", "title": "Las", "starts_on": "2026-10-05",
    "ends_on": "2026-10-31", "people": 8, "meetings": 10, "full_meetings": 7, "limits": {"people": 8, "meetings": 10},
}  # fmt: skip
HOUSE = {
    "first": "2026-05-16", "last": "2026-11-15", "n": 7, "total": 10, "peers": 1, "peers_n": 2, "peers_total": 10,
    "region": "3372", "limits": {"least": 10, "times": 3, "share": "3/5", "months": 6},
}  # fmt: skip


def test_a_uniform_class_explains_itself_beside_its_rosters(client, ratna):
    attended_class([[SEVEN_HOURS, 400] * 5 for _person in range(8)])
    response = client.get(page_of(only()))
    text = said(response)
    assert "Kelas Operator jahit garmen, 5–31 Oktober 2026." in text
    assert "8 peserta tercatat dengan menit yang persis sama pada semua 10 pertemuan; pada 5 pertemuan" in text
    assert "Menjadi sinyal mulai 8 peserta dan 10 pertemuan." in text
    table = soup(response).main.table
    assert [words(cell) for cell in table.select("thead th")][:4] == ["Pertemuan", "Lama", "Peserta 1", "Peserta 2"]
    assert [words(cell) for cell in table.select("tbody tr")[1].select("td")] == ["420", *["400"] * 8]
    assert words(soup(response).select_one("aside .facts")).count("Senin") == 1  # the schedule that was announced
    assert "Contoh 0" not in text  # nobody is named
    assert "Peserta 000 Contoh" not in text


def test_a_holiday_is_named_beside_its_meeting(client, ratna):
    held = attended_class(
        [[SEVEN_HOURS, 300 + n] for n in range(8)],
        first=date(2026, 8, 3),
        days=[date(2026, 8, 17), date(2026, 8, 18)],
    )
    response = client.get(page_of(only()))
    text = said(response)
    assert "Pada 1 hari libur nasional semua peserta tercatat hadir" in text
    (row,) = soup(response).main.table.select("tbody tr")
    assert "Kemerdekaan" in words(row.th)
    assert held.programme.title in text


def test_two_places_stand_beside_each_other(client, ratna):
    held = class_over()
    (meeting,) = meetings_of(held, [date(2026, 10, 6)])
    (seat,) = seated(held, 1)
    begin = at_eight(date(2026, 10, 6)) + timedelta(hours=2)
    held_session(seat.person, starts_at=begin, minutes=30, at=begin - timedelta(days=2))
    AttendanceFactory(enrolment=seat, meeting=meeting)
    response = client.get(page_of(only()))
    assert "1 kali seorang peserta tercatat hadir" in said(response)
    first = soup(response).main.select("table")[0]
    cells = [words(cell) for cell in first.select("tbody tr")[0].select("th, td")]
    assert cells[0] == "Peserta 1"
    assert cells[2:] == ["420 dari 420 menit", "10.00–10.30 WIB", "30"]


def test_full_classes_lead_to_their_invoices(client, ratna):
    house = InstituteFactory()
    held = [billed_class(house, seats=4, first=date(2026, 6, 1) + timedelta(days=30 * n)) for n in range(3)]
    page = soup(client.get(page_of(only())))
    assert "semua 3 kelas yang ditagihkan terisi penuh" in words(page.main)
    links = [link["href"] for link in page.main.select("tbody a")]
    assert links == [reverse("training:review_invoice", args=[one.invoices.get().pk]) for one in held]
    assert client.get(links[0]).status_code == 200


def test_full_classes_say_who_ever_stood_in_line(client, ratna):
    house = InstituteFactory()
    held = [billed_class(house, seats=4, first=date(2026, 6, 1) + timedelta(days=30 * n)) for n in range(3)]
    for _person in range(2):
        voucher = VoucherFactory(recommendation__programme=held[1].programme)
        WaitingPlace.objects.create(training_class=held[1], voucher=voucher, asked_at=MORNING)
    rows = soup(client.get(page_of(only()))).main.select("tbody tr")
    assert [[words(cell) for cell in row.select("td")][1:4] for row in rows] == [
        ["4", "4", "0"], ["4", "4", "2"], ["4", "4", "0"],
    ]  # fmt: skip


def test_the_officer_is_led_to_the_institute_and_to_its_other_signals(client, ratna):
    signal, decided = noted(), noted(SignalKind.SAME_PATTERN, facts=SAME)
    page = soup(client.get(page_of(signal)))
    assert page.select_one(f"aside a[href='/reviu/lpk/{signal.institute_id}/']") is not None
    assert "sinyal lain" not in words(page.aside)
    also = noted(SignalKind.SAME_PATTERN, signal.institute, facts=SAME)
    decide_signal(also, outcome=SignalState.EXPLAINED, note="Wajar.", actor=ratna, at=MORNING)
    link = soup(client.get(page_of(signal))).find("a", string=lambda text: text and "1 sinyal lain" in text)
    found = soup(client.get(DESK + link["href"].removeprefix(DESK))).select("table.mk tbody th a")
    assert {row["href"] for row in found} == {page_of(signal), page_of(also)}
    assert page_of(decided) not in {row["href"] for row in found}


def test_a_counsellor_is_compared_with_the_others_there(client, ratna):
    house, other = ProgrammeFactory(), ProgrammeFactory()
    who, peer = counsellor(hours=False, full_name="Fitri Handayani"), counsellor(hours=False)
    for by, to_one, elsewhere in ((who, 7, 3), (peer, 2, 8)):
        recommended(by.user, house, to_one)
        recommended(by.user, other, elsewhere // 2)
        recommended(by.user, ProgrammeFactory(), elsewhere - elsewhere // 2)
    response = client.get(page_of(only()))
    text = said(response)
    fields = soup(response).main.select("table")[1].select("tbody tr")
    assert [[words(cell) for cell in row.select("td")] for row in fields] == [["7", "3", "3"]]
    assert "Fitri Handayani memberi 7 dari 10 rekomendasinya (70%) kepada lembaga ini." in text
    assert "2 dari 10 (20%)" in text
    assert "di atas 60% dan di atas 3 kali" in text


def test_a_decision_is_kept_and_the_same_again_is_the_same(client, ratna):
    signal = noted()
    for _press in range(2):
        response = client.post(page_of(signal), WORD, follow=True)
        text = said(response)
        assert "Ada penjelasan" in text
        assert "Daftar hadir asli cocok." in text
        assert "Ratna Dewi" in text
    assert signal.log.count() == 2
    assert "Simpan putusan" not in text


def test_a_word_after_somebody_elses_is_refused_with_theirs(client, ratna):
    signal = noted()
    other = officer(Role.INTEGRITY, full_name="Budi Hartono")
    decide_signal(signal, outcome=SignalState.REFERRED, note="Diteruskan ke Inspektorat.", actor=other, at=MORNING)
    text = said(client.post(page_of(signal), WORD), 409)
    assert "Putusan Anda tidak disimpan" in text
    assert "Diteruskan ke Inspektorat." in text
    assert "Simpan putusan" not in text


@pytest.mark.parametrize("wrong", [{"note": ""}, {"outcome": ""}, {"outcome": "open"}, {"note": "x" * 501}])
def test_a_word_that_lacks_something_is_said_beside_its_field(client, ratna, wrong):
    signal = noted()
    response = client.post(page_of(signal), WORD | wrong)
    assert response.status_code == 422
    assert soup(response).select_one(".errs")
    assert Signal.objects.get().state == SignalState.OPEN


def test_who_has_a_tie_reads_that_another_decides(client, ratna):
    signal = noted()
    Interest.objects.create(
        officer=ratna, institute=signal.institute, reason="Saudara.", since=date(2026, 11, 1), declared_by=ratna,
        declared_at=MORNING,
    )  # fmt: skip
    assert "Petugas integritas lain yang memutuskan" in said(client.get(page_of(signal)))
    assert client.post(page_of(signal), WORD).status_code == 403


def test_an_auditor_reads_and_does_not_decide(client):
    sign_in(client, officer(Role.AUDITOR))
    signal = noted()
    assert "Petugas integritas yang memutuskan." in said(client.get(page_of(signal)))
    assert client.post(page_of(signal), WORD).status_code == 403
    assert said(client.get(DESK))


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.APPROVER, Role.COUNSELLOR, Role.INSTITUTE_VERIFIER])
def test_other_desks_have_no_door_to_it(client, role):
    signal = noted()
    sign_in(client, officer(role))
    assert client.get(DESK).status_code == 403
    assert client.get(page_of(signal)).status_code == 403


def test_neither_the_institute_nor_a_participant_sees_a_trace(client):
    held = attended_class([[SEVEN_HOURS] * 10 for _person in range(8)])
    signal = only()
    head = InstituteStaffFactory(institute=held.programme.institute, head=True).user
    for user in (head, PersonFactory(user=UserFactory()).user):
        sign_in(client, user)
        assert client.get(DESK).status_code == 403
        assert client.get(page_of(signal)).status_code == 403
    sign_in(client, head)
    for name in ("provider_home", "provider_profile"):
        assert "inyal" not in said(client.get(reverse(f"training:{name}"), follow=True))


def test_an_officer_who_acts_for_the_institute_does_not_find_it(client, ratna):
    signal = noted()
    InstituteStaffFactory(institute=signal.institute, user=ratna)
    assert client.get(page_of(signal)).status_code == 404
    assert "Tidak ada sinyal yang menunggu" in said(client.get(DESK))


def test_the_tab_is_there_for_those_who_decide(client, ratna):
    assert next(words(tab) for tab in soup(client.get(DESK)).select("nav.tabs a, .bar nav a")) == "Sinyal integritas"
