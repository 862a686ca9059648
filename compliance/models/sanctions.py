"""Sanksi administratif: what an employer is warned, fined and denied for, each step by two officers."""

import uuid
from datetime import date

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import has_role, regions_of
from compliance.enums import (
    SANCTION_ENDED,
    SANCTION_STEPS,
    ProposalState,
    RecommendationState,
    SanctionObjectionState,
    SanctionState,
    ServedHow,
)
from compliance.models.inspections import Inspection
from core.workflow import TransitionLog, Workflow, append_only
from participants.models import EmployerStaff

S, P, B = SanctionState, ProposalState, SanctionObjectionState
REGIONAL = (Role.INSPECTOR, Role.INSPECTION_COORDINATOR)
NATIONAL = (Role.BPJS_VERIFIER, Role.AUDITOR)
BACK = "back_to_{}"


def _back(to: SanctionState, *steps: SanctionState) -> tuple[str, list[str], str]:
    """An objection that was upheld takes the case back to where it stood before the step."""
    return BACK.format(to), list(steps), to


workflow = Workflow(
    (S.WARNED_ONCE, [S.FOUND], S.WARNED_ONCE),
    (S.WARNED_TWICE, [S.WARNED_ONCE], S.WARNED_TWICE),
    (S.FINED, [S.WARNED_TWICE], S.FINED),
    (S.RECOMMENDED, [S.FINED], S.RECOMMENDED),
    (S.IMPOSED, [S.RECOMMENDED], S.IMPOSED),
    (S.LIFTED, [S.IMPOSED], S.LIFTED),
    (S.COMPLIED, [S.FOUND, *SANCTION_STEPS], S.COMPLIED),
    _back(S.FOUND, *SANCTION_STEPS),
    _back(S.WARNED_ONCE, *SANCTION_STEPS[1:]),
    _back(S.WARNED_TWICE, *SANCTION_STEPS[2:]),
    _back(S.FINED, *SANCTION_STEPS[3:]),
)
deciding = Workflow(
    ("approve", [P.OPEN], P.APPROVED),
    ("refuse", [P.OPEN], P.REFUSED),
    ("revoke", [P.APPROVED], P.REVOKED),
)
answering = Workflow(("uphold", [B.FILED], B.UPHELD), ("reject", [B.FILED], B.REJECTED))
hearing = Workflow(
    ("impose", [RecommendationState.SENT], RecommendationState.IMPOSED),
    ("decline", [RecommendationState.SENT], RecommendationState.DECLINED),
)

_SERVED_STAYS = """
    IF OLD.served_on IS NOT NULL
       AND NEW.state = OLD.state
       AND (NEW.served_on IS DISTINCT FROM OLD.served_on OR NEW.ends_on IS DISTINCT FROM OLD.ends_on) THEN
        RAISE EXCEPTION 'the day a letter was served never moves';
    END IF;
    RETURN NEW;
"""
_ANOTHER_ANSWERS = """
    IF NEW.answered_by_id IS NOT NULL AND EXISTS (
        SELECT 1 FROM compliance_sanctionproposal p
        WHERE p.id = NEW.proposal_id AND NEW.answered_by_id IN (p.proposed_by_id, p.decided_by_id)
    ) THEN
        RAISE EXCEPTION 'an objection is answered by another officer than those of the step';
    END IF;
    RETURN NEW;
"""


class SanctionCaseQuerySet(models.QuerySet["SanctionCase"]):
    def visible_to(self, user: User, on: date) -> "SanctionCaseQuerySet":
        """Inspectors' by the region of the workplace; all of them for BPJS and audit.

        Never for somebody who acts, or once acted, for the employer: they have the employer's page.
        """
        found = Q(pk__in=[])
        for role in REGIONAL:
            found |= regions_of(user, role, on=on).q("region__code")
        if has_role(user, *NATIONAL, on=on):
            found |= Q(pk__isnull=False)
        staff = EmployerStaff.objects.filter(user=user, employer=OuterRef("employer"))
        return self.filter(found & ~Exists(staff))

    def of_staff(self, user: User, on: date) -> "SanctionCaseQuerySet":
        """Those of the employers that the user acts for, once there is a letter to read."""
        staff = EmployerStaff.objects.in_force(on).filter(user=user, employer=OuterRef("employer"))
        letters = SanctionProposal.objects.filter(case=OuterRef("pk"), state__in=(P.APPROVED, P.REVOKED))
        return self.filter(Exists(staff), Exists(letters))

    def open(self) -> "SanctionCaseQuerySet":
        return self.exclude(state__in=SANCTION_ENDED)


