"""Partnerships: what a proposal lacks, what a verifier has before them, which institutes ask for attention."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import has_role
from core.models import AuditEvent
from notices.models import Letter
from notices.selectors import letters_about
from rules.duties import INSTRUCTOR_YEARS
from training.enums import (
    ClassState,
    InstituteKind,
    InstituteState,
    LicenceKind,
    MeasureKind,
    MeasureState,
    PartnershipState,
    ProgrammeState,
)
from training.models import (
    Enrolment,
    Institute,
    Instructor,
    Interest,
    Measure,
    Partnership,
    Programme,
    TrainingClass,
    Voucher,
)

P = PartnershipState
SOON_DAYS = 60  # before a licence, an accreditation or an agreement ends, the pages say so
LICENCE_OF = {
    InstituteKind.PRIVATE: LicenceKind.LICENCE,
    InstituteKind.GOVERNMENT: LicenceKind.REGISTRATION,
    InstituteKind.COMPANY: LicenceKind.REGISTRATION,
}


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that a proposal cannot do without. `part` is the part of the profile where it is put right."""

    part: str
    text: str | Promise


@dataclass(frozen=True, slots=True)
class Ending:
    """Something that ends soon or has ended. `on` is its last day."""

    what: str | Promise
    on: date
    is_over: bool


# --- the institute's own -----------------------------------------------------------------------------------------


def lacks(institute: Institute, on: date) -> list[Lack]:
    """What is missing before the proposal can be sent, in the order of the profile. Empty: it may go."""
    return [
        *_details_lack(institute),
        *_licence_lacks(institute, on),
        *_accreditation_lacks(institute, on),
        *_account_lacks(institute),
        *_people_and_places_lack(institute, on),
    ]


def _details_lack(institute: Institute) -> list[Lack]:
    wanted = (
        (institute.head_name, _("Tulis nama pimpinan lembaga.")),
        (institute.phone, _("Tulis nomor telepon lembaga.")),
        (institute.email, _("Tulis alamat email lembaga.")),
    )
    return [Lack("details", text) for value, text in wanted if not value]


def _licence_lacks(institute: Institute, on: date) -> list[Lack]:
    needed = LICENCE_OF[InstituteKind(institute.kind)]
    if not institute.licence_no:
        return [Lack("licence", _("Tulis nomor Izin LPK atau Tanda Daftar LPK."))]
    if institute.licence != needed:
        text = _("Lembaga %(kind)s memerlukan %(licence)s.")
        return [Lack("licence", text % {"kind": institute.get_kind_display().lower(), "licence": needed.label})]
    if institute.licence_until is not None and institute.licence_until < on:
        return [Lack("licence", _("Izin atau tanda daftar sudah tidak berlaku. Perbarui dahulu."))]
    return []


def _accreditation_lacks(institute: Institute, on: date) -> list[Lack]:
    if not institute.accreditation_no or institute.accredited_until is None:
        return [Lack("licence", _("Tulis nomor akreditasi LA-LPK dan hari terakhirnya."))]
    if not institute.is_accredited(on):
        return [Lack("licence", _("Akreditasi sudah berakhir. Perbarui di LA-LPK dahulu."))]
    return []


def _account_lacks(institute: Institute) -> list[Lack]:
    text = _("Tulis rekening atas nama lembaga, tujuan pembayaran tagihan.")
    return [] if institute.account_tail else [Lack("account", text)]


def _people_and_places_lack(institute: Institute, on: date) -> list[Lack]:
    found = []
    if not institute.facilities.filter(ended_on=None).exists():
        found.append(Lack("facilities", _("Tulis sarana belajar dan kapasitasnya.")))
    teachers = institute.instructors.filter(ended_on=None)
    if not teachers.exists():
        found.append(Lack("instructors", _("Tulis paling sedikit satu instruktur.")))
    elif not with_qualification(teachers, on).filter(is_able=True).exists():
        text = _("Paling sedikit satu instruktur bersertifikat atau berpengalaman %(years)s tahun.")
        found.append(Lack("instructors", text % {"years": INSTRUCTOR_YEARS.on(on).value}))
    if not institute.programmes.exclude(state=ProgrammeState.WITHDRAWN).exists():
        found.append(Lack("programmes", _("Tulis paling sedikit satu program dengan kurikulumnya.")))
    return found


def with_qualification(teachers: QuerySet[Instructor], on: date) -> QuerySet[Any]:
    """`is_able`: certified on a day, or with enough years of experience (Pedoman Verifikasi LPK)."""
    certified = Q(certified_until__gte=on) | (Q(certified_until=None) & ~Q(certificate_no=""))
    able = certified | Q(experience_years__gte=INSTRUCTOR_YEARS.on(on).value)
    return teachers.annotate(is_able=Case(When(able, then=True), default=False))


def latest_partnership(institute: Institute) -> Partnership | None:
    """The one that runs, or else the one begun last."""
    found = institute.partnerships.select_related("verified_by", "signed_by", "agreed_by")
    return found.annotate(is_over=Q(state__in=[P.AGREED, P.REFUSED])).order_by("is_over", "-begun_at", "pk").first()


