"""The participant's first screen: the one thing to do now, or what comes next, and what we owe.

`scene` is pure apart from addresses: the same rows and the same moment give the same screen. Every situation has its
heading, its sentence and its step, so the dashboard is never empty and never vague.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from claims.enums import AccountCheck, ClaimState, MonthState
from claims.models import Assessment, Claim, ClaimMonth
from claims.presentation.queue import waits_for_phk
from claims.selectors import tasks_of
from claims.status import TEXTS, participant_status
from core.formatting import countdown, date_range, deadline, long_date, plain_date, rupiah
from participants.enums import PhkState, Side
from participants.models import PhkEvent
from participants.presentation import status_of

Item = dict[str, Any]
PAYABLE = ("eligible", "needs_officer")
COUNT_FROM = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything the dashboard needs, already read. `phk` only without a live claim; `report_begun`: half written."""

    phk: PhkEvent | None
    assessment: Assessment | None
    claim: Claim | None
    months: list[ClaimMonth]
    now: datetime
    today: date
    report_begun: bool = False


@dataclass(slots=True)
class Scene:
    """`calm` means nothing is due; `href` and `action` are the one button; `ours` what the office works on."""

    title: str
    text: str = ""
    due: str = ""  # may hold <b> around a day or an amount
    count: str = ""
    href: str = ""
    action: str = ""
    other_href: str = ""
    other: str = ""
    calm: bool = False
    ours: list[Item] = field(default_factory=list)

    @property
    def last_moment(self) -> str:
        """The deadline of something to do: stands before its explanation."""
        return "" if self.calm else self.due

    @property
    def promise(self) -> str:
        """What comes next when nothing is to be done: stands after the explanation."""
        return self.due if self.calm else ""


def scene(s: Situation) -> Scene:
    """The one thing to do, by its urgency: money that came back, a fix asked, a draft, waiting, nothing."""
    if s.claim is not None:
        return _CLAIM_SCENES[ClaimState(s.claim.state)](s, s.claim)
    if s.phk is not None:
        return _phk_scene(s, s.phk)
    return _begin(s)


def language() -> str:
    return get_language() or "id"


def _by(day: date | None) -> str:
    return _bold(_("Paling lambat {day}."), day=deadline(day, language())) if day else ""


def _bold(sentence: str, **facts: object) -> str:
    """The sentence with its days and amounts in bold."""
    return format_html(sentence, **{name: format_html("<b>{}</b>", fact) for name, fact in facts.items()})


def _left(day: date | None, s: Situation) -> str:
    """Time left in words, once it is a matter of days."""
    soon = day is not None and s.today <= day <= s.today + COUNT_FROM
    return countdown(day, s.now, language()) if day and soon else ""


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
            due=_by(last_day),
            count=_left(last_day, s),
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
    left = tasks_of(claim).left
    return Scene(
        title=_("Lanjutkan klaim Anda") if left else _("Periksa lalu kirim klaim"),
        text=_("%(left)s tugas lagi sebelum klaim bisa dikirim.") % {"left": left}
        if left
        else _("Semua tugas selesai."),
        due=_bold(_("Draf tersimpan sampai {day}."), day=long_date(claim.draft_until, language())),
        count=_left(claim.draft_until, s),
        href=reverse("claims:tasks" if left else "claims:send", args=[claim.pk]),
        action=_("Lanjutkan") if left else _("Periksa dan kirim"),
    )


def _in_review(s: Situation, claim: Claim) -> Scene:
    if waits_for_phk(claim):
        return _waiting_for_phk(claim)
    due = claim.decision_due_on
    text = _("Tidak ada yang perlu Anda lakukan hari ini.")
    if due is not None and due < s.today:
        text = _("Putusan Anda terlambat. Keterlambatan itu tanggung jawab kami. Hubungi Halo JKP bila perlu.")
    by = _("Paling lambat %(day)s") % {"day": plain_date(due, language())} if due else ""
    return Scene(
        title=_("BPJS Ketenagakerjaan memeriksa klaim Anda"),
        text=text,
        due=_bold(_("Kami memutuskan paling lambat {day}."), day=long_date(due, language())) if due else "",
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
        due=_by(asked.answer_by),
        count=_left(asked.answer_by, s),
        href=reverse("claims:fix" if asked.wants_file else "claims:account", args=[claim.pk]),
        action=_("Perbaiki sekarang"),
        ours=[{"title": _("Memeriksa lagi"), "state": "todo", "when": _("1 hari kerja setelah Anda perbaiki")}],
    )


def _active(s: Situation, claim: Claim) -> Scene:
    problem = next((m for m in s.months if m.state == MonthState.BANK_PROBLEM), None)
    if problem is not None:
        return _bank_problem(s, claim, problem)
    sending = next((m for m in s.months if m.state == MonthState.APPROVED), None)
    if sending is not None:
        return _sending(claim, sending)
    return _between_months(s)


