"""The wording of each kind of letter: title, why, facts, article, consequence, rights with their dates.

Letters are official documents and therefore in Bahasa Indonesia, whatever the language of the page (UU 24/2009 Ps 27).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from core import formatting
from core.calendar import working_calendar
from notices.enums import LetterKind
from notices.letters.document import Document, Section, Table, bold
from notices.letters.facts import Facts, MissingFacts
from rules import deadlines, duties
from rules.articles import article
from rules.errors import CalendarNotLoaded
from rules.law import KEBIJAKAN, Regime

RECORDED = "Tercatat secara elektronik, sah tanpa tanda tangan basah"
CLAIMS_OFFICE = "Unit Verifikasi Manfaat JKP"
PAYMENT_OFFICE = "Unit Pembayaran Manfaat JKP"
PHK_OFFICE = "Layanan Laporan PHK"


@dataclass(frozen=True, slots=True)
class Kind:
    build: Callable[[Facts], Document]
    required: frozenset[str]


def phk_report(f: Facts) -> Document:
    """To who reports, at once: the report is here. Proof of reporting, not yet of the PHK."""
    if f.has("other_side_due_on"):
        next_step = (
            f"Pihak lain kami minta menjawab paling lambat {f.last_moment('other_side_due_on')}. "
            "Bila tidak menjawab, laporan tetap berjalan."
        )
    else:
        next_step = "Mediator hubungan industrial memeriksa bukti PHK, lalu kami memberi kabar lewat portal."
    return _about_phk(
        f,
        title="Laporan PHK sudah kami terima",
        next_step=next_step,
        meaning="Surat ini membuktikan bahwa PHK sudah dilaporkan.",
    )


def phk_receipt(f: Facts) -> Document:
    """Permenaker 2/2025 Ps 9: the receipt with its number, once a mediator has accepted the proof. One a PHK."""
    return _about_phk(
        f,
        title="Tanda terima laporan PHK",
        more=" Mediator menerima bukti PHK.",
        next_step="Kami memeriksa hak manfaat JKP, lalu memberi kabar lewat portal.",
        meaning="Surat ini membuktikan bahwa PHK sudah dilaporkan dan buktinya diterima.",
    )


def _about_phk(f: Facts, *, title: str, next_step: str, meaning: str, more: str = "") -> Document:
    return _document(
        f,
        title=title,
        why=f"Laporan PHK nomor {bold(f.text('number'))} tercatat pada {bold(f.long_day('reported_at'))}.{more}",
        office=PHK_OFFICE,
        sections=[
            _facts(
                f.known(
                    ("Nomor laporan", f.text("number")),
                    ("Nomor tanda terima", f.text("receipt_number")),
                    ("Dilaporkan oleh", f.text("reported_by")),
                    ("Pekerja", f.text("worker")),
                    ("Perusahaan", f.text("employer")),
                    ("Tanggal PHK", f.long_day("phk_on")),
                    ("Alasan yang dilaporkan", f.text("reason")),
                )
            ),
            Section("Dasar aturan", ["Permenaker 2/2025 Pasal 9."]),
            Section("Yang kami lakukan", [next_step]),
            Section(
                "Arti surat ini",
                [f"{meaning} Putusan tentang hak manfaat JKP disampaikan dalam surat tersendiri."],
            ),
        ],
    )


def claim_receipt(f: Facts) -> Document:
    """Permenaker 2/2025 Ps 13(6): the three-working-day clock starts with this day."""
    return _document(
        f,
        title="Klaim JKP Anda sudah kami terima",
        why=f"Klaim nomor {bold(f.text('claim_number'))} tercatat pada {bold(f.long_day('filed_on'))}.",
        office=CLAIMS_OFFICE,
        sections=[
            _facts(
                f.known(
                    ("Nomor klaim", f.text("claim_number")),
                    ("Tanggal pengajuan", f.long_day("filed_on")),
                    ("Perusahaan", f.text("employer")),
                    ("Tanggal PHK", f.long_day("phk_on")),
                    ("Rekening", f.text("account")),
                )
            ),
            Section(
                "Yang kami lakukan",
                [
                    f"Kami memutus paling lambat {bold(f.long_day('due_on'))}. "
                    "Bila ada yang perlu diperbaiki, kami menulis apa dan sampai kapan."
                ],
            ),
            Section("Dasar aturan", ["Permenaker 2/2025 Pasal 13 ayat (6)."]),
            Section("Yang perlu Anda lakukan", ["Tidak ada. Kabar berikutnya ada di portal, menu Klaim."]),
        ],
    )


def kapk(f: Facts) -> Document:
    """The commitment of PP 37/2021 Ps 19(2) as it was signed."""
    return _document(
        f,
        title="Komitmen Aktivitas Pencarian Kerja (KAPK)",
        why=f"{bold(f.text('signed_name'))} menyatakan bersedia bekerja kembali, untuk klaim nomor "
        f"{bold(f.text('claim_number'))}.",
        office=CLAIMS_OFFICE,
        sections=[
            Section("Saya menyatakan", points=f.texts("points")),
            _facts(
                f.known(
                    ("Nama yang ditulis", f.text("signed_name")),
                    ("Ditandatangani pada", f.long_day("signed_on")),
                    ("Cara", "Nama lengkap dan kode sekali pakai"),
                    ("Versi KAPK", f.text("version")),
                ),
                "Tanda tangan",
            ),
            Section("Dasar aturan", ["PP 37/2021 Pasal 19 ayat (2)."]),
        ],
        signed="Penandatangan KAPK",
    )


def approval(f: Facts) -> Document:
    """Granted: how much, computed how, by when. PP 6/2025 Ps 21(1) or PP 37/2021 Ps 21(1)."""
    month = f.text("month", "1")
    amount = bold(f.rupiah("amount"))
    by = f" paling lambat {bold(f.long_day('pay_due_on'))}" if f.has("pay_due_on") else ""
    return _document(
        f,
        title="Klaim JKP Anda disetujui",
        why=f"Manfaat bulan ke-{month} sebesar {amount} dibayar ke rekening Anda{by}.",
        office=CLAIMS_OFFICE,
        sections=[
            _checked(f),
            _facts(
                f.known(
                    ("Nomor klaim", f.text("claim_number")),
                    ("Nomor keputusan", f.text("decision_number")),
                    ("Upah yang dihitung", f.rupiah("wage_base")),
                    ("Bagian upah", f"{f.text('rate_percent')}%"),
                    (f"Manfaat bulan ke-{month}", f"{f.text('rate_percent')}% × {f.rupiah('wage_base')} = {amount}"),
                    ("Rekening", f.text("account")),
                ),
                "Hitungannya",
            ),
            Section("Dasar aturan", [f"{_cited([article('PAYMENT', Regime(f.text('regime'))).text])}."]),
            Section(
                "Sesudah ini",
                [
                    "Bulan ke-2 sampai ke-6 diajukan satu per satu, masing-masing dalam jendelanya. Tanggalnya ada di "
                    "dasbor Anda. Bila Anda mulai bekerja lagi, laporkan lewat portal."
                ],
            ),
            _objection(f),
        ],
    )


def refusal(f: Facts) -> Document:
    """Refused by a named officer (POL-26): why, on which article, what follows, and the whole way to object."""
    why = " ".join(filter(None, (f.text("reason"), f.text("explanation"))))
    consequence = f.text("consequence", "Manfaat JKP tidak dibayar untuk klaim ini.")
    return _document(
        f,
        title=f.text("title", "Klaim JKP Anda ditolak"),
        why=why,
        office=CLAIMS_OFFICE,
        sections=[
            _checked(f),
            _facts(
                f.known(
                    ("Nomor klaim", f.text("claim_number")),
                    ("Nomor keputusan", f.text("decision_number")),
                    ("Kode alasan", f.text("reason_code")),
                ),
                "Keputusan",
            ),
            Section("Dasar aturan", [f"{_cited(f.texts('articles'))}."] if _cited(f.texts("articles")) else []),
            Section("Akibatnya", [consequence]),
            Section("Yang bisa Anda lakukan", [f.text("next_step")] if f.has("next_step") else []),
            _objection(f),
        ],
    )


def payment_proof(f: Facts) -> Document:
    """The money arrived: what, when, where."""
    month = f.text("month")
    return _document(
        f,
        title=f"Bukti pembayaran manfaat JKP bulan ke-{month}",
        why=f"{bold(f.rupiah('amount'))} sudah masuk ke rekening Anda pada {bold(f.long_day('paid_on'))}.",
        office=PAYMENT_OFFICE,
        sections=[
            _facts(
                f.known(
                    ("Nomor klaim", f.text("claim_number")),
                    ("Manfaat", f"Uang tunai bulan ke-{month}"),
                    ("Jumlah", bold(f.rupiah("amount"))),
                    ("Tanggal masuk", f.long_day("paid_on")),
                    ("Rekening", f.text("account")),
                    ("Nomor referensi bank", f.text("bank_reference")),
                )
            ),
            Section(
                "Bila uang tidak terlihat",
                ["Periksa mutasi rekening pada tanggal itu. Bila tidak ada, telepon Halo JKP dan sebut nomor klaim."],
            ),
        ],
    )


def _objection(f: Facts) -> Section:
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


def _ladder_days(objection_until: date) -> tuple[str, str]:
    """The last days when every step is taken on its last day; empty for a year whose calendar is not decreed yet."""
    try:
        answered = deadlines.objection_answer_due(objection_until, working_calendar())
        appealed = deadlines.appeal_due(answered, working_calendar())
    except CalendarNotLoaded:
        return "", ""
    return tuple(f" (paling akhir {bold(formatting.long_date(day))})" for day in (answered, appealed))  # type: ignore[return-value]


def _checked(f: Facts) -> Section:
    rows = f.rows("rows")
    head = ("Syarat", "Yang kami temukan", "Hasil")
    return Section("Fakta yang kami pakai", table=Table(rows, head) if rows else None)


def _facts(rows: list[list[str]], heading: str = "Yang tercatat") -> Section:
    return Section(heading, table=Table(rows))


def _cited(articles: Iterable[str]) -> str:
    """Articles as law, each once: without the product's policies, which are not law."""
    law = [text.partition(" (POL-")[0] for text in articles if not text.startswith(KEBIJAKAN.short)]
    return "; ".join(dict.fromkeys(law))


