"""What a person tells about looking for work: once, dated, with evidence."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from core.errors import Conflict, Invalid, TooMany
from core.models import AuditEvent, Job
from files.enums import FileState
from ipk.enums import ActivityKind, ActivityState
from ipk.models import Activity
from ipk.operations import add_activity, answer_activity, withdraw_activity
from tests.factories.accounts import UserFactory
from tests.factories.ipk import activity, evidence, told
from tests.factories.participants import MORNING, TODAY, PersonFactory

pytestmark = pytest.mark.django_db


def add(person, *, at=MORNING, **fields):
    return add_activity(person, told=told(person, **fields), actor=person.user, at=at)


def refusal(person, **fields) -> str:
    with pytest.raises(Invalid) as refused:
        add(person, **fields)
    assert not Activity.objects.filter(person=person).exists()
    return refused.value.code


def test_an_activity_goes_to_the_desk_which_has_one_working_day(person):
    row = add(person, company="  PT   Sumber  Makmur,  Tbk. ", position=" Operator  jahit ", note="lewat email")
    assert (row.state, row.submitted_at, row.due_on) == (ActivityState.SUBMITTED, MORNING, date(2026, 11, 17))
    assert (row.company, row.company_key, row.position) == ("PT Sumber Makmur, Tbk.", "sumbermakmur", "Operator jahit")
    assert AuditEvent.objects.filter(action="ipk.activity.added", actor=person.user).count() == 1


def test_friday_is_answered_on_monday(person):
    friday = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)  # 23.30 WIB
    assert add(person, at=friday).due_on == date(2026, 11, 23)


@pytest.mark.parametrize("on", [TODAY, TODAY - timedelta(days=365)])
def test_the_first_and_the_last_day_that_may_be_told(person, on):
    assert add(person, on=on).on == on


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"on": TODAY + timedelta(days=1)}, "date_in_the_future"),
        ({"on": TODAY - timedelta(days=366)}, "date_too_old"),
        ({"company": "  . ,"}, "company_missing"),
        ({"file": None}, "evidence_missing"),
        ({"file": None, "link": "   "}, "evidence_missing"),
        ({"link": "ftp://contoh.invalid/a"}, "link_not_http"),
        ({"link": "javascript:alert(1)"}, "link_not_http"),
        ({"link": "https://"}, "link_not_http"),
        ({"link": "http://[x"}, "link_not_http"),
    ],
)
def test_what_cannot_be_is_not_taken(person, fields, code):
    assert refusal(person, **fields) == code


def test_the_day_is_the_one_in_jakarta(person):
    """23.30 in Jakarta on the 16th is the 17th in Jayapura, and not yet a legal day."""
    late = datetime(2026, 11, 16, 16, 30, tzinfo=UTC)
    with pytest.raises(Invalid):
        add(person, at=late, on=date(2026, 11, 17))
    assert add(person, at=late + timedelta(hours=1), on=date(2026, 11, 17)).on == date(2026, 11, 17)


def test_a_link_alone_is_evidence_and_is_kept_as_it_was_written(person):
    row = add(person, link=" https://karirhub.kemnaker.go.id/lamaran/12?x=1 ")
    assert (row.file, row.link) == (None, "https://karirhub.kemnaker.go.id/lamaran/12?x=1")


def test_somebody_elses_file_is_no_evidence(person):
    assert refusal(person, file=evidence(UserFactory())) == "file_not_yours"


def test_a_file_that_the_scanner_rejected_is_no_evidence(person):
    assert refusal(person, file=evidence(person.user, state=FileState.REJECTED)) == "file_not_yours"


def test_the_same_form_twice_is_one_activity(person):
    said = told(person)
    first = add_activity(person, told=said, actor=person.user, at=MORNING)
    second = add_activity(person, told=said, actor=person.user, at=MORNING + timedelta(seconds=2))
    assert first == second
    assert Activity.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_form_from_two_tabs_at_once_is_one_activity():
    person = PersonFactory()
    said = told(person)

    def send(_tab):
        try:
            return add_activity(person, told=said, actor=person.user, at=MORNING).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as tabs:
        first, second = tabs.map(send, range(2))
    assert first == second
    assert Activity.objects.count() == 1


def test_the_same_application_with_another_proof_is_shown_where_it_is(person):
    add(person)
    with pytest.raises(Invalid) as refused:
        add(person, company="Sumber Makmur PT")
    assert refused.value.code == "already_added"
    assert "16 November 2026" in str(refused.value.message)
    assert Activity.objects.count() == 1


@pytest.mark.parametrize(
    "other",
    [
        {"position": "Admin gudang"},
        {"on": date(2026, 11, 13)},
        {"company": "PT Lain"},
        {"kind": ActivityKind.INTERVIEW},
    ],
)
def test_another_application_is_another_activity(person, other):
    add(person)
    add(person, **other)
    assert Activity.objects.count() == 2


def test_a_file_used_before_is_named_with_its_day_and_company(person):
    said = told(person)
    add_activity(person, told=said, actor=person.user, at=MORNING)
    with pytest.raises(Invalid) as refused:
        add(person, company="CV Karya Abadi", file=said.file)
    assert refused.value.code == "file_used"
    assert str(refused.value.message) == (
        "Berkas ini sudah dipakai pada 16 November 2026 untuk PT Sumber Makmur. Pilih bukti lain."
    )
    assert Activity.objects.count() == 1


@pytest.mark.parametrize("state", ["withdrawn", "rejected"])
def test_a_file_is_free_again_when_its_activity_does_not_count(person, state):
    file = evidence(person.user)
    activity(state, person=person, file=file)
    assert add(person, company="CV Karya Abadi", file=file).file == file


def test_another_persons_copy_of_the_file_is_taken_without_a_word(person):
    other = PersonFactory()
    digest = "ab" * 32
    add(other, file=evidence(other.user, sha256=digest))
    assert add(person, file=evidence(person.user, sha256=digest)).state == ActivityState.SUBMITTED


def test_twenty_a_day(person):
    for n in range(20):
        add(person, position=f"Posisi {n}")
    with pytest.raises(TooMany):
        add(person, position="Posisi 21")
    assert Activity.objects.count() == 20
    assert add(person, position="Posisi 21", at=MORNING + timedelta(days=1, seconds=1)).pk


def test_a_print_is_made_once_a_file(person):
    said = told(person)
    row = add_activity(person, told=said, actor=person.user, at=MORNING)
    withdraw_activity(row, actor=person.user, at=MORNING)
    add_activity(person, told=said, actor=person.user, at=MORNING)
    assert Job.objects.filter(name="ipk.print_file").count() == 1


def test_a_link_makes_no_print(person):
    add(person, link="https://contoh.invalid/a")
    assert not Job.objects.filter(name="ipk.print_file").exists()


# --- answering ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["needs_fix", "rejected"])
def test_an_answer_goes_back_to_the_desk_with_a_new_clock(person, state):
    row = activity(state, person=person)
    said = told(person, company="PT Sumber Makmur Baru", on=date(2026, 11, 11))
    later = MORNING + timedelta(days=4)  # Friday
    sent = answer_activity(row, told=said, actor=person.user, at=later)
    assert (sent.state, sent.submitted_at, sent.due_on) == (ActivityState.SUBMITTED, later, date(2026, 11, 23))
    assert (sent.company_key, sent.on, sent.file) == ("sumbermakmurbaru", date(2026, 11, 11), said.file)
    assert sent.added_at == MORNING


def test_what_was_said_before_the_answer_is_kept(person):
    row = activity("needs_fix", person=person)
    answer_activity(row, told=told(person, company="PT Lain"), actor=person.user, at=MORNING)
    assert list(row.history.order_by("pgh_id").values_list("company", flat=True)) == ["PT Sumber Makmur", "PT Lain"]


def test_the_same_answer_twice_is_one(person):
    row, said = activity("needs_fix", person=person), told(person)
    for second in range(2):
        answer_activity(row, told=said, actor=person.user, at=MORNING + timedelta(seconds=second))
    assert row.log.filter(move="answer").count() == 1


def test_the_file_on_record_may_stay_when_only_the_words_were_wrong(person):
    row = activity("needs_fix", person=person)
    sent = answer_activity(row, told=told(person, file=row.file, on=date(2026, 11, 10)), actor=person.user, at=MORNING)
    assert (sent.on, sent.file) == (date(2026, 11, 10), row.file)


def test_an_answer_with_a_file_of_another_activity_is_not_taken(person):
    used = activity(person=person, company="CV Karya Abadi")
    row = activity("needs_fix", person=person)
    with pytest.raises(Invalid) as refused:
        answer_activity(row, told=told(person, file=used.file), actor=person.user, at=MORNING)
    assert refused.value.code == "file_used"
    row.refresh_from_db()
    assert row.state == ActivityState.NEEDS_FIX


def test_an_answer_that_repeats_another_activity_is_not_taken(person):
    activity(person=person, company="CV Karya Abadi")
    row = activity("rejected", person=person)
    with pytest.raises(Invalid) as refused:
        answer_activity(row, told=told(person, company="Karya Abadi"), actor=person.user, at=MORNING)
    assert refused.value.code == "already_added"


@pytest.mark.parametrize("state", ["submitted", "accepted", "withdrawn"])
def test_nothing_is_answered_when_nothing_was_asked(person, state):
    row = activity(state, person=person)
    with pytest.raises(Conflict) as refused:
        answer_activity(row, told=told(person, company="PT Lain"), actor=person.user, at=MORNING)
    assert refused.value.code == "wrong_state"
    row.refresh_from_db()
    assert row.company == "PT Sumber Makmur"


# --- taking back -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["submitted", "needs_fix"])
def test_what_no_officer_accepted_may_be_taken_back_once(person, state):
    row = activity(state, person=person)
    for _ in range(2):
        assert withdraw_activity(row, actor=person.user, at=MORNING).state == ActivityState.WITHDRAWN
    assert row.log.filter(move="withdraw").count() == 1


@pytest.mark.parametrize("state", ["accepted", "rejected"])
def test_what_was_judged_stays(person, state):
    row = activity(state, person=person)
    with pytest.raises(Conflict):
        withdraw_activity(row, actor=person.user, at=MORNING)
    row.refresh_from_db()
    assert row.state == state


# --- the database ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        {"state": "accepted"},  # without its moment
        {"state": "used"},  # no state
        {"file": None, "link": ""},
        {"used_for": "6f1f9f7e-1111-4222-8333-444455556666"},
    ],
)
def test_the_database_refuses_what_must_not_be(person, change):
    row = activity(person=person)
    with pytest.raises(Exception, match=r"check constraint|Invalid transition|violates"), transaction.atomic():
        Activity.objects.filter(pk=row.pk).update(**change)


def test_the_database_keeps_one_live_activity_a_file_and_a_company_and_day(person):
    row = activity(person=person)
    copy = {"company": "PT Lain", "company_key": "lain", "position": "x", "on": row.on, "kind": row.kind}
    moments = {"added_at": MORNING, "submitted_at": MORNING, "due_on": TODAY, "person": person}
    with pytest.raises(IntegrityError, match="one_live_activity_a_file"), transaction.atomic():
        Activity.objects.create(file=row.file, **copy, **moments)
    same = copy | {"company_key": row.company_key, "position": row.position}
    with pytest.raises(IntegrityError, match="one_activity_a_company"), transaction.atomic():
        Activity.objects.create(file=evidence(person.user), **same, **moments)
