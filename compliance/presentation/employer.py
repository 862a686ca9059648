"""What an employer is asked, in words. `question`, `nota`, `sanction`, `arrears`: lines of its page of compliance."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from compliance.models import AllegationFile, ArrearsCase, Inspection, SanctionCase
from compliance.presentation import arrears as arrears_pages
from compliance.presentation import sanctions as sanction_pages
from compliance.presentation.complaints import short_moment
from compliance.presentation.inspections import nota_row
from compliance.selectors.employers import Served
from core.clock import legal_date
from core.formatting import countdown, deadline, plain_date
from core.language import language

Item = dict[str, Any]


def question(served: Served, now: datetime) -> Item:
    found = row(served, now)
    due = found["due"] if served.waits else ""
    line = _line("compliance:employer_allegation", served.pk, served.number, served.employer, found)
    return {**line, "text": served.text, "due": due, "left": found["left"]}


def nota(inspection: Inspection, now: datetime) -> Item:
    found = nota_row(inspection, now)
    due = found["due"] if found["waits"] else ""
    line = _line("compliance:employer_nota", inspection.pk, inspection.number, found["employer"], found)
    return {**line, "due": due, "left": found["left"]}


def sanction(case: SanctionCase, now: datetime) -> Item:
    left = sanction_pages.employer_left(case, now)
    line = _line("compliance:employer_sanction", case.pk, case.number, case.employer.name, sanction_pages.tag_of(case))
    return {**line, "left": left["text"], "hot": left["hot"]}


def arrears(case: ArrearsCase, now: datetime) -> Item:
    found = arrears_pages.row(case, now)
    left = found["left"]
    line = _line("compliance:employer_arrears_case", case.pk, case.number, found["worker"], found)
    return {**line, "left": "" if left["text"] == "–" else left["text"], "hot": left["hot"]}


def _line(page: str, key: Any, number: str, about: str, state: Item) -> Item:
    """`due` and `left` are added where something waits for the employer; `late` once its last day is over."""
    return {
        "href": reverse(page, args=[key]),
        "number": number,
        "about": about,
        "text": "",
        "due": "",
        "late": state.get("late", False),
        "hot": False,
        "tag": state["tag"],
        "kind": state["kind"],
    }


def row(served: Served, now: datetime) -> Item:
    late = served.waits and served.due_on < legal_date(now)
    return {
        "served": served,
        "left": countdown(served.due_on, now, language()) if served.waits else "",
        "due": plain_date(served.due_on, language()),
        "late": late,
        "tag": _tag(served, late),
        "kind": "ok" if not served.waits else "bad" if late else "wait",
    }


def _tag(served: Served, late: bool) -> str:
    if not served.waits:
        return _("Sudah ditanggapi")
    return _("Lewat batas") if late else _("Perlu tanggapan")


def page(served: Served, files: Sequence[AllegationFile], now: datetime) -> Item:
    today = legal_date(now)
    return {
        **row(served, now),
        "facts": [
            {"term": _("Nomor"), "value": served.number},
            {"term": _("Perusahaan"), "value": served.employer},
            {"term": _("Dikirim"), "value": short_moment(served.served_at)},
            {"term": _("Tanggapi paling lambat"), "value": deadline(served.due_on, language())},
        ],
        "replied": _("%(by)s, %(when)s") % {"by": served.reply.by, "when": short_moment(served.reply.at)}
        if served.reply
        else "",
        "files": [
            {"pk": f.pk, "title": f.file.name, "text": f"{short_moment(f.added_at)} · {f.file.get_state_display()}"}
            for f in files
        ],
        "may_add": served.waits or today <= served.due_on,
    }
