"""The yearly evaluation of a work plan as PDF/A. Drawn when asked for, kept nowhere; the same year, the same bytes."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from compliance.enums import EvaluationState
from compliance.models import PlanEvaluation
from core.formatting import plain_date
from core.language import language
from core.printing import pdf_of

TEMPLATE = Path(__file__).with_name("evaluation.typ")
FULL = 300  # the width of a whole bar, as the page draws it


def render_evaluation(written: PlanEvaluation, *, picture: Any, board: Any, facts: Any) -> bytes:
    """A4 in the language of the page, of what the page shows (compliance.presentation.workplan)."""
    report = _report(written) | {
        "figures": [_bar(row) for row in picture],
        "programmes": [_programme(row) for row in board],
        "signatures": [{"side": row["term"], "who": row["value"]} for row in facts],
    }
    report = json.dumps(report, ensure_ascii=False, sort_keys=True)
    return pdf_of(TEMPLATE, {"report": report}, at=moment_of(written))


def moment_of(written: PlanEvaluation) -> datetime:
    return written.agreed_at or written.written_at


def _report(written: PlanEvaluation) -> dict[str, Any]:
    plan, agreed = written.plan, written.state == EvaluationState.AGREED
    kept, open_ = _("Angka saat disepakati."), _("Angka saat ini. Menjadi tetap ketika BPJS menyepakati.")
    return {
        "lang": language(),
        "title": _("Laporan pemantauan dan evaluasi %(year)s") % {"year": written.year},
        "over": _("Rencana kerja"),
        "parties": f"{plan.first_party} · {plan.second_party}",
        "number": _("Nota kesepahaman %(number)s, ditandatangani %(day)s")
        % {"number": plan.number, "day": plain_date(plan.signed_on, language())},
        "state": "" if agreed else _("Belum disepakati BPJS"),
        "note": kept if agreed else open_,
        "findings": _paragraphs(written.findings),
        "next_steps": _paragraphs(written.next_steps),
        "words": {
            "figures": _("Kegiatan menurut program dan keadaan"),
            "findings": _("Temuan tahun ini"),
            "next_steps": _("Langkah berikutnya"),
            "signed": _("Siapa"),
            "head": [_("Program"), _("Selesai"), _("Berjalan"), _("Belum dimulai"), _("Tidak dilaksanakan")],
            "line": [_("Kegiatan"), _("Tercapai"), _("Keadaan")],
            "page": _("Halaman"),
            "of": _("dari"),
        },
    }


def _paragraphs(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def _bar(row: dict[str, Any]) -> dict[str, Any]:
    """Shares of the bar in whole percent of its width, the fills by the names of the page."""
    pieces = [{"width": 100 * piece["width"] / FULL, "fill": piece["fill"]} for piece in row["pieces"]]
    return {"title": row["title"], "counts": [str(count) for count in row["counts"]], "pieces": pieces}


def _programme(row: dict[str, Any]) -> dict[str, Any]:
    lines = [[f"{line['letter']}. {line['title']}", _reached(line), str(line["tag"])] for line in row["rows"]]
    return {"title": f"{row['number']}. {row['title']}", "lines": lines}


def _reached(line: dict[str, Any]) -> str:
    return f"{line['done']} · {line['share']}" if line["share"] else line["done"]
