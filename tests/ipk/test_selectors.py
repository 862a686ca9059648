"""What the month asks for, what the person sees of it, and what was sent before."""

import uuid
from datetime import date, timedelta

import pytest

from core.errors import Conflict
from ipk import operations, selectors
from ipk.enums import ActivityKind
from ipk.models import Activity, MissionPeriod
from ipk.prints import look_alike, print_of
from rules.facts import JobSearchItem
from rules.jobsearch import tally
from tests.factories.files import photo
from tests.factories.ipk import ON, activity, evidence, filled_in, screenshot, searched
from tests.factories.participants import MORNING, TODAY, PersonFactory
from tests.queries import most_queries

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 11, 9), date(2026, 11, 16)
INTERVIEW = ActivityKind.INTERVIEW


def view(person, first=FIRST, last=LAST):
    return selectors.mission(person, first, last, today=TODAY)


def why(mission) -> dict[str, str]:
    return {row.activity.company: row.why for row in mission.rows}


# --- for the month -----------------------------------------------------------------------------------------------


def test_the_month_gets_what_may_still_count_by_day(person):
    later = activity("accepted", person=person, company="PT Dua", on=date(2026, 11, 13))
    asked = activity("needs_fix", person=person, company="PT Satu")
    call = activity(person=person, company="PT Tiga", kind=INTERVIEW)
    activity("rejected", person=person, company="PT Empat")
    activity("withdrawn", person=person, company="PT Lima")
    activity(company="PT Orang Lain")
    found = selectors.job_search(person, FIRST, LAST)
    assert [(i.id, i.company, i.on, i.state, i.used_for) for i in found.applications] == [
        (asked.pk, "PT Satu", ON, "needs_fix", None),
        (later.pk, "PT Dua", date(2026, 11, 13), "accepted", None),
    ]
    assert [i.id for i in found.interviews] == [call.pk]


@pytest.mark.parametrize(
    ("on", "inside"), [(FIRST - timedelta(days=1), 0), (FIRST, 1), (LAST, 1), (LAST + timedelta(days=1), 0)]
)
def test_both_ends_of_the_period_are_inside(person, on, inside):
    activity(person=person, on=on, at=MORNING + timedelta(days=1))
    assert len(selectors.job_search(person, FIRST, LAST).applications) == inside


def test_reading_the_month_is_one_query(person):
    searched(person, 5)
    with most_queries(1):
        assert len(selectors.job_search(person, FIRST, LAST).applications) == 5


def test_only_a_complete_assessment_counts(person):
    assert selectors.has_assessed(person) is False
    draft = filled_in(person)
    assert selectors.has_assessed(person) is False
    operations.complete_assessment(draft, actor=person.user, at=MORNING)
    assert selectors.has_assessed(person) is True


# --- the mission (POL-10) ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "points", "missing", "complete"),
    [(0, 0, 5, False), (1, 20, 4, False), (4, 80, 1, False), (5, 100, 0, True), (6, 100, 0, True)],
)
def test_twenty_points_an_application_and_a_hundred_is_done(person, count, points, missing, complete):
    searched(person, count)
    mission = view(person)
    assert (mission.counted, mission.points, mission.missing) == (count, points, missing)
    assert mission.is_complete is complete
    assert (mission.needed, mission.interviews_needed) == (5, 1)


def test_one_interview_is_a_hundred(person):
    searched(person, 2)
    activity("accepted", person=person, company="PT Panggil", kind=INTERVIEW)
    mission = view(person)
    assert (mission.counted, mission.interviews, mission.points, mission.is_complete) == (2, 1, 100, True)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("PT Sumber Makmur", "SUMBER MAKMUR, PT."),
        ("CV. Karya Abadi", "karya-abadi"),
        ("PT Bank Contoh (Persero) Tbk", "Bank Contoh"),
        ("P.T. Bina Tekstil", "bina   tekstil"),
        ("UD Sinar Pagi", "Sinar Pagi"),
    ],
)
def test_one_company_counts_once_however_it_is_written(person, one, other):
    activity("accepted", person=person, company=one)
    activity("accepted", person=person, company=other, position="Admin", on=ON + timedelta(days=1))
    mission = view(person)
    assert (mission.counted, mission.points) == (1, 20)
    assert why(mission) == {one: "", " ".join(other.split()): "repeated"}


