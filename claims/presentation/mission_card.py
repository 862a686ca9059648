"""The mission on the dashboard: how far the search for work of the month in hand is."""

from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from claims.month_wording import progress
from claims.presentation.checklist import period
from claims.presentation.scene import Situation
from core.formatting import percent
from core.language import language
from rules import monthly as law

Item = dict[str, Any]


def mission_card(s: Situation) -> Item | None:
    """None when no month collects evidence now."""
    known = s.outlook
    if known is None:
        return None
    search = known.sure.reason(law.JOB_SEARCH)
    if not search.facts.get("asked"):
        return None
    mission = known.mission
    if search.facts.get("by_training"):
        return {
            "title": _("Misi bulan ke-%(n)s: kehadiran pelatihan mencukupi") % {"n": known.month.n},
            "text": _("Lamaran tidak diperlukan selama kehadiran Anda paling sedikit %(share)s.")
            % {"share": percent(Fraction(str(known.sure.reason(law.TRAINING).facts["needed"])), language())},
            "period": period(known),
        }
    if mission.is_complete:
        return {
            "title": _("Misi bulan ke-%(n)s terpenuhi") % {"n": known.month.n},
            "text": f"{progress(mission)}.",
            "period": period(known),
        }
    return {
        "title": _("Misi bulan ke-%(n)s: %(counted)s dari %(needed)s")
        % {"n": known.month.n, "counted": min(mission.counted, mission.needed), "needed": mission.needed},
        "text": f"{progress(mission)}.",
        "period": period(known),
        "value": min(mission.counted, mission.needed),
        "needed": mission.needed,
        "half": mission.checking,
        "interviews": mission.interviews_needed,
    }
