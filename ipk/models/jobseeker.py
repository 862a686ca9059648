"""Registered as jobseeker ("Pencari Kerja"): what work is wanted, where, from when; a condition only with consent."""

import uuid

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.crypto import Sealed
from core.workflow import TransitionLog, Workflow
from ipk.enums.profile import Condition, JobseekerState

S = JobseekerState
MOST_PLACES = 10

jobseeker_workflow = Workflow(("end", [S.ACTIVE], S.ENDED))


class JobseekerQuerySet(models.QuerySet["Jobseeker"]):
    def live(self) -> "JobseekerQuerySet":
        return self.filter(state=S.ACTIVE)


@pghistory.track(
    fields=["job", "occupation", "condition", "places", "abroad", "countries", "wage", "ready_on"],
    model_name="JobseekerHistory",
    obj_field=pghistory.ObjForeignKey(related_name="history"),
    append_only=True,
)
class Jobseeker(models.Model):
    """One registration, live until ended. `places` are codes of provinces and regencies, `wage` is rupiah a month."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("participants.Person", models.PROTECT, related_name="jobseeker_registrations")
    job = models.CharField(_("pekerjaan yang diinginkan"), max_length=80)
    occupation = models.ForeignKey(
        "ipk.Occupation", models.PROTECT, related_name="+", verbose_name=_("golongan pekerjaan")
    )
    condition = models.CharField(_("kondisi kebekerjaan"), max_length=4, choices=Condition.choices)
    places = ArrayField(models.CharField(max_length=4), default=list, blank=True)
    abroad = models.BooleanField(_("bersedia bekerja di luar negeri"), default=False)
    countries = models.CharField(_("negara"), max_length=120, blank=True)
    wage = models.PositiveBigIntegerField(_("upah paling sedikit"), null=True)
    ready_on = models.DateField(_("siap bekerja mulai"))
    state = models.CharField(_("keadaan"), max_length=6, choices=S.choices, default=S.ACTIVE)
    registered_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    workflow = jobseeker_workflow
    objects = JobseekerQuerySet.as_manager()

    class Meta:
        verbose_name = _("pencari kerja")
        verbose_name_plural = _("pencari kerja")
        triggers = jobseeker_workflow.guards()
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state=S.ACTIVE),
                name="one_live_jobseeker_a_person",
                violation_error_message=_("Anda sudah terdaftar sebagai pencari kerja."),
            ),
            models.CheckConstraint(
                name="jobseeker_wants_to_work_somewhere",
                condition=Q(places__len__gte=1) | Q(abroad=True),
                violation_error_message=_("Pilih paling sedikit satu tempat."),
            ),
            models.CheckConstraint(name="jobseeker_places_can_be_read", condition=Q(places__len__lte=MOST_PLACES)),
            models.CheckConstraint(name="countries_only_for_work_abroad", condition=Q(countries="") | Q(abroad=True)),
            models.CheckConstraint(name="wished_wage_is_positive", condition=Q(wage=None) | Q(wage__gt=0)),
            models.CheckConstraint(
                name="ended_jobseeker_has_its_moment",
                condition=Q(state=S.ACTIVE, ended_at=None) | Q(state=S.ENDED, ended_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.job


class JobseekerLog(TransitionLog):
    subject = models.ForeignKey(Jobseeker, models.PROTECT, related_name="log")


class ConditionConsent(models.Model):
    """Consent to keep a disability or health condition (UU 27/2022 Pasal 4 ayat (2), 20 ayat (2), 9).

    The row says that it was given, to which words, and when it was taken back; the data themselves are in
    `PhysicalCondition`, which is gone then.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("participants.Person", models.PROTECT, related_name="condition_consents")
    text_version = models.CharField(max_length=10)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("persetujuan data kondisi fisik")
        verbose_name_plural = _("persetujuan data kondisi fisik")
        triggers = [
            pgtrigger.Trigger(
                name="nothing_held_after_withdrawal",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__withdrawn_at__isnull=False),
                func="""
                    IF EXISTS (SELECT 1 FROM ipk_physicalcondition WHERE consent_id = NEW.id) THEN
                        RAISE EXCEPTION 'a consent is withdrawn only when what it allowed to keep is deleted'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(withdrawn_at=None), name="one_standing_condition_consent_a_person"
            ),
            models.CheckConstraint(
                name="consent_is_withdrawn_after_it_was_given",
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=models.F("given_at")),
            ),
        ]


class PhysicalCondition(models.Model):
    """Specific personal data, sealed: kinds and needs as JSON. Exists only while its consent stands; no history."""

    consent = models.OneToOneField(ConditionConsent, models.PROTECT, primary_key=True, related_name="held")
    said_sealed = models.BinaryField()

    said = Sealed("said_sealed", purpose="condition")

    class Meta:
        verbose_name = _("kondisi fisik")
        verbose_name_plural = _("kondisi fisik")
        triggers = [
            pgtrigger.Trigger(
                name="held_by_a_standing_consent",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func="""
                    IF NOT EXISTS (
                        SELECT 1 FROM ipk_conditionconsent WHERE id = NEW.consent_id AND withdrawn_at IS NULL
                    ) THEN
                        RAISE EXCEPTION 'a condition is kept only while its consent stands'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]
