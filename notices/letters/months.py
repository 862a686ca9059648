"""Letters of the six months: filed, lost, stopped, paid too much, objected to."""

from notices.letters.document import Document, Section, Table, bold
from notices.letters.facts import Facts
from notices.letters.parts import CLAIMS_OFFICE, PAYMENT_OFFICE, appeal_ladder, checked, cited, document, facts_table
from notices.letters.parts import objection as way_to_object


def month_receipt(f: Facts) -> Document:
    """Permenaker 2/2025 Ps 13(6): the three working days of a month start with this day."""
    month = f.text("month")
    return document(
        f,
        title=f"Klaim bulan ke-{month} sudah kami terima",
        why=f"Klaim nomor {bold(f.text('claim_number'))}, bulan ke-{month}, tercatat pada "
        f"{bold(f.long_day('filed_on'))}.",
        office=CLAIMS_OFFICE,
        sections=[
            facts_table(
                f.known(
                    ("Nomor klaim", f.text("claim_number")),
                    ("Bulan manfaat", f"ke-{month}"),
                    ("Tanggal pengajuan", f.long_day("filed_on")),
                    ("Rekening", f.text("account")),
                )
            ),
            Section(
                "Yang kami lakukan",
                [
                    f"Kami memutus paling lambat {bold(f.long_day('due_on'))}. "
                    "Bila ada yang kurang, kami menulis apa dan sampai kapan."
                ],
            ),
            Section("Dasar aturan", ["Permenaker 2/2025 Pasal 13 ayat (6)."]),
        ],
    )


def forfeiture(f: Facts) -> Document:
    """A window passed without a claim (POL-16): that month only."""
    month = f.text("month")
    return document(
        f,
        title=f"Manfaat bulan ke-{month} hangus",
        why=" ".join(filter(None, (f.text("reason"), f.text("explanation")))),
        office=CLAIMS_OFFICE,
        sections=[
            checked(f),
            _decision(f),
            _articles(f),
            Section(
                "Akibatnya",
                [f"Manfaat bulan ke-{month} tidak dibayar. Bulan berikutnya tetap bisa diajukan pada waktunya."],
            ),
            Section("Yang bisa Anda lakukan", [f.text("next_step")] if f.has("next_step") else []),
            way_to_object(f),
        ],
    )


def stop(f: Facts) -> Document:
    """Work was found again: what was granted stays (POL-18)."""
    return document(
        f,
        title="Manfaat JKP Anda berhenti",
        why=f"Anda bekerja lagi di {bold(f.text('employer'))} sejak {bold(f.long_day('ended_on'))}. Selamat bekerja.",
        office=CLAIMS_OFFICE,
        sections=[
            _decision(f, ("Mulai bekerja", f.long_day("ended_on")), ("Tempat kerja", f.text("employer"))),
            _articles(f),
            Section(
                "Akibatnya",
                points=[
                    "Bulan yang sudah disetujui tetap dibayar.",
                    "Bulan berikutnya tidak dibayar.",
                    "Hak atas pelatihan dan informasi pasar kerja berakhir bersama manfaat.",
                ],
            ),
            way_to_object(f),
        ],
    )


def heirs(f: Facts) -> Document:
    """The benefit ends with the person; it is not inherited. JKM may be due from BPJS."""
    return document(
        f,
        title="Manfaat JKP berakhir",
        why=f"Kami turut berduka. {bold(f.text('participant'))} tercatat meninggal dunia pada "
        f"{bold(f.long_day('died_on'))}.",
        office=CLAIMS_OFFICE,
        sections=[
            facts_table(
                f.known(("Nomor klaim", f.text("claim_number")), ("Bulan yang sudah disetujui", f.text("granted")))
            ),
            _articles(f),
            Section(
                "Akibatnya",
                ["Manfaat JKP berakhir. Bulan yang sudah disetujui tetap dibayar ke rekening yang tercatat."],
            ),
            Section(
                "Yang bisa dilakukan ahli waris",
                ["Tanyakan manfaat Jaminan Kematian (JKM) dan Jaminan Hari Tua (JHT) kepada BPJS Ketenagakerjaan."],
            ),
        ],
    )


