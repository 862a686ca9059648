"""An inspection is opened, its team is put together and declares no interest, and the coordinator signs the order."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import has_role, regions_of
from compliance.enums import InspectionKind, InspectionState, Membership
from compliance.models import Complaint, Inspection, InspectionMember, InterestDeclared
from compliance.operations import inspection_news as news
from compliance.policies import (
    can_coordinate,
    can_join_complaint,
    can_open_inspection,
    can_set_team,
    can_sign,
    is_joinable,
)
from compliance.selectors.inspections import ROLES_OF, has_interest, inspection_of, joinable_at
from compliance.selectors.ties import tied_to
from core import audit, clock
from core.errors import Conflict, Invalid, ensure
from core.models import Region
from core.numbers import yearly_number
from participants.models import Employer

K = InspectionKind
SHORTEST = 10
INTERESTED = _("Anda punya kepentingan dalam pemeriksaan ini, jadi orang lain yang mengerjakannya.")


@dataclass(frozen=True, slots=True)
class InspectionPlan:
    """What is to be looked at, where, when and why. `employer` None only for outreach."""

    kind: InspectionKind
    employer: Employer | None
    region: Region
    because: str
    planned_on: date
    lead: User


@transaction.atomic
def open_inspection(
    plan: InspectionPlan, *, actor: User, at: datetime, complaints: Iterable[Complaint] = ()
) -> Inspection:
    """Plan an inspection; `complaints` are the referred ones it looks into. Opened before for the day: the same row.

    Raises Invalid("because_short" | "no_employer" | "outreach_is_for_many" | "day_passed" | "no_lead"), NotAllowed.
    """
    complaints = list(complaints)
    today = clock.legal_date(at)
    ensure(can_open_inspection(actor, plan.region.code, today))
    ensure(not tied_to(actor, plan.employer.pk if plan.employer else None), "tie", INTERESTED)
    _check(plan, actor, today)
    if plan.employer is not None:
        Employer.objects.select_for_update(of=("self",)).get(pk=plan.employer.pk)
    for complaint in complaints:
        ensure(can_join_complaint(actor, complaint, today))
    known = _opened_before(plan, actor)
    if known is not None:
        return known
    inspection = Inspection.objects.create(
        number=yearly_number("RIK", today.year),
        kind=plan.kind,
        employer=plan.employer,
        region=plan.region,
        because=plan.because.strip(),
        lead=plan.lead,
        planned_on=plan.planned_on,
        opened_by=actor,
        opened_at=at,
    )
    InspectionMember.objects.create(inspection=inspection, user=plan.lead, membership=Membership.LEAD)
    inspection.complaints.add(*complaints)
    audit.record("compliance.inspection.opened", actor=actor, at=at, subject=inspection, kind=plan.kind)
    news.tell_assigned(inspection, plan.lead, at=at)
    return inspection


def _check(plan: InspectionPlan, actor: User, today: date) -> None:
    if len(plan.because.strip()) < SHORTEST:
        raise Invalid("because_short", _("Tulis alasannya sedikit lebih jelas."), field="because")
    if plan.planned_on < today:
        raise Invalid("day_passed", _("Hari kunjungan tidak boleh sudah lewat."), field="planned_on")
    if plan.employer is None and plan.kind != K.OUTREACH:
        raise Invalid("no_employer", _("Tentukan perusahaan yang diperiksa."), field="employer")
    if plan.employer is not None and plan.kind == K.OUTREACH:
        raise Invalid("outreach_is_for_many", _("Pembinaan tidak memeriksa satu perusahaan."), field="employer")
    employer = plan.employer.pk if plan.employer is not None else None
    reach = can_open_inspection(plan.lead, plan.region.code, today)
    if not reach or tied_to(plan.lead, employer):
        raise Invalid("no_lead", _("Pilih pengawas wilayah ini yang tidak punya kepentingan."), field="lead")
    if plan.lead.pk != actor.pk:
        ensure(_coordinates(actor, plan.region.code, today), "not_coordinator", _("Koordinator yang menunjuk ketua."))


def _coordinates(actor: User, region_id: str, today: date) -> bool:
    return regions_of(actor, Role.INSPECTION_COORDINATOR, on=today).covers(region_id)


def _opened_before(plan: InspectionPlan, actor: User) -> Inspection | None:
    """The same plan sent twice."""
    rows = Inspection.objects.filter(
        kind=plan.kind,
        employer=plan.employer,
        region=plan.region,
        planned_on=plan.planned_on,
        opened_by=actor,
        because=plan.because.strip(),
    )
    return rows.exclude(state=InspectionState.CANCELLED).first()


@transaction.atomic
def inspect_complaint(complaint: Complaint, *, planned_on: date, lead: User, actor: User, at: datetime) -> Inspection:
    """A referred complaint joins the inspection of its employer in the province, or opens one. Once.

    Raises NotAllowed, Invalid (as open_inspection), Conflict("not_referred").
    """
    rows = Complaint.objects.select_for_update(of=("self",)).select_related("employer", "region")
    complaint = rows.get(pk=complaint.pk)
    known = inspection_of(complaint)
    if known is not None:
        return known
    if not can_join_complaint(actor, complaint, clock.legal_date(at)):
        raise Conflict("not_referred", _("Hanya pengaduan yang diteruskan, dengan perusahaan yang terdaftar."))
    employer = Employer.objects.select_for_update(of=("self",)).get(pk=complaint.employer_id)
    inspection = joinable_at(employer.pk, complaint.region_id)
    if inspection is not None:
        return join_complaint(inspection, complaint, actor=actor, at=at)
    if lead.pk == complaint.author_id:
        raise Invalid("no_lead", _("Pilih pengawas wilayah ini yang tidak punya kepentingan."), field="lead")
    because = f"Pengaduan yang diteruskan: {complaint.number}"
    plan = InspectionPlan(K.COMPLAINT, employer, complaint.region, because, planned_on, lead)
    return open_inspection(plan, actor=actor, at=at, complaints=[complaint])


@transaction.atomic
def join_complaint(inspection: Inspection, complaint: Complaint, *, actor: User, at: datetime) -> Inspection:
    """One more complaint about the same employer. Raises NotAllowed, Conflict("not_joinable")."""
    inspection = locked(inspection)
    ensure(can_join_complaint(actor, complaint, clock.legal_date(at)))
    same = complaint.employer_id == inspection.employer_id and complaint.region_id[:2] == inspection.region_id[:2]
    if not same or not is_joinable(inspection):
        raise Conflict("not_joinable", _("Pemeriksaan ini tidak bisa menerima pengaduan itu."))
    if not inspection.complaints.filter(pk=complaint.pk).exists():
        inspection.complaints.add(complaint)
        _leave_authors(inspection, complaint)
        audit.record("compliance.inspection.joined", actor=actor, at=at, subject=inspection, complaint=complaint.pk)
    return inspection


def _leave_authors(inspection: Inspection, complaint: Complaint) -> None:
    """Nobody inspects on their own complaint; the lead's place is for the coordinator to fill."""
    if complaint.author_id is not None:
        inspection.members.filter(user=complaint.author_id).exclude(membership=Membership.LEAD).delete()


