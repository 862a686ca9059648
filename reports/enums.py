"""What an officer concludes."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Population(models.TextChoices):
    """Whom the simulator asks about."""

    INVENTED = "rekaan", _("Orang rekaan")
    REGISTER = "register", _("PHK yang tercatat di portal")


class SimulationState(models.TextChoices):
    QUEUED = "queued", _("Menunggu giliran")
    RUNNING = "running", _("Sedang dihitung")
    DONE = "done", _("Selesai")
    FAILED = "failed", _("Tidak dapat dihitung")


class SimulationStep(models.TextChoices):
    """How far the work on a run is."""

    WAITING = "waiting", _("Menunggu giliran")
    PEOPLE = "people", _("Menyiapkan orang")
    COMPARING = "comparing", _("Membandingkan dua aturan")
    WRITING = "writing", _("Menyimpan hasil")


class Conclusion(models.TextChoices):
    """About one institute and one year. None of them does anything by itself."""

    GOOD = "baik", _("Baik")
    WATCH = "perhatian", _("Perlu perhatian")
    ACT = "tindak", _("Perlu ditindaklanjuti")
