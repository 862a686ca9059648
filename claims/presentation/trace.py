"""The rule trace: the same facts on both sides of the desk."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from claims import wording
from claims.enums import DecisionKind
from claims.models import Assessment, Decision
from core.formatting import date_range
from core.language import language
from rules.monthly import WINDOW

Item = dict[str, Any]


def trace(assessment: Assessment) -> list[Item]:
    """Each condition with its fact, source and moment, the article, and what can be done. Failed ones first."""
    items = [_item(reason, assessment.sources) for reason in assessment.reasons if reason["facts"].get("asked", True)]
    order = {False: 0, None: 1, True: 2}
    return sorted(items, key=lambda item: order[item["met"]])


def reason_items(reasons: list[Item]) -> list[Item]:
    """Reasons without sources, unknown ones last: for the public check, where nobody looked anything up."""
    order = {False: 0, True: 1, None: 2}
    items = [_item(reason, {}) for reason in reasons if reason["facts"].get("asked", True)]
    return sorted(items, key=lambda item: order[item["met"]])


def folded(items: list[Item]) -> Item:
    """What is not met stands open; what is met is one click away."""
    return {"open": [i for i in items if i["met"] is not True], "met": [i for i in items if i["met"] is True]}


def decided_on(decision: Decision) -> list[Item]:
    """The facts of a decision about a month, without advice that came too late; of a lost one, that none was sent."""
    if decision.run is None:
        return []
    items = [item | {"help": ""} for item in trace(decision.run)]
    month = decision.month
    if decision.kind != DecisionKind.FORFEITURE or month is None or not (month.opens_on and month.closes_on):
        return items
    window = date_range(month.opens_on, month.closes_on, language())
    missed = {"text": _("Tidak dikirim. Batasnya %(window)s.") % {"window": window}}
    return [item | missed for item in items if item["code"] == WINDOW]


def officer_rows(assessment: Assessment) -> list[Item]:
    """The conditions that were asked, in the order of the law, for the verifier's table."""
    items = [_item(reason, assessment.sources) for reason in assessment.reasons if reason["facts"].get("asked", True)]
    return [item | {"source": item["source"].removesuffix(" Ketenagakerjaan")} for item in items]


def _item(reason: Item, sources: Item) -> Item:
    code, met, facts = reason["code"], reason["met"], reason["facts"]
    source = sources.get(code, {})
    return {
        "code": code,
        "met": met,
        "title": wording.title(code),
        "text": wording.sentence(code, met, facts),
        "law": wording.cited(reason["law"]),
        "help": wording.help_for(code, met),
        "source": str(wording.SOURCES[source["source"]]) if source.get("source") else "",
        "as_of": datetime.fromisoformat(source["as_of"]) if source.get("as_of") else None,
    }
