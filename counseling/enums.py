"""Kinds and states of counselling: who counsels, what is asked, how a session goes and what comes of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Weekday(models.IntegerChoices):
    """As Python counts them."""

    MONDAY = 0, _("Senin")
    TUESDAY = 1, _("Selasa")
    WEDNESDAY = 2, _("Rabu")
    THURSDAY = 3, _("Kamis")
    FRIDAY = 4, _("Jumat")
    SATURDAY = 5, _("Sabtu")
    SUNDAY = 6, _("Minggu")


class CounsellorKind(models.TextChoices):
    CIVIL_SERVANT = "pengantar", _("Pengantar Kerja")
    STAFF = "petugas", _("Petugas Antarkerja")


class CounsellorState(models.TextChoices):
    ACTIVE = "active", _("Bertugas")
    PAUSED = "paused", _("Tidak bertugas")


class LeaveReason(models.TextChoices):
    LEAVE = "leave", _("Cuti")
    DUTY = "duty", _("Tugas lain")
    SICK = "sick", _("Sakit")


class Channel(models.TextChoices):
    """How somebody wants to be met. Every room begins with chat; a call is added to it."""

    CHAT = "chat", _("Obrolan tertulis")
    VOICE = "voice", _("Suara")
    VIDEO = "video", _("Video")
    PHONE = "phone", _("Ditelepon")


class SessionKind(models.TextChoices):
    CAREER = "career", _("Konseling karier")
    INTERVIEW = "interview", _("Wawancara pencarian kerja bulanan")


class AskReason(models.TextChoices):
    DIRECTION = "direction", _("Saya bingung mulai dari mana")
    OTHER_WORK = "other_work", _("Saya ingin pindah ke jenis pekerjaan lain")
    NO_ANSWER = "no_answer", _("Lamaran saya tidak dijawab")
    TRAINING = "training", _("Saya ingin ikut pelatihan")
    HEALTH = "health", _("Keadaan saya membatasi pilihan kerja")
    OTHER = "other", _("Hal lain")


class RequestState(models.TextChoices):
    WAITING = "waiting", _("Menunggu konselor")
    PROPOSED = "proposed", _("Konselor mengusulkan waktu lain")
    SCHEDULED = "scheduled", _("Terjadwal")
    DONE = "done", _("Selesai")
    CANCELLED = "cancelled", _("Dibatalkan")


LIVE_REQUESTS = (RequestState.WAITING, RequestState.PROPOSED, RequestState.SCHEDULED)


class SessionState(models.TextChoices):
    PROPOSED = "proposed", _("Menunggu jawaban peserta")
    AGREED = "agreed", _("Terjadwal")
    OPEN = "open", _("Sedang berlangsung")
    HELD = "held", _("Selesai")
    MISSED = "missed", _("Tidak terlaksana")
    DECLINED = "declined", _("Waktu tidak cocok")
    CANCELLED = "cancelled", _("Dibatalkan")
    MOVED = "moved", _("Dipindahkan")


# Sessions that take up the time of their two people.
TAKEN = (SessionState.PROPOSED, SessionState.AGREED, SessionState.OPEN)


class Side(models.TextChoices):
    """Who of the two, for those who are absent or cancel."""

    PARTICIPANT = "peserta", _("Peserta")
    COUNSELLOR = "konselor", _("Konselor")


class MessageKind(models.TextChoices):
    TEXT = "text", _("Pesan")
    VACANCY = "vacancy", _("Lowongan dari konselor")
    TRAINING = "training", _("Pelatihan dari konselor")
    PHONE = "phone", _("Minta ditelepon")
    JOINED = "joined", _("Masuk ruang")
    ENDED = "ended", _("Konseling diakhiri")


class WorksheetState(models.TextChoices):
    DRAFT = "draft", _("Ditulis")
    SENT = "sent", _("Menunggu persetujuan peserta")
    AGREED = "agreed", _("Disepakati")
    COMMENTED = "commented", _("Dikomentari peserta")


class ReportKind(models.TextChoices):
    """A referral to somebody who can help, or what BPJS may have to look at. Neither stops a benefit by itself."""

    PSYCHOLOGIST = "psych", _("Rujukan: psikolog")
    DISABILITY = "disabled", _("Rujukan: layanan disabilitas")
    SOCIAL = "social", _("Rujukan: bantuan sosial")
    LEGAL = "legal", _("Rujukan: bantuan hukum")
    AT_WORK = "at_work", _("Tampaknya sudah bekerja")
    NOT_SEARCHING = "no_search", _("Tampaknya tidak mencari kerja")
    LEFT_TRAINING = "left", _("Meninggalkan pelatihan tanpa alasan")


REFERRALS = (ReportKind.PSYCHOLOGIST, ReportKind.DISABILITY, ReportKind.SOCIAL, ReportKind.LEGAL)


class ReportState(models.TextChoices):
    OPEN = "open", _("Menunggu petugas")
    CLOSED = "closed", _("Selesai dibaca")


class Rating(models.TextChoices):
    """The question of one tap after a session: did it help?"""

    YES = "yes", _("Ya, membantu")
    PARTLY = "partly", _("Sebagian")
    NO = "no", _("Belum membantu")
