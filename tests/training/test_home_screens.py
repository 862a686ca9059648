"""W19: what was recommended, when it is held, what comes next, and what is said when there is nothing."""

from datetime import date, timedelta

import pytest
from django.test import Client

from accounts.enums import Role
from core.codes import shown
from notices.letters.issue import revoke_letter
from participants.models import Person
from tests.factories.accounts import UserFactory, officer, sign_in
from tests.factories.participants import MORNING
from tests.factories.training import InstituteFactory, ProgrammeFactory, RecommendationFactory, TrainingClassFactory
from tests.factories.training_money import EnrolmentFactory, TrainingPeriodFactory, VoucherFactory, at_eight, attended
from tests.factories.training_places import entitled, priced, staff_of, with_voucher
from tests.html import soup, words
from tests.queries import most_queries
from training.models import Enrolment, Voucher
from training.operations import (
    cancel_class,
    close_class_outcomes,
    redeem_voucher,
    restore_institute,
    suspend_institute,
)
from training.operations.outcomes import certificate_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
HOME = "/pelatihan/"
LONG_AFTER = at_eight(date(2027, 1, 4))


def main(client: Client, person: Person) -> str:
    sign_in(client, person.user)
    return words(soup(client.get(HOME)).select_one("main"))


def test_without_a_recommendation_it_says_how_to_get_one(client: Client, person: Person) -> None:
    text = main(client, person)
    assert "Belum ada rekomendasi pelatihan" in text
    assert "Pelatihan dimulai dari konseling." in text
    assert "Berikutnya" not in text


def test_who_has_trained_reads_that_no_recommendation_is_in_force(client: Client, person: Person) -> None:
    EnrolmentFactory(person=person, completed=True, training_class__ends_on=date(2026, 11, 13))
    text = main(client, person)
    assert "Tidak ada rekomendasi yang berlaku" in text
    assert "Belum ada rekomendasi pelatihan" not in text


def test_it_leads_to_counselling(client: Client, person: Person) -> None:
    sign_in(client, person.user)
    page = soup(client.get(HOME))
    assert words(page.select_one("main a.btn[href='/konseling/']")) == "Ajukan konseling"
    programme = ProgrammeFactory()
    aside = soup(client.get(f"/lpk/{programme.institute.slug}/{programme.slug}/")).select_one("aside.stack")
    assert words(aside.select_one("a.btn[href='/konseling/']")) == "Minta rekomendasi ke konselor"


def test_a_recommendation_says_why_by_whom_until_when_and_when_it_is_held(client: Client, person: Person) -> None:
    made = RecommendationFactory(person=person)
    TrainingClassFactory(programme=made.programme)
    TrainingClassFactory(programme=made.programme, starts_on=date(2027, 1, 4), full=True)
    text = main(client, person)
    assert "Operator jahit garmen Berlaku" in text
    assert "Sesuai pengalaman menjahit Anda, dan banyak lowongan di Surakarta memintanya." in text
    assert "Fitri Handayani, Pengantar Kerja, 16 November 2026" in text
    assert "Berlaku sampai Sabtu, 13 Februari 2027, 23.59 WIB." in text
    rows = [words(row.p) for row in soup(client.get(HOME)).select(".list li")]
    assert rows == ["7 Desember 2026 – 1 Januari 2027Sisa 15 dari 20 kursi", "4–29 Januari 2027 Penuh"]
    assert soup(client.get(HOME)).select("main form, main button") == []


def over(person: Person, how: str = "missed", *, ends_on: date = date(2026, 11, 13)) -> Enrolment:
    traits = {"state": how} if how == "withdrawn" else {how: True}
    return EnrolmentFactory(person=person, training_class__ends_on=ends_on, **traits)


def ended_rows(client: Client, page: int = 1) -> list[str]:
    return [
        words(row) for row in soup(client.get(HOME, {"page": page})).select("[aria-labelledby=selesai] .tasks > li")
    ]


