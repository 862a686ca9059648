"""Inspections: opened with a reason, by a team without interests, signed by another, answered, followed to the end."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, InternalError, transaction

from accounts.enums import Role
from accounts.models import User
from compliance.enums import FilePart, FindingState, InspectionKind, InspectionState, Membership
from compliance.models import Complaint, Finding, Inspection, InspectionProgramme, Sample
from compliance.operations import complaints, inspections, programme, visits
from compliance.selectors.inspections import (
    candidates_for,
    inspection_numbers,
    inspections_for_desk,
    population_of,
    programmes_for,
)
from core.errors import Conflict, Invalid, NotAllowed
from core.models import Region
from notices.enums import Channel
from notices.models import Letter, Notice
from tests.factories.accounts import RoleAssignmentFactory, UserFactory, officer
from tests.factories.compliance import complaint, inspector
from tests.factories.files import StoredFileFactory
from tests.factories.inspections import (
    ANSWERED,
    FOUND,
    PROVED,
    SEEN,
    bring_to,
    coordinator,
    inspection,
    plan,
    staff_of,
)
from tests.factories.participants import MORNING, TODAY, EmployerFactory, PersonFactory, StaffFactory, report_phk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
S, K, M = InspectionState, InspectionKind, Membership
ARTICLE = "PP 6/2025 Pasal 4 ayat (3)"
VISIT = visits.Visit(TODAY, "Jalan Contoh 1", "Kepala personalia", SEEN)


@pytest.fixture
def pgk() -> User:
    return coordinator()


def told(user: User, event: str) -> int:
    """How often it stands in the inbox."""
    return Notice.objects.filter(user=user, event=event, channel=Channel.INBOX).count()


def again(made: Inspection) -> Inspection:
    return Inspection.objects.get(pk=made.pk)


# --- opening


def test_an_inspector_opens_one_and_leads_it(pgw: User) -> None:
    made = inspections.open_inspection(plan(pgw), actor=pgw, at=MORNING)
    assert (made.state, made.lead, made.region_id) == (S.PLANNED, pgw, "3372")
    assert made.number.startswith("RIK-2026-")
    assert [(m.user, m.membership, m.declared_at) for m in made.members.all()] == [(pgw, M.LEAD, None)]
    assert told(pgw, "inspection_assigned") == 1


def test_the_same_plan_sent_twice_is_one(pgw: User) -> None:
    said = plan(pgw)
    first = inspections.open_inspection(said, actor=pgw, at=MORNING)
    assert inspections.open_inspection(said, actor=pgw, at=MORNING) == first
    assert Inspection.objects.count() == 1


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"because": "kurang"}, "because_short"),
        ({"planned_on": TODAY - timedelta(days=1)}, "day_passed"),
    ],
)
def test_a_plan_has_a_reason_and_a_day(pgw: User, facts: dict[str, object], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        inspections.open_inspection(plan(pgw, **facts), actor=pgw, at=MORNING)
    assert refused.value.code == code


def test_today_may_still_be_planned(pgw: User) -> None:
    assert inspections.open_inspection(plan(pgw, planned_on=TODAY), actor=pgw, at=MORNING).planned_on == TODAY


def test_only_outreach_is_without_an_employer(pgw: User) -> None:
    for kind, employer, code in (
        (K.RISK, None, "no_employer"),
        (K.OUTREACH, EmployerFactory(), "outreach_is_for_many"),
    ):
        said = inspections.InspectionPlan(
            kind, employer, Region.objects.get(pk="3372"), "Alasan yang panjang.", TODAY, pgw
        )
        with pytest.raises(Invalid) as refused:
            inspections.open_inspection(said, actor=pgw, at=MORNING)
        assert refused.value.code == code


def test_an_inspector_of_another_province_opens_nothing_here() -> None:
    stranger = inspector("35")
    with pytest.raises(NotAllowed):
        inspections.open_inspection(plan(stranger), actor=stranger, at=MORNING)


def test_only_a_coordinator_names_somebody_else_as_lead(pgw: User, pgk: User) -> None:
    other = inspector()
    with pytest.raises(NotAllowed):
        inspections.open_inspection(plan(other), actor=pgw, at=MORNING)
    assert inspections.open_inspection(plan(other), actor=pgk, at=MORNING).lead == other


def test_who_acts_for_the_employer_neither_opens_nor_leads(pgw: User, pgk: User) -> None:
    tied = StaffFactory(user=pgw, until=TODAY - timedelta(days=9)).employer
    with pytest.raises(NotAllowed):
        inspections.open_inspection(plan(pgw, employer=tied), actor=pgw, at=MORNING)
    with pytest.raises(Invalid) as refused:
        inspections.open_inspection(plan(pgw, employer=tied), actor=pgk, at=MORNING)
    assert refused.value.code == "no_lead"


# --- complaints


def referred(pgw: User, employer: object, **facts: object) -> Complaint:
    return complaint("referred", by=pgw, employer=employer, **facts)  # type: ignore[arg-type]


def test_a_referred_complaint_opens_an_inspection_and_the_next_one_joins(pgw: User) -> None:
    firm = EmployerFactory()
    first, second = referred(pgw, firm), referred(pgw, firm, region="3374")
    made = inspections.inspect_complaint(first, planned_on=TODAY, lead=pgw, actor=pgw, at=MORNING)
    assert (made.kind, made.employer, made.region_id) == (K.COMPLAINT, firm, "3372")
    assert inspections.inspect_complaint(second, planned_on=TODAY, lead=pgw, actor=pgw, at=MORNING) == made
    assert set(made.complaints.all()) == {first, second}
    assert inspections.inspect_complaint(first, planned_on=TODAY, lead=pgw, actor=pgw, at=MORNING) == made
    assert Inspection.objects.count() == 1


def test_after_the_nota_a_complaint_opens_a_new_inspection(pgw: User) -> None:
    old = inspection("issued", lead=pgw)
    made = inspections.inspect_complaint(referred(pgw, old.employer), planned_on=TODAY, lead=pgw, actor=pgw, at=MORNING)
    assert made != old


def test_the_same_employer_in_another_province_is_another_inspection(pgw: User) -> None:
    firm, theirs = EmployerFactory(), inspector("35")
    here = inspections.inspect_complaint(referred(pgw, firm), planned_on=TODAY, lead=pgw, actor=pgw, at=MORNING)
    there = inspections.inspect_complaint(
        referred(theirs, firm, region="3578"), planned_on=TODAY, lead=theirs, actor=theirs, at=MORNING
    )
    assert here != there


def test_a_complaint_that_was_not_referred_or_names_no_employer_waits(pgw: User) -> None:
    taken = complaint("taken", by=pgw, employer=EmployerFactory())
    nameless = complaint("referred", by=pgw)
    for row in (taken, nameless):
        with pytest.raises(Conflict) as refused:
            inspections.inspect_complaint(row, planned_on=TODAY, lead=pgw, actor=pgw, at=MORNING)
        assert refused.value.code == "not_referred"


def test_another_inspector_does_not_inspect_somebodys_complaint(pgw: User) -> None:
    other = inspector()
    with pytest.raises(Conflict):
        inspections.inspect_complaint(
            referred(pgw, EmployerFactory()), planned_on=TODAY, lead=other, actor=other, at=MORNING
        )


def test_who_complained_is_of_no_team(pgw: User, pgk: User) -> None:
    author = inspector()
    made = inspections.inspect_complaint(
        referred(pgw, EmployerFactory(), author=author), planned_on=TODAY, lead=pgw, actor=pgw, at=MORNING
    )
    with pytest.raises(Invalid) as refused:
        inspections.set_member(made, user=author, membership=M.INSPECTOR, actor=pgw, at=MORNING)
    assert refused.value.code == "interest"
    with pytest.raises(Invalid):
        inspections.set_lead(made, lead=author, actor=pgk, at=MORNING)


# --- the team


def test_a_team_of_every_office(pgw: User) -> None:
    made = inspection(lead=pgw)
    others = {
        M.INSPECTOR: inspector(),
        M.INVESTIGATOR: inspector(),
        M.EXAMINER: officer(Role.BPJS_VERIFIER),
        M.MEDIATOR: officer(Role.MEDIATOR, region="3372"),
    }
    for membership, user in others.items():
        assert user in candidates_for(made, membership, TODAY)
        inspections.set_member(made, user=user, membership=membership, actor=pgw, at=MORNING)
    assert {m.membership: m.user for m in made.members.exclude(user=pgw)} == others


@pytest.mark.parametrize(("role", "region"), [(Role.MEDIATOR, "3578"), (Role.HELP_DESK, None), (Role.INSPECTOR, "33")])
def test_who_is_not_a_mediator_of_the_place_is_not_one_of_the_team(pgw: User, role: Role, region: str | None) -> None:
    made, stranger = inspection(lead=pgw), officer(role, region=region)
    with pytest.raises(Invalid) as refused:
        inspections.set_member(made, user=stranger, membership=M.MEDIATOR, actor=pgw, at=MORNING)
    assert refused.value.code == "not_of_the_place"


def test_who_declares_an_interest_leaves_and_does_not_come_back(pgw: User) -> None:
    made, other = inspection(lead=pgw), inspector()
    inspections.set_member(made, user=other, membership=M.INSPECTOR, actor=pgw, at=MORNING)
    inspections.declare(made, interest=True, actor=other, at=MORNING)
    assert not made.members.filter(user=other).exists()
    assert other not in candidates_for(made, M.INSPECTOR, TODAY)
    with pytest.raises(Invalid) as refused:
        inspections.set_member(made, user=other, membership=M.INSPECTOR, actor=pgw, at=MORNING)
    assert refused.value.code == "interest"


def test_a_lead_with_an_interest_is_replaced_before_anything_is_signed(pgw: User, pgk: User) -> None:
    made, other = inspection(lead=pgw), inspector()
    inspections.declare(made, interest=True, actor=pgw, at=MORNING)
    with pytest.raises(Conflict) as refused:
        inspections.order_inspection(made, actor=pgk, at=MORNING)
    assert refused.value.code == "interest"
    inspections.set_lead(made, lead=other, actor=pgk, at=MORNING)
    inspections.declare(made, interest=False, actor=other, at=MORNING)
    assert inspections.order_inspection(made, actor=pgk, at=MORNING).state == S.ORDERED
    assert [m.user for m in made.members.all()] == [other]


def test_a_hidden_interest_stops_the_order(pgw: User, pgk: User) -> None:
    made = inspection(lead=pgw)
    inspections.declare(made, interest=False, actor=pgw, at=MORNING)
    report_phk(person=PersonFactory(user=pgw), employer=made.employer)
    with pytest.raises(Conflict) as refused:
        inspections.order_inspection(made, actor=pgk, at=MORNING)
    assert refused.value.code == "interest"


def test_who_is_not_of_the_team_declares_nothing(pgw: User) -> None:
    with pytest.raises(NotAllowed):
        inspections.declare(inspection(lead=pgw), interest=False, actor=inspector(), at=MORNING)


def test_somebody_is_taken_out_of_the_team_but_not_its_lead(pgw: User) -> None:
    made, other = inspection(lead=pgw), inspector()
    inspections.set_member(made, user=other, membership=M.INSPECTOR, actor=pgw, at=MORNING)
    inspections.remove_member(made, user=other, actor=pgw, at=MORNING)
    inspections.remove_member(made, user=other, actor=pgw, at=MORNING)
    with pytest.raises(Invalid):
        inspections.remove_member(made, user=pgw, actor=pgw, at=MORNING)
    assert [m.user for m in made.members.all()] == [pgw]


def test_the_team_stays_once_the_order_is_signed(pgw: User) -> None:
    made = inspection("ordered", lead=pgw)
    with pytest.raises(NotAllowed):
        inspections.set_member(made, user=inspector(), membership=M.INSPECTOR, actor=pgw, at=MORNING)
    with pytest.raises(Conflict):
        inspections.declare(made, interest=True, actor=pgw, at=MORNING)


# --- order and visit


def test_the_order_is_a_letter_that_does_not_say_why(pgw: User, pgk: User) -> None:
    made = inspections.inspect_complaint(
        referred(pgw, EmployerFactory()), planned_on=TODAY, lead=pgw, actor=pgw, at=MORNING
    )
    bring_to(made, "ordered", by=pgk)
    letter = Letter.objects.get(kind="inspection_order")
    assert letter.user == pgw
    text = str(letter.content)
    assert made.number in text
    assert made.employer.name in text
    assert "engaduan" not in text
    inspections.order_inspection(made, actor=pgk, at=MORNING)
    assert Letter.objects.filter(kind="inspection_order").count() == 1


def test_nobody_signs_their_own_order(pgk: User) -> None:
    made = inspections.open_inspection(plan(pgk), actor=pgk, at=MORNING)
    inspections.declare(made, interest=False, actor=pgk, at=MORNING)
    with pytest.raises(NotAllowed) as refused:
        inspections.order_inspection(made, actor=pgk, at=MORNING)
    assert refused.value.code == "own_order"
    assert inspections.order_inspection(made, actor=coordinator(), at=MORNING).state == S.ORDERED


def test_an_inspector_signs_no_order(pgw: User) -> None:
    made = inspection(lead=inspector())
    with pytest.raises(NotAllowed):
        inspections.order_inspection(made, actor=pgw, at=MORNING)


def test_an_undeclared_member_stops_the_order(pgw: User, pgk: User) -> None:
    with pytest.raises(Conflict) as refused:
        inspections.order_inspection(inspection(lead=pgw), actor=pgk, at=MORNING)
    assert refused.value.code == "undeclared"


def test_the_visit_is_written_once_on_its_day(pgw: User) -> None:
    made = inspection("ordered", lead=pgw)
    record = visits.record_visit(made, VISIT, actor=pgw, at=MORNING)
    assert again(made).state == S.VISITED
    assert visits.record_visit(made, VISIT, actor=pgw, at=MORNING) == record
    with pytest.raises(Conflict) as refused:
        visits.record_visit(made, visits.Visit(TODAY, "Lain", "Lain", SEEN), actor=pgw, at=MORNING)
    assert refused.value.code == "recorded_already"


@pytest.mark.parametrize("on", [TODAY + timedelta(days=1), TODAY - timedelta(days=1)])
def test_a_visit_is_neither_tomorrow_nor_before_it_was_opened(pgw: User, on: date) -> None:
    made = inspection("ordered", lead=pgw)
    with pytest.raises(Invalid) as refused:
        visits.record_visit(made, visits.Visit(on, "Jalan", "HRD", SEEN), actor=pgw, at=MORNING)
    assert refused.value.code == "not_that_day"


def test_only_the_lead_writes_the_record(pgw: User) -> None:
    with pytest.raises(NotAllowed):
        visits.record_visit(inspection("ordered"), VISIT, actor=pgw, at=MORNING)


def test_outreach_is_done_with_its_record(pgw: User, pgk: User) -> None:
    made = inspection("ordered", lead=pgw, by=pgk, kind=K.OUTREACH)
    visits.record_visit(made, VISIT, actor=pgw, at=MORNING)
    assert (again(made).state, again(made).closed_at) == (S.CLOSED, MORNING)
    with pytest.raises(Conflict):
        visits.add_finding(made, visits.Found("pay", FOUND), actor=pgw, at=MORNING)


# --- findings, nota, answer


def test_no_word_of_record_or_finding_gives_the_author_away(pgw: User, pgk: User) -> None:
    author = UserFactory(full_name="Wulandari Kusumastuti")
    made = inspections.inspect_complaint(
        referred(pgw, EmployerFactory(), author=author), planned_on=TODAY, lead=pgw, actor=pgw, at=MORNING
    )
    bring_to(made, "ordered", by=pgk)
    said = visits.Visit(TODAY, "Jalan", "HRD", "Upah Wulandari dibandingkan dengan laporan.")
    with pytest.raises(Invalid) as refused:
        visits.record_visit(made, said, actor=pgw, at=MORNING)
    assert (refused.value.code, refused.value.facts["field"]) == ("names_author", "text")
    visits.record_visit(made, VISIT, actor=pgw, at=MORNING)
    for found in (
        visits.Found("pay", "Upah Kusumastuti dilaporkan kurang."),
        visits.Found("whole_wage", FOUND, article="Pasal Kusumastuti"),
    ):
        with pytest.raises(Invalid) as refused:
            visits.add_finding(made, found, actor=pgw, at=MORNING)
        assert refused.value.code == "names_author"
    assert not made.findings.exists()


def test_findings_are_written_once_and_taken_back_before_the_nota(pgw: User) -> None:
    made = inspection("visited", lead=pgw)
    one = visits.add_finding(made, visits.Found("report_phk", FOUND, 3), actor=pgw, at=MORNING)
    assert visits.add_finding(made, visits.Found("report_phk", f" {FOUND} ", 3), actor=pgw, at=MORNING) == one
    visits.drop_finding(one, actor=pgw, at=MORNING)
    assert not made.findings.exists()
    with pytest.raises(Invalid) as refused:
        visits.add_finding(made, visits.Found("nothing", FOUND), actor=pgw, at=MORNING)
    assert refused.value.code == "unknown_duty"


@pytest.mark.parametrize("code", ["whole_wage", "all_workers"])
def test_where_no_text_confirms_an_article_the_lead_names_it(pgw: User, code: str) -> None:
    made = inspection("visited", lead=pgw)
    for article in ("", "   "):
        with pytest.raises(Invalid) as refused:
            visits.add_finding(made, visits.Found(code, FOUND, article=article), actor=pgw, at=MORNING)
        assert (refused.value.code, refused.value.facts["field"]) == ("no_article", "article")
    assert not made.findings.exists()
    named = visits.add_finding(made, visits.Found(code, FOUND, article=f" {ARTICLE} "), actor=pgw, at=MORNING)
    assert (named.article, named.law) == (ARTICLE, ARTICLE)


def test_what_the_lead_names_stands_before_what_the_rules_cite(pgw: User) -> None:
    made = inspection("visited", lead=pgw)
    plain = visits.add_finding(made, visits.Found("enrol", FOUND), actor=pgw, at=MORNING)
    named = visits.add_finding(made, visits.Found("enrol", FOUND, article=ARTICLE), actor=pgw, at=MORNING)
    assert (plain.law, named.law) == ("PP 37/2021", ARTICLE)
    with pytest.raises(InternalError), transaction.atomic():
        Finding.objects.filter(pk=named.pk).update(article="")


def test_no_nota_goes_out_with_a_finding_without_an_article(pgw: User, pgk: User) -> None:
    made = inspection("found", lead=pgw)
    older = Finding.objects.create(inspection=made, code="whole_wage", text=FOUND, found_at=MORNING)
    with pytest.raises(Conflict) as refused:
        visits.issue_nota(made, actor=pgk, at=MORNING)
    assert refused.value.code == "no_article"
    assert (again(made).state, Letter.objects.filter(kind="inspection_nota").count()) == (S.VISITED, 0)
    visits.drop_finding(older, actor=pgw, at=MORNING)
    assert visits.issue_nota(made, actor=pgk, at=MORNING).state == S.ISSUED


def test_the_nota_has_its_articles_and_its_last_day(pgw: User, pgk: User) -> None:
    made = inspection("found", lead=pgw)
    later = MORNING + timedelta(minutes=5)
    partly = visits.Found("all_workers", "Sebagian pekerja tidak didaftarkan.", article=ARTICLE)
    visits.add_finding(made, partly, actor=pgw, at=later)
    made = visits.issue_nota(made, actor=pgk, at=MORNING)
    assert (made.state, made.reply_until, made.issued_by) == (S.ISSUED, date(2026, 11, 25), pgk)
    letter = Letter.objects.get(kind="inspection_nota")
    assert letter.facts["findings"] == [
        ["Melaporkan PHK kepada BPJS Ketenagakerjaan", "Permenaker 2/2025 Pasal 9 ayat (1)", f"{FOUND} (3 pekerja)"],
        ["Mendaftarkan semua pekerja", ARTICLE, "Sebagian pekerja tidak didaftarkan."],
    ]
    assert told(staff_of(made), "nota_issued") == 1
    visits.issue_nota(made, actor=pgk, at=MORNING + timedelta(days=1))
    assert again(made).reply_until == date(2026, 11, 25)
    with pytest.raises(Conflict):
        visits.drop_finding(made.findings.first(), actor=pgw, at=MORNING)


def test_nobody_signs_their_own_nota(pgk: User) -> None:
    with pytest.raises(NotAllowed) as refused:
        visits.issue_nota(inspection("found", lead=pgk), actor=pgk, at=MORNING)
    assert refused.value.code == "own_nota"


def test_without_findings_there_is_no_nota_and_the_inspection_is_closed(pgw: User, pgk: User) -> None:
    made = inspection("visited", lead=pgw)
    with pytest.raises(Conflict) as refused:
        visits.issue_nota(made, actor=pgk, at=MORNING)
    assert refused.value.code == "no_findings"
    assert visits.close_inspection(made, actor=pgw, at=MORNING).state == S.CLOSED


def test_the_employer_answers_once(pgw: User) -> None:
    made = inspection("issued", lead=pgw)
    staff = staff_of(made)
    reply = visits.reply_to_nota(made, text=ANSWERED, actor=staff, at=MORNING)
    assert visits.reply_to_nota(made, text=ANSWERED, actor=staff, at=MORNING) == reply
    with pytest.raises(Conflict) as refused:
        visits.reply_to_nota(made, text="Kami berubah pikiran tentang ini.", actor=staff, at=MORNING)
    assert refused.value.code == "replied_already"
    assert told(pgw, "nota_replied") == 1


def test_strangers_do_not_answer_a_nota(pgw: User) -> None:
    made = inspection("issued", lead=pgw)
    for stranger in (pgw, StaffFactory().user, UserFactory()):
        with pytest.raises(NotAllowed):
            visits.reply_to_nota(made, text=ANSWERED, actor=stranger, at=MORNING)


def test_files_stand_where_they_belong(pgw: User) -> None:
    made = inspection("issued", lead=pgw)
    staff, finding = staff_of(made), made.findings.first()
    sent = StoredFileFactory(owner=staff)
    one = visits.add_file(made, file=sent, part=FilePart.REPLY, actor=staff, at=MORNING)
    assert visits.add_file(made, file=sent, part=FilePart.REPLY, actor=staff, at=MORNING) == one
    proof = StoredFileFactory(owner=pgw)
    assert visits.add_file(made, file=proof, part=FilePart.PROOF, finding=finding, actor=pgw, at=MORNING).finding
    with pytest.raises(Conflict):
        visits.add_file(made, file=StoredFileFactory(owner=pgw), part=FilePart.VISIT, actor=pgw, at=MORNING)
    with pytest.raises(NotAllowed):
        visits.add_file(made, file=StoredFileFactory(owner=staff), part=FilePart.PROOF, actor=staff, at=MORNING)
    other = inspection("issued", lead=pgw).findings.first()
    with pytest.raises(Conflict):
        visits.add_file(
            made, file=StoredFileFactory(owner=pgw), part=FilePart.PROOF, finding=other, actor=pgw, at=MORNING
        )


def test_the_follow_up_waits_for_the_answer_or_its_last_day(pgw: User) -> None:
    made = inspection("issued", lead=pgw)
    last = MORNING + (made.reply_until - TODAY)
    with pytest.raises(Conflict) as refused:
        visits.follow_up(made, text=PROVED, actor=pgw, at=last)
    assert refused.value.code == "reply_time"
    assert visits.follow_up(made, text=PROVED, actor=pgw, at=last + timedelta(days=1)).state == S.FOLLOWED


def test_each_finding_is_met_with_its_proof_before_the_end(pgw: User) -> None:
    made = inspection("followed", lead=pgw)
    finding = made.findings.get()
    with pytest.raises(Conflict) as refused:
        visits.close_inspection(made, actor=pgw, at=MORNING)
    assert refused.value.code == "unmet"
    visits.meet_finding(finding, text=PROVED, actor=pgw, at=MORNING)
    met = visits.meet_finding(finding, text=PROVED, actor=pgw, at=MORNING)
    assert (met.state, met.met_by, met.log.get().note) == (FindingState.MET, pgw, PROVED)
    closed = visits.close_inspection(made, actor=pgw, at=MORNING + timedelta(days=1))
    assert closed.state == S.CLOSED
    assert visits.close_inspection(made, actor=pgw, at=MORNING + timedelta(days=2)).closed_at == closed.closed_at


def test_a_finding_is_met_only_after_the_nota_and_by_the_lead(pgw: User) -> None:
    early = inspection("found", lead=pgw).findings.get()
    with pytest.raises(Conflict):
        visits.meet_finding(early, text=PROVED, actor=pgw, at=MORNING)
    with pytest.raises(NotAllowed):
        visits.meet_finding(inspection("issued").findings.get(), text=PROVED, actor=pgw, at=MORNING)


def test_it_is_called_off_before_the_visit_only(pgw: User, pgk: User) -> None:
    made = inspection("ordered", lead=pgw)
    with pytest.raises(NotAllowed):
        inspections.cancel_inspection(made, text="Perusahaan sudah pindah provinsi.", actor=pgw, at=MORNING)
    assert (
        inspections.cancel_inspection(made, text="Perusahaan sudah pindah provinsi.", actor=pgk, at=MORNING).state
        == S.CANCELLED
    )
    with pytest.raises(Conflict):
        inspections.cancel_inspection(inspection("visited"), text="Tidak jadi diperiksa.", actor=pgk, at=MORNING)


# --- programme and sample


def jateng() -> Region:
    return Region.objects.get(pk="33")


def test_a_years_programme_counts_what_came_of_it(pgw: User, pgk: User) -> None:
    said = {"year": 2026, "province": jateng(), "focus": "Pabrik tekstil", "actor": pgk, "at": MORNING}
    programme.set_programme(target=10, **said)  # type: ignore[arg-type]
    programme.set_programme(target=12, **said)  # type: ignore[arg-type]
    assert InspectionProgramme.objects.get().target == 12
    inspection("visited", lead=pgw)
    inspection(lead=pgw)
    inspection("visited", region="3578")
    (found,) = programmes_for(pgw, 2026, TODAY)
    assert (found.programme.target, found.visited, found.planned) == (12, 1, 2)
    assert programmes_for(inspector("35"), 2026, TODAY) == []


@pytest.mark.parametrize(
    ("facts", "code"), [({"year": 2025}, "year_over"), ({"target": 0}, "no_target"), ({"focus": "x"}, "text_short")]
)
def test_a_programme_is_ahead_and_says_what_for(pgk: User, facts: dict[str, object], code: str) -> None:
    said = {"year": 2026, "province": jateng(), "target": 5, "focus": "Pabrik tekstil", **facts}
    with pytest.raises(Invalid) as refused:
        programme.set_programme(**said, actor=pgk, at=MORNING)  # type: ignore[arg-type]
    assert refused.value.code == code


def test_an_inspector_sets_no_programme(pgw: User) -> None:
    with pytest.raises(NotAllowed):
        programme.set_programme(year=2026, province=jateng(), target=5, focus="Pabrik tekstil", actor=pgw, at=MORNING)


def test_a_sample_plans_an_inspection_of_each_and_can_be_drawn_again(pgw: User, pgk: User) -> None:
    for _ in range(12):
        EmployerFactory()
    EmployerFactory(region_id="3578")
    EmployerFactory(bankrupt_or_closed_on=TODAY)
    busy = inspection(lead=pgw).employer
    population = sorted(population_of("33"))
    assert len(population) == 12
    assert busy.npp not in population
    said = {"province": jateng(), "seed": "BA-7/2026", "size": 4, "planned_on": TODAY, "lead": pgw, "actor": pgk}
    sample = programme.draw_sample(**said, at=MORNING)  # type: ignore[arg-type]
    assert programme.draw_sample(**said, at=MORNING) == sample  # type: ignore[arg-type]
    names = [row.employer.npp for row in sample.employers.all()]
    kept = programme.draw_again(sample, population)
    assert (kept.same, list(kept.names)) == (True, names)
    assert not programme.draw_again(sample, population[1:]).same
    assert (sample.population, sample.size, Sample.objects.count()) == (12, 4, 1)
    made = Inspection.objects.filter(kind=K.SAMPLE)
    assert {row.employer.npp for row in made} == set(names)
    assert (
        sample.employers.first().inspection.because == f"Sampel acak {sample.number}, urutan ke-1 dari 12 perusahaan."
    )


def test_a_sample_of_nobody_or_without_a_seed_is_refused(pgw: User, pgk: User) -> None:
    for seed, size, code in (("", 3, "no_seed"), ("x", 0, "no_size"), ("x", 51, "no_size"), ("x", 3, "nobody")):
        with pytest.raises(Invalid) as refused:
            programme.draw_sample(
                province=jateng(), seed=seed, size=size, planned_on=TODAY, lead=pgw, actor=pgk, at=MORNING
            )
        assert refused.value.code == code
    assert not Sample.objects.exists()


# --- who sees it


def test_another_province_sees_nothing(pgw: User) -> None:
    here, there = inspection(), inspection(region="3578")
    assert list(inspections_for_desk(pgw, TODAY)) == [here]
    assert list(inspections_for_desk(inspector("35"), TODAY)) == [there]
    assert set(inspections_for_desk(officer(Role.AUDITOR), TODAY)) == {here, there}
    assert not inspections_for_desk(officer(Role.BPJS_VERIFIER), TODAY).exists()


def test_an_examiner_sees_the_inspection_of_the_own_team(pgw: User) -> None:
    made, examiner = inspection(lead=pgw), officer(Role.BPJS_VERIFIER)
    inspections.set_member(made, user=examiner, membership=M.EXAMINER, actor=pgw, at=MORNING)
    assert list(inspections_for_desk(examiner, TODAY)) == [made]


def test_the_employers_own_people_see_no_inspection_whatever_their_role() -> None:
    made = inspection("issued")
    staff = staff_of(made)
    RoleAssignmentFactory(user=staff, role=Role.AUDITOR)
    assert not inspections_for_desk(staff, TODAY).exists()


def test_the_numbers_of_a_desk(pgw: User) -> None:
    inspection(lead=pgw)
    inspection("ordered")
    made = inspection("issued", lead=pgw)
    inspection("closed", lead=pgw)
    found = inspection_numbers(pgw, made.reply_until)
    assert (found.to_visit, found.unanswered, found.unmet, found.mine) == (2, 0, 1, 2)
    assert inspection_numbers(pgw, made.reply_until + timedelta(days=1)).unanswered == 1


def test_what_was_found_stays(pgw: User) -> None:
    finding = inspection("issued", lead=pgw).findings.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Finding.objects.filter(pk=finding.pk).update(met_at=None, state="met")


def test_an_answered_complaint_leaves_its_inspection_as_it_is(pgw: User) -> None:
    row = referred(pgw, EmployerFactory())
    made = inspections.inspect_complaint(row, planned_on=TODAY, lead=pgw, actor=pgw, at=MORNING)
    complaints.answer_complaint(row, text="Perusahaan kami periksa bulan ini.", actor=pgw, at=MORNING)
    assert (again(made).state, made.complaints.get()) == (S.PLANNED, row)
