"""The participant's first screen: one thing to do now, three answers, six months, what we owe.

`scene` is pure apart from URLs: the same rows and the same day give the same screen. Every situation has its heading, its
sentence and its step, so the dashboard is never empty and never vague.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from claims.enums import ClaimState, MonthState
from claims.models import Assessment, Claim, ClaimMonth
from claims.selectors import tasks_of
from claims.status import TEXTS, participant_status
from core.formatting import countdown, deadline, long_date, plain_date, rupiah
from participants.enums import PhkState
from participants.models import PhkEvent

Item = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything the dashboard needs, already read."""

    phk: PhkEvent | None
    assessment: Assessment | None
    claim: Claim | None
    months: list[ClaimMonth]
    now: datetime
    today: date


@dataclass(slots=True)
class Scene:
    """`calm` means nothing is due; `href` and `action` are the one button."""

    title: str
    text: str = ""
    due: str = ""
    count: str = ""
    href: str = ""
    action: str = ""
    other_href: str = ""
    other: str = ""
    calm: bool = False
    over: str = ""
    ours: list[Item] = field(default_factory=list)


def scene(s: Situation) -> Scene:
    """The one thing to do, by the priority of the design: money that came back, a fix asked, a draft, waiting, nothing."""
    if s.claim is not None:
        return _CLAIM_SCENES[ClaimState(s.claim.state)](s, s.claim)
    if s.phk is not None:
        return _phk_scene(s, s.phk)
    return Scene(
        title=_("Laporkan PHK Anda"),
        text=_(
            "Kami belum menerima laporan PHK atas nama Anda. Bila perusahaan belum melapor, Anda bisa melapor sendiri."
        ),
        href=reverse("participants:phk_report"),
        action=_("Lapor PHK"),
        other_href=reverse("claims:check"),
        other=_("Cek kelayakan dulu"),
    )


def _language() -> str:
    return get_language() or "id"


def _phk_scene(s: Situation, phk: PhkEvent) -> Scene:
    if phk.state == PhkState.NEEDS_PROOF:
        return Scene(
            title=_("Tambahkan bukti PHK"),
            text=_("Mediator membutuhkan bukti lain untuk PHK Anda. Alasannya ada di laporan PHK."),
            href=reverse("participants:phk", args=[phk.pk]),
            action=_("Tambah bukti"),
        )
    if phk.state == PhkState.CONFIRMED:
        return _confirmed_scene(s, phk)
    return _waiting_scene(phk)


def _waiting_scene(phk: PhkEvent) -> Scene:
    if phk.state == PhkState.AWAITING_OTHER:
        due = phk.other_side_due_on
        return Scene(
            title=_("PHK Anda sudah kami terima"),
            text=_("Kami menunggu tanggapan pihak lain. Bila tidak dijawab, laporan tetap diteruskan ke mediator."),
            due=_("Paling lambat %(day)s.") % {"day": long_date(due, _language())} if due else "",
            href=reverse("participants:phk", args=[phk.pk]),
            action=_("Lihat laporan PHK"),
            calm=True,
        )
    if phk.state == PhkState.DISPUTED:
        return Scene(
            title=_("PHK Anda masih diperselisihkan"),
            text=_(
                "Klaim ditahan selama perkara diperiksa di Pengadilan Hubungan Industrial. Hak Anda tidak hilang karena itu."
            ),
            href=reverse("participants:phk", args=[phk.pk]),
            action=_("Lihat laporan PHK"),
            calm=True,
        )
    return Scene(
        title=_("Mediator memeriksa bukti PHK"),
        text=_("Tidak ada yang perlu Anda lakukan hari ini. Kami kabari begitu bukti diterima."),
        href=reverse("participants:phk", args=[phk.pk]),
        action=_("Lihat laporan PHK"),
        calm=True,
        ours=[{"title": _("Memeriksa bukti PHK"), "state": "warn", "strong": True}],
    )


def _confirmed_scene(s: Situation, phk: PhkEvent) -> Scene:
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
    last_day = s.assessment.answer.get("last_filing_day")
    due = date.fromisoformat(last_day) if last_day else None
    if s.assessment.outcome in ("eligible", "needs_officer"):
        return Scene(
            title=_("Ajukan klaim JKP"),
            text=_("Empat tugas, sekitar 15 menit. Anda boleh berhenti kapan saja."),
            due=_("Paling lambat %(day)s.") % {"day": deadline(due, _language())} if due else "",
            count=countdown(due, s.now, _language()) if due and due >= s.today else "",
            href=here,
            action=_("Lihat syarat dan ajukan klaim"),
        )
    return Scene(
        title=_("Ada syarat yang belum terpenuhi"),
        text=_("Baca fakta yang kami pakai, pasalnya, dan yang bisa Anda lakukan."),
        href=here,
        action=_("Lihat alasannya"),
    )


def _draft(s: Situation, claim: Claim) -> Scene:
    left = tasks_of(claim).left
    return Scene(
        title=_("Lanjutkan klaim Anda") if left else _("Periksa lalu kirim klaim"),
        text=_("%(left)s tugas lagi sebelum klaim bisa dikirim.") % {"left": left}
        if left
        else _("Semua tugas selesai."),
        due=_("Draf tersimpan sampai %(day)s.") % {"day": long_date(claim.draft_until, _language())},
        count=countdown(claim.draft_until, s.now, _language()),
        href=reverse("claims:tasks" if left else "claims:send", args=[claim.pk]),
        action=_("Lanjutkan") if left else _("Periksa dan kirim"),
    )