def test_an_application_and_a_call_at_one_company_are_two_things(person):
    activity("accepted", person=person)
    activity("accepted", person=person, kind=INTERVIEW)
    mission = view(person)
    assert (mission.counted, mission.interviews) == (1, 1)


def test_what_is_checked_is_told_apart_from_what_counts(person):
    searched(person, 3)
    activity(person=person, company="PT Baru")
    activity(person=person, company="CV Karya Abadi", position="Kasir")  # counted already
    mission = view(person)
    assert (mission.counted, mission.checking, mission.missing, mission.would_miss) == (3, 1, 2, 1)


def test_each_row_says_why_it_does_not_count(person):
    used = activity("accepted", person=person, company="PT Dipakai")
    operations.use_activities([used.pk], month_id=uuid.uuid4(), at=MORNING)
    activity("accepted", person=person, company="PT Lama", on=FIRST - timedelta(days=1))
    activity("needs_fix", person=person, company="PT Diminta")
    activity("rejected", person=person, company="PT Ditolak")
    activity("withdrawn", person=person, company="PT Ditarik")
    activity(person=person, company="PT Menunggu")
    assert why(view(person)) == {
        "PT Dipakai": "used",
        "PT Lama": "outside",
        "PT Diminta": "asked",
        "PT Ditolak": "not_accepted",
        "PT Menunggu": "",
    }
    assert view(person).counted == 0


def test_the_accepted_one_stands_for_its_company_even_when_it_came_later(person):
    activity(person=person, position="Pertama", on=ON)
    activity("accepted", person=person, position="Kedua", on=ON + timedelta(days=1))
    rows = {row.activity.position: row.why for row in view(person).rows}
    assert rows == {"Pertama": "repeated", "Kedua": ""}


def test_an_open_period_reaches_until_today(person):
    activity("accepted", person=person, on=TODAY)
    mission = view(person, last=None)
    assert (mission.counted, mission.last) == (1, None)


def test_the_points_are_the_rule_and_no_second_one(person):
    """What the mission counts is what the law's own tally counts."""
    searched(person, 4)
    activity("accepted", person=person, company="Sumber Makmur", position="Lain")
    found = selectors.job_search(person, FIRST, LAST)
    items = tuple(JobSearchItem(i.company, i.on, i.used_for is not None) for i in found.applications)
    assert view(person).counted == tally(items, FIRST, LAST, distinct=True).sure == 4


def test_a_mission_is_one_query(person):
    searched(person, 5)
    with most_queries(1):
        view(person)


# --- the period and what a month uses ----------------------------------------------------------------------------


def test_the_period_is_written_over(person):
    claim = uuid.uuid4()
    operations.set_period(person, n=2, first=FIRST, last=None)
    operations.set_period(person, n=3, first=LAST, last=date(2026, 12, 14), claim_ref=claim)
    row = selectors.current_period(person)
    assert (row.n, row.first, row.last_day, row.claim_ref) == (3, LAST, date(2026, 12, 14), claim)
    operations.clear_period(person)
    assert selectors.current_period(person) is None
    assert not MissionPeriod.objects.exists()


def test_without_a_period_the_last_31_days_are_shown():
    assert selectors.recent_days(date(2026, 3, 1)) == (date(2026, 1, 30), date(2026, 3, 1))


def test_evidence_is_used_for_one_month_only(person):
    rows, month = searched(person, 3), uuid.uuid4()
    ids = [row.pk for row in rows]
    operations.use_activities(ids, month_id=month, at=MORNING)
    operations.use_activities(ids, month_id=month, at=MORNING + timedelta(days=1))
    assert set(Activity.objects.values_list("used_for", "used_at")) == {(month, MORNING)}
    fresh = activity("accepted", person=person, company="PT Baru")
    with pytest.raises(Conflict) as refused:
        operations.use_activities([fresh.pk, ids[0]], month_id=uuid.uuid4(), at=MORNING)
    assert refused.value.code == "activity_used"
    fresh.refresh_from_db()
    assert fresh.used_for is None