def overpayment(f: Facts) -> Document:
    """Months sent at work, or after a death: how much, why, and in which instalments it comes back."""
    amount = bold(f.rupiah("amount"))
    if f.has("work_started_on"):
        why = f"Anda menerima {amount} untuk bulan ketika Anda sudah bekerja."
        since = ("Mulai bekerja", f.long_day("work_started_on"))
    else:
        heirs = bold(f.text("participant"))
        why = f"Kepada ahli waris {heirs}: {amount} dibayar untuk bulan yang dikirim setelah peserta meninggal dunia."
        since = ("Meninggal dunia", f.long_day("died_on"))
    return document(
        f,
        title="Kelebihan bayar manfaat JKP",
        why=" ".join(filter(None, (why, f.text("explanation")))),
        office=PAYMENT_OFFICE,
        sections=[
            Section("Bulan yang diminta kembali", table=Table(f.rows("months"), ("Bulan", "Diajukan", "Jumlah"))),
            Section("Rencana pengembalian", table=Table(f.rows("plan"), ("Angsuran", "Jatuh tempo", "Jumlah"))),
            _decision(f, since),
            _articles(f),
            Section(
                "Akibatnya",
                ["Tidak ada denda dan tidak ada bunga. Bila rencana ini berat, minta rencana lain lewat portal."],
            ),
            way_to_object(f),
        ],
    )


def objection_receipt(f: Facts) -> Document:
    """An objection is received; its clock starts."""
    return document(
        f,
        title="Keberatan Anda sudah kami terima",
        why=f"Keberatan nomor {bold(f.text('objection_number'))} tercatat pada {bold(f.long_day('filed_on'))}.",
        office=CLAIMS_OFFICE,
        sections=[
            facts_table(
                f.known(
                    ("Nomor keberatan", f.text("objection_number")),
                    ("Keputusan yang dikeberatkan", f.text("decision_number")),
                    ("Nomor klaim", f.text("claim_number")),
                    ("Alasan", f.text("ground")),
                )
            ),
            Section(
                "Yang kami lakukan",
                [
                    f"Petugas lain memutus paling lambat {f.last_moment('due_on')}. "
                    "Bila kami tidak menjawab, keberatan Anda dianggap diterima."
                ],
            ),
            Section("Selama menunggu", ["Bulan yang tidak diperselisihkan tetap berjalan dan tetap dibayar."]),
        ],
    )


def objection_answer(f: Facts) -> Document:
    """Upheld or not, why, and what comes next."""
    upheld = f.text("upheld") == "True"
    return document(
        f,
        title="Keberatan Anda dikabulkan" if upheld else "Keberatan Anda tidak dikabulkan",
        why=f.text("reply"),
        office=CLAIMS_OFFICE,
        sections=[
            checked(f),
            facts_table(
                f.known(
                    ("Nomor keberatan", f.text("objection_number")),
                    ("Keputusan yang dikeberatkan", f.text("decision_number")),
                    ("Nomor klaim", f.text("claim_number")),
                    ("Dijawab pada", f.long_day("answered_on")),
                ),
                "Yang diputus",
            ),
            _articles(f),
            Section("Yang kami lakukan", [f.text("consequence")] if f.has("consequence") else []),
            *([] if upheld else [appeal_ladder(f)]),
        ],
    )


def wage_review(f: Facts) -> Document:
    """A wage that was reported later is counted from now on, or not, and why (POL-24)."""
    higher = f.text("higher") == "True"
    return document(
        f,
        title="Dasar upah Anda dinaikkan" if higher else "Dasar upah Anda tetap",
        why=f.text("explanation") or "Kami sudah memeriksa data upah terbaru dari BPJS Ketenagakerjaan.",
        office=CLAIMS_OFFICE,
        sections=[
            _decision(
                f, ("Dasar upah sebelumnya", f.rupiah("wage_before")), ("Dasar upah", bold(f.rupiah("wage_base")))
            ),
            _articles(f),
            Section(
                "Akibatnya",
                [
                    "Bulan yang belum disetujui dihitung dengan dasar upah ini. Bulan yang sudah disetujui tetap."
                    if higher
                    else "Jumlah manfaat Anda tidak berubah."
                ],
            ),
            way_to_object(f),
        ],
    )


def _decision(f: Facts, *more: tuple[str, str]) -> Section:
    rows = (("Nomor klaim", f.text("claim_number")), ("Nomor keputusan", f.text("decision_number")))
    return facts_table(f.known(*rows, ("Kode alasan", f.text("reason_code")), *more), "Keputusan")


def _articles(f: Facts) -> Section:
    law = cited(f.texts("articles"))
    return Section("Dasar aturan", [f"{law}."] if law else [])
