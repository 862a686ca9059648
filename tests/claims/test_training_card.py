"""Training on the participant's first screen: nothing recommended, a voucher, a class that runs, one that is over."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.accounts import sign_in
from tests.factories.claims import claim as make_claim
from tests.factories.claims import participant
from tests.factories.participants import MORNING, PersonFactory
from tests.factories.training import InstituteFactory, RecommendationFactory, TrainingClassFactory
from tests.factories.training_money import AttendanceFactory, EnrolmentFactory, MeetingFactory, at_eight, attended
from tests.factories.training_places import priced, with_voucher
from tests.html import soup, words
from tests.queries import most_queries
from training.models import Attendance
from training.presentation.now import training_card
from training.selectors.now import training_now

pytestmark = pytest.mark.django_db
AFTERWARDS = at_eight(date(2026, 11, 27))


def card(person, at: datetime = MORNING, *, runs: bool = True):
    return training_card(training_now(person, at), at, "Asia/Jakarta", runs=runs)


def numbers(found) -> dict[str, str]:
    return {row["term"]: row["value"] for row in found.numbers}


def test_nothing_recommended_says_the_way_to_it_while_a_benefit_runs():
    person = PersonFactory()
    assert card(person).title == "Belum ada rekomendasi pelatihan"
    assert card(person, runs=False) is None


def test_a_recommendation_says_until_when():
    row = RecommendationFactory()
    found = card(row.person)
    assert (found.title, found.tag, found.href) == (row.programme.title, "Direkomendasikan", "/pelatihan/")
    assert "Berlaku sampai" in found.text


def test_a_recommendation_that_passed_is_not_shown():
    row = RecommendationFactory(too_old=True)
    assert card(row.person).title == "Belum ada rekomendasi pelatihan"


def test_a_voucher_of_a_suspended_institute_says_what_can_be_done():
    voucher = with_voucher(programme=priced(institute=InstituteFactory(suspended=True, name="LPK Karya Contoh")))
    found = card(voucher.person)
    assert (found.tag, found.href) == ("Tertahan", f"/pelatihan/voucher/{voucher.pk}/")
    assert found.text == (
        "LPK Karya Contoh sedang ditangguhkan kementerian, jadi program ini belum dapat diikuti. "
        "Bicarakan program lain dengan konselor Anda."
    )


def test_who_lost_a_class_still_has_the_recommendation():
    seat = EnrolmentFactory(state="withdrawn", ended_on=date(2026, 11, 12), training_class__cancelled=True)
    found = card(seat.person)
    assert (found.title, found.href) == (seat.voucher.recommendation.programme.title, "/pelatihan/")


def test_a_voucher_is_the_next_thing_to_use():
    voucher = with_voucher()
    RecommendationFactory(person=voucher.person, made_at=MORNING + timedelta(minutes=1))
    found = card(voucher.person)
    assert (found.title, found.tag, found.action) == (
        voucher.recommendation.programme.title, "Voucher siap", "Pilih kelas",
    )  # fmt: skip
    assert found.href == f"/pelatihan/voucher/{voucher.pk}/"
    assert "Kamis, 31 Desember 2026, 23.59 WIB" in found.text


@pytest.mark.parametrize(("voucher", "shown"), [({"expired": True}, False), ({"too_old": True}, False), ({}, True)])
def test_a_voucher_that_cannot_be_used_is_not_offered(voucher: dict[str, bool], shown: bool):
    made = with_voucher(**voucher)
    assert (card(made.person).tag == "Voucher siap") is shown


def test_a_class_that_runs_shows_the_share_cut_off_and_the_next_meeting():
    """One minute less than 80 % of what was held is 79.9 %, never 80 %."""
    seat = attended(PersonFactory(), 16, 20)
    row = seat.attendances.filter(minutes=420).order_by("on").first()
    Attendance.objects.filter(pk=row.pk).update(minutes=419)
    MeetingFactory(training_class=seat.training_class, starts_at=at_eight(date(2026, 11, 30)))
    MeetingFactory(training_class=seat.training_class, starts_at=at_eight(date(2026, 11, 28)), cancelled=True)
    found = card(seat.person, AFTERWARDS)
    assert numbers(found) == {"Kehadiran sejauh ini": "79,9%", "Yang dibutuhkan": "80%"}
    assert found.next == "Pertemuan berikutnya Senin, 30 November 2026, 08.00–15.00 WIB."
    assert found.href == f"/pelatihan/saya/{seat.pk}/"


def test_eighty_percent_exactly_is_eighty():
    found = card(attended(PersonFactory(), 16, 20).person, AFTERWARDS)
    assert numbers(found)["Kehadiran sejauh ini"] == "80%"


@pytest.mark.parametrize(
    ("there", "of", "ahead", "tag"), [(5, 5, 15, "Aman"), (1, 5, 15, "Mendekati batas"), (0, 5, 15, "Tidak akan cukup")]
)
def test_the_outlook_stands_beside_it(there: int, of: int, ahead: int, tag: str):
    seat = attended(PersonFactory(), there, of)
    for n in range(ahead):
        MeetingFactory(training_class=seat.training_class, starts_at=at_eight(date(2026, 11, 27) + timedelta(days=n)))
    assert card(seat.person, at_eight(date(2026, 11, 26))).tag == tag


def test_a_class_without_meetings_says_where_it_is():
    seat = EnrolmentFactory(training_class=TrainingClassFactory())
    found = card(seat.person)
    assert (list(numbers(found)), found.next, found.tag) == (["Tempat"], "", "Belum ada daftar hadir")


def test_the_meeting_that_goes_on_is_still_the_next_one():
    meeting = MeetingFactory(starts_at=MORNING - timedelta(hours=1), minutes=420)
    seat = EnrolmentFactory(training_class=meeting.training_class)
    assert "Senin, 16 November 2026" in card(seat.person).next
    assert card(seat.person, MORNING + timedelta(hours=6)).next == ""


@pytest.mark.parametrize(
    ("state", "tag", "said"),
    [
        ("completed", "Selesai", "Anda menyelesaikan pelatihan ini"),
        ("missed", "Kehadiran kurang", "tidak cukup untuk sertifikat"),
        ("working", "Sudah bekerja", "karena Anda sudah bekerja"),
    ],
)
def test_what_is_over_says_how_it_ended(state: str, tag: str, said: str):
    seat = EnrolmentFactory(**{state: True})
    AttendanceFactory(enrolment=seat)
    found = card(seat.person, AFTERWARDS, runs=False)
    assert (found.tag, numbers(found)["Kehadiran"]) == (tag, "100%")
    assert said in found.text


def test_another_recommendation_after_the_end_stands_first():
    seat = EnrolmentFactory(missed=True)
    row = RecommendationFactory(person=seat.person)
    assert card(seat.person).title == row.programme.title


def test_another_persons_training_is_not_seen():
    attended(PersonFactory(), 5, 5)
    with_voucher()
    assert card(PersonFactory(), runs=False) is None


def test_it_asks_two_questions_at_most():
    seat = EnrolmentFactory(completed=True)
    with CaptureQueriesContext(connection) as captured:
        card(seat.person)
    assert len(captured) == 2


class TestOnThePage:
    @pytest.fixture
    def look(self, client: Client, travel):
        def open_it(person):
            return soup(sign_in(client, person.user).get("/dasbor/")).select_one("section[aria-labelledby=pelatihan]")

        return open_it

    def test_a_running_benefit_has_the_card(self, look):
        found = look(make_claim("active").person)
        assert "Belum ada rekomendasi pelatihan" in words(found)
        assert found.select_one("a.link")["href"] == "/pelatihan/"

    def test_before_a_claim_there_is_none(self, look):
        assert look(participant()) is None
        assert look(make_claim("draft").person) is None

    def test_a_seat_is_shown_within_the_budget(self, client, look):
        person = make_claim("active").person
        attended(person, 4, 5)
        assert "80%" in words(look(person))
        with most_queries(15):
            client.get("/dasbor/")
