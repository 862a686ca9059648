"""Papers of membership: the worker's proof when BPJS confirms, the employer's certificate when somebody asks."""

from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from core import clock
from core.errors import Conflict
from core.formatting import mask_nik
from notices.enums import LetterKind
from notices.letters import issue_letter
from notices.models import Letter
from participants.enums import EmploymentState, Scale, WorkerReportState
from participants.models import Employer, Employment, MembershipCertificate, WorkerReport
from participants.worker_wording import PROGRAMMES, in_short
from rules.facts import Programme
from rules.facts import Scale as LegalScale
from rules.membership import Required, required_programmes


def issue_proof(report: WorkerReport, employment: Employment, user: User, *, at: datetime) -> Letter:
    """ENR-04: what BPJS confirmed, to the worker. Once for each report."""
    today = clock.legal_date(at)
    required = required_of(employment.employer, at)
    given = frozenset(Programme(name) for name in employment.programmes)
    with translation.override("id"):
        return issue_letter(
            kind=LetterKind.MEMBER_PROOF,
            user=user,
            subject=report,
            at=at,
            nik=mask_nik(employment.person.nik),
            number=report.number,
            employer=employment.employer.name,
            npp=employment.employer.npp,
            kpj=employment.kpj,
            started_on=employment.started_on,
            wage=employment.wage,
            programmes=in_short(employment.programmes),
            missing=in_short(required.missing(given)) if required else "",
            confirmed_on=today,
            articles=[required.law.text] if required else ["PP 6/2025 Pasal 4 ayat (3)"],
        )


@transaction.atomic
def take_certificate(employer: Employer, *, user: User, at: datetime) -> Letter:
    """ENR-04: the employer's certificate up to the last confirmed report; until another is confirmed, the same letter.

    Raises Conflict("nothing_confirmed" | "scale_unknown").
    """
    Employer.objects.select_for_update(of=("self",)).get(pk=employer.pk)
    confirmed = WorkerReport.objects.filter(employment__employer=employer, state=WorkerReportState.CONFIRMED)
    upto = confirmed.order_by("-answered_at", "-number").first()
    if upto is None:
        raise Conflict("nothing_confirmed", _("Sertifikat terbit setelah BPJS mengonfirmasi pekerja pertama."))
    required = required_of(employer, at)
    if required is None:
        raise Conflict("scale_unknown", _("Skala usaha belum tercatat di BPJS. Hubungi kantor BPJS Ketenagakerjaan."))
    taken, _new = MembershipCertificate.objects.get_or_create(
        user=user, upto=upto, defaults={"employer": employer, "taken_at": at}
    )
    with translation.override("id"):
        return issue_letter(
            kind=LetterKind.MEMBER_CERTIFICATE,
            user=user,
            subject=taken,
            at=at,
            number=upto.number,
            employer=employer.name,
            npp=employer.npp,
            scale=str(Scale(employer.scale).label),
            as_of=clock.legal_date(at),
            programmes=in_short(required.programmes),
            articles=[required.law.text],
            **_numbers(employer),
        )


def required_of(employer: Employer, at: datetime) -> Required | None:
    """What the employer's scale owes on the day. None: BPJS has not said the scale."""
    return required_programmes(LegalScale(employer.scale), clock.legal_date(at)) if employer.scale else None


def _numbers(employer: Employer) -> dict[str, object]:
    active = employer.employments.filter(state=EmploymentState.ACTIVE)
    each = {name: Count("pk", filter=Q(programmes__contains=[name])) for name in PROGRAMMES}
    found = active.aggregate(workers=Count("pk"), **each)
    return {"workers": found["workers"], "rows": [[name, str(found[name])] for name in PROGRAMMES]}
