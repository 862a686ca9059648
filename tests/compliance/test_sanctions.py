"""From the nota to the lifted sanction: each step by two officers, on the day that the rules leave it open."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, InternalError, transaction

from compliance.enums import FindingState, InspectionState, ProposalState, SanctionState
from compliance.models import Recommendation, SanctionCase, SanctionProposal
from compliance.operations import sanction_serving, sanctions
from compliance.selectors.sanctions import obligations_met, step_of
from core.errors import Conflict, Invalid, NotAllowed
from notices.enums import LetterKind
from notices.models import Letter, Notice
from rules.sanctions import Stage
from tests.factories.compliance import complaint, inspector
from tests.factories.files import StoredFileFactory
from tests.factories.participants import MORNING, TODAY, StaffFactory
from tests.factories.sanctions import (
    DONE,
    SEEN,
    TEXT,
    UNPAID,
    arrived,
    case,
    coordinator,
    inspection,
    proposed,
    stepped,
)

pytestmark = pytest.mark.django_db
S = SanctionState


def on(year: int, month: int, day: int) -> datetime:
    """09.00 WIB of a day."""
    return datetime(year, month, day, 2, 0, tzinfo=UTC)


def fresh(made: SanctionCase) -> SanctionCase:
    return SanctionCase.objects.get(pk=made.pk)


def is_open(made: SanctionCase, day: datetime) -> bool | None:
    step = step_of(fresh(made), day.date())
    assert step is not None
    return step.is_open


def test_every_stage_of_the_rules_has_its_state() -> None:
    assert set(SanctionState.values) == {str(stage) for stage in Stage}


# --- the whole way


def test_from_the_nota_to_the_lifted_sanction_over_the_holidays() -> None:
    """24 and 25 December, 1 and 5 January are no working days; the fine's thirty days are days of the calendar."""
    start = on(2026, 12, 14)
    made = case("warned_once", at=start, served=True)
    assert (made.served_on, made.ends_on) == (date(2026, 12, 14), date(2026, 12, 30))
    second = on(2026, 12, 31)
    made = arrived(stepped(made, "warned_twice", at=second), at=second)
    assert made.ends_on == date(2027, 1, 18)
    fined = on(2027, 1, 19)
    made = arrived(stepped(made, "fined", at=fined), at=fined)
    assert made.ends_on == date(2027, 2, 18)
    asked = on(2027, 2, 19)
    made = arrived(stepped(made, "recommended", at=asked), at=asked)
    assert (made.served_on, made.ends_on) == (date(2027, 2, 19), None)
    rows = list(Recommendation.objects.filter(proposal__case=made))
    assert [(row.office, row.services) for row in rows] == [
        ("dpmptsp", ["Perizinan terkait usaha", "Izin mendirikan bangunan"]),
        ("pengadaan", ["Izin mengikuti tender proyek"]),
    ]
    answered = on(2027, 3, 1)
    for row, imposed in zip(rows, (True, False), strict=True):
        sanction_serving.record_office_answer(
            row, imposed=imposed, on=date(2027, 2, 26), number="503/12", by=made.opened_by, at=answered
        )
    made = stepped(made, "imposed", at=answered)
    lifted = on(2027, 3, 22)
    sanction_serving.check_obligations(made, met=True, text=DONE, by=made.opened_by, at=lifted)
    made = stepped(made, "lifted", at=lifted, seen=False)
    assert (made.state, made.closed_at) == (S.LIFTED, lifted)
    assert [row.to_state for row in made.log.all()] == [
        "warned_once", "warned_twice", "fined", "recommended", "imposed", "lifted",
    ]  # fmt: skip
    assert made.inspection.state == InspectionState.CLOSED
    assert made.inspection.findings.get().state == FindingState.MET
    kinds = sorted(Letter.objects.filter(kind__startswith="sanction").values_list("kind", flat=True))
    assert kinds == [
        "sanction_fine", "sanction_imposed", "sanction_lifted", "sanction_recommended", "sanction_to_office",
        "sanction_to_office", "sanction_warning", "sanction_warning", "sanction_withdrawn", "sanction_withdrawn",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("state", "last"),
    [("warned_once", date(2026, 11, 30)), ("warned_twice", date(2026, 12, 15)), ("fined", date(2027, 1, 15))],
)
def test_a_step_opens_the_day_after_the_clocks_last_day(state: str, last: date) -> None:
    made, at = case("warned_once", served=True), MORNING
    for step, day in (("warned_twice", on(2026, 12, 1)), ("fined", on(2026, 12, 16))):
        if made.state == state:
            break
        made = arrived(stepped(made, step, at=day), at=day)
    assert (made.state, made.ends_on) == (state, last)
    last_day = datetime(last.year, last.month, last.day, 16, 59, tzinfo=UTC)  # 23.59 WIB
    at = last_day + timedelta(minutes=1)
    by = made.opened_by
    sanction_serving.check_obligations(made, met=False, text=SEEN, by=by, at=last_day)
    assert obligations_met(fresh(made)) is None  # seen while the employer still had time
    with pytest.raises(Conflict) as error:
        proposed(made, at=last_day, by=by)
    assert error.value.code == "blocked"
    assert "masih punya waktu sampai" in str(error.value.message)
    sanction_serving.check_obligations(made, met=False, text=f"{SEEN} Lagi.", by=by, at=at)
    assert proposed(made, at=at, by=by).state == ProposalState.OPEN