def agreement(institute: Institute) -> Partnership | None:
    """The agreement that holds the longest, whether or not it has ended meanwhile."""
    return institute.partnerships.filter(state=P.AGREED).order_by("-valid_until", "-agreed_at").first()


def renews_from(row: Partnership | None, on: date) -> date | None:
    """The first day on which a renewal is offered, while it is still to come: sixty days before the agreement ends."""
    if row is None or row.valid_until is None:
        return None
    first = row.valid_until - timedelta(days=SOON_DAYS)
    return first if on < first else None


def agreements(institute: Institute) -> list[tuple[Partnership, Letter]]:
    """Every agreement that was ever signed with the letter of both signatures, the latest first. Two queries."""
    rows = list(institute.partnerships.filter(state=P.AGREED).order_by("-valid_until", "-agreed_at"))
    letters = letters_about(rows)
    return [(row, letters[str(row.pk)]) for row in rows if str(row.pk) in letters]


def agreements_of(institutes: Sequence[Institute]) -> dict[UUID, UUID]:
    """Of many institutes, by their keys: the key of the signed agreement that holds the longest. Two queries."""
    rows = list(Partnership.objects.filter(institute__in=institutes, state=P.AGREED).order_by("valid_until"))
    letters = letters_about(rows)
    return {row.institute_id: row.pk for row in rows if str(row.pk) in letters}


def endings(institute: Institute, agreed: Partnership | None, on: date) -> list[Ending]:
    """What ends within sixty days or has ended, the earliest first. Nobody is suspended by it."""
    dates = (
        (_("Izin atau tanda daftar"), institute.licence_until),
        (_("Akreditasi"), institute.accredited_until),
        (_("Perjanjian kerja sama"), agreed.valid_until if agreed else None),
    )
    last = on + timedelta(days=SOON_DAYS)
    found = [Ending(what, day, day < on) for what, day in dates if day is not None and day <= last]
    return sorted(found, key=lambda ending: ending.on)


# --- the desk ----------------------------------------------------------------------------------------------------


def version_of(partnership: Partnership) -> str:
    """A fingerprint of what a verifier sees: it is another one after any change of proposal, answers or profile."""
    changes = AuditEvent.objects.filter(object_kind="training.institute", object_id=str(partnership.institute_id))
    taught = Programme.objects.filter(institute=partnership.institute_id).order_by("pk")
    texts = list(taught.values_list("title", "mode", "hours", "days", "learns", "curriculum", "standard", "state"))
    sent = partnership.submitted_at.isoformat() if partnership.submitted_at else ""
    seen = [partnership.state, sent, partnership.answers, changes.count(), texts]
    return hashlib.sha256(json.dumps(seen, sort_keys=True).encode()).hexdigest()[:16]


def changed_since_sent(partnership: Partnership) -> list[AuditEvent]:
    """Changes of the profile after the proposal was sent, the latest first."""
    if partnership.submitted_at is None:
        return []
    changes = AuditEvent.objects.filter(
        object_kind="training.institute",
        object_id=str(partnership.institute_id),
        action__startswith="training.institute.profile",
        at__gt=partnership.submitted_at,
    )
    return list(changes.order_by("-at")[:20])


def changed_since_returned(partnership: Partnership) -> dict[str, datetime]:
    """Parts of the profile that changed after the proposal last came back, each with its latest change.

    Parts: details, licence, account, site, instructor, facility, programme. Nothing for what never came back.
    """
    back = partnership.log.filter(move="return").order_by("-at").values_list("at", flat=True).first()
    if back is None:
        return {}
    programmes = partnership.institute.programmes.values_list("pk", "created_at")
    of_profile = Q(
        object_kind="training.institute",
        object_id=str(partnership.institute_id),
        action__startswith="training.institute.profile.",
    )
    corrected = Q(
        object_kind="training.programme",
        object_id__in=[str(pk) for pk, _made in programmes],
        action="training.programme.corrected",
    )
    found = {"programme": max(made for _pk, made in programmes)} if any(made > back for _pk, made in programmes) else {}
    for action, at in AuditEvent.objects.filter(of_profile | corrected, at__gt=back).values_list("action", "at"):
        name = action.rpartition(".")[2]
        part = "programme" if name == "corrected" else name.partition("_")[0]
        found[part] = max(at, found.get(part, at))
    return found


def desk() -> QuerySet[Institute]:
    """Institutes as the desk lists them: with their latest proposal and agreement, and whether a measure waits.

    What is due soonest comes first; what nobody waits for comes last, by name.
    """
    proposals = Partnership.objects.filter(institute=OuterRef("pk"))
    latest = proposals.order_by("-begun_at", "pk")
    running = proposals.exclude(state__in=[P.AGREED, P.REFUSED])
    agreed = proposals.filter(state=P.AGREED).order_by("-valid_until")
    proposed = Measure.objects.filter(institute=OuterRef("pk"), state=MeasureState.PROPOSED)
    return (
        Institute.objects.select_related("region")
        .annotate(
            step=Subquery(latest.values("state")[:1]),
            proposal_number=Subquery(latest.values("number")[:1]),
            waits_until=Subquery(running.filter(state=P.SUBMITTED).values("due_on")[:1]),
            agreed_until=Subquery(agreed.values("valid_until")[:1]),
            has_measure=Exists(proposed),
        )
        .order_by(F("waits_until").asc(nulls_last=True), "-has_measure", "name", "pk")
    )


