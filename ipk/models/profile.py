"""The profile ("Resume") that a person writes: one row, and one entry for each school, job, course, language, skill."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from ipk.enums.profile import LEVELS, LISTED, OPTIONAL, Fluency, Part, Schooling, Source

SUMMARY_LENGTH, NOTE_LENGTH = 600, 600


class Profile(models.Model):
    """What is there once. `none_of` are parts that the person says to have nothing for."""

    person = models.OneToOneField("participants.Person", models.PROTECT, primary_key=True, related_name="profile")
    photo = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    summary = models.CharField(_("ringkasan"), max_length=SUMMARY_LENGTH, blank=True)
    shows_email = models.BooleanField(_("tampilkan email"), default=False)
    shows_phone = models.BooleanField(_("tampilkan nomor HP"), default=False)
    told_at = models.DateTimeField(null=True)  # when the personal part was last saved; None: not yet
    none_of = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("profil")
        verbose_name_plural = _("profil")
        constraints = [
            models.CheckConstraint(
                name="profile_without_what_may_be_missing",
                condition=Q(none_of__contained_by=[str(part) for part in OPTIONAL]),
                violation_error_message=_("Bagian ini perlu diisi."),
            ),
            models.CheckConstraint(
                name="told_profile_can_be_answered",
                condition=Q(told_at=None) | Q(shows_email=True) | Q(shows_phone=True),
                violation_error_message=_("Pilih paling sedikit satu cara menghubungi Anda."),
            ),
        ]


class ProfileEntryQuerySet(models.QuerySet["ProfileEntry"]):
    def visible_to(self, user: User) -> "ProfileEntryQuerySet":
        """One's own. An employer reads what was sent with an application, never the profile."""
        return self.filter(person__user=user)

    def in_order(self) -> "ProfileEntryQuerySet":
        """What goes on first, then the latest."""
        return self.order_by("part", F("ended_on").desc(nulls_first=True), F("began_on").desc(nulls_last=True), "title")


class ProfileEntry(models.Model):
    """One entry of a part. Days are the first of a month or, where only the year was asked, of January.

    `title` is the position, course, certificate, achievement, language or skill; the programme of a school, which may
    be empty. `place` is the school, employer, institute, issuer. `key` says which entries are the same. `source_ref`
    is the employer's number at BPJS for a job that BPJS told of, as of `source_at`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("participants.Person", models.PROTECT, related_name="profile_entries")
    part = models.CharField(max_length=12, choices=[(part.value, part.label) for part in LISTED])
    title = models.CharField(max_length=120, blank=True)
    place = models.CharField(max_length=150, blank=True)
    level = models.CharField(max_length=4, choices=[*Schooling.choices, *Fluency.choices], blank=True)
    began_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    note = models.CharField(max_length=NOTE_LENGTH, blank=True)
    key = models.CharField(max_length=300)
    source = models.CharField(max_length=4, choices=Source.choices, default=Source.OWN)
    source_ref = models.CharField(max_length=20, blank=True)
    source_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()

    objects = ProfileEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("isi profil")
        verbose_name_plural = _("isi profil")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "part", "key"],
                name="one_profile_entry_of_a_kind",
                violation_error_message=_("Ini sudah ada di profil Anda."),
            ),
            models.CheckConstraint(
                name="profile_entry_is_named",
                condition=~Q(title="") | (Q(part=Part.EDUCATION) & ~Q(place="")),
                violation_error_message=_("Tulis namanya."),
            ),
            models.CheckConstraint(
                name="profile_entry_has_its_place",
                condition=~Q(part__in=(Part.EDUCATION, Part.EXPERIENCE, Part.TRAINING, Part.CERTIFICATE))
                | ~Q(place=""),
                violation_error_message=_("Tulis nama sekolah, perusahaan, atau lembaganya."),
            ),
            models.CheckConstraint(
                name="profile_entry_has_the_level_of_its_part",
                condition=Q(part=Part.EDUCATION, level__in=LEVELS[Part.EDUCATION].values)
                | Q(part=Part.LANGUAGE, level__in=LEVELS[Part.LANGUAGE].values)
                | (~Q(part__in=(Part.EDUCATION, Part.LANGUAGE)) & Q(level="")),
                violation_error_message=_("Pilih tingkatnya."),
            ),
            models.CheckConstraint(
                name="profile_entry_ends_after_it_begins",
                condition=Q(began_on=None) | Q(ended_on=None) | Q(ended_on__gte=F("began_on")),
                violation_error_message=_("Selesai sebelum mulai. Periksa lagi."),
            ),
            models.CheckConstraint(
                name="job_has_its_beginning",
                condition=~Q(part=Part.EXPERIENCE) | Q(began_on__isnull=False),
                violation_error_message=_("Isi bulan mulai bekerja."),
            ),
            models.CheckConstraint(
                name="told_entry_names_its_source",
                condition=Q(source=Source.OWN, source_ref="", source_at=None)
                | (~Q(source=Source.OWN) & ~Q(source_ref="") & Q(source_at__isnull=False, part=Part.EXPERIENCE)),
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.place

    @property
    def goes_on(self) -> bool:
        return self.ended_on is None and self.began_on is not None
