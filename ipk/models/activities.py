"""Job-search activities with their evidence, and the period they are counted in."""

import uuid
from datetime import date

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import has_role, regions_of
from core.workflow import TransitionLog, Workflow, append_only
from ipk.enums.activities import LIVE, ActivityKind, ActivityState

S = ActivityState
# Officers who may read all evidence; counsellors read that of their regions.
READERS = frozenset({Role.BPJS_VERIFIER, Role.AUDITOR})

activity_workflow = Workflow(
    ("accept", [S.SUBMITTED], S.ACCEPTED),
    ("ask", [S.SUBMITTED], S.NEEDS_FIX),
    ("reject", [S.SUBMITTED], S.REJECTED),
    ("answer", [S.NEEDS_FIX, S.REJECTED], S.SUBMITTED),
    ("withdraw", [S.SUBMITTED, S.NEEDS_FIX], S.WITHDRAWN),
    ("retract", [S.ACCEPTED], S.WITHDRAWN),  # an application inside the portal that is taken back
)


class ActivityQuerySet(models.QuerySet["Activity"]):
    def visible_to(self, user: User, on: date) -> "ActivityQuerySet":
        """One's own; BPJS verification and audit all; a counsellor those of people who live in the region."""
        if has_role(user, *READERS, on=on):
            return self
        scope = regions_of(user, Role.COUNSELLOR, on=on)
        if scope.everything:  # an empty Q would vanish in the disjunction
            return self
        return self.filter(Q(person__user=user) | scope.q("person__region__code"))

    def awaiting_officer(self) -> "ActivityQuerySet":
        return self.filter(state=S.SUBMITTED)

    def standing(self) -> "ActivityQuerySet":
        """What may still count for a month."""
        return self.filter(state__in=LIVE)


@pghistory.track(
    fields=["kind", "company", "position", "on", "file", "link", "note"],
    model_name="ActivityHistory",
    obj_field=pghistory.ObjForeignKey(related_name="history"),
    append_only=True,
)
class Activity(models.Model):
    """An application or a call to a test or interview, with its evidence. `used_for` is the month that counted it.

    What happened inside the portal needs no other proof than its `application`, and no officer. `vacancy` is one that
    the portal shows and another site takes applications for: its person tells of it, with evidence.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("participants.Person", models.PROTECT, related_name="activities")
    kind = models.CharField(_("jenis"), max_length=12, choices=ActivityKind.choices)
    company = models.CharField(_("perusahaan"), max_length=200)
    company_key = models.CharField(max_length=200)
    position = models.CharField(_("posisi"), max_length=120)
    on = models.DateField(_("tanggal"))
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    link = models.CharField(_("tautan"), max_length=500, blank=True)
    note = models.CharField(_("keterangan"), max_length=500, blank=True)
    application = models.ForeignKey("ipk.Application", models.PROTECT, null=True, related_name="activities")
    vacancy = models.ForeignKey("ipk.Vacancy", models.PROTECT, null=True, related_name="+")
    state = models.CharField(_("keadaan"), max_length=10, choices=ActivityState.choices, default=S.SUBMITTED)
    added_at = models.DateTimeField()
    submitted_at = models.DateTimeField()  # when it last went to the desk
    due_on = models.DateField()  # the last day of the answer that the office owes
    judged_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=12, blank=True)
    officer_note = models.CharField(max_length=500, blank=True)
    used_for = models.UUIDField(null=True)
    used_at = models.DateTimeField(null=True)

    workflow = activity_workflow
    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("aktivitas mencari kerja")
        verbose_name_plural = _("aktivitas mencari kerja")
        triggers = [
            *activity_workflow.guards(),
            pgtrigger.Protect(
                name="only_the_portals_own_is_retracted",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    f"OLD.application_id IS NULL AND (OLD.state, NEW.state) = ('{S.ACCEPTED}', '{S.WITHDRAWN}')"
                ),
            ),
            pgtrigger.ReadOnly(name="application_stays", fields=["application"]),
            pgtrigger.ReadOnly(name="vacancy_stays", fields=["vacancy"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "company_key", "position", "on"],
                condition=Q(state__in=LIVE, application=None),
                name="one_activity_a_company_position_and_day",
                violation_error_message=_("Aktivitas ini sudah Anda tambahkan."),
            ),
            models.UniqueConstraint(
                fields=["application", "kind"], condition=Q(state__in=LIVE), name="one_live_activity_an_application"
            ),
            models.UniqueConstraint(
                fields=["file"],
                condition=Q(state__in=LIVE),
                name="one_live_activity_a_file",
                violation_error_message=_("Berkas ini sudah dipakai untuk aktivitas lain."),
            ),
            models.CheckConstraint(
                name="activity_has_evidence",
                condition=Q(file__isnull=False) | ~Q(link="") | Q(application__isnull=False),
                violation_error_message=_("Unggah bukti atau tulis tautannya."),
            ),
            models.CheckConstraint(
                name="application_names_its_own_vacancy", condition=Q(vacancy=None) | Q(application=None)
            ),
            models.CheckConstraint(
                name="judged_activity_has_its_moment",
                condition=~Q(state__in=(S.ACCEPTED, S.NEEDS_FIX, S.REJECTED)) | Q(judged_at__isnull=False),
            ),
            models.CheckConstraint(
                name="asked_or_rejected_activity_has_a_reason",
                condition=~Q(state__in=(S.NEEDS_FIX, S.REJECTED)) | ~Q(reason=""),
                violation_error_message=_("Pilih alasannya."),
            ),
            models.CheckConstraint(
                name="only_accepted_evidence_is_used",
                condition=Q(used_for=None, used_at=None)
                | Q(used_for__isnull=False, used_at__isnull=False, state=S.ACCEPTED),
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on", "submitted_at"], name="activity_for_officer", condition=Q(state="submitted")
            ),
            models.Index(fields=["person", "on"], name="activity_of_person_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.company}"


class ActivityLog(TransitionLog):
    subject = models.ForeignKey(Activity, models.PROTECT, related_name="log")


class FilePrint(models.Model):
    """What a picture of evidence looks like, so that it is known again after shrinking and saving anew.

    `pattern` is a difference hash of 1,024 bits in hex; `pieces` are its parts that differ from a blank page, each with
    its place: pictures that look alike share at least one. Both are empty for PDF and for pictures that show nothing.
    """

    file = models.OneToOneField("files.StoredFile", models.PROTECT, primary_key=True, related_name="+")
    pattern = models.CharField(max_length=256, blank=True)
    pieces = ArrayField(models.IntegerField(), default=list)

    class Meta:
        triggers = append_only()
        indexes = [GinIndex(fields=["pieces"], name="print_by_piece")]


class MissionPeriod(models.Model):
    """The benefit month that activities are being collected for. Written by whoever runs the months, one a person."""

    person = models.OneToOneField("participants.Person", models.PROTECT, primary_key=True, related_name="+")
    n = models.PositiveSmallIntegerField()
    first = models.DateField()
    last_day = models.DateField(null=True)
    claim_ref = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="mission_of_months_2_to_6", condition=Q(n__gte=2, n__lte=6)),
            models.CheckConstraint(
                name="mission_ends_after_it_begins",
                condition=Q(last_day=None) | Q(last_day__gte=models.F("first")),
            ),
        ]