# --- opening


def test_a_case_is_opened_once_and_stands_on_the_nota() -> None:
    found, by = inspection(), inspector()
    made = sanctions.open_case(found, by=by, at=MORNING)
    assert sanctions.open_case(found, by=inspector(), at=MORNING) == made
    assert made.number.startswith("SNK-2026-")
    assert (made.state, made.served_on, made.ends_on) == (S.FOUND, date(2026, 10, 19), None)
    found.refresh_from_db()
    assert found.state == InspectionState.SANCTIONED


def test_without_a_nota_or_without_an_open_finding_there_is_no_case() -> None:
    with pytest.raises(Conflict) as error:
        sanctions.open_case(inspection(issued=False), by=inspector(), at=MORNING)
    assert error.value.code == "no_nota"
    found = inspection()
    by, finding = inspector(), found.findings.get()
    type(finding).workflow.move(finding, "meet", actor=by, at=MORNING, met_at=MORNING, met_by=by)
    with pytest.raises(Conflict) as error:
        sanctions.open_case(found, by=by, at=MORNING)
    assert error.value.code == "nothing_open"


def test_another_province_and_who_has_an_interest_open_nothing() -> None:
    found = inspection()
    tied = inspector()
    StaffFactory(employer=found.employer, user=tied, former=True)
    for by in (inspector("35"), tied, found.employer.staff.exclude(user=tied).get().user):
        with pytest.raises(NotAllowed):
            sanctions.open_case(found, by=by, at=MORNING)


def test_the_first_warning_waits_for_the_answer_to_the_nota() -> None:
    made = case(seen=False, issued_at=MORNING - timedelta(days=3), reply_until=TODAY)
    sanction_serving.check_obligations(made, met=False, text=SEEN, by=made.opened_by, at=MORNING)
    with pytest.raises(Conflict) as error:
        proposed(made)
    assert "16 November 2026" in str(error.value.message)


# --- two officers


def test_nobody_approves_their_own_proposal() -> None:
    pgk = coordinator()
    proposal = proposed(case(), by=pgk)
    with pytest.raises(NotAllowed) as error:
        sanctions.approve(proposal, by=pgk, at=MORNING)
    assert error.value.code == "own_proposal"
    with pytest.raises(IntegrityError), transaction.atomic():
        SanctionProposal.objects.filter(pk=proposal.pk).update(state="approved", decided_by=pgk, decided_at=MORNING)
    with pytest.raises(NotAllowed):
        sanctions.refuse_proposal(proposal, why="Kewajiban sudah hampir dipenuhi.", by=pgk, at=MORNING)


def test_only_the_regions_coordinator_decides() -> None:
    proposal = proposed(case())
    tied = coordinator()
    StaffFactory(employer=proposal.case.employer, user=tied, former=True)
    for by in (inspector(), coordinator("35"), tied):
        with pytest.raises(NotAllowed):
            sanctions.approve(proposal, by=by, at=MORNING)
    assert fresh(proposal.case).state == S.FOUND


def test_approving_twice_changes_nothing_and_another_comes_too_late() -> None:
    made, pgk = case(), coordinator()
    proposal = proposed(made)
    first, again = (sanctions.approve(proposal, by=pgk, at=MORNING) for _ in range(2))
    assert first == again
    assert made.log.count() == 1
    assert Letter.objects.filter(kind=LetterKind.SANCTION_WARNING).count() == 1
    with pytest.raises(Conflict):
        sanctions.approve(proposal, by=coordinator(), at=MORNING)
    with pytest.raises(Conflict):
        sanctions.refuse_proposal(proposal, why="Kewajiban sudah hampir dipenuhi.", by=pgk, at=MORNING)


