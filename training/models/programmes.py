"""What institutes teach, and when: programmes and their classes."""

import uuid
from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from core.workflow import TransitionLog, Workflow
from training.enums import ClassState, InstituteState, Mode, ProgrammeState
from training.models.institutes import Institute

P, C = ProgrammeState, ClassState
LONGEST_TEXT = 5_000
MOST_SKILLS = 15
DEAREST = 100_000_000  # whole rupiah: no price, only what a slip of the pen cannot exceed

programme_workflow = Workflow(
    ("propose", [P.DRAFT, P.RETURNED], P.PROPOSED),
    ("return", [P.PROPOSED], P.RETURNED),
    ("price", [P.PROPOSED], P.LISTED),
    ("list", [P.DRAFT, P.WITHDRAWN], P.LISTED),
    ("withdraw", [P.LISTED], P.WITHDRAWN),
    born=[P.LISTED],
)
class_workflow = Workflow(
    ("close", [C.OPEN], C.CLOSED),
    ("reopen", [C.CLOSED], C.OPEN),
    ("cancel", [C.OPEN, C.CLOSED], C.CANCELLED),
    born=[C.OPEN],
)


class ProgrammeWords(Func):
    """The words of a programme with their weights: the title, then its skills, what one learns, what is asked for.

    The function is written in migration 0002.
    """

    function = "training_programme_words"
    output_field = SearchVectorField()


class TrainingClassQuerySet(models.QuerySet["TrainingClass"]):
    def upcoming(self, on: date) -> "TrainingClassQuerySet":
        """What has not begun and is not called off, the soonest first; the first day counts."""
        return self.filter(starts_on__gte=on).exclude(state=C.CANCELLED).order_by("starts_on", "pk")

    def with_room(self, on: date) -> "TrainingClassQuerySet":
        """Upcoming ones that take people and have a seat."""
        return self.upcoming(on).filter(state=C.OPEN, taken__lt=F("seats"))


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def listed(self) -> "ProgrammeQuerySet":
        """What can be recommended: of institutes that train people of JKP now."""
        return self.filter(state=P.LISTED, institute__state=InstituteState.LISTED)

    def shown(self) -> "ProgrammeQuerySet":
        """What has a public page; of a suspended institute too, where the page says so."""
        return self.filter(state=P.LISTED).exclude(institute__state=InstituteState.ENDED)

    def with_next_start(self, on: date) -> "ProgrammeQuerySet":
        """`next_start`: the first day of the soonest class with a seat; None without one."""
        rows = TrainingClass.objects.filter(programme=OuterRef("pk")).with_room(on)
        return self.annotate(next_start=Subquery(rows.values("starts_on")[:1]))

    def with_upcoming(self, on: date) -> "ProgrammeQuerySet":
        """`upcoming`: a list of the classes that have not begun, the soonest first. One query for all rows."""
        return self.prefetch_related(
            Prefetch("classes", queryset=TrainingClass.objects.upcoming(on), to_attr="upcoming")
        )


class ProgrammeManager(models.Manager.from_queryset(ProgrammeQuerySet)):  # type: ignore[misc]
    """The search words are for the database only: they are never read along."""

    def get_queryset(self) -> ProgrammeQuerySet:
        return super().get_queryset().defer("search")


