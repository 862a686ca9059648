"""Papers of the government's monthly contribution: what was agreed with BPJS, and what the KPPN is asked for."""

from notices.letters.document import Document, Section, Table, bold
from notices.letters.facts import Facts
from notices.letters.parts import document, facts_table

OFFICE = "Kementerian Ketenagakerjaan"
SIGNED = "Pejabat yang menyepakati tagihan iuran JKP"
NEEDED = frozenset({"number", "month", "participants", "recomposition", "amount", "agreed_on", "sha256"})


def bill_agreement(f: Facts) -> Document:
    """Between BPJS and the ministry: both sides have the same rows, recomposition and amount for a month."""
    return document(
        f,
        title="Berita acara kesepakatan iuran JKP dari pemerintah",
        why=f"Tagihan BPJS Ketenagakerjaan nomor {bold(f.text('number'))} untuk {bold(f.text('month'))} sudah "
        "diperiksa. "
        f"Jumlah iuran pemerintah yang disepakati: {bold(f.rupiah('amount'))}.",
        office=OFFICE,
        sections=[
            _bill(f),
            Section(
                "Hitungan tagihan dan hitungan kementerian",
                table=Table(f.rows("rows"), ("Yang dihitung", "Tagihan", "Hitungan kementerian")),
            ),
            facts_table(
                f.known(
                    ("Disiapkan oleh", f.text("prepared_by")),
                    ("Disepakati oleh", f.text("agreed_by")),
                    ("Disepakati pada", f.long_day("agreed_on")),
                ),
                "Dua petugas",
            ),
            *_law(f),
        ],
        signed=SIGNED,
    )


def bill_kppn(f: Facts) -> Document:
    """To the treasury office: the amount that is asked for a month."""
    return document(
        f,
        title="Permintaan pembayaran iuran JKP dari pemerintah",
        why=f"Kepada Kantor Pelayanan Perbendaharaan Negara (KPPN) dimintakan pembayaran {bold(f.rupiah('amount'))} "
        f"kepada BPJS Ketenagakerjaan untuk iuran JKP bulan {bold(f.text('month'))}.",
        office=OFFICE,
        sections=[
            _bill(f),
            Section(
                "Lampiran",
                points=["Surat pernyataan iuran pemerintah.", "Berita acara kesepakatan dengan BPJS Ketenagakerjaan."],
            ),
            *_law(f),
        ],
        signed=SIGNED,
    )


def bill_statement(f: Facts) -> Document:
    """Beside the request: what the ministry answers for."""
    return document(
        f,
        title="Surat pernyataan iuran JKP dari pemerintah",
        why=f"Kementerian Ketenagakerjaan menyatakan bahwa tagihan nomor {bold(f.text('number'))} sebesar "
        f"{bold(f.rupiah('amount'))} lengkap dan sesuai hitungan.",
        office=OFFICE,
        sections=[
            Section(
                "Yang dinyatakan",
                points=[
                    "Kedelapan kolom data setiap peserta terisi dan terbaca.",
                    "Tidak ada peserta yang ditagihkan dua kali untuk bulan yang sama.",
                    "Total rekomposisi dan jumlah iuran sama dengan hitungan menurut aturan bulannya.",
                    "Setiap peserta dilaporkan aktif dalam register bulan itu.",
                ],
            ),
            _bill(f),
            *_law(f),
        ],
        signed=SIGNED,
    )


def _bill(f: Facts) -> Section:
    return facts_table(
        f.known(
            ("Nomor tagihan", f.text("number")),
            ("Bulan iuran", f.text("month")),
            ("Peserta", f.text("participants")),
            ("Total rekomposisi", f.rupiah("recomposition")),
            ("Iuran pemerintah", bold(f.rupiah("amount"))),
            ("Keringanan iuran JKK", f.text("relief")),
            ("Disepakati pada", f.long_day("agreed_on")),
            ("Sidik berkas (SHA-256)", f.text("sha256")),
        ),
        "Tagihan",
    )


def _law(f: Facts) -> list[Section]:
    articles = f.texts("articles")
    return [Section("Dasar aturan", [f"{'; '.join(articles)}."])] if articles else []
