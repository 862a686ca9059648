"""Vacancies: published by an employer or copied from Karirhub, looked at by an officer, found by search."""

import uuid
from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Count, F, Func, Q
from django.db.models.functions import Coalesce, Left, Length
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import has_role, regions_of
from core.workflow import TransitionLog, Workflow, append_only
from ipk.enums.applications import ApplicationState
from ipk.enums.vacancies import (
    ONCE_PUBLIC,
    Employment,
    ReportReason,
    ReportState,
    ReturnReason,
    Schooling,
    VacancySource,
    VacancyState,
    WorkPlace,
)
from participants.models import Employer

S = VacancyState
LONGEST_TEXT = 5_000
MOST_SKILLS = 15

vacancy_workflow = Workflow(
    ("submit", [S.DRAFT, S.REJECTED], S.SUBMITTED),
    ("revise", [S.PUBLISHED], S.SUBMITTED),
    ("approve", [S.SUBMITTED], S.PUBLISHED),
    ("reject", [S.SUBMITTED], S.REJECTED),
    ("hold", [S.PUBLISHED], S.HELD),
    ("restore", [S.HELD], S.PUBLISHED),
    ("take_down", [S.PUBLISHED, S.HELD], S.TAKEN_DOWN),
    ("close", [S.DRAFT, S.SUBMITTED, S.REJECTED, S.PUBLISHED], S.CLOSED),
    ("reopen", [S.CLOSED], S.PUBLISHED),
    born=[S.PUBLISHED],
)
report_workflow = Workflow(
    ("uphold", [ReportState.OPEN], ReportState.UPHELD),
    ("dismiss", [ReportState.OPEN], ReportState.DISMISSED),
)


class SearchWords(Func):
    """The words of a vacancy with their weights: the title first, then company and skills, then what is asked for and
    the country, then the description. The function is written in migration 0005."""

    function = "ipk_search_words"
    output_field = SearchVectorField()


class VacancyQuerySet(models.QuerySet["Vacancy"]):
    def open(self, on: date) -> "VacancyQuerySet":
        """What anybody may read and apply for on a day; the last day counts."""
        return self.filter(state=S.PUBLISHED, closes_on__gte=on)

    def of_staff(self, user: User, on: date) -> "VacancyQuerySet":
        """Those of the employers that the user acts for."""
        return self.filter(employer__in=Employer.objects.of_staff(user, on))

    def with_applicants(self) -> "VacancyQuerySet":
        """`applicants` that stand, and `unread` ones that nobody of the firm has opened."""
        stands = ~Q(applications__state=ApplicationState.WITHDRAWN)
        return self.annotate(
            applicants=Count("applications", filter=stands),
            unread=Count("applications", filter=Q(applications__state=ApplicationState.SENT)),
        )

    def moderated_by(self, user: User, on: date) -> "VacancyQuerySet":
        """A counsellor's: those of the own regions; whoever reaches the nation also imported ones and those abroad."""
        scope = regions_of(user, Role.COUNSELLOR, on=on)
        return (
            self.exclude(state=S.DRAFT)
            if scope.everything
            else self.filter(scope.q("region__code")).exclude(state=S.DRAFT)
        )

    def over(self, on: date) -> "VacancyQuerySet":
        """Everybody could read them until their firm closed them or their last day went by."""
        return self.filter(Q(state=S.CLOSED) | Q(state=S.PUBLISHED, closes_on__lt=on))

    def visible_to(self, user: User, on: date) -> "VacancyQuerySet":
        """Open ones for everybody; also what one has applied for, the own employer's, an officer's region, and all of
        them for audit.
        """
        public = Q(state=S.PUBLISHED, closes_on__gte=on)
        if not user.is_authenticated:
            return self.filter(public)
        if has_role(user, Role.AUDITOR, on=on):
            return self
        scope = regions_of(user, Role.COUNSELLOR, on=on)
        desk = scope.q("region__code") & ~Q(state=S.DRAFT)
        asked = self.model.objects.filter(state__in=ONCE_PUBLIC, applications__person__user=user)
        return self.filter(
            public | desk | Q(employer__in=Employer.objects.of_staff(user, on)) | Q(pk__in=asked.values("pk"))
        )


class VacancyManager(models.Manager.from_queryset(VacancyQuerySet)):  # type: ignore[misc]
    """The search words are for the database only: they are never read along."""

    def get_queryset(self) -> VacancyQuerySet:
        return super().get_queryset().defer("search")