def _document(
    f: Facts, *, title: str, why: str, office: str, sections: list[Section], signed: str = "Petugas yang berwenang"
) -> Document:
    own_nik = f.has("nik") and f.text("worker", f.text("name")) == f.text("name")
    to = [f"Yth. {bold(f.text('name'))}", f"NIK {f.text('nik')}" if own_nik else "", f.text("place")]
    return Document(
        title=title,
        why=why,
        office=f.text("office", office),
        to=[line for line in to if line],
        sections=[s for s in sections if s.paragraphs or s.points or (s.table and s.table.rows)],
        signed=signed,
        signed_note=RECORDED,
    )


_DECISION = frozenset({"claim_number", "decision_number", "objection_until"})

_PHK = frozenset({"number", "employer", "phk_on", "reason", "reported_at"})

KINDS: dict[str, Kind] = {
    LetterKind.PHK_REPORT: Kind(phk_report, _PHK),
    LetterKind.PHK_RECEIPT: Kind(phk_receipt, _PHK | {"receipt_number"}),
    LetterKind.CLAIM_RECEIPT: Kind(
        claim_receipt, frozenset({"claim_number", "employer", "phk_on", "filed_on", "due_on"})
    ),
    LetterKind.KAPK: Kind(kapk, frozenset({"claim_number", "version", "points", "signed_name", "signed_on"})),
    LetterKind.APPROVAL: Kind(approval, _DECISION | {"amount", "rate_percent", "wage_base", "regime", "account"}),
    LetterKind.REFUSAL: Kind(refusal, _DECISION | {"reason", "articles"}),
    LetterKind.PAYMENT_PROOF: Kind(payment_proof, frozenset({"claim_number", "month", "amount", "paid_on", "account"})),
}


def write(kind: str, given: dict[str, object]) -> Document:
    """The wording of a letter. Raises MissingFacts."""
    facts = Facts(given)
    missing = sorted(name for name in KINDS[kind].required if not facts.has(name))
    if missing:
        raise MissingFacts(f"a letter of kind {kind} needs {', '.join(missing)}")
    return KINDS[kind].build(facts)
