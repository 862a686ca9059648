"""A work plan's board, one activity's year, and the yearly evaluation, as their pages show them."""

from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from compliance.enums import EvaluationState, PlanYearState
from compliance.models import PlanEvaluation, PlanProgress, PlanYear, WorkPlan
from compliance.selectors.workplan import ProgrammeFigures
from core.formatting import long_moment, number, percent, plain_date
from core.language import language

Item = dict[str, Any]
Y, E = PlanYearState, EvaluationState
TONES = {Y.PLANNED: "", Y.RUNNING: "run", Y.DONE: "ok", Y.DROPPED: ""}
EVALUATION_TONES = {E.DRAFT: "", E.SUBMITTED: "run", E.AGREED: "ok"}
FILLS = {Y.DONE: "f1", Y.RUNNING: "f2", Y.PLANNED: "f3", Y.DROPPED: "f5"}
WIDTH = 300
MOVES = {
    "begin": gettext_lazy("Dimulai"),
    "finish": gettext_lazy("Selesai"),
    "drop": gettext_lazy("Tidak dilaksanakan"),
    "resume": gettext_lazy("Dibuka lagi"),
}


def plan_row(plan: WorkPlan) -> Item:
    return {
        "plan": plan,
        "href": reverse("compliance:plan", args=[plan.pk]),
        "signed": plain_date(plan.signed_on, language()),
        "ends": plain_date(plan.ends_on, language()),
    }


def board_rows(rows: list[PlanYear]) -> list[Item]:
    """By programme, each with its activities of the year."""
    programmes: list[Item] = []
    for row in rows:
        activity = row.activity
        if not programmes or programmes[-1]["number"] != activity.programme:
            programmes.append({"number": activity.programme, "title": activity.programme_title, "rows": []})
        programmes[-1]["rows"].append(
            {
                "href": reverse("compliance:plan_year", args=[row.pk]),
                "letter": activity.letter,
                "title": activity.title,
                "kind": activity.get_kind_display(),
                "offices": activity.first_offices[0],
                "more_offices": len(activity.first_offices) - 1,
                **reached(row),
                **tag_of(row),
            }
        )
    return programmes


def tag_of(row: PlanYear) -> Item:
    return {"tag": row.get_state_display(), "tone": TONES[Y(row.state)]}


def reached(row: PlanYear) -> Item:
    """In words and, with a target, as a share for the bar, which is full at the target."""
    done = number(row.done, language())
    if row.target is None:
        return {"done": f"{done} {row.activity.unit}", "share": None, "width": 0}
    words = _("%(done)s dari %(target)s %(unit)s") % {
        "done": done,
        "target": number(row.target, language()),
        "unit": row.activity.unit,
    }
    width = min(WIDTH, WIDTH * row.done // row.target)
    return {"done": words, "share": percent(Fraction(row.done, row.target), language(), 0), "width": width}


def totals(figures: list[ProgrammeFigures]) -> list[Item]:
    whole = {name: sum(getattr(row, name) for row in figures) for name in ProgrammeFigures.__dataclass_fields__ if name
             not in ("number", "title")}  # fmt: skip
    text = ngettext("dari %(n)d kegiatan", "dari %(n)d kegiatan", whole["activities"]) % {"n": whole["activities"]}
    return [
        {"term": _("Selesai"), "value": whole["done"], "text": text},
        {"term": _("Berjalan"), "value": whole["running"]},
        {"term": _("Belum dimulai"), "value": whole["planned"]},
        {"term": _("Mencapai target"), "value": whole["reached"],
         "text": _("dari %(n)d bertarget") % {"n": whole["with_target"]}},
    ]  # fmt: skip


def picture(figures: list[Item]) -> list[Item]:
    """For each programme one bar in pieces: finished, running, not begun, not held; with the numbers beside it."""
    return [
        {
            "title": row["title"],
            "activities": row["activities"],
            "counts": [row[str(state)] for state in FILLS],
            "pieces": _pieces([(row[str(state)], fill) for state, fill in FILLS.items()], row["activities"]),
        }
        for row in figures
    ]


def _pieces(counts: list[tuple[int, str]], whole: int) -> list[Item]:
    found, x = [], 0
    for count, fill in counts:
        width = WIDTH * count // whole if whole else 0
        if width:
            found.append({"x": x, "width": width, "fill": fill})
            x += width
    return found


def facts_of(row: PlanYear) -> list[Item]:
    activity = row.activity
    return [
        {"term": _("Program"), "value": f"{activity.programme}. {activity.programme_title}"},
        {"term": _("Jenis"), "value": activity.get_kind_display()},
        {"term": _("Pihak kesatu"), "value": ", ".join(activity.first_offices)},
        {"term": _("Pihak kedua"), "value": activity.second_office},
        {"term": _("Sumber dana"), "value": activity.funding or _("Tidak disebut")},
        {"term": _("Keluaran"), "value": activity.output},
        {"term": _("Hasil yang dituju"), "value": activity.outcome},
    ]


def entry(row: PlanProgress, unit: str) -> Item:
    return {
        "count": f"{'+' if row.count > 0 else '−'}{number(abs(row.count), language())} {unit}",
        "on": plain_date(row.on, language()),
        "text": row.text,
        "by": row.actor.full_name,
        "file": row.file,
        "file_href": reverse("compliance:plan_file", args=[row.pk]) if row.file else "",
    }


def history(row: PlanYear) -> list[Item]:
    return [
        {
            "title": MOVES[move.move] + (f": {move.note}" if move.note else ""),
            "when": long_moment(move.at, language()),
        }
        for move in row.log.order_by("at", "pk")
    ]


def is_agreed(evaluation: PlanEvaluation | None) -> bool:
    return evaluation is not None and evaluation.state == E.AGREED


def evaluation_facts(evaluation: PlanEvaluation) -> list[Item]:
    rows = [
        {
            "term": _("Ditulis"),
            "value": f"{evaluation.written_by.full_name}, {long_moment(evaluation.written_at, language())}",
        }
    ]
    if evaluation.agreed_by is not None and evaluation.agreed_at is not None:
        agreed = f"{evaluation.agreed_by.full_name}, {long_moment(evaluation.agreed_at, language())}"
        rows.append({"term": _("Disepakati"), "value": agreed})
    return rows


def returned_because(evaluation: PlanEvaluation) -> str:
    """Why BPJS gave it back last, while it is being written anew."""
    if evaluation.state != E.DRAFT:
        return ""
    last = evaluation.log.filter(move="return").order_by("-at").first()
    return last.note if last else ""
