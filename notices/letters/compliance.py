"""Letters of inspectors: the answer to a complaint, the order of an inspection, and its nota."""

from notices.letters.document import Document, Section, Table, bold
from notices.letters.facts import Facts
from notices.letters.parts import document, facts_table

INSPECTION_OFFICE = "Pengawasan Ketenagakerjaan"


def complaint_answer(f: Facts) -> Document:
    """To the author only: what was asked, what was found, and until when another look may be asked for."""
    again = [
        "Pengaduan ini sudah diperiksa dua kali. Untuk hal baru, kirim pengaduan baru.",
    ]
    if f.has("reopen_until"):
        again = [f"Minta diperiksa sekali lagi lewat portal sampai {f.last_moment('reopen_until')}. Gratis."]
    return document(
        f,
        title="Jawaban pengaduan",
        why=f.text("answer"),
        office=INSPECTION_OFFICE,
        sections=[
            facts_table(
                f.known(
                    ("Nomor pengaduan", f.text("number")),
                    ("Tentang", f.text("kind_said")),
                    ("Perusahaan", f.text("employer")),
                    ("Dikirim", f.day("filed_on")),
                    ("Dijawab", f.day("answered_on")),
                )
            ),
            Section(
                "Kerahasiaan",
                [f"Nama Anda {bold('tidak diberitahukan')} kepada perusahaan. Surat ini hanya untuk Anda."],
            ),
            Section(
                "Bila Anda belum puas",
                points=[*again, "Ombudsman dan SP4N-LAPOR! dapat dihubungi kapan saja."],
            ),
        ],
        signed="Pengawas Ketenagakerjaan",
    )


def inspection_order(f: Facts) -> Document:
    """Surat tugas: who inspects where, on which day. Shown at the gate: it says nothing of why."""
    where = f"di {bold(f.text('region'))}"
    why = f"Tim di bawah ini ditugaskan memeriksa {bold(f.text('employer'))} {where}."
    if f.has("outreach"):
        why = f"Tim di bawah ini ditugaskan memberi pembinaan tentang JKP {where}."
    return document(
        f,
        title="Surat tugas pemeriksaan",
        why=why,
        office=INSPECTION_OFFICE,
        sections=[
            facts_table(
                f.known(
                    ("Nomor pemeriksaan", f.text("number")),
                    ("Perusahaan", f.text("employer")),
                    ("NPP", f.text("npp")),
                    ("Alamat", f.text("address")),
                    ("Hari kunjungan", f.long_day("planned_on")),
                )
            ),
            Section("Tim pemeriksa", table=Table(f.rows("team"), ("Nama", "Sebagai"))),
            Section(
                "Yang perlu diketahui",
                points=[
                    "Tim menunjukkan surat ini dan kartu pegawai sebelum mulai.",
                    "Semua anggota tim menyatakan tidak punya kepentingan dalam pemeriksaan ini.",
                    f"Pemeriksaan {bold('tidak dipungut biaya')}.",
                ],
            ),
        ],
        signed="Koordinator Pengawas Ketenagakerjaan",
    )


def inspection_nota(f: Facts) -> Document:
    """Nota pemeriksaan: what was found, on which article, and until when the employer answers.

    An older one may have a finding without an article: it says so.
    """
    findings = [[duty, law or "Pasal tidak disebut", found] for duty, law, found in f.rows("findings")]
    return document(
        f,
        title="Nota pemeriksaan",
        why=f"Kami memeriksa perusahaan pada {bold(f.long_day('visited_on'))} dan mencatat temuan di bawah ini.",
        office=INSPECTION_OFFICE,
        sections=[
            facts_table(
                f.known(
                    ("Nomor pemeriksaan", f.text("number")),
                    ("NPP", f.text("npp")),
                    ("Hari kunjungan", f.day("visited_on")),
                    ("Yang ditemui", f.text("met")),
                    ("Nota terbit", f.day("issued_on")),
                )
            ),
            Section("Temuan", table=Table(findings, ("Kewajiban", "Dasar", "Yang ditemukan"))),
            Section(
                "Yang diminta",
                [f"Penuhi kewajiban itu, lalu jawab nota ini sampai {f.last_moment('reply_until')}."],
            ),
            Section(
                "Hak perusahaan",
                points=[
                    "Jawab di portal, menu Kepatuhan, dengan penjelasan dan berkas. Bila tidak setuju, tulis mengapa.",
                    "Temuan yang sudah dipenuhi dicatat sebagai terpenuhi, dengan buktinya.",
                    "Nota ini belum merupakan sanksi.",
                ],
            ),
        ],
        signed="Koordinator Pengawas Ketenagakerjaan",
    )