@transaction.atomic
def set_member(
    inspection: Inspection, *, user: User, membership: Membership, actor: User, at: datetime
) -> InspectionMember:
    """Add somebody to the team, or change as what. The lead is set by `set_lead`.

    Raises NotAllowed, Invalid("not_of_the_place" | "interest" | "lead").
    """
    inspection = locked(inspection)
    today = clock.legal_date(at)
    ensure(can_set_team(actor, inspection, today))
    if membership == Membership.LEAD or user.pk == inspection.lead_id:
        raise Invalid("lead", _("Ketua tim ditunjuk oleh koordinator."), field="user")
    _check_member(inspection, user, membership, today)
    member, created = InspectionMember.objects.get_or_create(
        inspection=inspection, user=user, defaults={"membership": membership}
    )
    if not created and member.membership != membership:
        member.membership = membership
        member.save(update_fields=["membership"])
    if created:
        audit.record("compliance.inspection.member_added", actor=actor, at=at, subject=inspection, member=user.pk)
        news.tell_assigned(inspection, user, at=at)
    return member


def _check_member(inspection: Inspection, user: User, membership: Membership, today: date) -> None:
    if has_interest(user, inspection):
        raise Invalid("interest", _("Orang ini punya kepentingan, jadi tidak boleh ikut."), field="user")
    allowed = ROLES_OF[membership]
    reach = regions_of(user, *allowed, on=today).covers(inspection.region_id)
    if not has_role(user, *allowed, on=today) or not reach:
        raise Invalid("not_of_the_place", _("Orang ini tidak bertugas sebagai itu di wilayah ini."), field="user")


@transaction.atomic
def remove_member(inspection: Inspection, *, user: User, actor: User, at: datetime) -> None:
    """Take somebody out of the team before the order; again, nothing happens. Raises NotAllowed, Invalid("lead")."""
    inspection = locked(inspection)
    ensure(can_set_team(actor, inspection, clock.legal_date(at)))
    if user.pk == inspection.lead_id:
        raise Invalid("lead", _("Tunjuk dahulu ketua yang lain."), field="user")
    gone, _kinds = inspection.members.filter(user=user).delete()
    if gone:
        audit.record("compliance.inspection.member_removed", actor=actor, at=at, subject=inspection, member=user.pk)


