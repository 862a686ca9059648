"""How a termination stands, in the words of each side, and its events in time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from core.formatting import deadline, long_moment, plain_date, rupiah
from core.language import language
from participants.comparison import Line, compare
from participants.enums import Contract, PhkReason, PhkState, Side
from participants.models import IdentityCheck, PhkEvent, PhkVersion
from participants.selectors import BothSides
from participants.wording import EFFECTS, FIELDS, problem_text

S = PhkState


@dataclass(frozen=True, slots=True)
class Status:
    """One state as one side reads it. `kind` is the look of the tag."""

    tag: str
    kind: str
    title: str
    text: str


def status_of(event: PhkEvent, side: Side) -> Status:
    """What is happening, who waits for whom, and until when."""
    texts = _worker_texts(event) if side == Side.WORKER else _employer_texts(event)
    kinds = {S.NEEDS_PROOF: "wait", S.CONFIRMED: "ok", S.DISPUTED: "wait", S.CLOSED: "", S.WITHDRAWN: ""}
    title, text = texts[PhkState(event.state)]
    return Status(event.get_state_display(), kinds.get(PhkState(event.state), "run"), title, text)


def _worker_texts(event: PhkEvent) -> dict[PhkState, tuple[str, str]]:
    due = _deadline(event)
    at_mediator = _("Tidak ada yang perlu Anda lakukan. Kami kabari begitu bukti diterima.")
    if event.other_side_silent:
        at_mediator = _("Perusahaan tidak menjawab sampai %(due)s. Laporan Anda tetap diteruskan.") % {"due": due}
    return {
        S.AWAITING_OTHER: (
            _("Kami menunggu jawaban perusahaan"),
            _("Perusahaan diminta menjawab paling lambat %(due)s. Bila tidak, laporan Anda tetap diteruskan.")
            % {"due": due},
        ),
        S.AWAITING_MEDIATOR: (_("Mediator memeriksa bukti PHK"), at_mediator),
        S.NEEDS_PROOF: (_("Tambahkan bukti PHK"), event.asked_for),
        S.CONFIRMED: (
            _("PHK Anda sudah disahkan"),
            _("Nomor tanda terima %(number)s. Sekarang Anda dapat melihat hak JKP Anda.")
            % {"number": event.receipt_number},
        ),
        S.DISPUTED: (
            _("PHK Anda masih diperselisihkan"),
            _("Perkara %(case)s sedang diperiksa PHI. JKP ditahan sampai ada putusan. Hak Anda tidak hilang.")
            % {"case": event.phi_case},
        ),
        S.CLOSED: (
            _("PHK dibatalkan pengadilan"),
            _("PHI memutus hubungan kerja Anda tidak berakhir. Karena itu JKP tidak dibayar untuk PHK ini."),
        ),
        S.WITHDRAWN: (_("Laporan ditarik"), _("Laporan ini tidak dipakai. Anda dapat melapor lagi.")),
    }


def _employer_texts(event: PhkEvent) -> dict[PhkState, tuple[str, str]]:
    due = _deadline(event)
    return {
        S.AWAITING_OTHER: (
            _("Jawaban perusahaan ditunggu"),
            _("Jawab paling lambat %(due)s. Bila tidak, laporan diteruskan ke mediator.") % {"due": due},
        ),
        S.AWAITING_MEDIATOR: (
            _("Mediator memeriksa bukti PHK"),
            _("Tidak ada yang perlu dilakukan sekarang. Hasilnya kami kabarkan."),
        ),
        S.NEEDS_PROOF: (_("Mediator meminta bukti"), event.asked_for),
        S.CONFIRMED: (
            _("PHK disahkan"),
            _("Nomor tanda terima %(number)s. BPJS Ketenagakerjaan diberi tahu.") % {"number": event.receipt_number},
        ),
        S.DISPUTED: (
            _("PHK diperselisihkan"),
            _("Perkara %(case)s sedang diperiksa PHI.") % {"case": event.phi_case},
        ),
        S.CLOSED: (_("PHK dibatalkan pengadilan"), _("PHI memutus hubungan kerja tidak berakhir.")),
        S.WITHDRAWN: (_("Laporan ditarik"), _("Laporan ini tidak dipakai.")),
    }


def timeline(event: PhkEvent) -> list[dict[str, Any]]:
    """What happened, and the one thing that is waited for."""
    names = _move_names(event)
    items = [{"title": names.get(row.move, row.move), "when": _moment(row.at)} for row in event.log.all()]
    promise = {
        S.AWAITING_OTHER: _("Menunggu jawaban %(side)s") % {"side": _name(Side(event.opened_by).other)},
        S.AWAITING_MEDIATOR: _("Mediator memeriksa bukti PHK"),
        S.NEEDS_PROOF: _("Menunggu bukti"),
        S.DISPUTED: _("Menunggu putusan PHI"),
    }.get(PhkState(event.state))
    if promise:
        due = _("Paling lambat %(due)s") % {"due": _deadline(event)} if event.state == S.AWAITING_OTHER else ""
        items.append({"title": promise, "when": due, "state": "warn", "strong": True})
    return items


def _move_names(event: PhkEvent) -> dict[str, str]:
    other = _name(Side(event.opened_by).other)
    return {
        "report": _("Dilaporkan oleh %(side)s") % {"side": _name(Side(event.opened_by))},
        "other_side_answers": _("Dijawab oleh %(side)s") % {"side": other},
        "other_side_is_silent": _("Batas jawaban lewat tanpa jawaban %(side)s") % {"side": other},
        "ask_again": _("Mediator meminta bukti lagi"),
        "add_proof": _("Bukti ditambahkan"),
        "accept_proof": _("Bukti PHK disahkan"),
        "dispute": _("Perselisihan di PHI dicatat"),
        "ruling_confirms": _("Putusan PHI: PHK sah"),
        "ruling_closes": _("Putusan PHI: PHK batal"),
        "withdraw": _("Laporan ditarik"),
    }


@dataclass(frozen=True, slots=True)
class Shown:
    """One compared fact in words; a dash where a side said nothing."""

    label: str
    employer: str
    worker: str
    differs: bool
    decisive: bool


def side_by_side(sides: BothSides, fields: Sequence[str]) -> list[Shown]:
    """Both accounts, fact by fact. The caller names the fields: not everybody may read the wage."""
    return [
        Shown(
            label=str(FIELDS[line.field]),
            employer=said_value(line.field, line.employer),
            worker=said_value(line.field, line.worker),
            differs=line.differs,
            decisive=line.decisive,
        )
        for line in _lines(sides, fields)
    ]


def _lines(sides: BothSides, fields: Sequence[str]) -> tuple[Line, ...]:
    return compare(sides.employer, sides.worker, fields)


def facts_list(said: PhkVersion | PhkEvent, fields: Sequence[str]) -> list[dict[str, str]]:
    """For `<c-facts>`: what was said, without what was left out."""
    return [
        {"term": str(FIELDS[name]), "value": said_value(name, getattr(said, name))}
        for name in fields
        if getattr(said, name) not in (None, "")
    ]


def said_value(field: str, value: Any) -> str:
    """A fact in words."""
    if value in (None, ""):
        return "–"
    if field == "reason":
        code = PhkReason(value)
        if code == PhkReason.OTHER:
            return str(code.label)
        return _("%(reason)s (huruf %(letter)s)") % {"reason": code.label, "letter": code.value}
    if field == "contract":
        return str(Contract(value).label)
    if field == "wage":
        return rupiah(value, language())
    return plain_date(value, language())


def _deadline(event: PhkEvent) -> str:
    return deadline(event.other_side_due_on, language()) if event.other_side_due_on else ""


def _moment(at: Any) -> str:
    return long_moment(at, language())


def _name(side: Side) -> str:
    return _("pekerja") if side == Side.WORKER else _("perusahaan")


@dataclass(frozen=True, slots=True)
class ImportRow:
    """A line of the check of a CSV, in words."""

    line: int
    name: str
    nik: str
    good: bool
    result: str
    sentences: list[str]


def import_rows(report: Sequence[dict[str, Any]]) -> list[ImportRow]:
    """The stored codes as sentences."""
    return [
        ImportRow(
            line=row["line"],
            name=row["name"],
            nik=row["nik"],
            good=not row["problems"],
            result=_("Perlu diperbaiki") if row["problems"] else str(EFFECTS[row["effect"]]),
            sentences=[f"{column}: {problem_text(code)}" for column, code in row["problems"]],
        )
        for row in report
    ]


def import_problems(report: Sequence[dict[str, Any]]) -> list[list[str]]:
    """Line, name, NIK, result, column, code and sentence: a row for each problem, one for each good line."""
    rows = []
    for row, said in zip(report, import_rows(report), strict=True):
        start = [str(said.line), said.name, said.nik, said.result]
        found = [[column, code, problem_text(code)] for column, code in row["problems"]]
        rows += [[*start, *problem] for problem in found or [["", "", ""]]]
    return rows


def identity_rows(check: IdentityCheck) -> list[dict[str, Any]]:
    """Field by field: what was typed, and what the registry says about it. The mother's name is gone."""
    typed = {
        "nik": (_("NIK"), check.person.masked_nik),
        "full_name": (_("Nama lengkap"), check.full_name),
        "mother_name": (_("Nama ibu kandung"), _("Tidak disimpan")),
        "born_on": (_("Tanggal lahir"), plain_date(check.born_on, language())),
    }
    met = {"yes": True, "no": False}
    return [
        {"label": label, "typed": value, "met": met.get(check.answer.get(name, ""))}
        for name, (label, value) in typed.items()
    ]