def _in_review(s: Situation, claim: Claim) -> Scene:
    due = claim.decision_due_on
    late = due is not None and due < s.today
    text = _("Tidak ada yang perlu Anda lakukan hari ini.")
    if late:
        text = _("Putusan Anda terlambat. Keterlambatan itu tanggung jawab kami. Hubungi Halo JKP bila perlu.")
    return Scene(
        title=_("BPJS Ketenagakerjaan memeriksa klaim Anda"),
        text=text,
        due=_("Kami memutuskan paling lambat %(day)s.") % {"day": long_date(due, _language())} if due else "",
        href=reverse("claims:claim", args=[claim.pk]),
        action=_("Lihat klaim"),
        calm=True,
        ours=[
            {"title": _("Memeriksa klaim"), "state": "warn", "strong": True,
             "when": _("Paling lambat %(day)s") % {"day": plain_date(due, _language())} if due else ""},
            {"title": _("Mengirim uang ke %(bank)s •••• %(tail)s") % {"bank": claim.bank_name, "tail": claim.account_tail},
             "state": "todo", "when": _("Setelah disetujui")},
        ],
    )  # fmt: skip


def _needs_fix(s: Situation, claim: Claim) -> Scene:
    asked = next((c for c in claim.corrections.all() if c.answered_at is None), None)
    what = asked.get_document_display() if asked else _("dokumen")
    due = asked.answer_by if asked else None
    return Scene(
        title=_("Perbaiki %(what)s") % {"what": what.lower()},
        text=_("%(reason)s. Tanggal pengajuan Anda tetap.") % {"reason": asked.get_reason_display()} if asked else "",
        due=_("Paling lambat %(day)s.") % {"day": deadline(due, _language())} if due else "",
        count=countdown(due, s.now, _language()) if due and due >= s.today else "",
        href=reverse("claims:claim", args=[claim.pk]),
        action=_("Perbaiki sekarang"),
        ours=[{"title": _("Memeriksa lagi"), "state": "todo", "when": _("Satu hari kerja setelah Anda perbaiki")}],
    )


def _active(s: Situation, claim: Claim) -> Scene:
    problem = next((m for m in s.months if m.state == MonthState.BANK_PROBLEM), None)
    if problem is not None:
        return Scene(
            title=_("Perbaiki rekening Anda"),
            text=_("Bank mengembalikan %(amount)s untuk bulan ke-%(n)s. Uang itu tetap milik Anda.")
            % {"amount": rupiah(problem.amount or 0, _language()), "n": problem.n},
            due=_("Kami kirim ulang paling lama satu hari kerja setelah rekening benar."),
            href=reverse("claims:account", args=[claim.pk]),
            action=_("Perbaiki rekening"),
        )
    sending = next((m for m in s.months if m.state == MonthState.APPROVED), None)
    if sending is not None:
        return _sending(claim, sending)
    return _between_months(s, claim)


def _sending(claim: Claim, month: ClaimMonth) -> Scene:
    day = long_date(month.pay_due_on, _language()) if month.pay_due_on else ""
    return Scene(
        title=_("Klaim disetujui, uang sedang disiapkan"),
        text=_("Tidak ada yang perlu Anda lakukan hari ini."),
        due=_("%(amount)s masuk ke %(bank)s •••• %(tail)s paling lambat %(day)s.")
        % {"amount": rupiah(month.amount or 0, _language()), "bank": claim.bank_name, "tail": claim.account_tail, "day": day},
        href=reverse("claims:payments"),
        action=_("Lihat pembayaran"),
        calm=True,
        ours=[{"title": _("Mengirim %(amount)s") % {"amount": rupiah(month.amount or 0, _language())}, "state": "warn",
               "strong": True, "when": _("Paling lambat %(day)s") % {"day": day}}],
    )  # fmt: skip


def _between_months(s: Situation, claim: Claim) -> Scene:
    coming = next((m for m in s.months if m.state == MonthState.SCHEDULED), None)
    due = ""
    if coming is not None and coming.opens_on is not None:
        due = _("Berikutnya: klaim bulan ke-%(n)s mulai %(day)s.") % {
            "n": coming.n,
            "day": long_date(coming.opens_on, _language()),
        }
    return Scene(
        title=_("Tidak ada yang perlu Anda lakukan hari ini"),
        due=due,
        href=reverse("claims:payments"),
        action=_("Lihat pembayaran dan surat"),
        calm=True,
    )


def _refused(s: Situation, claim: Claim) -> Scene:
    decision = next(iter(claim.decisions.all()), None)
    until = decision.objection_until if decision else None
    return Scene(
        title=_("Klaim Anda ditolak, tetapi Anda masih punya pilihan"),
        text=_("Baca alasannya, pasalnya, dan cara mengajukan keberatan."),
        due=_("Keberatan paling lambat %(day)s.") % {"day": deadline(until, _language())} if until else "",
        count=countdown(until, s.now, _language()) if until and until >= s.today else "",
        href=reverse("claims:decision", args=[claim.pk]),
        action=_("Lihat keputusan"),
    )


def _over(s: Situation, claim: Claim) -> Scene:
    return Scene(
        title=_("Klaim ini sudah selesai"),
        text=TEXTS[participant_status(claim.state, None)].meaning,
        href=reverse("claims:payments"),
        action=_("Lihat pembayaran dan surat"),
        calm=True,
    )


_CLAIM_SCENES = {
    ClaimState.DRAFT: _draft,
    ClaimState.SUBMITTED: _in_review,
    ClaimState.IN_REVIEW: _in_review,
    ClaimState.NEEDS_FIX: _needs_fix,
    ClaimState.ACTIVE: _active,
    ClaimState.REFUSED: _refused,
    ClaimState.EXPIRED: _over,
    ClaimState.WITHDRAWN: _over,
    ClaimState.ENDED: _over,
}