class Vacancy(models.Model):
    """A job on offer. Texts are an employer's own words: plain, shown escaped, never a link.

    `published_at` is the first time, so that editing does not make a vacancy new. `version` counts changes of content;
    `due_on` is the last day of the answer that an officer owes; `seen_at` when the source last named an imported one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    employer = models.ForeignKey(
        "participants.Employer", models.PROTECT, null=True, blank=True, related_name="vacancies"
    )
    company = models.CharField(_("perusahaan"), max_length=200)
    title = models.CharField(_("pekerjaan"), max_length=120)
    occupation = models.ForeignKey("ipk.Occupation", models.PROTECT, related_name="+", verbose_name=_("golongan"))
    description = models.TextField(_("yang dikerjakan"))
    requirements = models.TextField(_("yang diminta"), blank=True)
    region = models.ForeignKey("core.Region", models.PROTECT, null=True, blank=True, related_name="+")
    province = models.GeneratedField(
        expression=Coalesce(Left(F("region_id"), 2), models.Value("")),
        output_field=models.CharField(max_length=2),
        db_persist=True,
    )
    country = models.CharField(_("negara"), max_length=60, blank=True)
    wage_from = models.PositiveBigIntegerField(_("gaji dari"), null=True, blank=True)
    wage_to = models.PositiveBigIntegerField(_("gaji sampai"), null=True, blank=True)
    wage_best = models.GeneratedField(
        expression=Coalesce(F("wage_to"), F("wage_from")),
        output_field=models.PositiveBigIntegerField(null=True),
        db_persist=True,
    )
    education = models.CharField(_("pendidikan"), max_length=1, choices=Schooling.choices, default=Schooling.ANY)
    experience_years = models.PositiveSmallIntegerField(_("pengalaman (tahun)"), default=0)
    employment = models.CharField(_("jenis kerja"), max_length=6, choices=Employment.choices)
    work_place = models.CharField(
        _("tempat bekerja"), max_length=6, choices=WorkPlace.choices, default=WorkPlace.ONSITE
    )
    openings = models.PositiveSmallIntegerField(_("jumlah orang"), default=1)
    skills = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    source = models.CharField(max_length=8, choices=VacancySource.choices, default=VacancySource.PORTAL)
    external_id = models.CharField(max_length=60, blank=True)
    external_url = models.CharField(max_length=300, blank=True)
    state = models.CharField(_("keadaan"), max_length=10, choices=S.choices, default=S.DRAFT)
    version = models.PositiveIntegerField(default=1)
    flags = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True)
    published_at = models.DateTimeField(null=True)
    closes_on = models.DateField(_("tutup"))
    seen_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=8, choices=ReturnReason.choices, blank=True)
    officer_note = models.CharField(max_length=500, blank=True)
    search = models.GeneratedField(
        expression=SearchWords("title", "company", "skills", "requirements", "country", "description"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    workflow = vacancy_workflow
    objects = VacancyManager()

    class Meta:
        verbose_name = _("lowongan")
        verbose_name_plural = _("lowongan")
        triggers = vacancy_workflow.guards()
        constraints = [
            models.CheckConstraint(
                name="vacancy_is_at_home_or_abroad", condition=Q(region__isnull=True) | Q(country="")
            ),
            models.CheckConstraint(
                name="vacancy_wage_is_a_range",
                condition=Q(wage_to=None) | Q(wage_from__isnull=False, wage_to__gte=F("wage_from")),
                violation_error_message=_("Gaji tertinggi harus sama atau lebih besar dari gaji terendah."),
            ),
            models.CheckConstraint(
                name="vacancy_wage_is_possible", condition=Q(wage_from=None) | Q(wage_from__range=(1, 1_000_000_000))
            ),
            models.CheckConstraint(name="vacancy_seeks_somebody", condition=Q(openings__range=(1, 9_999))),
            models.CheckConstraint(name="vacancy_asks_possible_experience", condition=Q(experience_years__lte=40)),
            models.CheckConstraint(
                name="vacancy_texts_are_short",
                condition=LessThanOrEqual(Length("description"), LONGEST_TEXT)
                & LessThanOrEqual(Length("requirements"), LONGEST_TEXT),
            ),
            models.CheckConstraint(name="vacancy_names_few_skills", condition=Q(skills__len__lte=MOST_SKILLS)),
            models.CheckConstraint(
                name="vacancy_closes_after_it_opens",
                condition=Q(published_at=None) | Q(closes_on__gte=F("published_at__date")),
            ),
            models.CheckConstraint(
                name="shown_vacancy_was_published",
                condition=~Q(state__in=(S.PUBLISHED, S.HELD, S.TAKEN_DOWN)) | Q(published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="waiting_vacancy_has_its_day",
                condition=~Q(state=S.SUBMITTED) | Q(submitted_at__isnull=False, due_on__isnull=False),
            ),
            models.CheckConstraint(
                name="returned_vacancy_has_a_reason",
                condition=~Q(state__in=(S.REJECTED, S.TAKEN_DOWN)) | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="vacancy_of_the_portal_has_an_employer",
                condition=Q(source=VacancySource.PORTAL, employer__isnull=False, external_id="", external_url="")
                | (~Q(source=VacancySource.PORTAL) & Q(employer=None) & ~Q(external_id="")),
            ),
            models.CheckConstraint(
                name="vacancy_leads_to_a_web_address",
                condition=Q(external_url="") | Q(external_url__startswith="https://"),
            ),
            models.UniqueConstraint(
                fields=["source", "external_id"], condition=~Q(external_id=""), name="one_vacancy_an_external_id"
            ),
        ]
        indexes = [
            # The province stands beside the words, so that both narrow before a row is read.
            GinIndex(
                fields=["search", "province"],
                name="vacancy_by_words",
                condition=Q(state=S.PUBLISHED),
                fastupdate=False,
            ),
            models.Index(fields=["-published_at", "id"], name="vacancy_newest", condition=Q(state=S.PUBLISHED)),
            models.Index(
                fields=["province", "-published_at"], name="vacancy_of_province", condition=Q(state=S.PUBLISHED)
            ),
            models.Index(
                fields=["occupation", "-published_at"], name="vacancy_of_group", condition=Q(state=S.PUBLISHED)
            ),
            models.Index(fields=["closes_on"], name="vacancy_closing", condition=Q(state=S.PUBLISHED)),
            models.Index(fields=["due_on", "submitted_at"], name="vacancy_for_officer", condition=Q(state=S.SUBMITTED)),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.company}"


class VacancyLog(TransitionLog):
    subject = models.ForeignKey(Vacancy, models.PROTECT, related_name="log")


class VacancyVersion(models.Model):
    """What an employer wrote, each time it was sent or changed: the officer sees what is new."""

    vacancy = models.ForeignKey(Vacancy, models.PROTECT, related_name="versions")
    n = models.PositiveIntegerField()
    content = models.JSONField()
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()
        ordering = ("n",)
        constraints = [models.UniqueConstraint(fields=["vacancy", "n"], name="one_vacancy_version_a_number")]


class VacancyReport(models.Model):
    """Somebody says that a vacancy is not honest; a named officer decides by `due_on`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    vacancy = models.ForeignKey(Vacancy, models.PROTECT, related_name="reports")
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    reason = models.CharField(_("alasan"), max_length=5, choices=ReportReason.choices)
    note = models.CharField(_("keterangan"), max_length=1_000, blank=True)
    at = models.DateTimeField()
    due_on = models.DateField()
    state = models.CharField(max_length=9, choices=ReportState.choices, default=ReportState.OPEN)
    decided_at = models.DateTimeField(null=True)

    workflow = report_workflow

    class Meta:
        verbose_name = _("laporan lowongan")
        verbose_name_plural = _("laporan lowongan")
        triggers = report_workflow.guards()
        constraints = [
            models.UniqueConstraint(
                fields=["vacancy", "user"],
                name="one_report_a_vacancy_and_user",
                violation_error_message=_("Anda sudah melaporkan lowongan ini."),
            ),
            models.CheckConstraint(
                name="decided_report_has_its_moment",
                condition=Q(state=ReportState.OPEN, decided_at=None)
                | (~Q(state=ReportState.OPEN) & Q(decided_at__isnull=False)),
            ),
        ]
        indexes = [models.Index(fields=["due_on"], name="report_for_officer", condition=Q(state=ReportState.OPEN))]


