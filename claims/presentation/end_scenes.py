"""The benefit is over: why, and what is still owed, by us or by the person."""

from django.urls import reverse
from django.utils.translation import gettext as _

from claims.enums import DecisionKind, EndReason, OverpaymentState
from claims.models import Claim, Decision, Overpayment
from claims.presentation.came_back import came_back
from claims.presentation.links import decision_url
from claims.presentation.month_scenes import against_scene, presses
from claims.presentation.owed import owed
from claims.presentation.scene import Scene, Situation, bold, language, left
from claims.status import TEXTS, participant_status
from core.formatting import deadline, plain_date, rupiah


def over(s: Situation, claim: Claim) -> Scene:
    """What the person can do first: an account for money that came back, an objection, an instalment; else the end."""
    back = came_back(s, claim)
    if back.asks:
        scene = back.ask()
    elif s.against is not None and presses(s, s.against) and not _reported(claim, s.against):
        scene = against_scene(s, s.against)
    else:
        asked = next((o for o in s.overpayments if o.state == OverpaymentState.CONFIRMED), None)
        scene = _pay_back(s, asked) if asked is not None else back.check() if back.lines else _ended(s, claim)
    scene.ours = owed(s, claim)
    return scene


def _pay_back(s: Situation, asked: Overpayment) -> Scene:
    """The next instalment of what was paid too much. `asked` comes `with_repaid`."""
    due_on = asked.due_on  # type: ignore[attr-defined]
    late = due_on is not None and due_on < s.today
    rest = asked.amount - asked.repaid  # type: ignore[attr-defined]
    text = _("Bulan yang dibayar saat Anda sudah bekerja perlu dikembalikan. Tanpa denda dan tanpa bunga.")
    if late:
        text = _("Angsuran Anda sudah lewat harinya. Bayar sekarang, atau hubungi Halo JKP bila berat.")
    return Scene(
        title=_("Kembalikan %(amount)s") % {"amount": rupiah(rest, language())},
        text=text,
        due=bold(_("Angsuran berikutnya paling lambat {day}."), day=deadline(due_on, language(), s.zone))
        if due_on
        else "",
        count=left(due_on, s),
        href=reverse("claims:overpayment", args=[asked.pk]),
        action=_("Lihat rencana dan cara membayar"),
    )


def _reported(claim: Claim, decision: Decision) -> bool:
    """The stop that the person's own report of new work brought: nothing to be told as bad news."""
    return decision.kind == DecisionKind.STOP and claim.end_reason == EndReason.WORKING


def _ended(s: Situation, claim: Claim) -> Scene:
    day = plain_date(claim.ended_on, language()) if claim.ended_on else ""
    said = {
        EndReason.COMPLETED: (_("Enam bulan manfaat selesai"), _("Semua surat Anda tetap tersimpan di sini.")),
        EndReason.WORKING: (
            _("Selamat bekerja"),
            _("Manfaat berhenti sejak %(day)s karena Anda sudah bekerja. Bulan yang disetujui tetap milik Anda.")
            % {"day": day},
        ),
        EndReason.DIED: (
            _("Manfaat ini sudah berakhir"),
            _("Peserta tercatat meninggal dunia. Ahli waris dapat menanyakan manfaat JKM kepada BPJS."),
        ),
    }
    default = (_("Klaim ini sudah selesai"), str(TEXTS[participant_status(claim.state, None)].meaning))
    title, text = said[EndReason(claim.end_reason)] if claim.end_reason else default
    scene = Scene(
        title=title,
        text=text,
        href=reverse("claims:payments"),
        action=_("Lihat pembayaran dan surat"),
        calm=True,
    )
    if s.against is not None and _reported(claim, s.against):
        until = deadline(s.against.objection_until, language(), s.zone)
        scene.due = bold(_("Keberatan paling lambat {day}."), day=until)
        scene.other_href, scene.other = decision_url(s.against), _("Lihat keputusan")
    return scene