@pytest.mark.parametrize("state", ["submitted", "needs_fix", "rejected", "withdrawn"])
def test_only_accepted_evidence_is_used(person, state):
    row = activity(state, person=person)
    with pytest.raises(Conflict) as refused:
        operations.use_activities([row.pk], month_id=uuid.uuid4(), at=MORNING)
    assert refused.value.code == "activity_not_accepted"


def test_an_unknown_activity_is_not_used():
    with pytest.raises(Conflict):
        operations.use_activities([uuid.uuid4()], month_id=uuid.uuid4(), at=MORNING)


# --- the same evidence before ------------------------------------------------------------------------------------

MAIL = ("Lamaran terkirim", "PT Sumber Makmur", "Operator jahit", "12 November 2026", "siti@contoh.invalid")
NEAR_MAIL = ("Lamaran terkirim", "PT Sinar Makmur", "Operator jahit", "13 November 2026", "siti@contoh.invalid")
OTHER_MAIL = ("Lamaran terkirim", "CV Karya Abadi", "Staf gudang dan kasir", "3 Oktober 2026", "budi@contoh.invalid")


def with_picture(content: bytes, *, person=None, **fields) -> Activity:
    person = person or PersonFactory()
    row = activity(person=person, file=evidence(person.user, content), **fields)
    operations.print_file(str(row.file_id))
    return row


def test_a_picture_saved_anew_is_known_again():
    first = print_of(screenshot(*MAIL))
    for copy in (screenshot(*MAIL, quality=40), screenshot(*MAIL, width=360), screenshot(*MAIL, width=1080)):
        assert look_alike(first.pattern, print_of(copy).pattern)


@pytest.mark.parametrize("other", [OTHER_MAIL, NEAR_MAIL])
def test_another_mail_on_the_same_paper_is_another_picture(other):
    assert not look_alike(print_of(screenshot(*MAIL)).pattern, print_of(screenshot(*other)).pattern)


def test_a_picture_without_anything_on_it_is_compared_with_nothing():
    blank = print_of(photo())
    assert (blank.pattern, blank.pieces) == ("", ())
    assert not look_alike(blank.pattern, blank.pattern)


def test_the_officer_sees_who_sent_the_same_file_before(person):
    digest = "cd" * 32
    own = activity("rejected", person=person, company="PT Dulu", file=evidence(person.user, sha256=digest))
    other = PersonFactory()
    theirs = activity(person=other, company="PT Lain", file=evidence(other.user, sha256=digest))
    now = activity(person=person, file=own.file)
    found = selectors.seen_before(now)
    assert {(e.activity.pk, e.same_file, e.same_person) for e in found} == {
        (own.pk, True, True),
        (theirs.pk, True, False),
    }


def test_the_officer_sees_a_look_alike_after_the_same_file(person):
    alike = with_picture(screenshot(*MAIL, quality=50), company="PT Mirip")
    with_picture(screenshot(*OTHER_MAIL), company="PT Berbeda")
    row = with_picture(screenshot(*MAIL), person=person)
    sender = PersonFactory()
    same = activity(person=sender, file=evidence(sender.user, sha256=row.file.sha256))
    found = selectors.seen_before(row)
    assert [(e.activity.pk, e.same_file) for e in found] == [(same.pk, True), (alike.pk, False)]


def test_a_link_has_no_earlier_file(person):
    assert selectors.seen_before(activity(person=person, link="https://contoh.invalid/a")) == []


def test_a_file_is_printed_once_and_a_pdf_has_no_pattern(person):
    pdf = evidence(person.user, as_pdf=True)
    operations.print_file(str(pdf.pk))
    again = operations.print_file(str(pdf.pk))
    assert (again.pattern, again.pieces) == ("", [])
    assert operations.print_file(str(uuid.uuid4())) is None