class SanctionCase(models.Model):
    """One employer's sanction out of one inspection. `state` is a `rules.sanctions.Stage`.

    `served_on`: when the letter of this stage reached the employer. `ends_on`: the last day of the stage's clock.
    `entered_at`: since when it stands in this stage; what was looked at before does not count for the next.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("nomor"), max_length=20, unique=True)
    inspection = models.OneToOneField(Inspection, models.PROTECT, related_name="sanction")
    employer = models.ForeignKey("participants.Employer", models.PROTECT, related_name="sanctions")
    region = models.ForeignKey("core.Region", models.PROTECT, related_name="+", verbose_name=_("tempat kerja"))
    state = models.CharField(_("tahap"), max_length=12, choices=SanctionState.choices, default=S.FOUND)
    entered_at = models.DateTimeField()
    served_on = models.DateField(_("surat diterima perusahaan"), null=True)
    ends_on = models.DateField(_("hari terakhir tahap"), null=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    workflow = workflow
    objects = SanctionCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("kasus sanksi")
        verbose_name_plural = _("kasus sanksi")
        ordering = ("-opened_at", "pk")
        triggers = [
            *workflow.guards(),
            pgtrigger.ReadOnly(
                name="whose_sanction_it_is_stays",
                fields=["number", "inspection", "employer", "region", "opened_by", "opened_at"],
            ),
            pgtrigger.Trigger(
                name="served_stays", when=pgtrigger.Before, operation=pgtrigger.Update, func=_SERVED_STAYS
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="sanction_clock_starts_when_served", condition=Q(ends_on=None) | Q(served_on__lte=F("ends_on"))
            ),
            models.CheckConstraint(
                name="ended_sanction_has_its_day",
                condition=Q(state__in=SANCTION_ENDED, closed_at__isnull=False)
                | (~Q(state__in=SANCTION_ENDED) & Q(closed_at=None)),
            ),
        ]
        indexes = [models.Index(fields=["region", "state", "ends_on"], name="sanctions_of_region")]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        return self.state not in SANCTION_ENDED


class SanctionCaseLog(TransitionLog):
    subject = models.ForeignKey(SanctionCase, models.PROTECT, related_name="log")


class SanctionProposal(models.Model):
    """A step that one officer proposes and another approves. `step`: the stage that it leads to.

    `text` goes into the letter. `unpaid`: contributions by month in rupiah, for the fine. `offices`: codes, for the
    recommendation. `reasons`: what the rules said on the day it was proposed, then on the day it was decided.
    `fine`: whole rupiah on the day of approval, without the 2 % penalty; `debts` shows how it was counted.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(SanctionCase, models.PROTECT, related_name="proposals")
    step = models.CharField(_("langkah"), max_length=12, choices=SanctionState.choices)
    text = models.TextField(_("alasan"))
    unpaid = models.JSONField(default=dict)
    offices = models.JSONField(default=list)
    reasons = models.JSONField(default=list)
    state = models.CharField(_("keadaan"), max_length=8, choices=ProposalState.choices, default=P.OPEN)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    why = models.TextField(_("alasan tidak disetujui"), blank=True)
    fine = models.BigIntegerField(_("denda"), null=True)
    debts = models.JSONField(default=list)

    workflow = deciding

    class Meta:
        verbose_name = _("usulan sanksi")
        verbose_name_plural = _("usulan sanksi")
        ordering = ("proposed_at", "pk")
        triggers = [
            *deciding.guards(),
            pgtrigger.ReadOnly(
                name="what_was_proposed_stays",
                fields=["case", "step", "text", "unpaid", "offices", "proposed_by", "proposed_at"],
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="proposer_does_not_decide", condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by"))
            ),
            models.CheckConstraint(
                name="decided_sanction_has_its_officer",
                condition=Q(state=P.OPEN, decided_by=None, decided_at=None)
                | (~Q(state=P.OPEN) & Q(decided_by__isnull=False, decided_at__isnull=False)),
            ),
            models.CheckConstraint(name="refused_sanction_says_why", condition=~Q(state=P.REFUSED) | ~Q(why="")),
            models.CheckConstraint(
                name="fine_has_its_amount",
                condition=~Q(step=S.FINED, state__in=(P.APPROVED, P.REVOKED)) | Q(fine__gt=0),
            ),
            models.UniqueConstraint(fields=["case"], condition=Q(state=P.OPEN), name="one_proposal_waits"),
            models.UniqueConstraint(
                fields=["case", "step"], condition=Q(state=P.APPROVED), name="one_step_stands_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.step}"


class SanctionProposalLog(TransitionLog):
    subject = models.ForeignKey(SanctionProposal, models.PROTECT, related_name="log")


class SanctionService(models.Model):
    """The letter of a step reached the employer. Written once; `ends_on` is the last day of the clock it started."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    proposal = models.OneToOneField(SanctionProposal, models.PROTECT, related_name="service")
    on = models.DateField(_("hari diterima"))
    how = models.CharField(_("cara"), max_length=5, choices=ServedHow.choices)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    ends_on = models.DateField(_("hari terakhir"), null=True)
    recorded_on = models.DateField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("penyampaian surat sanksi")
        verbose_name_plural = _("penyampaian surat sanksi")
        ordering = ("at", "pk")
        triggers = append_only()
        constraints = [
            models.CheckConstraint(name="no_letter_served_ahead", condition=Q(on__lte=F("recorded_on"))),
        ]


class SanctionProof(models.Model):
    """What the employer sends to show that it complied. Written once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(SanctionCase, models.PROTECT, related_name="proofs")
    text = models.TextField(_("penjelasan"))
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("bukti pemenuhan")
        verbose_name_plural = _("bukti pemenuhan")
        ordering = ("at", "pk")
        triggers = append_only()
        constraints = [models.UniqueConstraint(fields=["case", "file"], name="same_proof_once_a_sanction")]


class SanctionCheck(models.Model):
    """An officer looked whether the duties are met. Written once; `on` is the legal day of `at`."""

    case = models.ForeignKey(SanctionCase, models.PROTECT, related_name="checks")
    met = models.BooleanField(_("dipenuhi"))
    text = models.TextField(_("yang dilihat"))
    on = models.DateField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("pemeriksaan pemenuhan")
        verbose_name_plural = _("pemeriksaan pemenuhan")
        ordering = ("at", "pk")
        triggers = append_only()


class SanctionObjection(models.Model):
    """Keberatan against one step. Until it is answered nothing follows; who proposed or approved does not answer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("nomor"), max_length=20, unique=True)
    proposal = models.OneToOneField(SanctionProposal, models.PROTECT, related_name="objection")
    text = models.TextField(_("keberatan"))
    state = models.CharField(_("keadaan"), max_length=8, choices=SanctionObjectionState.choices, default=B.FILED)
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()
    due_on = models.DateField(_("dijawab paling lambat"))
    answer = models.TextField(_("jawaban"), blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    workflow = answering

    class Meta:
        verbose_name = _("keberatan atas sanksi")
        verbose_name_plural = _("keberatan atas sanksi")
        ordering = ("filed_at", "pk")
        triggers = [
            *answering.guards(),
            pgtrigger.ReadOnly(
                name="what_was_objected_stays",
                fields=["number", "proposal", "text", "filed_by", "filed_at", "due_on"],
            ),
            pgtrigger.Trigger(
                name="another_answers",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_ANOTHER_ANSWERS,
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="answered_sanction_objection_has_its_officer",
                condition=Q(state=B.FILED, answered_by=None, answered_at=None, answer="")
                | (~Q(state=B.FILED) & Q(answered_by__isnull=False, answered_at__isnull=False) & ~Q(answer="")),
            )
        ]

    def __str__(self) -> str:
        return self.number


class SanctionObjectionLog(TransitionLog):
    subject = models.ForeignKey(SanctionObjection, models.PROTECT, related_name="log")


class Recommendation(models.Model):
    """What one office is asked to deny the employer, and what it answered. `office`: a code of the list of offices."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    proposal = models.ForeignKey(SanctionProposal, models.PROTECT, related_name="recommendations")
    office = models.CharField(_("kantor"), max_length=12)
    services = models.JSONField(_("layanan"))
    sent_at = models.DateTimeField()
    state = models.CharField(
        _("keadaan"), max_length=8, choices=RecommendationState.choices, default=RecommendationState.SENT
    )
    answered_on = models.DateField(_("tanggal surat kantor"), null=True)
    answer_number = models.CharField(_("nomor surat kantor"), max_length=60, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(null=True)

    workflow = hearing

    class Meta:
        verbose_name = _("rekomendasi TMP2T")
        verbose_name_plural = _("rekomendasi TMP2T")
        ordering = ("sent_at", "office", "pk")
        triggers = [
            *hearing.guards(),
            pgtrigger.ReadOnly(name="what_was_recommended_stays", fields=["proposal", "office", "services", "sent_at"]),
        ]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "office"], name="one_recommendation_an_office"),
            models.CheckConstraint(
                name="office_answers_with_day_and_number",
                condition=Q(state="sent", answered_on=None, recorded_by=None)
                | (~Q(state="sent") & Q(answered_on__isnull=False, recorded_by__isnull=False) & ~Q(answer_number="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id}/{self.office}"


class RecommendationLog(TransitionLog):
    subject = models.ForeignKey(Recommendation, models.PROTECT, related_name="log")
