"""The task list of a draft and the summary before sending."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from claims.enums import AccountCheck
from claims.models import Claim
from claims.selectors import Tasks
from core.formatting import mask_nik

Item = dict[str, Any]
_DONE, _OPEN, _BLOCKED = ("ok", "wait", "")


def task_items(claim: Claim, done: Tasks) -> list[Item]:
    """Two groups for <c-tasks>: about you, and commitment with sending."""
    return [
        {"title": _("Tentang Anda"), "tasks": [_data(claim, done), _account(claim, done)]},
        {"title": _("Komitmen dan kirim"), "tasks": [_kapk(claim, done), _send(claim, done)]},
    ]


def _tag(done: bool) -> Item:
    return {"tag": _("Selesai"), "kind": _DONE} if done else {"tag": _("Belum selesai"), "kind": _OPEN}


def _data(claim: Claim, done: Tasks) -> Item:
    return {
        "title": _("Periksa data diri"),
        "href": reverse("claims:data", args=[claim.pk]),
        "text": _("Nama, NIK, dan tanggal lahir"),
        **_tag(done.data),
    }


def _account(claim: Claim, done: Tasks) -> Item:
    text = _("Atas nama Anda sendiri, bank apa saja")
    if done.account:
        text = f"{claim.bank_name} •••• {claim.account_tail}. {AccountCheck(claim.account_check).label}"
    return {
        "title": _("Isi rekening bank"),
        "href": reverse("claims:account", args=[claim.pk]),
        "text": text,
        **_tag(done.account),
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
            "kind": _OPEN,
        }
    return item | {
        "href": "",
        "text": _("Terbuka setelah tugas lain selesai"),
        "tag": _("Belum bisa dimulai"),
        "kind": _BLOCKED,
    }


def send_facts(claim: Claim) -> list[Item]:
    """Rows for <c-facts>, each with its way to change."""
    return [
        {"term": _("Nama"), "value": claim.person.full_name},
        {"term": _("NIK"), "value": mask_nik(claim.person.nik)},
        {
            "term": _("Rekening"),
            "value": _("%(bank)s •••• %(tail)s, atas nama %(holder)s")
            % {"bank": claim.bank_name, "tail": claim.account_tail, "holder": claim.account_holder},
            "href": reverse("claims:account", args=[claim.pk]),
        },
        {"term": _("KAPK"), "value": _("Sudah ditandatangani")},
        {"term": _("Perusahaan"), "value": claim.phk.employer.name},
    ]