def test_every_training_that_is_over_is_listed_with_how_it_ended(client: Client, person: Person) -> None:
    sign_in(client, person.user)
    assert ended_rows(client) == []
    running = EnrolmentFactory(person=person)
    states = ("completed", "missed", "working", "withdrawn")
    rows = [over(person, state, ends_on=date(2026, 11, 13 - n)) for n, state in enumerate(states)]
    EnrolmentFactory(completed=True)
    said = ended_rows(client)
    assert [row.split()[-1] for row in said] == ["Selesai", "kurang", "bekerja", "Berhenti"]
    assert "sertifikat" not in said[0]
    links = [a["href"] for a in soup(client.get(HOME)).select("section[aria-labelledby=selesai] a")]
    assert links == [f"/pelatihan/saya/{row.pk}/" for row in rows]
    assert f"/pelatihan/saya/{running.pk}/" not in links


def test_a_training_stands_once_and_its_page_leads_to_the_voucher(client: Client, person: Person) -> None:
    sign_in(client, person.user)
    running = EnrolmentFactory(person=person, training_class__programme__title="Las listrik")
    ended = EnrolmentFactory(
        person=person,
        completed=True,
        training_class__ends_on=date(2026, 11, 13),
        training_class__programme__title="Barista",
    )
    unused = VoucherFactory(person=person, expired=True)
    page = soup(client.get(HOME))
    assert [words(page).count(title) for title in ("Las listrik", "Barista")] == [1, 1]
    assert [a["href"] for a in page.select("[aria-labelledby=voucher] a")] == [f"/pelatihan/voucher/{unused.pk}/"]
    for row in (running, ended):
        own = soup(client.get(f"/pelatihan/saya/{row.pk}/"))
        assert own.select_one(f"aside a[href='/pelatihan/voucher/{row.voucher_id}/']") is not None


def test_a_certificate_is_named_until_it_is_revoked(client: Client, person: Person) -> None:
    seat = attended(person, 20, 20)
    close_class_outcomes(at=LONG_AFTER)
    sign_in(client, person.user)
    (said,) = ended_rows(client)
    assert f"sertifikat {certificate_of(seat).facts['number']}" in said
    revoke_letter(certificate_of(seat), reason="Presensi diperbaiki.", actor=person.user, at=LONG_AFTER)
    assert "sertifikat" not in ended_rows(client)[0]


def test_the_list_of_what_is_over_has_pages_and_few_questions(client: Client, person: Person) -> None:
    sign_in(client, person.user)
    for n in range(6):
        over(person, ends_on=date(2026, 11, 10 + n))
    with most_queries(12):
        page = soup(client.get(HOME))
    assert page.select_one("section[aria-labelledby=selesai] nav a[rel=next]")["href"] == "?page=2"
    assert [len(ended_rows(client, n)) for n in (1, 2)] == [5, 1]


def test_the_rules_of_the_day_stand_beside(client: Client, person: Person) -> None:
    text = main(client, person)
    assert "Diikuti antara bulan ke-2 dan bulan ke-5." in text
    assert "Hadir paling sedikit 80% dari seluruh waktu kelas." in text
    assert "Biaya sampai Rp2.400.000 dibayar JKP langsung ke lembaga." in text


def test_no_schedule_is_said(client: Client, person: Person) -> None:
    RecommendationFactory(person=person)
    assert "Belum ada jadwal. Tanyakan kelas berikutnya kepada lembaga." in main(client, person)


@pytest.mark.parametrize(
    ("traits", "said", "linked"),
    [
        ({"institute__suspended": True}, "sedang ditangguhkan kementerian", True),
        ({"institute__ended": True}, "Program ini sedang tidak ditawarkan", False),
        ({"withdrawn": True}, "Program ini sedang tidak ditawarkan", False),
    ],
)
def test_what_cannot_be_had_any_more_says_so(
    client: Client, person: Person, traits: dict[str, bool], said: str, linked: bool
) -> None:
    made = RecommendationFactory(person=person, programme=ProgrammeFactory(**traits))
    TrainingClassFactory(programme=made.programme)
    assert said in main(client, person)
    page = soup(client.get(HOME))
    assert page.select(".list li") == []
    assert bool(page.select("h2 a")) is linked


