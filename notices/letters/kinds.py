"""The wording of each kind of letter: title, why, facts, article, consequence, rights with their dates.

Letters are official documents and therefore in Bahasa Indonesia, whatever the language of the page (UU 24/2009 Ps 27).
"""

from collections.abc import Callable
from dataclasses import dataclass

from notices.enums import LetterKind
from notices.letters import bills, compliance, membership, months, sanctions, training
from notices.letters.document import Document, Section, bold
from notices.letters.facts import Facts, MissingFacts
from notices.letters.parts import (
    CLAIMS_OFFICE,
    PAYMENT_OFFICE,
    PHK_OFFICE,
    checked,
    cited,
    document,
    facts_table,
    objection,
)
from rules.articles import article
from rules.law import Regime


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
    return document(
        f,
        title=title,
        why=f"Laporan PHK nomor {bold(f.text('number'))} tercatat pada {bold(f.long_day('reported_at'))}.{more}",
        office=PHK_OFFICE,
        sections=[
            facts_table(
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
    return document(
        f,
        title="Klaim JKP Anda sudah kami terima",
        why=f"Klaim nomor {bold(f.text('claim_number'))} tercatat pada {bold(f.long_day('filed_on'))}.",
        office=CLAIMS_OFFICE,
        sections=[
            facts_table(
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
    return document(
        f,
        title="Komitmen Aktivitas Pencarian Kerja (KAPK)",
        why=f"{bold(f.text('signed_name'))} menyatakan bersedia bekerja kembali, untuk klaim nomor "
        f"{bold(f.text('claim_number'))}.",
        office=CLAIMS_OFFICE,
        sections=[
            Section("Saya menyatakan", points=f.texts("points")),
            facts_table(
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
    how = f"dibayar perusahaan lebih dahulu{by}" if f.text("payer") == "employer" else f"dibayar ke rekening Anda{by}"
    return document(
        f,
        title="Klaim JKP Anda disetujui" if month == "1" else f"Manfaat JKP bulan ke-{month} disetujui",
        why=f"Manfaat bulan ke-{month} sebesar {amount} {how}.",
        office=CLAIMS_OFFICE,
        sections=[
            *_who_pays(f),
            checked(f),
            facts_table(
                f.known(
                    ("Nomor klaim", f.text("claim_number")),
                    ("Nomor keputusan", f.text("decision_number")),
                    ("Upah yang dihitung", f.rupiah("wage_base")),
                    ("Bagian upah", f"{f.text('rate_percent')}%"),
                    (f"Manfaat bulan ke-{month}", f"{f.text('rate_percent')}% × {f.rupiah('wage_base')} = {amount}"),
                    ("Rekening", "" if f.text("payer") == "employer" else f.text("account")),
                ),
                "Hitungannya",
            ),
            Section("Dasar aturan", [f"{cited([article('PAYMENT', Regime(f.text('regime'))).text])}."]),
            Section(
                "Sesudah ini",
                [
                    "Bulan berikutnya diajukan satu per satu, masing-masing dalam jendelanya. Tanggalnya ada di "
                    "dasbor Anda. Bila Anda mulai bekerja lagi, laporkan lewat portal."
                ]
                if month != "6"
                else ["Ini bulan terakhir manfaat Anda."],
            ),
            objection(f),
        ],
    )


def _who_pays(f: Facts) -> list[Section]:
    """Where the employer owes contributions: which branch of Pasal 39 and 39A applies, in the words of the page."""
    return [Section("Siapa yang membayar", f.texts("who_pays"))] if f.has("who_pays") else []


def refusal(f: Facts) -> Document:
    """Refused by a named officer (POL-26): why, on which article, what follows, and the whole way to object."""
    why = " ".join(filter(None, (f.text("reason"), f.text("explanation"))))
    month = f.text("month")
    lost = (
        f"Manfaat bulan ke-{month} tidak dibayar. Bulan berikutnya tetap bisa diajukan pada waktunya."
        if month
        else "Manfaat JKP tidak dibayar untuk klaim ini."
    )
    return document(
        f,
        title=f"Klaim bulan ke-{month} ditolak" if month else "Klaim JKP Anda ditolak",
        why=why,
        office=CLAIMS_OFFICE,
        sections=[
            checked(f),
            facts_table(
                f.known(
                    ("Nomor klaim", f.text("claim_number")),
                    ("Nomor keputusan", f.text("decision_number")),
                    ("Kode alasan", f.text("reason_code")),
                ),
                "Keputusan",
            ),
            Section("Dasar aturan", [f"{cited(f.texts('articles'))}."] if cited(f.texts("articles")) else []),
            Section("Akibatnya", [lost]),
            Section("Yang bisa Anda lakukan", [f.text("next_step")] if f.has("next_step") else []),
            objection(f),
        ],
    )


def payment_proof(f: Facts) -> Document:
    """The money arrived: what, when, where."""
    if not (f.has("about") or f.has("month")):
        raise MissingFacts("payment_proof needs the month, or what else it is about")
    about = _BESIDE_THE_MONTHS[f.text("about")] if f.has("about") else f"Manfaat JKP bulan ke-{f.text('month')}"
    return document(
        f,
        title=f"Bukti pembayaran {about[0].lower()}{about[1:]}",
        why=f"{bold(f.rupiah('amount'))} sudah masuk ke rekening Anda pada {bold(f.long_day('paid_on'))}.",
        office=PAYMENT_OFFICE,
        sections=[
            facts_table(
                f.known(
                    ("Nomor klaim", f.text("claim_number")),
                    ("Manfaat", about if f.has("about") else f"Uang tunai bulan ke-{f.text('month')}"),
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


# What a transfer is for that is no month: by the kind of its source.
_BESIDE_THE_MONTHS = {
    "objection": "Selisih manfaat setelah keberatan dikabulkan",
    "overpayment": "Pengembalian angsuran yang tidak perlu dibayar",
}

_DECISION = frozenset({"claim_number", "decision_number", "objection_until"})

_PHK = frozenset({"number", "employer", "phk_on", "reason", "reported_at"})

_TRAINING = frozenset({"number", "programme", "institute", "started_on"})
_SIGNED = frozenset({"signed_name", "signed_on"})

_SANCTION = frozenset({"number", "employer", "text", "decided_on"})
_TO_OFFICE = frozenset({"number", "employer", "npp", "services", "decided_on"})
KINDS: dict[str, Kind] = {
    LetterKind.PHK_REPORT: Kind(phk_report, _PHK),
    LetterKind.PHK_RECEIPT: Kind(phk_receipt, _PHK | {"receipt_number"}),
    LetterKind.CLAIM_RECEIPT: Kind(
        claim_receipt, frozenset({"claim_number", "employer", "phk_on", "filed_on", "due_on"})
    ),
    LetterKind.KAPK: Kind(kapk, frozenset({"claim_number", "version", "points", "signed_name", "signed_on"})),
    LetterKind.APPROVAL: Kind(approval, _DECISION | {"amount", "rate_percent", "wage_base", "regime", "account"}),
    LetterKind.REFUSAL: Kind(refusal, _DECISION | {"reason", "articles"}),
    LetterKind.PAYMENT_PROOF: Kind(payment_proof, frozenset({"claim_number", "amount", "paid_on", "account"})),
    LetterKind.MONTH_RECEIPT: Kind(
        months.month_receipt, frozenset({"claim_number", "month", "filed_on", "due_on", "account"})
    ),
    LetterKind.FORFEITURE: Kind(months.forfeiture, _DECISION | {"month", "reason", "articles"}),
    LetterKind.STOP: Kind(months.stop, _DECISION | {"ended_on", "employer", "articles"}),
    LetterKind.HEIRS: Kind(months.heirs, frozenset({"claim_number", "participant", "died_on", "articles"})),
    LetterKind.OVERPAYMENT: Kind(months.overpayment, _DECISION | {"amount", "months", "plan", "articles"}),
    LetterKind.OBJECTION_RECEIPT: Kind(
        months.objection_receipt,
        frozenset({"objection_number", "decision_number", "claim_number", "filed_on", "due_on", "ground"}),
    ),
    LetterKind.OBJECTION_ANSWER: Kind(
        months.objection_answer,
        frozenset({"objection_number", "decision_number", "claim_number", "upheld", "reply", "answered_on"}),
    ),
    LetterKind.WAGE_REVIEW: Kind(months.wage_review, _DECISION | {"wage_before", "wage_base", "higher", "articles"}),
    LetterKind.PKS: Kind(
        training.pks,
        _SIGNED | {"number", "institute", "vin", "training_code", "officer", "agreed_on", "valid_until"},
    ),
    LetterKind.VOUCHER: Kind(
        training.voucher, frozenset({"number", "programme", "institute", "ceiling", "issued_on", "valid_until"})
    ),
    LetterKind.TRAINING_CERTIFICATE: Kind(training.training_certificate, _TRAINING | {"ended_on"}),
    LetterKind.TRAINING_ATTENDED: Kind(training.training_attended, _TRAINING | {"last_on", "working_from"}),
    LetterKind.LPK_REPORT: Kind(training.lpk_report, _TRAINING | _SIGNED | {"ended_on", "participants", "rows"}),
    LetterKind.LPK_REQUEST: Kind(training.lpk_request, _TRAINING | _SIGNED | {"participants", "total", "rows"}),
    LetterKind.SPTJM: Kind(training.sptjm, _SIGNED | {"number", "institute", "participants", "total"}),
    LetterKind.BILLING_LETTER: Kind(
        training.billing_letter, frozenset({"number", "bill_on", "invoices", "lines", "total", "due_on", "sha256"})
    ),
    LetterKind.INSPECTION_ORDER: Kind(
        compliance.inspection_order, frozenset({"number", "region", "planned_on", "team"})
    ),
    LetterKind.INSPECTION_NOTA: Kind(
        compliance.inspection_nota,
        frozenset({"number", "npp", "visited_on", "met", "issued_on", "reply_until", "findings"}),
    ),
    LetterKind.COMPLAINT_ANSWER: Kind(
        compliance.complaint_answer,
        frozenset({"number", "kind_said", "employer", "filed_on", "answered_on", "answer"}),
    ),
    LetterKind.BILL_AGREEMENT: Kind(bills.bill_agreement, bills.NEEDED | {"rows", "prepared_by", "agreed_by"}),
    LetterKind.BILL_KPPN: Kind(bills.bill_kppn, bills.NEEDED),
    LetterKind.BILL_STATEMENT: Kind(bills.bill_statement, bills.NEEDED | {"articles"}),
    LetterKind.MEMBER_CERTIFICATE: Kind(
        membership.certificate,
        frozenset({"number", "employer", "npp", "scale", "as_of", "workers", "programmes", "rows", "articles"}),
    ),
    LetterKind.MEMBER_PROOF: Kind(
        membership.proof,
        frozenset({"number", "employer", "npp", "started_on", "wage", "programmes", "confirmed_on", "articles"}),
    ),
    LetterKind.SANCTION_WARNING: Kind(sanctions.warning, _SANCTION | {"step", "days", "law"}),
    LetterKind.SANCTION_FINE: Kind(sanctions.fine, _SANCTION | {"days", "law", "fine", "counted"}),
    LetterKind.SANCTION_RECOMMENDED: Kind(sanctions.recommended, _SANCTION | {"offices"}),
    LetterKind.SANCTION_TO_OFFICE: Kind(sanctions.to_office, _TO_OFFICE),
    LetterKind.SANCTION_IMPOSED: Kind(sanctions.imposed, _SANCTION | {"offices"}),
    LetterKind.SANCTION_LIFTED: Kind(sanctions.lifted, _SANCTION | {"offices"}),
    LetterKind.SANCTION_WITHDRAWN: Kind(sanctions.withdrawn, _TO_OFFICE | {"text"}),
    LetterKind.SANCTION_CLOSED: Kind(sanctions.closed, _SANCTION),
    LetterKind.SANCTION_ANSWER: Kind(
        sanctions.answer, _SANCTION | {"objection_number", "step_said", "filed_on", "upheld"}
    ),
}


def write(kind: str, given: dict[str, object]) -> Document:
    """The wording of a letter. Raises MissingFacts."""
    facts = Facts(given)
    missing = sorted(name for name in KINDS[kind].required if not facts.has(name))
    if missing:
        raise MissingFacts(f"a letter of kind {kind} needs {', '.join(missing)}")
    return KINDS[kind].build(facts)
