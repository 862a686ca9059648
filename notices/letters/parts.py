"""What letters share: the frame, the tables, the way to object."""

from collections.abc import Iterable
from datetime import date

from core import formatting
from core.calendar import working_calendar
from notices.letters.document import Document, Section, Table, bold
from notices.letters.facts import Facts
from rules import deadlines, duties
from rules.errors import CalendarNotLoaded
from rules.law import KEBIJAKAN

RECORDED = "Tercatat secara elektronik, sah tanpa tanda tangan basah"
CLAIMS_OFFICE = "Unit Verifikasi Manfaat JKP"
PAYMENT_OFFICE = "Unit Pembayaran Manfaat JKP"
PHK_OFFICE = "Layanan Laporan PHK"


def objection(f: Facts) -> Section:
    """The ladder with dates. Its periods are configuration: printed as dates, never cited as articles."""
    last = f.date("objection_until")
    answer = duties.OBJECTION_ANSWER_WORKING_DAYS.on(last).value
    appeal = duties.APPEAL_WORKING_DAYS.on(last).value
    answered, appealed = _ladder_days(last)
    return Section(
        "Bila Anda tidak setuju",
        points=[
            f"{bold('Keberatan')} sampai {f.last_moment('objection_until')}, lewat portal, dinas, atau Halo JKP. "
            "Gratis. Petugas lain yang memutus.",
            f"{bold('Jawaban kami')} paling lambat {answer} hari kerja sesudah keberatan kami terima{answered}. "
            "Bila kami tidak menjawab, keberatan Anda dianggap diterima.",
            f"{bold('Banding')} paling lambat {appeal} hari kerja sesudah jawaban{appealed}.",
            f"{bold('Sesudah itu')} unit pengaduan BPJS Ketenagakerjaan, mediasi, atau pengadilan negeri. "
            "Ombudsman dan SP4N-LAPOR! dapat dihubungi kapan saja.",
        ],
    )


def appeal_ladder(f: Facts) -> Section:
    """What is left after an objection was not upheld, with the day of the next step."""
    answered = f.date("answered_on")
    try:
        until = (
            f" sampai {bold(formatting.deadline(deadlines.appeal_due(answered, working_calendar()), language='id'))}"
        )
    except CalendarNotLoaded:
        until = ""
    return Section(
        "Bila Anda masih tidak setuju",
        points=[
            f"{bold('Banding')}{until}, kepada atasan pejabat. Gratis.",
            f"{bold('Sesudah itu')} unit pengaduan BPJS Ketenagakerjaan, mediasi, atau pengadilan negeri. "
            "Ombudsman dan SP4N-LAPOR! dapat dihubungi kapan saja.",
        ],
    )


def _ladder_days(objection_until: date) -> tuple[str, str]:
    """The last days when every step is taken on its last day; empty for a year whose calendar is not decreed yet."""
    try:
        answered = deadlines.objection_answer_due(objection_until, working_calendar())
        appealed = deadlines.appeal_due(answered, working_calendar())
    except CalendarNotLoaded:
        return "", ""
    return tuple(f" (paling akhir {bold(formatting.long_date(day))})" for day in (answered, appealed))  # type: ignore[return-value]


def checked(f: Facts) -> Section:
    rows = f.rows("rows")
    head = ("Syarat", "Yang kami temukan", "Hasil")
    return Section("Fakta yang kami pakai", table=Table(rows, head) if rows else None)


def facts_table(rows: list[list[str]], heading: str = "Yang tercatat") -> Section:
    return Section(heading, table=Table(rows))


def cited(articles: Iterable[str]) -> str:
    """Articles as law, each once: without the product's policies, which are not law."""
    law = [text.partition(" (POL-")[0] for text in articles if not text.startswith(KEBIJAKAN.short)]
    return "; ".join(dict.fromkeys(law))


def document(
    f: Facts,
    *,
    title: str,
    why: str,
    office: str,
    sections: list[Section],
    signed: str = "Petugas yang berwenang",
    extra: dict[str, str] | None = None,
    to: str = "",
) -> Document:
    own_nik = f.has("nik") and f.text("worker", f.text("name")) == f.text("name")
    person = [bold(f.text("name")), f"NIK {f.text('nik')}" if own_nik else "", f.text("place")]
    named = [bold(to)] if to else person
    return Document(
        title=title,
        why=why,
        office=f.text("office", office),
        to=[f"Yth. {named[0]}", *(line for line in named[1:] if line)],
        sections=[s for s in sections if s.paragraphs or s.points or (s.table and s.table.rows)],
        signed=signed,
        signed_note=RECORDED,
        extra=extra or {},
    )
