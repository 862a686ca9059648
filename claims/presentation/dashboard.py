"""The participant's first screen: the one thing to do now, or what comes next, and what we owe.

`scene` is pure apart from addresses: the same rows and the same moment give the same screen. Every situation has its
heading, its sentence and its step, so the dashboard is never empty and never vague.
"""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from claims.enums import ClaimState
from claims.models import Assessment, Claim
from claims.presentation.end_scenes import over
from claims.presentation.month_scenes import active
from claims.presentation.objection_scenes import objected
from claims.presentation.queue import waits_for_phk
from claims.presentation.scene import PAYABLE, Scene, Situation, bold, by, language, left
from claims.selectors import tasks_of
from core.formatting import deadline, long_date, plain_date
from participants.enums import PhkState, Side
from participants.models import PhkEvent
from participants.presentation import status_of

Item = dict[str, Any]


def scene(s: Situation) -> Scene:
    """The one thing to do, by its urgency: money that came back, a fix asked, a draft, waiting, nothing."""
    if s.claim is not None:
        return _CLAIM_SCENES[ClaimState(s.claim.state)](s, s.claim)
    if s.phk is not None:
        return _phk_scene(s, s.phk)
    return _begin(s)


# --- before a claim ----------------------------------------------------------------------------------------------


def _begin(s: Situation) -> Scene:
    check = {"other_href": reverse("claims:check"), "other": _("Cek kelayakan dulu")}
    if s.report_begun:
        return Scene(
            title=_("Lanjutkan laporan PHK Anda"),
            text=_("Yang sudah Anda isi masih tersimpan."),
            href=reverse("participants:phk_report"),
            action=_("Lanjutkan laporan"),
            **check,
        )
    return Scene(
        title=_("Laporkan PHK Anda"),
        text=_("Kami belum menerima laporan PHK atas nama Anda. Bila perusahaan belum melapor, laporkan sendiri."),
        href=reverse("participants:phk_report"),
        action=_("Lapor PHK"),
        **check,
    )


def _phk_scene(s: Situation, phk: PhkEvent) -> Scene:
    if phk.state == PhkState.CONFIRMED:
        return _confirmed(s, phk)
    status = status_of(phk, Side.WORKER)
    href = reverse("participants:phk", args=[phk.pk])
    if phk.state == PhkState.NEEDS_PROOF:
        return Scene(title=status.title, text=status.text, href=href, action=_("Tambah bukti"))
    checking = {"title": _("Memeriksa bukti PHK"), "state": "warn", "strong": True}
    return Scene(
        title=status.title,
        text=status.text,
        href=href,
        action=_("Lihat laporan PHK"),
        calm=True,
        ours=[checking] if phk.state == PhkState.AWAITING_MEDIATOR else [],
    )


def _confirmed(s: Situation, phk: PhkEvent) -> Scene:
    here = reverse("claims:eligibility", args=[phk.pk])
    if s.assessment is None:
        return Scene(
            title=_("Kami memeriksa syarat Anda"),
            text=_("Bukti PHK sudah diterima. Kami sedang mengambil riwayat iuran dari BPJS Ketenagakerjaan."),
            calm=True,
            href=here,
            action=_("Lihat pemeriksaan"),
            ours=[{"title": _("Memeriksa riwayat iuran"), "state": "warn", "strong": True}],
        )
    last_day = last_filing_day(s.assessment)
    if s.assessment.outcome in PAYABLE:
        return Scene(
            title=_("Ajukan klaim JKP"),
            text=_("Empat tugas, sekitar 15 menit. Anda boleh berhenti kapan saja."),
            due=by(last_day, s.zone),
            count=left(last_day, s),
            href=here,
            action=_("Lihat syarat dan ajukan klaim"),
        )
    return Scene(
        title=_("Ada syarat yang belum terpenuhi"),
        text=_("Baca fakta yang kami pakai, pasalnya, dan yang bisa Anda lakukan."),
        href=here,
        action=_("Lihat alasannya"),
    )


def last_filing_day(assessment: Assessment | None) -> date | None:
    day = assessment.answer.get("last_filing_day") if assessment else None
    return date.fromisoformat(day) if day else None


# --- a claim -----------------------------------------------------------------------------------------------------


def _draft(s: Situation, claim: Claim) -> Scene:
    remaining = tasks_of(claim).left
    return Scene(
        title=_("Lanjutkan klaim Anda") if remaining else _("Periksa lalu kirim klaim"),
        text=_("%(left)s tugas lagi sebelum klaim bisa dikirim.") % {"left": remaining}
        if remaining
        else _("Semua tugas selesai."),
        due=bold(_("Draf tersimpan sampai {day}."), day=long_date(claim.draft_until, language())),
        count=left(claim.draft_until, s),
        href=reverse("claims:tasks" if remaining else "claims:send", args=[claim.pk]),
        action=_("Lanjutkan") if remaining else _("Periksa dan kirim"),
    )


