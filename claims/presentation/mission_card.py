"""The mission on the dashboard: how far the search for work of the month in hand is."""

from typing import Any

from django.utils.translation import gettext as _

from claims.month_wording import progress
from claims.presentation.checklist import period
from claims.presentation.scene import Situation
from rules import monthly as law

Item = dict[str, Any]


def mission_card(s: Situation) -> Item | None:
    """None when no month collects evidence now."""
    known = s.outlook
    if known is None or not known.sure.reason(law.JOB_SEARCH).facts.get("asked"):
        return None
    mission = known.mission
    return {
        "title": _("Misi bulan ke-%(n)s: %(counted)s dari %(needed)s")
        % {"n": known.month.n, "counted": min(mission.counted, mission.needed), "needed": mission.needed},
        "text": f"{progress(mission)}.",
        "period": period(known),
        "value": min(mission.counted, mission.needed),
        "needed": mission.needed,
        "half": mission.checking,
        "interviews": mission.interviews_needed,
        "done": mission.is_complete,
    }
