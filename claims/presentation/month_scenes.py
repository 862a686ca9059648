"""Scenes of a running benefit: what came back, what is to be completed, sent or objected to, and what comes next."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims.enums import MONTH_ON_THE_CLOCK, DecisionKind, MonthPayer, MonthState
from claims.models import Claim, ClaimMonth, Decision
from claims.month_wording import progress
from claims.presentation.came_back import came_back
from claims.presentation.links import decision_url, month_url, objection_url, work_url
from claims.presentation.owed import owed
from claims.presentation.scene import Scene, Situation, bold, by, language, left
from claims.selectors.outlook import Outlook, coming, is_sendable
from claims.selectors.work import report_due
from core.formatting import date_range, deadline, long_date, plain_date, rupiah
from ipk.selectors import FoundWork
from rules import monthly as law

CLOSING = timedelta(days=5)  # an objection is the next step when this little is left
NEWS = timedelta(days=3)  # or when the decision is this new
SOON = timedelta(days=7)  # a mission is the next step when its window is this near


def active(s: Situation, claim: Claim) -> Scene:
    """The most urgent of what the months ask, else what comes next; always with what the office owes."""
    scene = _urgent(s, claim) or _next(s, claim)
    scene.ours = scene.ours or owed(s, claim)
    return scene


def _urgent(s: Situation, claim: Claim) -> Scene | None:
    back = came_back(s, claim)
    if back.asks:
        return back.ask()
    held = _first(s, MonthState.HELD)
    if held is not None:
        return held_scene(s, held)
    sendable = next((m for m in s.months if is_sendable(m, s.today)), None)
    if sendable is not None:
        return open_scene(s, sendable)
    if s.against is not None and presses(s, s.against):
        return against_scene(s, s.against)
    return back.check() if back.lines else None


def _next(s: Situation, claim: Claim) -> Scene:
    if s.question is not None:
        return _question(s)
    if s.placed is not None:
        return _placed(s, s.placed)
    ahead = coming(s.months, s.today, s.works_from)
    near = bool(ahead) and ahead[0].opens_on is not None and ahead[0].opens_on - s.today <= SOON
    if near and s.outlook is not None and s.outlook.month == ahead[0] and s.outlook.to_do:
        return _prepare(s, ahead[0], s.outlook)
    sending = _first(s, MonthState.APPROVED)
    if sending is not None:
        return _sending(claim, sending)
    examined = next((m for m in s.months if m.state in MONTH_ON_THE_CLOCK), None)
    return _examined(s, examined) if examined is not None else _between_months(s)


def _first(s: Situation, state: MonthState) -> ClaimMonth | None:
    return next((m for m in s.months if m.state == state), None)


# --- something to do ---------------------------------------------------------------------------------------------


def held_scene(s: Situation, month: ClaimMonth) -> Scene:
    """Sent, and something is missing: what, and until when."""
    lacks = what_lacks(s.outlook) if s.outlook is not None and s.outlook.month == month else []
    title = _("Lengkapi klaim bulan ke-%(n)s") if lacks else _("Kirim lagi klaim bulan ke-%(n)s")
    due = deadline(month.complete_by, language(), s.zone) if month.complete_by else ""
    return Scene(
        title=title % {"n": month.n},
        text=" ".join([*(lacks or [_("Yang kurang sudah ada.")]), _("Tanggal kirim Anda tetap.")]),
        due=bold(_("Paling lambat {day}. Sesudah itu petugas memutus dengan bukti yang ada."), day=due),
        count=left(month.complete_by, s),
        href=month_url(month),
        action=_("Lihat yang kurang") if lacks else _("Kirim lagi"),
    )


def what_lacks(outlook: Outlook) -> list[str]:
    """One sentence for each thing that the person still has to do."""
    return [
        *([_("Jawab dulu: apakah Anda sudah bekerja?")] if outlook.question else []),
        *([_("%(progress)s.") % {"progress": progress(outlook.mission)}] if law.JOB_SEARCH in outlook.to_do else []),
        *([_("Kehadiran pelatihan kurang dari yang disyaratkan.")] if law.TRAINING in outlook.to_do else []),
        *([_("Asesmen diri belum selesai.")] if law.ASSESSMENT in outlook.to_do else []),
    ]


def open_scene(s: Situation, month: ClaimMonth) -> Scene:
    """The window is open: the one step that brings the month nearest to being sent."""
    known = s.outlook if s.outlook is not None and s.outlook.month == month else None
    scene = _step(month, known)
    scene.due = bold(
        _("Paling lambat {day}. Bila terlewat, manfaat bulan ini tidak dapat dibayar."),
        day=deadline(month.closes_on, language(), s.zone) if month.closes_on else "",
    )
    scene.count = left(month.closes_on, s)
    if not scene.href:
        scene.href, scene.action = reverse("claims:month_check", args=[month.claim_id, month.n]), _("Periksa dan kirim")
    scene.other_href, scene.other = month_url(month), _("Lihat daftar tugas")
    return scene


def _step(month: ClaimMonth, known: Outlook | None) -> Scene:
    n = {"n": month.n}
    if known is None or not known.tasks_left:
        waits = known is not None and known.waits_for_desk
        text = _("Bukti yang masih kami periksa ikut dihitung.") if waits else _("Semua tugas selesai.")
        return Scene(title=_("Kirim klaim bulan ke-%(n)s") % n, text=text)
    if known.question is not None:
        return Scene(
            title=_("Apakah Anda sudah bekerja?"),
            text=_("BPJS mencatat kepesertaan baru di %(employer)s. Jawab dulu, lalu kirim klaim bulan ke-%(n)s.")
            % {"employer": known.question.employer, "n": month.n},
            href=work_url(),
            action=_("Jawab pertanyaan"),
        )
    if law.NOT_AT_WORK in known.to_do:
        return Scene(
            title=_("Anda sudah melapor bekerja"),
            text=_("Bulan ke-%(n)s tidak dibayar bila Anda sudah bekerja. Laporan itu keliru? Batalkan dulu.") % n,
            href=work_url(),
            action=_("Lihat laporan"),
        )
    if law.JOB_SEARCH in known.to_do:
        lead = _search_more(known)
        title = _("%(lead)s, lalu kirim klaim bulan ke-%(n)s") % {"lead": lead, "n": month.n}
        add = {"href": reverse("ipk:add"), "action": _("Tambah lamaran kerja")}
        return Scene(title=title, text=f"{progress(known.mission)}.", **add)
    if law.ASSESSMENT in known.to_do:
        title = _("Isi asesmen diri, lalu kirim klaim bulan ke-%(n)s") % n
        text = _("Bukti mencari kerja sudah cukup. Tinggal asesmen diri.")
        return Scene(title=title, text=text, href=reverse("ipk:assessment"), action=_("Isi asesmen diri"))
    return Scene(title=_("Kirim klaim bulan ke-%(n)s") % n, text=" ".join(what_lacks(known)))


def _search_more(known: Outlook) -> str:
    more = max(known.mission.would_miss, 1)
    return ngettext("Tambah %(more)s lamaran lagi", "Tambah %(more)s lamaran lagi", more) % {"more": more}


def presses(s: Situation, decision: Decision) -> bool:
    return decision.objection_until - s.today <= CLOSING or s.now - decision.at <= NEWS


def against_scene(s: Situation, decision: Decision) -> Scene:
    number = {"n": decision.month.n if decision.month else 0}
    titles = {
        DecisionKind.MONTH_REFUSAL: _("Klaim bulan ke-%(n)s ditolak, tetapi Anda masih punya pilihan"),
        DecisionKind.FORFEITURE: _("Manfaat bulan ke-%(n)s hangus, tetapi Anda masih punya pilihan"),
        DecisionKind.STOP: _("Manfaat Anda berhenti"),
        DecisionKind.OVERPAYMENT: _("Ada kelebihan bayar"),
        DecisionKind.REFUSAL: _("Klaim Anda ditolak, tetapi Anda masih punya pilihan"),
    }
    return Scene(
        title=titles[DecisionKind(decision.kind)] % number,
        text=_("Baca alasannya dan pasalnya. Tidak setuju? Petugas lain yang memutus keberatan Anda."),
        due=bold(_("Keberatan paling lambat {day}."), day=deadline(decision.objection_until, language(), s.zone)),
        count=left(decision.objection_until, s),
        href=decision_url(decision),
        action=_("Lihat keputusan"),
        other_href=objection_url(decision),
        other=_("Ajukan keberatan"),
    )


def _question(s: Situation) -> Scene:
    asked = s.question
    return Scene(
        title=_("Apakah Anda sudah bekerja?"),
        text=_("BPJS mencatat kepesertaan baru di %(employer)s. Tidak ada yang berhenti sebelum Anda menjawab.")
        % {"employer": asked.employer if asked else ""},
        due=by(asked.answer_by if asked else None, s.zone),
        count=left(asked.answer_by if asked else None, s),
        href=work_url(),
        action=_("Jawab pertanyaan"),
    )


def _placed(s: Situation, found: FoundWork) -> Scene:
    due = report_due(found)
    return Scene(
        title=_("Laporkan pekerjaan baru Anda"),
        text=_("%(employer)s menerima Anda pada %(day)s. Isian laporan sudah kami siapkan dari jawaban itu.")
        % {"employer": found.employer, "day": plain_date(found.accepted_on, language())},
        due=by(due, s.zone),
        count=left(due, s),
        href=work_url(),
        action=_("Lapor sudah bekerja"),
    )


def _prepare(s: Situation, month: ClaimMonth, known: Outlook) -> Scene:
    """The window is near and something is missing: better now than in its last hours."""
    step = _step(month, known)
    step.text, step.can_wait = " ".join(what_lacks(known)), True
    if law.JOB_SEARCH in known.to_do and known.question is None:
        step.title = _("%(lead)s untuk bulan ke-%(n)s") % {"lead": _search_more(known), "n": month.n}
    elif law.ASSESSMENT in known.to_do and known.question is None:
        step.title = _("Isi asesmen diri untuk bulan ke-%(n)s") % {"n": month.n}
    step.due = _window(month, _("Klaim dibuka {window}."))
    step.other_href, step.other = month_url(month), _("Lihat daftar tugas")
    if not step.href:
        step.href, step.action, step.other = month_url(month), _("Lihat daftar tugas"), ""
    return step


# --- nothing to do -----------------------------------------------------------------------------------------------


def _sending(claim: Claim, month: ClaimMonth) -> Scene:
    day = long_date(month.pay_due_on, language()) if month.pay_due_on else ""
    if month.payer == MonthPayer.EMPLOYER:
        return Scene(
            title=_("Klaim disetujui, perusahaan membayar lebih dahulu"),
            text=_("Kabari kami begitu uang dari perusahaan masuk. Belum masuk? Anda dapat mengadu."),
            due=bold(
                _("{amount} dibayar perusahaan paling lambat {day}."),
                amount=rupiah(month.amount or 0, language()),
                day=day,
            ),
            href=reverse("claims:claim", args=[claim.pk]),
            action=_("Lihat siapa yang membayar"),
            calm=True,
        )
    return Scene(
        title=_("Klaim disetujui, uang sedang disiapkan"),
        text=_("Tidak ada yang perlu Anda lakukan hari ini."),
        due=bold(
            _("{amount} masuk ke {account} paling lambat {day}."),
            amount=rupiah(month.amount or 0, language()),
            account=claim.account_shown,
            day=day,
        ),
        href=reverse("claims:payments"),
        action=_("Lihat pembayaran"),
        calm=True,
    )


def _examined(s: Situation, month: ClaimMonth) -> Scene:
    late = month.decision_due_on is not None and month.decision_due_on < s.today
    text = _("Tidak ada yang perlu Anda lakukan hari ini.")
    if late:
        text = _("Keputusan kami terlambat. Keterlambatan itu tanggung jawab kami. Hubungi Halo JKP bila perlu.")
    day = long_date(month.decision_due_on, language()) if month.decision_due_on else ""
    promise = _("Kami memutuskan paling lambat {day}.")
    if late:
        promise = _("Seharusnya kami memutuskan paling lambat {day}.")
    return Scene(
        title=_("Kami memeriksa klaim bulan ke-%(n)s") % {"n": month.n},
        text=text,
        due=bold(promise, day=day),
        href=month_url(month),
        action=_("Lihat klaim bulan ke-%(n)s") % {"n": month.n},
        calm=True,
    )


def _between_months(s: Situation) -> Scene:
    """What comes next and when; a month that was lost is not called in order."""
    paid = [m for m in s.months if m.state == MonthState.PAID]
    settled = [m for m in s.months if m.state == MonthState.PAID or m.is_lost]
    ahead = coming(s.months, s.today, s.works_from)
    text = _("Uang bulan ke-%(n)s sudah masuk rekening Anda.") % {"n": paid[-1].n} if paid else ""
    scene = Scene(
        title=_("Tidak ada. Semua beres hari ini."),
        text=text,
        due=_comes(s, ahead),
        href=reverse("claims:payments"),
        action=_("Lihat pembayaran dan surat"),
        calm=True,
    )
    if settled and settled[-1].is_lost:
        scene.title = _("Tidak ada untuk hari ini.")
        scene.text = _("Bulan ke-%(n)s tidak dibayar. Bulan lain tetap bisa diajukan.") % {"n": settled[-1].n}
        scene.href, scene.action = month_url(settled[-1]), _("Lihat alasannya")
    return scene


def _comes(s: Situation, ahead: list[ClaimMonth]) -> str:
    if not ahead:
        return _("Anda sudah melapor bekerja, jadi bulan berikutnya tidak dibuka.") if s.works_from else ""
    return _window(ahead[0], _("Berikutnya: klaim bulan ke-%(n)s, {window}. Kami kabari saat dibuka."))


def _window(month: ClaimMonth, sentence: str) -> str:
    window = _("tanggalnya menyusul")
    if month.opens_on is not None and month.closes_on is not None:
        window = date_range(month.opens_on, month.closes_on, language())
    return bold(sentence % {"n": month.n}, window=window)
