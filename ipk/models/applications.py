"""Applications that are sent through the portal, as the employer gets them, and the employer's answers."""

import uuid
from datetime import date

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.workflow import TransitionLog, Workflow, append_only
from ipk.enums.applications import OPEN, ApplicationState, RefusalReason
from participants.models import Employer

S = ApplicationState
LONGEST_LETTER = 3_000
MOST_FILES = 3

application_workflow = Workflow(
    ("see", [S.SENT], S.SEEN),
    ("call", OPEN, S.CALLED),
    ("accept", OPEN, S.ACCEPTED),
    ("refuse", OPEN, S.REFUSED),
    ("withdraw", OPEN, S.WITHDRAWN),
)


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, user: User) -> "ApplicationQuerySet":
        """One's own. An employer's staff reach theirs by `of_employer`, nobody else any."""
        return self.filter(person__user=user)

    def of_employer(self, user: User, on: date) -> "ApplicationQuerySet":
        """Those sent to the employers that the user acts for on a day."""
        return self.filter(vacancy__employer__in=Employer.objects.of_staff(user, on))

    def live(self) -> "ApplicationQuerySet":
        return self.exclude(state=S.WITHDRAWN)


class Application(models.Model):
    """One person's application for one vacancy, through the portal.

    `snapshot` is the profile as it was sent, all that the employer may read (`v` is the version of its shape);
    `company` and `title` are the vacancy's at that moment. What was sent never changes. `starts_on` and `wage` are
    what an accepting employer may add; `answered_at` the employer's last answer: a call, a yes or a no.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    vacancy = models.ForeignKey("ipk.Vacancy", models.PROTECT, related_name="applications")
    person = models.ForeignKey("participants.Person", models.PROTECT, related_name="applications")
    company = models.CharField(_("perusahaan"), max_length=200)
    title = models.CharField(_("pekerjaan"), max_length=120)
    snapshot = models.JSONField()
    letter = models.TextField(_("surat lamaran"), blank=True)
    sent_at = models.DateTimeField(_("dikirim"))
    state = models.CharField(_("keadaan"), max_length=10, choices=S.choices, default=S.SENT)
    interview_at = models.DateTimeField(_("waktu wawancara"), null=True)
    interview_place = models.CharField(_("tempat"), max_length=300, blank=True)
    message = models.CharField(_("pesan perusahaan"), max_length=1_000, blank=True)
    reason = models.CharField(_("alasan"), max_length=8, choices=RefusalReason.choices, blank=True)
    starts_on = models.DateField(_("mulai bekerja"), null=True)
    wage = models.PositiveBigIntegerField(_("upah sebulan"), null=True)
    answered_at = models.DateTimeField(null=True)

    workflow = application_workflow
    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("lamaran")
        verbose_name_plural = _("lamaran")
        triggers = [
            *application_workflow.guards(),
            pgtrigger.ReadOnly(
                name="as_sent",
                fields=["vacancy", "person", "company", "title", "snapshot", "letter", "sent_at"],
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "vacancy"],
                condition=~Q(state=S.WITHDRAWN),
                name="one_live_application_a_vacancy",
                violation_error_message=_("Anda sudah melamar lowongan ini."),
            ),
            models.CheckConstraint(
                name="application_letter_is_short", condition=LessThanOrEqual(Length("letter"), LONGEST_LETTER)
            ),
            models.CheckConstraint(
                name="called_application_has_its_appointment",
                condition=~Q(state=S.CALLED) | (Q(interview_at__isnull=False) & ~Q(interview_place="")),
            ),
            models.CheckConstraint(
                name="answered_application_has_its_moment",
                condition=~Q(state__in=(S.CALLED, S.ACCEPTED, S.REFUSED)) | Q(answered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="only_a_refused_application_has_a_reason", condition=Q(reason="") | Q(state=S.REFUSED)
            ),
            models.CheckConstraint(
                name="only_an_accepted_application_has_its_terms",
                condition=Q(starts_on=None, wage=None) | Q(state=S.ACCEPTED),
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-sent_at"], name="application_of_person"),
            models.Index(fields=["vacancy", "state", "-sent_at"], name="application_of_vacancy"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.company}"


class ApplicationLog(TransitionLog):
    subject = models.ForeignKey(Application, models.PROTECT, related_name="log")


class ApplicationFile(models.Model):
    """A file that went with an application, the `n`-th of three."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(Application, models.PROTECT, related_name="files")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    n = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("n",)
        triggers = append_only()
        constraints = [
            models.UniqueConstraint(fields=["application", "n"], name="one_application_file_a_number"),
            models.UniqueConstraint(fields=["application", "file"], name="one_application_file_once"),
            models.CheckConstraint(name="application_has_three_files_at_most", condition=Q(n__range=(1, MOST_FILES))),
        ]