def test_one_proposal_waits_and_the_same_one_is_the_same_row() -> None:
    made = case()
    assert proposed(made) == proposed(made)
    with pytest.raises(Conflict) as error:
        proposed(made, by=inspector())
    assert error.value.code == "proposal_waits"


def test_a_refused_proposal_says_why_and_leaves_the_way_open() -> None:
    made, pgk = case(), coordinator()
    proposal = proposed(made)
    with pytest.raises(Invalid):
        sanctions.refuse_proposal(proposal, why="Belum.", by=pgk, at=MORNING)
    why = "Perusahaan baru menerima nota dan sedang mendaftarkan."
    refused, again = (sanctions.refuse_proposal(proposal, why=why, by=pgk, at=MORNING) for _ in range(2))
    assert (refused, refused.state, refused.why) == (again, ProposalState.REFUSED, why)
    assert fresh(made).state == S.FOUND
    assert proposed(made).pk != proposal.pk


def test_the_rules_are_asked_again_when_it_is_approved() -> None:
    made = case()
    proposal = proposed(made)
    sanction_serving.check_obligations(made, met=True, text=DONE, by=made.opened_by, at=MORNING)
    with pytest.raises(Conflict) as error:
        sanctions.approve(proposal, by=coordinator(), at=MORNING)
    assert error.value.code == "blocked"
    assert "sudah dipenuhi" in str(error.value.message)


def test_unknown_is_not_no() -> None:
    made = case(seen=False)
    assert is_open(made, MORNING) is None
    with pytest.raises(Conflict) as error:
        proposed(made)
    assert "Belum ada petugas yang memeriksa" in str(error.value.message)


def test_a_step_cannot_be_jumped() -> None:
    with pytest.raises(Conflict) as error:
        proposed(case(), step="fined")
    assert error.value.code == "wrong_state"
    made = case()
    with pytest.raises(InternalError), transaction.atomic():
        SanctionCase.objects.filter(pk=made.pk).update(state="fined")


# --- letters


def test_a_warning_says_what_for_on_which_law_and_how_long() -> None:
    made = case("warned_once")
    letter = Letter.objects.get(kind=LetterKind.SANCTION_WARNING)
    said = str(letter.content)
    assert letter.content["title"] == "Teguran tertulis pertama"
    for word in (made.number, TEXT, "12 pekerja bagian produksi", "PP 86/2013", "10 hari kerja", "teguran kedua"):
        assert word in said
    told = Notice.objects.filter(event="sanction_sent", channel="inbox")
    assert {row.user for row in told} == {made.employer.staff.get().user}
    assert {row.link for row in told} == {f"/perusahaan/kepatuhan/sanksi/{made.pk}/"}


def test_an_office_reads_the_employer_and_its_services_and_nothing_of_the_inspection() -> None:
    made = _recommended()
    row = Recommendation.objects.get(proposal__case=made, office="pengadaan")
    letter = Letter.objects.get(kind=LetterKind.SANCTION_TO_OFFICE, subject_id=str(row.pk))
    said = str(letter.content)
    assert made.employer.npp in said
    assert "Izin mengikuti tender proyek" in said
    for word in (TEXT, "12 pekerja", made.inspection.number, "Perizinan terkait usaha"):
        assert word not in said


def test_a_text_that_gives_a_complaints_author_away_is_refused() -> None:
    made = case(seen=False)
    author = complaint().author
    author.full_name = "Wulandari Kusumastuti"
    author.save(update_fields=["full_name"])
    made.inspection.complaints.add(author.complaints.get())
    with pytest.raises(Invalid) as error:
        sanction_serving.check_obligations(
            made, met=False, text="Menurut Wulandari pekerja belum didaftarkan.", by=made.opened_by, at=MORNING
        )
    assert error.value.code == "names_author"


# --- the fine


def _fined() -> SanctionCase:
    made = case("warned_once", served=True)
    made = arrived(stepped(made, "warned_twice", at=on(2026, 12, 1)), at=on(2026, 12, 1))
    return stepped(made, "fined", at=on(2026, 12, 16))


def _recommended() -> SanctionCase:
    made = arrived(_fined(), at=on(2026, 12, 16))
    return stepped(made, "recommended", at=on(2027, 1, 18))