def _bank_problem(s: Situation, claim: Claim, month: ClaimMonth) -> Scene:
    if given_anew(claim, month):
        return _new_account(claim, month)
    return Scene(
        title=_("Perbaiki rekening Anda"),
        text=_("Bank mengembalikan %(amount)s untuk bulan ke-%(n)s. Uang itu tetap milik Anda.")
        % {"amount": rupiah(month.amount or 0, language()), "n": month.n},
        due=_("Kami kirim ulang paling lama 1 hari kerja setelah rekening benar."),
        href=reverse("claims:account", args=[claim.pk]),
        action=_("Perbaiki rekening"),
    )


def given_anew(claim: Claim, month: ClaimMonth) -> bool:
    """Another account was given since the money came back, and nobody has said no to it."""
    later = claim.account_set_at and month.returned_at and claim.account_set_at > month.returned_at
    return bool(later) and claim.account_check != AccountCheck.REFUSED


def _new_account(claim: Claim, month: ClaimMonth) -> Scene:
    due = claim.decision_due_on
    by = _("Paling lambat %(day)s") % {"day": plain_date(due, language())} if due else ""
    return Scene(
        title=_("Rekening baru Anda sedang diperiksa"),
        text=_("Tidak ada yang perlu Anda lakukan hari ini. Anda masih boleh mengganti rekening."),
        due=_bold(
            _("{amount} kami kirim ulang ke {account} setelah bank mengenalinya."),
            amount=rupiah(month.amount or 0, language()),
            account=claim.account_shown,
        ),
        href=reverse("claims:account", args=[claim.pk]),
        action=_("Lihat rekening"),
        calm=True,
        ours=[{"title": _("Memeriksa rekening baru"), "state": "warn", "strong": True, "when": by}],
    )


def _sending(claim: Claim, month: ClaimMonth) -> Scene:
    day = long_date(month.pay_due_on, language()) if month.pay_due_on else ""
    amount = rupiah(month.amount or 0, language())
    return Scene(
        title=_("Klaim disetujui, uang sedang disiapkan"),
        text=_("Tidak ada yang perlu Anda lakukan hari ini."),
        due=_bold(
            _("{amount} masuk ke {account} paling lambat {day}."), amount=amount, account=claim.account_shown, day=day
        ),
        href=reverse("claims:payments"),
        action=_("Lihat pembayaran"),
        calm=True,
        ours=[{"title": _("Mengirim %(amount)s") % {"amount": amount}, "state": "warn", "strong": True,
               "when": _("Paling lambat %(day)s") % {"day": day}}],
    )  # fmt: skip


def _between_months(s: Situation) -> Scene:
    paid = [m for m in s.months if m.state == MonthState.PAID]
    coming = next((m for m in s.months if m.closes_on and m.closes_on >= s.today and m not in paid), None)
    due = ""
    if coming is not None:
        window = date_range(coming.opens_on, coming.closes_on, language())
        what = _("klaim bulan ke-%(n)s, %(window)s") % {"n": coming.n, "window": window}
        due = _bold(_("Berikutnya: {what}. Kami ingatkan 7 hari, 3 hari, dan 1 hari sebelumnya."), what=what)
    return Scene(
        title=_("Tidak ada. Semua beres hari ini."),
        text=_("Uang bulan ke-%(n)s sudah masuk rekening Anda.") % {"n": paid[-1].n} if paid else "",
        due=due,
        href=reverse("claims:payments"),
        action=_("Lihat pembayaran dan surat"),
        calm=True,
    )


def _refused(s: Situation, claim: Claim) -> Scene:
    decision = claim.verdict
    if s.assessment is not None and s.assessment.assessed_at > decision.at and s.assessment.outcome in PAYABLE:
        return _may_apply_again(s, claim)
    return Scene(
        title=_("Klaim Anda ditolak, tetapi Anda masih punya pilihan"),
        text=_("Baca alasannya, pasalnya, dan cara mengajukan keberatan."),
        due=_bold(_("Keberatan paling lambat {day}."), day=deadline(decision.objection_until, language())),
        count=_left(decision.objection_until, s),
        href=reverse("claims:decision", args=[claim.pk]),
        action=_("Lihat keputusan"),
    )


def _may_apply_again(s: Situation, claim: Claim) -> Scene:
    """New data since the refusal: offered, never decided by itself (POL-24)."""
    last_day = last_filing_day(s.assessment)
    return Scene(
        title=_("Data Anda berubah: Anda bisa mengajukan lagi"),
        text=_("Menurut data terbaru, syarat yang dulu gagal sudah terpenuhi. Keputusan lama tidak berubah sendiri."),
        due=_by(last_day),
        count=_left(last_day, s),
        href=reverse("claims:eligibility", args=[claim.phk_id]),
        action=_("Lihat syarat dan ajukan lagi"),
        other_href=reverse("claims:decision", args=[claim.pk]),
        other=_("Lihat keputusan"),
    )


def _over(s: Situation, claim: Claim) -> Scene:
    return Scene(
        title=_("Klaim ini sudah selesai"),
        text=str(TEXTS[participant_status(claim.state, None)].meaning),
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
