"""What was said to whom, and the letters with their numbers."""

import uuid
from typing import Any

import pgtrigger
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.crypto import Sealed
from core.workflow import TransitionLog, Workflow
from notices.enums import Channel, LetterKind, NoticeState, Topic, Zone

LETTER_CODE = 12  # characters: 60 bits

notice_workflow = Workflow(
    ("send", [NoticeState.QUEUED], NoticeState.SENT),
    ("fail", [NoticeState.QUEUED], NoticeState.FAILED),
    ("skip", [NoticeState.QUEUED], NoticeState.SKIPPED),
    born=[NoticeState.SENT],  # in the inbox it is there at once
)


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, user: Any) -> "NoticeQuerySet":
        """The person's own inbox; copies by e-mail and SMS are shown beside the row they copy."""
        return self.filter(user_id=user.pk, channel=Channel.INBOX) if user.is_authenticated else self.none()

    def unread(self) -> "NoticeQuerySet":
        return self.filter(read_at=None)

    def newest_first(self) -> "NoticeQuerySet":
        return self.order_by("-created_at", "-pk")


class Notice(models.Model):
    """One message of one event to one person by one channel. The words are kept as they were said."""

    workflow = notice_workflow

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="notices", verbose_name=_("penerima")
    )
    event = models.CharField(_("peristiwa"), max_length=60)
    key = models.CharField(_("kunci"), max_length=120, blank=True)
    channel = models.CharField(_("saluran"), max_length=10, choices=Channel.choices)
    topic = models.CharField(_("topik"), max_length=10, choices=Topic.choices)
    state = models.CharField(_("keadaan"), max_length=10, choices=NoticeState.choices, default=NoticeState.QUEUED)
    language = models.CharField(_("bahasa"), max_length=2)
    subject = models.CharField(_("perihal"), max_length=200)
    body = models.TextField(_("isi"))
    link = models.CharField(_("halaman"), max_length=200, blank=True)
    urgent = models.BooleanField(_("mendesak"), default=False)
    address_sealed = models.BinaryField(blank=True, default=b"")  # a former address; empty: the person's present one
    round = models.UUIDField(null=True)  # which copies one job sends together
    attempts = models.PositiveSmallIntegerField(_("percobaan"), default=0)
    reference = models.CharField(_("nomor pada penyedia"), max_length=80, blank=True)
    created_at = models.DateTimeField(_("dibuat"))
    sent_at = models.DateTimeField(_("dikirim"), null=True, blank=True)
    read_at = models.DateTimeField(_("dibaca"), null=True, blank=True)

    address = Sealed("address_sealed", purpose="notice-address")
    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("pemberitahuan")
        verbose_name_plural = _("pemberitahuan")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "key", "user", "channel"], name="one_notice_an_event_person_and_channel"
            ),
            models.CheckConstraint(
                name="sent_notice_has_its_moment", condition=~Q(state=NoticeState.SENT) | Q(sent_at__isnull=False)
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-created_at"], name="notice_inbox", condition=Q(channel="inbox")),
            models.Index(fields=["user"], name="notice_unread", condition=Q(channel="inbox", read_at=None)),
            models.Index(fields=["round"], name="notice_to_send", condition=Q(state="queued")),
        ]
        triggers = [
            *notice_workflow.guards(),
            pgtrigger.ReadOnly(
                name="words_stay",
                fields=["user", "event", "key", "channel", "subject", "body", "link", "created_at"],
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.event} · {self.get_channel_display()}"


class NoticeLog(TransitionLog):
    subject = models.ForeignKey(Notice, models.PROTECT, related_name="log")

    class Meta(TransitionLog.Meta):
        verbose_name = _("riwayat pemberitahuan")
        verbose_name_plural = _("riwayat pemberitahuan")


class Preference(models.Model):
    """Which copies a person wants, and by which clock they sleep. No row: both copies, WIB."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, primary_key=True, related_name="notice_preference"
    )
    by_email = models.BooleanField(_("salinan lewat email"), default=True)
    by_sms = models.BooleanField(_("salinan lewat SMS"), default=True)
    zone = models.CharField(_("zona waktu"), max_length=20, choices=Zone.choices, default=Zone.WIB)

    class Meta:
        verbose_name = _("pilihan saluran")
        verbose_name_plural = _("pilihan saluran")

    def __str__(self) -> str:
        return f"{self.user_id} {self.zone}"


class LetterQuerySet(models.QuerySet["Letter"]):
    def visible_to(self, user: Any) -> "LetterQuerySet":
        """A letter is its addressee's. Officers read the decision it states, not the letter."""
        return self.filter(user_id=user.pk) if user.is_authenticated else self.none()

    def about(self, subject: models.Model) -> "LetterQuerySet":
        return self.filter(subject_kind=subject._meta.label_lower, subject_id=str(subject.pk))

    def newest_first(self) -> "LetterQuerySet":
        return self.order_by("-issued_at", "-number")


class Letter(models.Model):
    """A letter as it was issued: its words, its number, the code that proves it. Only revoking changes it.

    `content` is the whole wording (notices.letters.document), so that page and PDF can never say different things.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("nomor"), max_length=30, unique=True)
    kind = models.CharField(_("jenis"), max_length=20, choices=LetterKind.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="letters", verbose_name=_("penerima")
    )
    subject_kind = models.CharField(_("tentang"), max_length=60)
    subject_id = models.CharField(_("nomor perkara"), max_length=64)
    facts = models.JSONField(_("fakta"), encoder=DjangoJSONEncoder)
    content = models.JSONField(_("isi"))
    code = models.CharField(_("kode pemeriksaan"), max_length=LETTER_CODE, unique=True)
    pdf = models.CharField(_("berkas"), max_length=120, blank=True)
    sha256 = models.CharField(_("sidik berkas"), max_length=64, blank=True)
    issued_at = models.DateTimeField(_("diterbitkan"))
    revoked_at = models.DateTimeField(_("dicabut"), null=True, blank=True)
    revoked_reason = models.CharField(_("alasan dicabut"), max_length=300, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("surat")
        verbose_name_plural = _("surat")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_kind", "subject_id"], name="one_letter_a_kind_and_subject"
            ),
            models.CheckConstraint(
                name="stored_letter_has_its_fingerprint",
                condition=Q(pdf="", sha256="") | (~Q(pdf="") & Q(sha256__regex=r"^[0-9a-f]{64}$")),
            ),
            models.CheckConstraint(
                name="revoked_letter_has_a_reason",
                condition=Q(revoked_at=None, revoked_reason="") | (Q(revoked_at__isnull=False) & ~Q(revoked_reason="")),
                violation_error_message=_("Tulis alasan surat dicabut."),
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-issued_at"], name="letter_of_person"),
            models.Index(fields=["subject_kind", "subject_id"], name="letter_about"),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="issued_once", exclude=["pdf", "sha256", "revoked_at", "revoked_reason"]),
            pgtrigger.Protect(
                name="one_file_for_ever",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__sha256="")
                & (
                    pgtrigger.Q(old__sha256__df=pgtrigger.F("new__sha256"))
                    | pgtrigger.Q(old__pdf__df=pgtrigger.F("new__pdf"))
                ),
            ),
            pgtrigger.Protect(
                name="revoked_for_ever",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__revoked_at__isnull=False)
                & (
                    pgtrigger.Q(old__revoked_at__df=pgtrigger.F("new__revoked_at"))
                    | pgtrigger.Q(old__revoked_reason__df=pgtrigger.F("new__revoked_reason"))
                ),
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.number