@transaction.atomic
def set_lead(inspection: Inspection, *, lead: User, actor: User, at: datetime) -> Inspection:
    """The coordinator names another lead, before the order or while it waits. Raises NotAllowed, Invalid("no_lead")."""
    inspection = locked(inspection)
    today = clock.legal_date(at)
    ensure(can_coordinate(actor, inspection, today))
    if inspection.state != InspectionState.PLANNED:
        raise Conflict("wrong_state", _("Surat tugas sudah terbit, jadi timnya tidak bisa diganti."))
    if inspection.lead_id == lead.pk:
        return inspection
    if not can_open_inspection(lead, inspection.region_id, today) or has_interest(lead, inspection):
        raise Invalid("no_lead", _("Pilih pengawas wilayah ini yang tidak punya kepentingan."), field="lead")
    inspection.members.filter(membership=Membership.LEAD).delete()
    inspection.members.filter(user=lead).delete()
    InspectionMember.objects.create(inspection=inspection, user=lead, membership=Membership.LEAD)
    inspection.lead = lead
    inspection.save(update_fields=["lead"])
    audit.record("compliance.inspection.lead_set", actor=actor, at=at, subject=inspection, lead=lead.pk)
    news.tell_assigned(inspection, lead, at=at)
    return inspection


@transaction.atomic
def declare(inspection: Inspection, *, interest: bool, actor: User, at: datetime) -> Inspection:
    """A member says that they have no interest in the employer, or that they have one and leave. Said once.

    A lead with an interest stays until the coordinator names another one; nothing is signed meanwhile.
    """
    inspection = locked(inspection)
    member = inspection.members.filter(user=actor).first()
    ensure(member is not None)
    if inspection.state != InspectionState.PLANNED:
        raise Conflict("wrong_state", _("Surat tugas sudah terbit."))
    if interest:
        InterestDeclared.objects.get_or_create(inspection=inspection, user=actor, defaults={"at": at})
        inspection.members.filter(user=actor).exclude(membership=Membership.LEAD).delete()
        inspection.members.filter(user=actor).update(declared_at=None)
    else:
        ensure(not has_interest(actor, inspection), "tie", INTERESTED)
        inspection.members.filter(user=actor, declared_at=None).update(declared_at=at)
    audit.record("compliance.inspection.declared", actor=actor, at=at, subject=inspection, interest=interest)
    return inspection


@transaction.atomic
def order_inspection(inspection: Inspection, *, actor: User, at: datetime) -> Inspection:
    """The coordinator signs the order (surat tugas): a letter to the lead. Ordered already: the same.

    Raises NotAllowed("own_order"), Conflict("undeclared" | "interest" | "wrong_state").
    """
    inspection = locked(inspection)
    today = clock.legal_date(at)
    ensure(can_sign(actor, inspection, today), "own_order", _("Koordinator lain yang menandatangani surat tugas ini."))
    if inspection.state == InspectionState.ORDERED:
        return inspection
    members = list(inspection.members.select_related("user"))
    if any(has_interest(member.user, inspection) for member in members):
        raise Conflict("interest", _("Anggota tim yang punya kepentingan harus diganti dahulu."))
    if any(member.declared_at is None for member in members):
        raise Conflict("undeclared", _("Semua anggota tim harus menyatakan tidak punya kepentingan dahulu."))
    inspection = Inspection.workflow.move(inspection, "order", actor=actor, at=at)
    audit.record("compliance.inspection.ordered", actor=actor, at=at, subject=inspection)
    news.order_letter(inspection, members, at=at)
    return inspection


@transaction.atomic
def cancel_inspection(inspection: Inspection, *, text: str, actor: User, at: datetime) -> Inspection:
    """The coordinator calls it off before the visit, and says why. Raises NotAllowed, Invalid("text_short")."""
    inspection = locked(inspection)
    ensure(can_coordinate(actor, inspection, clock.legal_date(at)))
    if len(text.strip()) < SHORTEST:
        raise Invalid("text_short", _("Tulis sedikit lebih banyak."), field="text")
    inspection = Inspection.workflow.move(inspection, "cancel", actor=actor, at=at, note=text.strip())
    audit.record("compliance.inspection.cancelled", actor=actor, at=at, subject=inspection)
    return inspection


def locked(inspection: Inspection) -> Inspection:
    rows = Inspection.objects.select_for_update(of=("self",)).select_related("employer", "region", "lead")
    return rows.get(pk=inspection.pk)