class Programme(models.Model):
    """A programme of an institute. Texts are the institute's own words: plain, shown escaped, never a link.

    `group` is the group of occupations of KBJI/ISCO-08 that it leads to, two to four digits. `cost` is in whole rupiah
    a participant, at most the ceiling of the day `priced_on` (rules.duties.TRAINING_COST_CEILING).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    institute = models.ForeignKey(
        Institute, models.PROTECT, related_name="programmes", verbose_name=_("lembaga pelatihan")
    )
    title = models.CharField(_("nama program"), max_length=120)
    slug = models.SlugField(max_length=100, editable=False)
    group = models.CharField(_("golongan jabatan"), max_length=4)
    mode = models.CharField(_("cara belajar"), max_length=8, choices=Mode.choices, default=Mode.ONSITE)
    hours = models.PositiveSmallIntegerField(_("jam pelajaran"))
    days = models.PositiveSmallIntegerField(_("hari pertemuan"))
    cost = models.PositiveIntegerField(_("biaya per peserta (Rp)"))
    priced_on = models.DateField(editable=False)
    requirements = models.TextField(_("syarat peserta"), blank=True)
    learns = models.TextField(_("yang dipelajari"))
    curriculum = models.TextField(_("kurikulum: unit dan jam"), blank=True)
    standard = models.CharField(_("standar kompetensi"), max_length=120, blank=True)
    proposed_at = models.DateTimeField(_("diajukan"), null=True, blank=True, editable=False)
    due_on = models.DateField(_("dinilai paling lambat"), null=True, blank=True, editable=False)
    remark = models.CharField(_("catatan penilai"), max_length=500, blank=True, editable=False)
    skills = ArrayField(models.CharField(max_length=40), default=list, blank=True, verbose_name=_("keterampilan"))
    state = models.CharField(_("keadaan"), max_length=10, choices=P.choices, default=P.DRAFT)
    created_at = models.DateTimeField()
    search = models.GeneratedField(
        expression=ProgrammeWords("title", "skills", "learns", "requirements"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    workflow = programme_workflow
    objects = ProgrammeManager()

    class Meta:
        verbose_name = _("program pelatihan")
        verbose_name_plural = _("program pelatihan")
        ordering = ("title", "pk")
        triggers = programme_workflow.guards()
        constraints = [
            models.UniqueConstraint(fields=["institute", "slug"], name="one_programme_an_address"),
            models.CheckConstraint(
                name="programme_group_is_an_occupation",
                condition=Q(group__regex=r"^[1-9][0-9]{1,3}$"),
                violation_error_message=_("Golongan jabatan ditulis dengan dua sampai empat angka."),
            ),
            models.CheckConstraint(
                name="programme_lasts_a_possible_time", condition=Q(hours__range=(1, 2_000), days__range=(1, 366))
            ),
            models.CheckConstraint(name="programme_costs_a_possible_sum", condition=Q(cost__lte=DEAREST)),
            models.CheckConstraint(
                name="proposed_programme_has_a_date",
                condition=~Q(state=P.PROPOSED) | Q(proposed_at__isnull=False, due_on__isnull=False),
            ),
            models.CheckConstraint(name="programme_names_few_skills", condition=Q(skills__len__lte=MOST_SKILLS)),
            models.CheckConstraint(
                name="programme_texts_are_short",
                condition=LessThanOrEqual(Length("learns"), LONGEST_TEXT)
                & LessThanOrEqual(Length("requirements"), LONGEST_TEXT)
                & LessThanOrEqual(Length("curriculum"), LONGEST_TEXT),
            ),
        ]
        indexes = [
            models.Index(fields=["group", "title"], name="programme_of_group", condition=Q(state=P.LISTED)),
            GinIndex(fields=["search"], name="programme_by_words", condition=Q(state=P.LISTED), fastupdate=False),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_offered(self) -> bool:
        """As `listed`, for one that was read with its institute."""
        return self.state == P.LISTED and self.institute.state == InstituteState.LISTED


class ProgrammeLog(TransitionLog):
    subject = models.ForeignKey(Programme, models.PROTECT, related_name="log")


class TrainingClass(models.Model):
    """One time that a programme is held, with so many seats. `taken` counts everybody who has one, also outside JKP.

    `schedule` is what people read: "Senin–Jumat, 08.00–15.00", in the time of the place.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="classes", verbose_name=_("program"))
    starts_on = models.DateField(_("mulai"))
    ends_on = models.DateField(_("selesai"))
    seats = models.PositiveSmallIntegerField(_("kursi"))
    taken = models.PositiveSmallIntegerField(_("kursi terisi"), default=0)
    place = models.CharField(_("tempat"), max_length=200)
    schedule = models.CharField(_("hari dan jam"), max_length=120)
    state = models.CharField(_("keadaan"), max_length=10, choices=C.choices, default=C.OPEN)
    created_at = models.DateTimeField()

    workflow = class_workflow
    objects = TrainingClassQuerySet.as_manager()

    class Meta:
        verbose_name = _("kelas pelatihan")
        verbose_name_plural = _("kelas pelatihan")
        ordering = ("starts_on", "pk")
        triggers = class_workflow.guards()
        constraints = [
            models.CheckConstraint(
                name="class_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("Tanggal selesai tidak boleh sebelum tanggal mulai."),
            ),
            models.CheckConstraint(name="class_has_possible_seats", condition=Q(seats__range=(1, 500))),
            models.CheckConstraint(
                name="class_seats_suffice",
                condition=Q(taken__lte=F("seats")),
                violation_error_message=_("Kursi terisi tidak boleh lebih banyak dari kursi yang ada."),
            ),
            models.UniqueConstraint(
                fields=["programme", "starts_on", "schedule"],
                condition=~Q(state=C.CANCELLED),
                name="one_class_a_start_and_schedule",
                violation_error_message=_("Kelas dengan tanggal mulai dan jadwal ini sudah ada."),
            ),
        ]
        indexes = [models.Index(fields=["starts_on"], name="class_starting", condition=Q(state=C.OPEN))]

    def __str__(self) -> str:
        return f"{self.programme}, {self.starts_on:%Y-%m-%d}"

    @property
    def left(self) -> int:
        """Seats that nobody has."""
        return self.seats - self.taken


class TrainingClassLog(TransitionLog):
    subject = models.ForeignKey(TrainingClass, models.PROTECT, related_name="log")
