"""A decision in words: the articles it cites, what follows from it, and the ladder with its dates."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims import wording
from claims.models import Decision
from claims.reasons import REASONS
from core.formatting import plain_date
from core.language import language
from rules.duties import APPEAL_WORKING_DAYS, OBJECTION_ANSWER_WORKING_DAYS

Item = dict[str, Any]


def articles(decision: Decision) -> list[str]:
    """Each article once, as it is cited."""
    return list(dict.fromkeys(wording.cited(law) for law in decision.articles))


def consequences(decision: Decision) -> list[Item]:
    """Icon and sentence, each: what is not paid, what stays, what can be done about the reason."""
    rows = [
        {"icon": "silang", "text": _("Manfaat JKP tidak dibayar untuk klaim ini, kecuali keberatan Anda diterima.")},
        {"icon": "cek", "text": _("Laporan PHK, dokumen, dan surat Anda tetap tersimpan.")},
    ]
    return rows + [{"icon": "maju", "text": str(REASONS[code].next_step)} for code in decision.reason_codes]


def ladder(decision: Decision) -> list[Item]:
    """Entries for <c-log>: objection with its date, then the steps after it with their periods."""
    today = decision.objection_until
    answer, appeal = OBJECTION_ANSWER_WORKING_DAYS.on(today).value, APPEAL_WORKING_DAYS.on(today).value
    until = plain_date(decision.objection_until, language())
    return [
        {"title": _("Keberatan"), "when": _("Sampai %(day)s") % {"day": until}, "state": "warn", "strong": True},
        {"title": _("Jawaban kami"), "when": _within(answer, _("setelah keberatan kami terima")), "state": "todo"},
        {"title": _("Banding ke atasan pejabat"), "when": _within(appeal, _("setelah jawaban")), "state": "todo"},
        {"title": _("Pengadilan"), "when": _("Dengan atau tanpa pengacara"), "state": "todo"},
    ]


def _within(days: int, after: str) -> str:
    return ngettext("%(n)s hari kerja %(after)s", "%(n)s hari kerja %(after)s", days) % {"n": days, "after": after}