def test_the_fine_is_a_thousandth_a_begun_month_without_the_penalty() -> None:
    """September is late since 16 October, October since 16 November: three and two begun months on 16 December."""
    made = _fined()
    proposal = made.proposals.get(step="fined")
    assert proposal.debts == [
        {"month": "2026-09", "amount": 12_500_000, "months_late": 3, "fine": 37_500},
        {"month": "2026-10", "amount": 12_500_000, "months_late": 2, "fine": 25_000},
    ]
    assert proposal.fine == 62_500
    letter = Letter.objects.get(kind=LetterKind.SANCTION_FINE)
    assert "Rp62.500" in str(letter.content)
    assert "tidak dijumlahkan" in str(letter.content)


def test_a_fine_needs_a_late_month_and_a_recommendation_an_office() -> None:
    made = arrived(case("warned_once"), at=MORNING)
    made = arrived(stepped(made, "warned_twice", at=on(2026, 12, 1)), at=on(2026, 12, 1))
    at = on(2026, 12, 16)
    sanction_serving.check_obligations(made, met=False, text=SEEN, by=made.opened_by, at=at)
    for unpaid in ({}, {"2026-12": 5_000_000}):
        with pytest.raises(Invalid) as error:
            sanctions.propose(made, text=TEXT, by=made.opened_by, at=at, unpaid=unpaid)
        assert error.value.code == "no_debt"
    made = arrived(stepped(made, "fined", at=at, seen=False), at=at)
    later = on(2027, 1, 18)
    sanction_serving.check_obligations(made, met=False, text=SEEN, by=made.opened_by, at=later)
    with pytest.raises(Invalid) as error:
        sanctions.propose(made, text=TEXT, by=made.opened_by, at=later, unpaid=UNPAID, offices=["lain"])
    assert error.value.code == "no_office"


# --- offices


def test_tmp2t_is_imposed_only_by_an_offices_letter() -> None:
    made = arrived(_recommended(), at=on(2027, 1, 18))
    at, by = on(2027, 1, 25), made.opened_by
    sanction_serving.check_obligations(made, met=False, text=SEEN, by=by, at=at)
    with pytest.raises(Conflict) as error:
        proposed(made, at=at)
    assert "Belum ada kantor" in str(error.value.message)
    row = Recommendation.objects.filter(proposal__case=made).first()
    facts = {"imposed": True, "number": "503/12", "by": by, "at": at}
    for day in (date(2027, 1, 26), date(2027, 1, 17)):
        with pytest.raises(Invalid):
            sanction_serving.record_office_answer(row, on=day, **facts)
    first, again = (sanction_serving.record_office_answer(row, on=date(2027, 1, 22), **facts) for _ in range(2))
    assert first == again
    with pytest.raises(Conflict):
        sanction_serving.record_office_answer(row, on=date(2027, 1, 22), **facts | {"imposed": False})
    assert stepped(made, "imposed", at=at, seen=False).state == S.IMPOSED


# --- serving


def test_the_day_of_arrival_is_recorded_once_with_its_proof_and_never_moves() -> None:
    made = case("warned_once")
    assert is_open(made, MORNING) is False  # without arrival no clock runs
    made = arrived(made, at=MORNING)
    file = StoredFileFactory(owner=made.opened_by, purpose="sanction")
    facts = {"how": "hand", "file": file, "by": made.opened_by, "at": MORNING + timedelta(days=2)}
    assert sanction_serving.serve(made, on=TODAY, **facts).file != file
    with pytest.raises(Conflict):
        sanction_serving.serve(made, on=TODAY + timedelta(days=1), **facts)
    with pytest.raises(InternalError), transaction.atomic():
        SanctionCase.objects.filter(pk=made.pk).update(served_on=TODAY + timedelta(days=1))


@pytest.mark.parametrize(("days", "code"), [(1, "served_ahead"), (-1, "served_before_letter")])
def test_a_letter_arrives_neither_tomorrow_nor_before_it_was_written(days: int, code: str) -> None:
    made = case("warned_once")
    with pytest.raises(Invalid) as error:
        arrived(made, at=MORNING, on=TODAY + timedelta(days=days))
    assert error.value.code == code


def test_without_a_letter_nothing_arrives() -> None:
    with pytest.raises(Conflict):
        arrived(case(), at=MORNING)
    with pytest.raises(NotAllowed):
        arrived(case("warned_once"), at=MORNING, by=inspector("35"))
