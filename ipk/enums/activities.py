"""Kinds and states of job-search activities, and the answers of the self-assessment."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ActivityKind(models.TextChoices):
    APPLICATION = "application", _("Lamaran kerja")
    INTERVIEW = "interview", _("Panggilan tes atau wawancara")


class ActivityState(models.TextChoices):
    SUBMITTED = "submitted", _("Diperiksa")
    ACCEPTED = "accepted", _("Diterima")
    NEEDS_FIX = "needs_fix", _("Perlu diperbaiki")
    REJECTED = "rejected", _("Tidak diterima")
    WITHDRAWN = "withdrawn", _("Ditarik")


# May still count for a month. One company, position and day stands in these states once; so does a file.
LIVE = (ActivityState.SUBMITTED, ActivityState.NEEDS_FIX, ActivityState.ACCEPTED)
# An officer said what is missing; the person may send it.
ANSWERABLE = (ActivityState.NEEDS_FIX, ActivityState.REJECTED)


class AssessmentState(models.TextChoices):
    DRAFT = "draft", _("Belum selesai")
    COMPLETE = "complete", _("Selesai")


class MayMove(models.TextChoices):
    """How far from home somebody would work."""

    HERE = "here", _("Di kota atau kabupaten saya saja")
    PROVINCE = "province", _("Di provinsi saya")
    ANYWHERE = "anywhere", _("Di mana saja di Indonesia")


class MayTrain(models.TextChoices):
    """Whether somebody would take a training."""

    YES = "yes", _("Ya, datang ke tempat pelatihan")
    ONLINE = "online", _("Ya, kalau daring")
    NO = "no", _("Tidak untuk sekarang")
