"""States of an application that is sent through the portal, and why an employer does not take somebody."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ApplicationState(models.TextChoices):
    SENT = "sent", _("Terkirim")
    SEEN = "seen", _("Dilihat")
    CALLED = "called", _("Dipanggil")
    ACCEPTED = "accepted", _("Diterima")
    REFUSED = "refused", _("Tidak diterima")
    WITHDRAWN = "withdrawn", _("Ditarik")


class RefusalReason(models.TextChoices):
    """Why an employer does not take somebody: what the person reads, in words that blame nobody."""

    FILLED = "filled", _("Posisi ini sudah terisi")
    SKILLS = "skills", _("Perusahaan mencari keahlian atau pengalaman lain")
    PLACE = "place", _("Tempat atau jam kerja belum cocok")
    WAGE = "wage", _("Upah yang diharapkan belum cocok")
    PAPERS = "papers", _("Syarat dokumen belum terpenuhi")


# The employer has not answered for good; the person may still take it back.
OPEN = (ApplicationState.SENT, ApplicationState.SEEN, ApplicationState.CALLED)
# The employer wants to see the person, or takes them: it may read how to reach them.
REACHABLE = (ApplicationState.CALLED, ApplicationState.ACCEPTED)
