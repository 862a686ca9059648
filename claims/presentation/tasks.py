"""The task list of a draft and the summary before sending."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from claims.enums import AccountCheck
from claims.models import Claim
from claims.selectors import Tasks
from core.formatting import mask_nik, plain_date
from core.language import language

Item = dict[str, Any]


def task_items(claim: Claim, done: Tasks) -> list[Item]:
    """Two groups for <c-tasks>: about you, and commitment with sending."""
    return [
        {"title": _("Tentang Anda"), "tasks": [_data(claim, done), _account(claim, done)]},
        {"title": _("Komitmen dan kirim"), "tasks": [_kapk(claim, done), _send(claim, done)]},
    ]


def next_task(claim: Claim, done: Tasks) -> Item:
    """The button under the list: the first task that is left, in words."""
    if not done.data:
        return {"href": reverse("claims:data", args=[claim.pk]), "text": _("Mulai dengan data diri")}
    if not done.account:
        return {"href": reverse("claims:account", args=[claim.pk]), "text": _("Lanjutkan ke rekening")}
    if not done.kapk:
        return {"href": reverse("claims:kapk", args=[claim.pk]), "text": _("Lanjutkan ke KAPK")}
    return {"href": reverse("claims:send", args=[claim.pk]), "text": _("Periksa dan kirim klaim")}


def _tag(done: bool) -> Item:
    return {"tag": _("Selesai"), "kind": "ok"} if done else {"tag": _("Belum selesai"), "kind": "wait"}


def _data(claim: Claim, done: Tasks) -> Item:
    text = _("Nama, NIK, dan tanggal lahir")
    if claim.person.verified_at:
        text = _("Dari Dukcapil, %(day)s") % {"day": plain_date(claim.person.verified_at, language())}
    return {
        "title": _("Periksa data diri"),
        "href": reverse("claims:data", args=[claim.pk]),
        "text": text,
        **_tag(done.data),
    }


def _account(claim: Claim, done: Tasks) -> Item:
    text = _("Atas nama Anda sendiri, bank apa saja")
    if done.account:
        text = f"{claim.account_shown}. {AccountCheck(claim.account_check).label}"
    tag = {"tag": _("Periksa lagi"), "kind": "wait"} if claim.account_in_doubt else _tag(done.account)
    return {
        "title": _("Isi rekening bank"),
        "href": reverse("claims:account", args=[claim.pk]),
        "text": text,
        **tag,
    }


def _kapk(claim: Claim, done: Tasks) -> Item:
    return {
        "title": _("Baca dan tanda tangani KAPK"),
        "href": reverse("claims:kapk", args=[claim.pk]),
        "text": _("Komitmen aktivitas pencarian kerja"),
        **_tag(done.kapk),
    }


def _send(claim: Claim, done: Tasks) -> Item:
    item: Item = {"title": _("Periksa dan kirim klaim")}
    if done.can_send:
        return item | {
            "href": reverse("claims:send", args=[claim.pk]),
            "text": _("Lihat ringkasan sebelum mengirim"),
            "tag": _("Siap dikirim"),
            "kind": "wait",
        }
    return item | {
        "href": "",
        "text": _("Terbuka setelah tugas lain selesai"),
        "tag": _("Belum bisa dimulai"),
        "kind": "",
    }


def send_facts(claim: Claim) -> list[Item]:
    """Rows about the person for <c-facts>, each with its way to change."""
    return [
        {"term": _("Nama"), "value": claim.person.full_name},
        {"term": "NIK", "value": mask_nik(claim.person.nik)},
        {
            "term": _("Rekening"),
            "value": _("%(account)s, atas nama %(holder)s")
            % {"account": claim.account_shown, "holder": claim.account_holder},
            "href": reverse("claims:account", args=[claim.pk]),
        },
    ]


def work_facts(claim: Claim) -> list[Item]:
    """Rows about the lost work for <c-facts>."""
    return [
        {"term": _("Perusahaan"), "value": claim.phk.employer.name},
        {
            "term": _("Tanggal PHK"),
            "value": plain_date(claim.phk.phk_on, language()),
            "href": reverse("participants:phk", args=[claim.phk_id]),
            "link": _("Lihat"),
            "what": _("laporan PHK"),
        },
        {"term": _("Sudah bekerja lagi?"), "value": _("Belum")},
        {"term": "KAPK", "value": _("Sudah ditandatangani")},
    ]