class VacancyReportLog(TransitionLog):
    subject = models.ForeignKey(VacancyReport, models.PROTECT, related_name="log")


class VacancyWord(models.Model):
    """A word that open vacancies are written with, its stem, and by how many: what a misspelt word may have meant."""

    word = models.CharField(primary_key=True, max_length=40)
    stem = models.CharField(max_length=40, db_index=True)
    uses = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [GinIndex(OpClass("word", name="gin_trgm_ops"), name="word_by_letters")]


class VacancyCopy(models.Model):
    """One round of copying another site's vacancies; the last finished one says how old the copy is."""

    source = models.CharField(max_length=8, choices=VacancySource.choices)
    started_at = models.DateTimeField()
    cursor = models.CharField(max_length=200, blank=True)
    pages = models.PositiveIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    closed = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source"], condition=Q(finished_at=None), name="one_round_of_copying_at_a_time"
            )
        ]
        indexes = [models.Index(fields=["source", "-finished_at"], name="copy_last_finished")]


class SavedSearch(models.Model):
    """A search that somebody wants to hear about once a week. `query` is the canonical query string of the page."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="saved_searches")
    query = models.CharField(max_length=400)
    label = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    told_until = models.DateTimeField()  # vacancies published later are news

    class Meta:
        verbose_name = _("pencarian tersimpan")
        verbose_name_plural = _("pencarian tersimpan")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "query"],
                name="one_saved_search_a_user_and_query",
                violation_error_message=_("Pencarian ini sudah Anda simpan."),
            )
        ]
        indexes = [models.Index(fields=["user", "created_at"], name="saved_search_of_user")]
