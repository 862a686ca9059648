"""What the pages of contribution files show."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.formatting import long_moment, month_year, number, rupiah
from participants.contribution_words import WORDS
from participants.enums import ContributionFileState as S
from participants.enums import ContributionKind, ContributionStep
from participants.models import ContributionFile
from participants.operations.contribution_files import REFUSALS

TONES = {
    S.RECEIVED: "run",
    S.CHECKED: "wait",
    S.LOADING: "run",
    S.LOADED: "ok",
    S.REFUSED: "bad",
    S.CANCELLED: "",
}
# What each code means, without the facts of one row.
TITLES: dict[str, str | Promise] = {
    **WORDS,
    "wage": gettext_lazy("Upah jauh berbeda dari upah terakhir."),
    "government": gettext_lazy("Iuran pemerintah tidak sesuai aturan bulannya."),
    "jkk": gettext_lazy("Rekomposisi iuran JKK tidak sesuai aturan bulannya."),
    "jkm": gettext_lazy("Rekomposisi iuran JKM tidak sesuai aturan bulannya."),
}
MOVES: dict[str, Promise] = {
    "receive": gettext_lazy("Diterima"),
    "checked": gettext_lazy("Diperiksa"),
    "refuse": gettext_lazy("Ditolak"),
    "load": gettext_lazy("Diminta dimuat"),
    "loaded": gettext_lazy("Dimuat"),
    "cancel": gettext_lazy("Dibatalkan"),
}
# In thousandths: reading is most of the work; the rest is told by its step.
_READ = 600
_STEPS = {ContributionStep.CHECKING: 700, ContributionStep.SAVING: 850, ContributionStep.DONE: 1_000}


def about(file: ContributionFile) -> str:
    """The month of a register, or the kind of a small file."""
    if file.kind == ContributionKind.MONTH and file.month is not None:
        return month_year(file.month)
    return str(file.get_kind_display())


def file_row(file: ContributionFile) -> dict[str, Any]:
    return {"file": file, "about": about(file), "tone": TONES[S(file.state)]}


def progress(file: ContributionFile) -> int:
    """How far the work is, in thousandths of all of it."""
    if file.state == S.CHECKED:
        return 750
    step = ContributionStep(file.step)
    return _STEPS.get(step, _READ * file.read_bytes // max(file.size, 1))


def file_page(file: ContributionFile) -> dict[str, Any]:
    problem = REFUSALS.get(file.problem, "")
    return {
        "about": about(file),
        "tone": TONES[S(file.state)],
        "busy": file.state in (S.RECEIVED, S.LOADING),
        "progress": progress(file),
        "problem": str(problem),
        "figures": _figures(file),
        "facts": _facts(file),
        "log": [
            {
                "title": f"{MOVES[row.move]} · {row.actor_name}",
                "when": long_moment(row.at),
                "strong": row.move == "loaded",
            }
            for row in file.log.all()
        ],
        "codes": [
            {"code": code, "title": TITLES[code], "count": count}
            for code, count in sorted(file.rejects.items(), key=lambda item: (-item[1], item[0]))
        ],
    }


def _figures(file: ContributionFile) -> list[dict[str, Any]]:
    """Four numbers, once the rows were judged."""
    if not file.good_rows and not file.bad_rows:
        return []
    return [
        {"term": _("Baris"), "value": number(file.read_rows)},
        {"term": _("Benar"), "value": number(file.good_rows)},
        {"term": _("Dikembalikan"), "value": number(file.bad_rows), "bad": file.bad_rows > 0},
        {"term": _("Iuran pemerintah"), "value": rupiah(file.said_government)},
    ]


def _facts(file: ContributionFile) -> list[dict[str, Any]]:
    sender = str(file.received_by) if file.received_by else _("Pengelola sistem")
    return [
        {"term": _("Nama berkas"), "value": file.name},
        {"term": _("Jenis"), "value": file.get_kind_display()},
        {"term": _("Diterima dari"), "value": sender},
        {"term": _("Baris menurut surat pengantar"), "value": number(file.said_rows)},
        {"term": _("Jumlah upah"), "value": rupiah(file.said_wages)},
        {"term": _("Jumlah iuran pemerintah"), "value": rupiah(file.said_government)},
        {"term": _("SHA-256"), "value": f"{file.sha256[:16]}…"},
    ]
