"""The employer's side: it complies, it objects; and what the morning reminds of."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import InternalError, transaction

from accounts.models import User
from compliance.enums import ProposalState, SanctionObjectionState, SanctionState
from compliance.models import SanctionCase, SanctionObjection
from compliance.operations import sanction_objections, sanction_serving, sanctions
from compliance.selectors.sanctions import obligations_met, sanctions_of_staff, step_of
from core.errors import Conflict, Invalid, NotAllowed
from notices.models import Letter, Notice
from tests.factories.compliance import inspector
from tests.factories.files import StoredFileFactory
from tests.factories.participants import MORNING, TODAY, StaffFactory
from tests.factories.sanctions import DONE, SEEN, arrived, case, coordinator, inspection, proposed, stepped

pytestmark = pytest.mark.django_db
S = SanctionState
WHY_NOT = "Dua belas orang itu magang dan bukan pekerja kami."
ANSWER = "Daftar hadir menunjukkan bahwa mereka bekerja dengan upah."
TOMORROW = timedelta(days=1)


def on(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 2, 0, tzinfo=UTC)


def fresh(made: SanctionCase) -> SanctionCase:
    return SanctionCase.objects.get(pk=made.pk)


def staff_of(made: SanctionCase) -> User:
    return made.employer.staff.get().user


def objected(made: SanctionCase, *, at: datetime = MORNING, step: str = "warned_once") -> SanctionObjection:
    return sanction_objections.object_to(made.proposals.get(step=step), text=WHY_NOT, by=staff_of(made), at=at)


def answered(row: SanctionObjection, *, upheld: bool, at: datetime, by: User | None = None) -> SanctionObjection:
    return sanction_objections.answer_objection(row, upheld=upheld, text=ANSWER, by=by or inspector(), at=at)


def proof(made: SanctionCase, *, at: datetime = MORNING, by: User | None = None, text: str = DONE):
    by = by or staff_of(made)
    file = StoredFileFactory(owner=by, purpose=sanction_serving.FILE_PURPOSE)
    return sanction_serving.record_compliance(made, text=text, file=file, by=by, at=at)


# --- objections


def test_an_open_objection_holds_the_next_step_also_after_the_offices_own_last_day() -> None:
    made = case("warned_once", served=True)
    row = objected(made, at=on(2026, 11, 20))
    assert (row.number[:9], row.due_on) == ("KBS-2026-", date(2026, 12, 4))
    for day in (on(2026, 12, 1), on(2026, 12, 21)):
        sanction_serving.check_obligations(made, met=False, text=SEEN, by=made.opened_by, at=day)
        with pytest.raises(Conflict) as error:
            proposed(made, at=day)
        assert "keberatan perusahaan yang belum selesai" in str(error.value.message)


def test_the_step_opens_the_day_after_the_objection_was_rejected() -> None:
    made = case("warned_once", served=True)
    row = objected(made, at=on(2026, 11, 20))
    at = on(2026, 12, 3)
    assert answered(row, upheld=False, at=at).state == SanctionObjectionState.REJECTED
    sanction_serving.check_obligations(made, met=False, text=SEEN, by=made.opened_by, at=at)
    with pytest.raises(Conflict):
        proposed(made, at=at)
    assert proposed(made, at=at + TOMORROW).state == ProposalState.OPEN
    assert Letter.objects.get(kind="sanction_answer").content["title"] == "Keberatan ditolak"


def test_an_upheld_objection_takes_the_step_and_what_followed_back() -> None:
    made = arrived(case("warned_once"), at=MORNING)
    second = on(2026, 12, 1)
    made = arrived(stepped(made, "warned_twice", at=second), at=second)
    row = objected(made, at=on(2026, 12, 2))
    at = on(2026, 12, 8)
    answered(row, upheld=True, at=at)
    made = fresh(made)
    assert (made.state, made.served_on, made.ends_on) == (S.FOUND, date(2026, 10, 19), None)
    assert {p.state for p in made.proposals.all()} == {ProposalState.REVOKED}
    assert {letter.revoked_at for letter in Letter.objects.filter(kind="sanction_warning")} == {at}
    assert obligations_met(made) is None
    made = stepped(made, "warned_once", at=at + TOMORROW)
    assert made.state == S.WARNED_ONCE


def test_an_objection_to_the_second_step_leaves_the_first_as_it_was() -> None:
    made = arrived(case("warned_once"), at=MORNING)
    second = on(2026, 12, 1)
    made = arrived(stepped(made, "warned_twice", at=second), at=second)
    answered(objected(made, at=second, step="warned_twice"), upheld=True, at=on(2026, 12, 3))
    made = fresh(made)
    assert (made.state, made.served_on, made.ends_on) == (S.WARNED_ONCE, TODAY, date(2026, 11, 30))


def test_who_proposed_or_approved_the_step_does_not_answer() -> None:
    pgk = coordinator()
    made = case("warned_once", approver=pgk)
    row = objected(made)
    for by in (made.opened_by, pgk, inspector("35"), staff_of(made)):
        with pytest.raises(NotAllowed):
            answered(row, upheld=False, at=MORNING, by=by)
    facts = {"state": "rejected", "answer": ANSWER, "answered_at": MORNING}
    with pytest.raises(InternalError), transaction.atomic():
        SanctionObjection.objects.filter(pk=row.pk).update(answered_by=pgk, **facts)


def test_an_objection_is_made_and_answered_once() -> None:
    made = case("warned_once", served=True)
    row = objected(made)
    assert objected(made) == row
    with pytest.raises(Conflict):
        sanction_objections.object_to(row.proposal, text=f"{WHY_NOT} Lagi.", by=staff_of(made), at=MORNING)
    by = inspector()
    assert answered(row, upheld=False, at=MORNING, by=by) == answered(row, upheld=False, at=MORNING, by=by)
    with pytest.raises(Conflict):
        answered(row, upheld=True, at=MORNING, by=by)


@pytest.mark.parametrize(("day", "taken"), [(date(2026, 12, 15), True), (date(2026, 12, 16), False)])
def test_an_objection_is_taken_until_its_last_day(day: date, taken: bool) -> None:
    """Twenty-one working days after the letter of 16 November."""
    made = case("warned_once", served=True)
    at = on(day.year, day.month, day.day)
    if taken:
        assert objected(made, at=at).filed_at == at
        return
    with pytest.raises(Conflict) as error:
        objected(made, at=at)
    assert error.value.code == "too_late"


def test_only_who_acts_for_the_employer_objects() -> None:
    made = case("warned_once")
    for by in (StaffFactory().user, StaffFactory(employer=made.employer, former=True).user, made.opened_by):
        with pytest.raises(NotAllowed):
            sanction_objections.object_to(made.proposals.get(), text=WHY_NOT, by=by, at=MORNING)


def test_a_short_objection_and_a_step_that_is_no_letter_are_refused() -> None:
    made = case("warned_once")
    with pytest.raises(Invalid):
        sanction_objections.object_to(made.proposals.get(), text="Tidak.", by=staff_of(made), at=MORNING)
    other = case()
    waiting = proposed(other)
    with pytest.raises(Conflict):
        sanction_objections.object_to(waiting, text=WHY_NOT, by=staff_of(other), at=MORNING)


# --- complying


def test_a_proof_has_to_be_looked_at_before_anything_follows() -> None:
    made = case("warned_once", served=True)
    at = on(2026, 12, 1)
    sanction_serving.check_obligations(made, met=False, text=SEEN, by=made.opened_by, at=at)
    assert obligations_met(made) is False
    proof(made, at=at + timedelta(hours=1))
    assert obligations_met(made) is None
    assert Notice.objects.filter(event="sanction_proof", user=made.opened_by).exists()
    with pytest.raises(Conflict):
        proposed(made, at=at + timedelta(hours=2))
    sanction_serving.check_obligations(made, met=True, text=DONE, by=made.opened_by, at=at + timedelta(hours=3))
    step = step_of(fresh(made), at.date())
    assert (step.stage, step.is_open) == ("warned_twice", False)


@pytest.mark.parametrize("state", ["found", "warned_once"])
def test_a_case_ends_when_the_duties_are_met_from_any_stage(state: str) -> None:
    made = case(state)
    with pytest.raises(Conflict) as error:
        proposed(made, step="complied")
    assert error.value.code == "blocked"
    sanction_serving.check_obligations(made, met=True, text=DONE, by=made.opened_by, at=MORNING)
    made = stepped(made, "complied", at=MORNING, seen=False)
    assert (made.state, made.closed_at) == (S.COMPLIED, MORNING)
    assert Letter.objects.filter(kind="sanction_closed").count() == 1
    assert step_of(made, TODAY) is None
    for act in (lambda: proof(made), lambda: proposed(made)):
        with pytest.raises(Conflict) as error:
            act()
        assert error.value.code == "ended"


def test_an_objection_is_answered_before_the_case_is_closed() -> None:
    made = case("warned_once")
    objected(made)
    sanction_serving.check_obligations(made, met=True, text=DONE, by=made.opened_by, at=MORNING)
    with pytest.raises(Conflict):
        proposed(made, step="complied")


def test_a_proof_is_sent_once_and_only_by_the_employer() -> None:
    made = case("warned_once")
    sent = proof(made)
    again = sanction_serving.record_compliance(made, text=DONE, file=sent.file, by=staff_of(made), at=MORNING)
    assert again == sent
    with pytest.raises(NotAllowed):
        proof(made, by=StaffFactory().user)
    with pytest.raises(Invalid):
        proof(made, text="Sudah.")


def test_the_same_look_on_the_same_day_is_one_row() -> None:
    made = case(seen=False)
    facts = {"met": False, "text": SEEN, "by": made.opened_by, "at": MORNING}
    first, again = (sanction_serving.check_obligations(made, **facts) for _ in range(2))
    assert first == again
    with pytest.raises(InternalError), transaction.atomic():
        type(first).objects.filter(pk=first.pk).update(met=True)


# --- who reads it


def test_an_employer_reads_its_case_from_the_first_letter_on() -> None:
    made = case()
    user = staff_of(made)
    assert not sanctions_of_staff(user, TODAY).exists()
    sanctions.approve(proposed(made), by=coordinator(), at=MORNING)
    assert sanctions_of_staff(user, TODAY).get() == made
    assert not SanctionCase.objects.visible_to(user, TODAY).exists()
    for other in (StaffFactory().user, StaffFactory(employer=made.employer, former=True).user):
        assert not sanctions_of_staff(other, TODAY).exists()


def test_another_province_reads_nothing() -> None:
    made = case(of=inspection(region="3578"))
    assert not SanctionCase.objects.visible_to(inspector("33"), TODAY).exists()
    assert SanctionCase.objects.visible_to(inspector("35"), TODAY).get() == made


# --- the morning


def test_officers_hear_once_whose_time_has_run_out_and_nothing_moves() -> None:
    made, pgk = case("warned_once", served=True), coordinator()
    tied = coordinator()
    StaffFactory(employer=made.employer, user=tied, former=True)
    assert sanction_serving.remind_of_clocks(at=on(2026, 11, 30)) == 0
    approver = made.proposals.get().decided_by
    assert sanction_serving.remind_of_clocks(at=on(2026, 12, 1)) == 3
    assert sanction_serving.remind_of_clocks(at=on(2026, 12, 2)) == 0
    told = Notice.objects.filter(event="sanction_clock", channel="inbox")
    assert {row.user for row in told} == {made.opened_by, approver, pgk}
    assert {row.link for row in told} == {f"/pengawasan/sanksi/{made.pk}/"}
    assert fresh(made).state == S.WARNED_ONCE
