"""The dashboard of a refused claim once its person has objected."""

from django.utils.translation import gettext as _

from claims.enums import ObjectionState
from claims.models import Claim, Decision, Objection
from claims.presentation.links import decision_url, objection_url
from claims.presentation.objections import appeal_until
from claims.presentation.owed import owed
from claims.presentation.scene import Scene, Situation, bold, language, left
from core.formatting import deadline


def objected(s: Situation, claim: Claim, decision: Decision) -> Scene | None:
    """A draft to send, an answer that is owed, or one that was given; None when nothing was begun."""
    objection = next((o for o in s.objections if o.decision_id == decision.pk), None)
    if objection is None:
        return None
    if objection.state == ObjectionState.SUBMITTED:
        return _waiting(s, claim, decision, objection)
    if objection.state == ObjectionState.DRAFT:
        return _draft(s, decision) if s.today <= decision.objection_until else None
    return _answered(s, decision, objection)


def _draft(s: Situation, decision: Decision) -> Scene:
    return Scene(
        title=_("Kirim keberatan Anda"),
        text=_("Jawaban Anda tersimpan. Petugas lain memutus setelah Anda mengirimnya."),
        due=bold(_("Paling lambat {day}."), day=deadline(decision.objection_until, language(), s.zone)),
        count=left(decision.objection_until, s),
        href=objection_url(decision),
        action=_("Lanjutkan keberatan"),
        other_href=decision_url(decision),
        other=_("Lihat keputusan"),
    )


def _waiting(s: Situation, claim: Claim, decision: Decision, objection: Objection) -> Scene:
    due = objection.answer_due_on
    return Scene(
        title=_("Petugas lain memeriksa keberatan Anda"),
        text=_("Tidak ada yang perlu Anda lakukan hari ini."),
        due=bold(_("Kami menjawab paling lambat {day}."), day=deadline(due, language(), s.zone)) if due else "",
        href=objection_url(decision),
        action=_("Lihat keberatan"),
        calm=True,
        ours=owed(s, claim),
    )


def _answered(s: Situation, decision: Decision, objection: Objection) -> Scene:
    if objection.state == ObjectionState.UPHELD:
        return Scene(
            title=_("Keberatan Anda dikabulkan"),
            text=_("Ada satu hal yang harus diperiksa petugas sebelum kami melaksanakannya. Kami mengabari Anda."),
            href=objection_url(decision),
            action=_("Lihat jawaban"),
            calm=True,
        )
    until = appeal_until(objection, s.zone)
    return Scene(
        title=_("Keberatan Anda sudah dijawab"),
        text=_("Keberatan tidak dikabulkan. Baca alasannya dan jalan berikutnya."),
        due=bold(_("Banding: {day}."), day=until) if until else "",
        href=objection_url(decision),
        action=_("Baca jawaban"),
    )
