"""The risk list in words: every reason with its figures and what it is held against."""

from datetime import datetime
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from compliance.forms.risks import TITLES
from compliance.models import ArrearsCase, RiskScore, SanctionCase
from compliance.presentation import arrears as arrears_pages
from compliance.presentation import sanctions as sanction_pages
from compliance.presentation.inspections import tag_of
from compliance.selectors.risks import SHOWN, EmployerPicture, Wave
from core.clock import legal_date
from core.formatting import month_year, number, percent, plain_date
from core.language import language
from rules.calendar import month_of
from rules.law import KEBIJAKAN

Item = dict[str, Any]
HIGH, MIDDLE = 60, 30  # points: the bounds of the threat list


def row(score: RiskScore) -> Item:
    return {
        "employer": score.employer,
        "place": score.place,
        "region": score.region.name if score.region is not None else "–",
        "points": score.points,
        "reasons": [reason(one) for one in score.reasons],
        **level_of(score),
    }


def level_of(score: RiskScore) -> Item:
    if score.points >= HIGH:
        return {"tag": _("Risiko tinggi"), "kind": "bad"}
    if score.points >= MIDDLE:
        return {"tag": _("Risiko sedang"), "kind": "wait"}
    return {"tag": _("Risiko rendah"), "kind": ""}


def reason(one: Item) -> Item:
    """Title, figures and what they are compared to. Configuration is not named as an article."""
    count = number(one["count"], language())
    figures = count
    if one["of"]:
        share = percent(Fraction(one["count"], one["of"]), language())
        figures = _("%(count)s dari %(of)s (%(share)s)") % {
            "count": count,
            "of": number(one["of"], language()),
            "share": share,
        }
    law = "" if one["law"].startswith(KEBIJAKAN.short) else one["law"]
    return {
        "title": TITLES[one["code"]],
        "figures": figures,
        "against": _against(one),
        "law": law,
        "points": one["points"],
    }


def _against(one: Item) -> str:
    least = number(one["least"], language())
    share = Fraction(one["share"])
    if share:
        return _("masuk daftar bila paling sedikit %(least)s dan paling sedikit %(share)s") % {
            "least": least,
            "share": percent(share, language()),
        }
    return _("masuk daftar bila paling sedikit %(least)s") % {"least": least}


def picture(found: EmployerPicture, now: datetime) -> Item:
    """The employer's page but name and reasons."""
    today = legal_date(now)
    return {
        "months": [
            {
                "name": month_year(m.month, language()),
                "workers": m.workers,
                "unpaid": m.unpaid,
                "wage": m.wage,
                "due": month_of(m.month) < month_of(today) - 1,
            }
            for m in found.months
        ],
        "as_of": plain_date(found.as_of, language()) if found.as_of else "",
        "stale": found.stale,
        "waves": [_wave(wave) for wave in found.waves],
        "complaints_open": found.complaints_open,
        "complaints_all": found.complaints_all,
        "inspections": [{"inspection": one, **tag_of(one)} for one in found.inspections],
        "sanctions": [_sanction(case, now) for case in found.sanctions[:SHOWN]],
        "more_sanctions": len(found.sanctions) > SHOWN,
        "arrears": [_arrears(case, now) for case in found.arrears[:SHOWN]],
        "more_arrears": len(found.arrears) > SHOWN,
    }


def _sanction(case: SanctionCase, now: datetime) -> Item:
    left = sanction_pages.time_left(case, now)
    return {"pk": case.pk, "number": case.number, "left": left, **sanction_pages.tag_of(case)}


def _arrears(case: ArrearsCase, now: datetime) -> Item:
    """Without the worker's name: it stands in the case, where reading is noted."""
    row = arrears_pages.row(case, now)
    return {"pk": case.pk, "number": case.number, **{name: row[name] for name in ("left", "tag", "kind")}}


def _wave(wave: Wave) -> Item:
    missing = wave.people - wave.by_employer
    return {"on": plain_date(wave.on, language()), "people": wave.people, "own": wave.by_employer, "missing": missing}