def test_earlier_ones_are_listed_with_what_became_of_them(client: Client, person: Person) -> None:
    back = RecommendationFactory(person=person, withdrawn=True, programme__title="Barista")
    back.log.create(
        move="withdraw", from_state="open", to_state="withdrawn", actor_name="x", at=MORNING, note="Kelasnya batal."
    )
    RecommendationFactory(person=person, too_old=True, programme__title="Las", made_at=MORNING - timedelta(days=91))
    RecommendationFactory(person=person, used=True, programme__title="Bubut")
    sign_in(client, person.user)
    items = [words(item) for item in soup(client.get(HOME)).select(".tasks li")]
    assert len(items) == 3
    assert any(item.startswith("Barista") and "Kelasnya batal." in item and "Ditarik" in item for item in items)
    assert items[-1].startswith("Las")
    assert items[-1].endswith("Kedaluwarsa")
    assert any(item.startswith("Bubut") and item.endswith("Dipakai") for item in items)


def test_another_persons_are_not_seen(client: Client, person: Person) -> None:
    RecommendationFactory()
    assert "Belum ada rekomendasi pelatihan" in main(client, person)


def test_why_is_text(client: Client, person: Person) -> None:
    RecommendationFactory(person=person, why="<script>alert(1)</script>\njavascript:alert(1)")
    sign_in(client, person.user)
    page = soup(client.get(HOME))
    said = [words(line) for line in page.select("section.card > p")]
    assert "<script>alert(1)</script>" in said
    assert "javascript:alert(1)" in said
    assert page.select("main script") == []


def test_three_recommendations_ask_no_more_than_one(client: Client, person: Person) -> None:
    for number in range(3):
        made = RecommendationFactory(person=person, programme__title=f"Program {number}")
        TrainingClassFactory(programme=made.programme)
    sign_in(client, person.user)
    client.get(HOME)
    with most_queries(16):
        assert len(soup(client.get(HOME)).select("section.card.sec0")) == 3


def test_who_is_nobody_yet_is_led_to_the_identity_check(client: Client) -> None:
    sign_in(client, UserFactory())
    assert client.get(HOME)["Location"] == "/identitas/"


def test_officers_have_their_own_desks(client: Client) -> None:
    sign_in(client, officer(Role.COUNSELLOR, region="3372"))
    assert client.get(HOME).status_code == 403


# --- the voucher ---------------------------------------------------------------------------------------------------


def test_a_voucher_that_is_due_is_taken_with_one_button(client: Client, person: Person) -> None:
    made = entitled(person)
    sign_in(client, person.user)
    form = soup(client.get(HOME)).select_one("main form")
    assert words(form.button) == "Ambil voucher"
    answer = client.post(form["action"])
    voucher = made.vouchers.get()
    assert answer["Location"] == f"/pelatihan/voucher/{voucher.pk}/"
    assert client.post(form["action"])["Location"] == answer["Location"]
    page = soup(client.get(HOME))
    assert page.select("main form") == []
    assert words(page.select_one("a.btn.sunny")) == "Buka voucher dan pilih kelas"


@pytest.mark.parametrize(
    ("period", "said"),
    [
        (None, "Voucher terbit sesudah klaim manfaat Anda disetujui"),
        ({"opens_on": date(2026, 12, 1)}, "Voucher terbit mulai 1 Desember 2026"),
        ({"closes_on": date(2026, 11, 15)}, "Waktu memulai pelatihan berakhir 15 November 2026"),
        ({"ended_on": date(2026, 11, 16)}, "Manfaat Anda berakhir"),
    ],
)
def test_why_there_is_no_voucher_is_said_with_its_date(
    client: Client, person: Person, period: dict[str, date] | None, said: str
) -> None:
    RecommendationFactory(person=person, programme=priced())
    if period is not None:
        TrainingPeriodFactory(person=person, **period)
    assert said in main(client, person)
    assert soup(client.get(HOME)).select("main form") == []


def test_one_voucher_at_a_time_leads_to_the_one_there_is(client: Client, person: Person) -> None:
    voucher = with_voucher(person)
    RecommendationFactory(person=person, programme=priced(title="Las"))
    sign_in(client, person.user)
    link = soup(client.get(HOME)).select_one(".note a")
    assert (words(link), link["href"]) == ("Buka voucher", f"/pelatihan/voucher/{voucher.pk}/")