def _in_review(s: Situation, claim: Claim) -> Scene:
    if waits_for_phk(claim):
        return _waiting_for_phk(claim)
    due = claim.decision_due_on
    text, promise = _("Tidak ada yang perlu Anda lakukan hari ini."), _("Kami memutuskan paling lambat {day}.")
    if due is not None and due < s.today:
        text = _("Keputusan kami terlambat. Keterlambatan itu tanggung jawab kami. Hubungi Halo JKP bila perlu.")
        promise = _("Seharusnya kami memutuskan paling lambat {day}.")
    by = _("Paling lambat %(day)s") % {"day": plain_date(due, language())} if due else ""
    return Scene(
        title=_("BPJS Ketenagakerjaan memeriksa klaim Anda"),
        text=text,
        due=bold(promise, day=long_date(due, language())) if due else "",
        href=reverse("claims:claim", args=[claim.pk]),
        action=_("Lihat klaim"),
        calm=True,
        ours=[
            {"title": _("Memeriksa klaim"), "state": "warn", "strong": True, "when": by},
            {"title": _("Mengirim uang ke %(account)s") % {"account": claim.account_shown}, "state": "todo",
             "when": _("Setelah disetujui")},
        ],
    )  # fmt: skip


def _waiting_for_phk(claim: Claim) -> Scene:
    """Filed in time; complete only when the PHK is settled (POL-06, POL-21)."""
    status = status_of(claim.phk, Side.WORKER)
    return Scene(
        title=_("Klaim Anda menunggu PHK disahkan"),
        text=_("Tanggal pengajuan Anda tetap %(day)s.")
        % {"day": plain_date(claim.reference_date, language()) if claim.reference_date else ""},
        due=f"{status.title}. {status.text}",
        href=reverse("participants:phk", args=[claim.phk_id]),
        action=_("Lihat laporan PHK"),
        calm=True,
        ours=[
            {"title": status.title, "state": "warn", "strong": True},
            {"title": _("Memeriksa klaim"), "state": "todo", "when": _("3 hari kerja setelah PHK disahkan")},
        ],
    )


def _needs_fix(s: Situation, claim: Claim) -> Scene:
    asked = next(c for c in claim.corrections.all() if c.answered_at is None)
    return Scene(
        title=_("Perbaiki %(what)s") % {"what": asked.what},
        text=_("%(reason)s. Tanggal pengajuan Anda tetap.") % {"reason": asked.get_reason_display()},
        due=by(asked.answer_by, s.zone),
        count=left(asked.answer_by, s),
        href=reverse("claims:fix" if asked.wants_file else "claims:account", args=[claim.pk]),
        action=_("Perbaiki sekarang"),
        ours=[{"title": _("Memeriksa lagi"), "state": "todo", "when": _("1 hari kerja setelah Anda perbaiki")}],
    )


def _refused(s: Situation, claim: Claim) -> Scene:
    if not s.stands_refused:
        return _may_apply_again(s, claim)
    decision = claim.verdict
    return objected(s, claim, decision) or Scene(
        title=_("Klaim Anda ditolak, tetapi Anda masih punya pilihan"),
        text=_("Baca alasannya, pasalnya, dan cara mengajukan keberatan."),
        due=bold(_("Keberatan paling lambat {day}."), day=deadline(decision.objection_until, language(), s.zone)),
        count=left(decision.objection_until, s),
        href=reverse("claims:decision", args=[claim.pk]),
        action=_("Lihat keputusan"),
    )


def _may_apply_again(s: Situation, claim: Claim) -> Scene:
    """New data since the refusal: offered, never decided by itself (POL-24)."""
    last_day = last_filing_day(s.assessment)
    return Scene(
        title=_("Data Anda berubah: Anda bisa mengajukan lagi"),
        text=_("Menurut data terbaru, syarat yang dulu gagal sudah terpenuhi. Keputusan lama tidak berubah sendiri."),
        due=by(last_day, s.zone),
        count=left(last_day, s),
        href=reverse("claims:eligibility", args=[claim.phk_id]),
        action=_("Lihat syarat dan ajukan lagi"),
        other_href=reverse("claims:reevaluation", args=[claim.pk]),
        other=_("Minta klaim lama diperiksa lagi"),
    )


_CLAIM_SCENES = {
    ClaimState.DRAFT: _draft,
    ClaimState.SUBMITTED: _in_review,
    ClaimState.IN_REVIEW: _in_review,
    ClaimState.NEEDS_FIX: _needs_fix,
    ClaimState.ACTIVE: active,
    ClaimState.REFUSED: _refused,
    ClaimState.EXPIRED: over,
    ClaimState.WITHDRAWN: over,
    ClaimState.ENDED: over,
}