def own_queue(user: User, on: date) -> QuerySet[Institute]:
    """What this officer verifies or signs, in the order of the desk: of institutes to which nothing ties them."""
    mine = Q()
    if has_role(user, Role.INSTITUTE_VERIFIER, on=on):
        mine |= Q(step=P.SUBMITTED)
    if has_role(user, Role.STANDARDS, on=on):
        own = Partnership.objects.filter(Q(verified_by=user) | Q(signed_by=user), state=P.SIGNED)
        own = own.filter(institute=OuterRef("pk"))
        mine |= Q(step=P.SIGNED) & ~Exists(own)
    return _untied(user, on).filter(mine) if mine else Institute.objects.none()


def measure_queue(user: User, on: date) -> QuerySet[Institute]:
    """Those with a measure that this officer decides as the second one, the longest proposed first."""
    if not has_role(user, Role.INSTITUTE_VERIFIER, Role.STANDARDS, on=on):
        return Institute.objects.none()
    others = Measure.objects.filter(institute=OuterRef("pk"), state=MeasureState.PROPOSED).exclude(proposed_by=user)
    rows = _untied(user, on).annotate(proposed_at=Subquery(others.values("proposed_at")[:1]))
    return rows.exclude(proposed_at=None).order_by("proposed_at", "pk")


def _untied(user: User, on: date) -> QuerySet[Institute]:
    """The desk without the institutes to which something ties the officer."""
    tied = Interest.objects.in_force(on).filter(officer=user, institute=OuterRef("pk"))
    staff = Institute.objects.of_staff(user, on).filter(pk=OuterRef("pk"))
    return desk().exclude(Exists(tied) | Exists(staff))


@dataclass(frozen=True, slots=True)
class AtStake:
    """What a measure touches: classes that are not over, seats in them that run, vouchers that lead there."""

    classes: int
    seats: int
    vouchers: int


def at_stake(institute: Institute, on: date) -> AtStake:
    """Three queries."""
    classes = TrainingClass.objects.filter(programme__institute=institute, ends_on__gte=on)
    classes = classes.exclude(state=ClassState.CANCELLED)
    vouchers = Voucher.objects.active(on).filter(recommendation__programme__institute=institute)
    seats = Enrolment.objects.running().filter(training_class__in=classes)
    return AtStake(classes.count(), seats.count(), vouchers.count())


def for_officers(rows: QuerySet[Institute]) -> QuerySet[Institute]:
    """What waits for an officer: verification, the ministry's signature, the second officer of a measure."""
    return rows.filter(Q(step__in=[P.SUBMITTED, P.SIGNED]) | Q(has_measure=True))


@dataclass(frozen=True, slots=True)
class DeskNumbers:
    """`late` are part of `to_verify`; `ending`: agreements of partners that end within sixty days or have ended."""

    to_verify: int
    late: int
    to_sign: int
    measures: int
    ending: int


def desk_numbers(on: date) -> DeskNumbers:
    waiting = Partnership.objects.filter(state=P.SUBMITTED)
    return DeskNumbers(
        to_verify=waiting.count(),
        late=waiting.filter(due_on__lt=on).count(),
        to_sign=Partnership.objects.filter(state=P.SIGNED).count(),
        measures=Measure.objects.filter(state=MeasureState.PROPOSED).count(),
        ending=ending(desk(), on).count(),
    )


def ending(rows: QuerySet[Institute], on: date) -> QuerySet[Institute]:
    """Partners whose agreement or accreditation ends within sixty days, or has ended."""
    last = on + timedelta(days=SOON_DAYS)
    partners = rows.filter(state__in=[InstituteState.LISTED, InstituteState.SUSPENDED])
    return partners.filter(Q(agreed_until__lte=last) | Q(accredited_until__lte=last))


def open_measure(institute: Institute) -> Measure | None:
    return institute.measures.filter(state=MeasureState.PROPOSED).select_related("proposed_by").first()


def last_measure(institute: Institute) -> Measure | None:
    """What is in force about an institute that is out: the latest measure that took something from it."""
    applied = institute.measures.filter(state=MeasureState.APPLIED).exclude(kind=MeasureKind.RESTORE)
    return applied.order_by("-decided_at", "pk").first()


# --- ties of officers --------------------------------------------------------------------------------------------


def interests_for(user: User, *, everybodys: bool) -> QuerySet[Interest]:
    """Those of the officer, or all of them for who keeps them, the latest first."""
    rows = Interest.objects.select_related("institute", "officer", "declared_by").order_by("-declared_at", "pk")
    return rows if everybodys else rows.filter(officer=user)
