"""The page of one month in each of its states: what it is called, the panel, the tasks and the result."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from claims.enums import MONTH_GRANTED, MONTH_ON_THE_CLOCK, EndReason, MonthPayer, MonthState
from claims.models import Claim, ClaimMonth, Decision
from claims.presentation.checklist import checklist
from claims.presentation.links import decision_url, month_url
from claims.presentation.month_scenes import held_scene, open_scene
from claims.presentation.owed import owed
from claims.presentation.scene import Scene, Situation, bold, language
from claims.presentation.trace import decided_on, folded
from claims.reasons import any_reason
from claims.selectors.outlook import coming, is_sendable, stays_closed
from claims.status import TEXTS, Status, StatusText, month_text
from core.formatting import date_range, deadline, long_date, plain_date, rupiah

Item = dict[str, Any]


def month_page(s: Situation, claim: Claim, month: ClaimMonth, decision: Decision | None) -> Item:
    """Everything that the page of month 2 to 6 shows. `decision` is the last one about this month."""
    phase = phase_of(s, month)
    known = s.outlook if s.outlook is not None and s.outlook.month == month else None
    return {
        "phase": phase,
        "status": _status(phase, month, known.tasks_left if known else 1),
        "panel": _PANELS[phase](s, claim, month, decision),
        "tasks": checklist(known) if known and phase in ("coming", "open", "held") else [],
        "known": known,
        "half": known.mission.checking if known else 0,
        "ours": owed(s, claim),
        "window": date_range(month.opens_on, month.closes_on, language()) if month.opens_on and month.closes_on else "",
        "next": next_month(s, month),
        "trace": folded(decided_on(decision)) if decision is not None and phase == "lost" else None,
    }


def phase_of(s: Situation, month: ClaimMonth) -> str:
    """One of coming, open, closed, sent, held, granted, lost, stopped."""
    if is_sendable(month, s.today):
        return "open"
    if month.state in (MonthState.OPEN, MonthState.SCHEDULED):
        return "closed" if month.closes_on is not None and month.closes_on < s.today else "coming"
    if month.state in MONTH_ON_THE_CLOCK:
        return "sent"
    if month.state in MONTH_GRANTED:
        return "granted"
    return {MonthState.HELD: "held", MonthState.STOPPED: "stopped"}.get(MonthState(month.state), "lost")


def next_month(s: Situation, month: ClaimMonth) -> ClaimMonth | None:
    """The nearest later month that can still be sent."""
    sendable = [m for m in s.months if m.n > month.n and is_sendable(m, s.today)]
    return next((m for m in [*sendable, *coming(s.months, s.today, s.works_from)] if m.n > month.n), None)


def _status(phase: str, month: ClaimMonth, tasks_left: int) -> StatusText:
    if phase == "open":
        return month_text(MonthState.OPEN, tasks_left=tasks_left)
    return month_text(MonthState.FORFEITED) if phase == "closed" else month_text(month.state)


# --- the panel of each phase -------------------------------------------------------------------------------------


def _coming(s: Situation, claim: Claim, month: ClaimMonth, decision: Decision | None) -> Scene:
    if s.works_from is not None and stays_closed(month, s.works_from):
        return Scene(
            title=_("Bulan ini tidak dibuka"),
            text=_("Anda melapor mulai bekerja %(day)s.") % {"day": plain_date(s.works_from, language())},
            href=reverse("claims:work"),
            action=_("Lihat laporan bekerja"),
            calm=True,
        )
    if month.opens_on is None or month.closes_on is None:
        text = _("Tanggalnya kami tulis di sini begitu hari libur tahun itu ditetapkan.")
        return Scene(title=_("Waktunya belum tiba"), text=text, calm=True)
    return Scene(
        title=_("Waktunya belum tiba"),
        text=_("Kami kabari saat dibuka, lalu 3 hari, 1 hari, dan beberapa jam sebelum ditutup."),
        due=bold(
            _("Bisa dikirim mulai {opens} sampai {closes}."),
            opens=long_date(month.opens_on, language()),
            closes=deadline(month.closes_on, language(), s.zone),
        ),
        calm=True,
    )


def _open(s: Situation, claim: Claim, month: ClaimMonth, decision: Decision | None) -> Scene:
    scene = open_scene(s, month)
    send = reverse("claims:month_check", args=[claim.pk, month.n])
    blocked = s.question is not None
    scene.other_href, scene.other = ("", "") if scene.href == send or blocked else (send, _("Periksa dan kirim"))
    return scene


def _closed(s: Situation, claim: Claim, month: ClaimMonth, decision: Decision | None) -> Scene:
    return Scene(
        title=_("Batas mengirim bulan ini sudah lewat"),
        text=_("Manfaat bulan ke-%(n)s tidak dapat dibayar. Keputusan tertulis menyusul.") % {"n": month.n},
        due=bold(_("Batasnya {day}."), day=deadline(month.closes_on, language(), s.zone) if month.closes_on else ""),
        calm=True,
    )


def _sent(s: Situation, claim: Claim, month: ClaimMonth, decision: Decision | None) -> Scene:
    late = month.decision_due_on is not None and month.decision_due_on < s.today
    text = _("Tidak ada yang perlu Anda lakukan.")
    if late:
        text = _("Keputusan kami terlambat. Keterlambatan itu tanggung jawab kami. Hubungi Halo JKP bila perlu.")
    elif s.outlook is not None and s.outlook.month == month and s.outlook.waits_for_desk:
        text = _("Kami menunggu petugas memeriksa bukti Anda. Tidak ada yang perlu Anda lakukan.")
    day = long_date(month.decision_due_on, language()) if month.decision_due_on else ""
    promise = _("Kami memutuskan paling lambat {day}.")
    if late:
        promise = _("Seharusnya kami memutuskan paling lambat {day}.")
    return Scene(
        title=_("Kami memeriksa klaim bulan ke-%(n)s") % {"n": month.n},
        text=text,
        due=bold(promise, day=day),
        href=reverse("claims:month_sent", args=[claim.pk, month.n]),
        action=_("Lihat bukti pengiriman"),
        calm=True,
    )


def _held(s: Situation, claim: Claim, month: ClaimMonth, decision: Decision | None) -> Scene:
    scene = held_scene(s, month)
    scene.href = scene.action = ""  # the page has the tasks themselves, and the button that sends
    return scene


def _granted(s: Situation, claim: Claim, month: ClaimMonth, decision: Decision | None) -> Scene:
    said = {
        MonthState.APPROVED: _("Masuk ke {account} paling lambat {day}."),
        MonthState.PAID: _("Masuk ke {account} pada {day}."),
        MonthState.BANK_PROBLEM: _("Bank mengembalikan uang ini. Uang itu tetap milik Anda."),
    }
    if month.payer == MonthPayer.EMPLOYER:
        said |= {
            MonthState.APPROVED: _("Dibayar perusahaan paling lambat {day}."),
            MonthState.PAID: _("Dibayar perusahaan pada {day}."),
        }
    day = month.paid_on if month.state == MonthState.PAID else month.pay_due_on
    account = claim.account_shown
    scene = Scene(
        title=rupiah(month.amount or 0, language()),
        text=_("%(rate)s%% dari %(wage)s.")
        % {"rate": month.rate_percent, "wage": rupiah(month.wage_base or 0, language())},
        due=bold(said[MonthState(month.state)], account=account, day=long_date(day, language()) if day else ""),
        calm=True,
    )
    if month.state == MonthState.BANK_PROBLEM:
        scene.calm = False
        scene.href, scene.action = reverse("claims:account", args=[claim.pk]), _("Perbaiki rekening")
    elif decision is not None:
        scene.href, scene.action = decision_url(decision), _("Lihat keputusan")
    return scene


def _lost(s: Situation, claim: Claim, month: ClaimMonth, decision: Decision | None) -> Scene:
    titles = {
        MonthState.REFUSED: _("Klaim bulan ke-%(n)s ditolak, tetapi Anda masih punya pilihan"),
        MonthState.FORFEITED: _("Manfaat bulan ke-%(n)s hangus, tetapi Anda masih punya pilihan"),
    }
    scene = Scene(title=titles[MonthState(month.state)] % {"n": month.n})
    if decision is None:
        return scene
    scene.text = " ".join(str(any_reason(code).sentence) for code in decision.reason_codes)
    scene.due = _until(s, decision)
    scene.href, scene.action = decision_url(decision), _("Baca keputusan dan keberatan")
    return scene


def _until(s: Situation, decision: Decision) -> str:
    if decision.objection_until < s.today:
        return bold(_("Batas keberatan {day} sudah lewat."), day=plain_date(decision.objection_until, language()))
    day = deadline(decision.objection_until, language(), s.zone)
    return bold(_("Keberatan paling lambat {day}."), day=day)


def _stopped(s: Situation, claim: Claim, month: ClaimMonth, decision: Decision | None) -> Scene:
    day = plain_date(claim.ended_on, language()) if claim.ended_on else ""
    said = {
        EndReason.WORKING: _("Anda sudah bekerja lagi sejak %(day)s. Bulan yang sudah disetujui tetap milik Anda."),
        EndReason.DIED: _("Peserta tercatat meninggal dunia %(day)s."),
        EndReason.COMPLETED: _("Manfaat selesai %(day)s."),
    }
    text = said[EndReason(claim.end_reason)] % {"day": day} if claim.end_reason else str(TEXTS[Status.ENDED].meaning)
    return Scene(title=_("Bulan ke-%(n)s tidak dibayar") % {"n": month.n}, text=text, calm=True)


_PANELS = {
    "coming": _coming,
    "open": _open,
    "closed": _closed,
    "sent": _sent,
    "held": _held,
    "granted": _granted,
    "lost": _lost,
    "stopped": _stopped,
}


def options(s: Situation, month: ClaimMonth) -> list[Item]:
    """What one can do when the window closed while the page was open: icon and sentence, with a link where there is."""
    rows: list[Item] = []
    following = next_month(s, month)
    if following is not None and following.opens_on is not None:
        text = _("Bulan ke-%(n)s tetap bisa diajukan mulai %(day)s.") % {
            "n": following.n,
            "day": long_date(following.opens_on, language()),
        }
        rows.append({"icon": "tanggal", "text": text, "href": month_url(following), "link": _("Lihat bulan itu")})
    hindered = _("Terhalang gangguan layanan? Keputusan bulan ini memuat cara mengajukan keberatan.")
    return [*rows, {"icon": "timbang", "text": hindered, "href": "", "link": ""}]