def test_a_running_class_stands_first(client: Client, person: Person) -> None:
    seat = EnrolmentFactory(person=person)
    page = main(client, person)
    assert page.startswith("Pelatihan Kelas Anda: Operator jahit garmen Terdaftar")
    assert seat.training_class.schedule in page


def test_what_became_too_late_leads_back_with_a_word(client: Client, person: Person) -> None:
    made = RecommendationFactory(person=person)
    sign_in(client, person.user)
    page = client.post(f"/pelatihan/rekomendasi/{made.pk}/ambil/", follow=True)
    assert "Voucher belum dapat diterbitkan." in words(soup(page))


def test_a_voucher_of_a_suspended_institute_stays_in_reach(client: Client, person: Person) -> None:
    voucher = with_voucher(person, priced(institute=InstituteFactory(suspended=True, name="LPK Karya Contoh")))
    sign_in(client, person.user)
    page = soup(client.get(HOME)).select_one("main")
    assert "LPK Karya Contoh sedang ditangguhkan kementerian, jadi program ini belum dapat diikuti." in words(page)
    assert [a["href"] for a in page.select(".card .act a")] == ["/konseling/", f"/pelatihan/voucher/{voucher.pk}/"]
    own = soup(client.get(f"/pelatihan/voucher/{voucher.pk}/")).select_one("main")
    assert "Voucher ini belum dapat dipakai" in words(own)
    assert "dapat dipakai lagi sampai Kamis, 31 Desember 2026. Anda diberi tahu." in words(own)
    assert own.select_one(".act a.btn")["href"] == "/konseling/"
    assert shown(voucher.code) not in words(own)


def test_who_lost_a_class_finds_why_and_the_new_voucher(client: Client, person: Person) -> None:
    used = with_voucher(person)
    room = TrainingClassFactory(programme=used.recommendation.programme)
    staff = staff_of(room.programme.institute)
    redeem_voucher(used, training_class=room, actor=person.user, at=MORNING)
    cancel_class(room, reason="Pengajar sakit.", actor=staff, at=MORNING)
    again = Voucher.objects.get(state="active")
    sign_in(client, person.user)
    page = soup(client.get(HOME)).select_one("main")
    assert page.select_one("a.btn.sunny")["href"] == f"/pelatihan/voucher/{again.pk}/"
    assert words(page).count("Alasannya: Pengajar sakit.") == 1
    assert words(page.select_one("[aria-labelledby=selesai] li")).endswith("Dibatalkan lembaga")
    said = words(soup(client.get(f"/pelatihan/voucher/{again.pk}/")).select_one("main"))
    assert "Alasannya: Pengajar sakit. Voucher ini menggantikan voucher yang terpakai untuk kelas itu." in said
    assert "Pilih kelas" in said
    own = words(soup(client.get(f"/pelatihan/saya/{used.enrolment.pk}/")).select_one("main"))
    assert "Kelas ini dibatalkan" in own
    assert "Anda sudah berhenti" not in own


def test_who_lost_a_class_of_a_suspended_institute_takes_the_voucher_once_it_is_restored(
    client: Client, person: Person
) -> None:
    used = with_voucher(person)
    room = TrainingClassFactory(programme=used.recommendation.programme)
    house = room.programme.institute
    redeem_voucher(used, training_class=room, actor=person.user, at=MORNING)
    suspend_institute(house, reason="Diperiksa.", actor=UserFactory(), at=MORNING)
    cancel_class(room, reason="Gedung ditutup.", actor=staff_of(house), at=MORNING)
    assert not Voucher.objects.filter(state="active").exists()
    assert "sedang ditangguhkan kementerian" in main(client, person)
    restore_institute(house, reason="Sudah baik.", actor=UserFactory(), at=MORNING)
    take = soup(client.get(HOME)).select_one("main form[method=post]")["action"]
    assert client.post(take)["Location"] == f"/pelatihan/voucher/{Voucher.objects.get(state='active').pk}/"
