"""Letters of training: the agreement with an institute, the voucher, certificates, what goes with an invoice."""

from notices.letters.document import Document, Section, Table, bold
from notices.letters.facts import Facts
from notices.letters.parts import document, facts_table

TRAINING_OFFICE = "Direktorat Pelatihan Vokasi"
MINISTRY = f"{TRAINING_OFFICE}, Kementerian Ketenagakerjaan"
PLACEMENT_OFFICE = "Direktorat Penempatan Tenaga Kerja"
HEAD_OF_INSTITUTE = "Pimpinan lembaga pelatihan"
INSTITUTE_PROMISES = (
    "Hanya melatih peserta yang membawa voucher untuk program yang direkomendasikan kepadanya.",
    "Mencatat presensi setiap pertemuan menurut keadaan yang sebenarnya.",
    "Menagih biaya yang ditetapkan Kementerian, dan tidak memungut apa pun dari peserta.",
    "Memberi kabar bila izin, akreditasi, pimpinan, tempat, atau rekeningnya berubah.",
)
MINISTRY_PROMISES = (
    "Memeriksa tagihan lembaga pada waktunya dan menulis alasan bila ada yang dikembalikan.",
    "Mengajukan tagihan yang disetujui kepada BPJS Ketenagakerjaan pada tanggal 1 dan 15.",
    "Menangguhkan atau mengakhiri kerja sama hanya dengan alasan tertulis dan dua petugas.",
)


def pks(f: Facts) -> Document:
    """The agreement of an institute with the ministry, as both signed it, and its training code."""
    institute = bold(f.text("institute"))
    return document(
        f,
        title="Perjanjian kerja sama pelatihan JKP (PKS)",
        why=f"Kementerian Ketenagakerjaan dan {institute} bekerja sama melatih peserta JKP sampai "
        f"{bold(f.long_day('valid_until'))}.",
        office=TRAINING_OFFICE,
        sections=[
            facts_table(
                f.known(
                    ("Nomor perjanjian", f.text("number")),
                    ("Lembaga", f.text("institute")),
                    ("VIN", f.text("vin")),
                    ("Alamat", f.text("address")),
                    ("Kode Pelatihan JKP", bold(f.text("training_code"))),
                    ("Berlaku mulai", f.long_day("agreed_on")),
                    ("Berlaku sampai", f.long_day("valid_until")),
                ),
                "Perjanjian",
            ),
            Section("Lembaga bersedia", points=INSTITUTE_PROMISES),
            Section("Kementerian bersedia", points=MINISTRY_PROMISES),
            facts_table(
                f.known(
                    ("Untuk lembaga", f"{f.text('signed_name')}, {f.long_day('signed_on')}"),
                    ("Untuk Kementerian", f"{f.text('officer')}, {f.long_day('agreed_on')}"),
                ),
                "Tanda tangan",
            ),
        ],
        signed="Para pihak",
        to=f.text("institute"),
    )


def voucher(f: Facts) -> Document:
    """One seat in a recommended programme; the code is what the institute types."""
    return document(
        f,
        title="Voucher pelatihan Anda",
        why=f"Voucher ini membayar satu kursi di program {bold(f.text('programme'))}. Anda tidak membayar apa pun.",
        office=PLACEMENT_OFFICE,
        sections=[
            facts_table(
                f.known(
                    ("Kode voucher", bold(f.text("number"))),
                    ("Program", f.text("programme")),
                    ("Lembaga", f.text("institute")),
                    ("Nilai paling tinggi", f.rupiah("ceiling")),
                    ("Diterbitkan", f.long_day("issued_on")),
                    ("Dipakai paling lambat", bold(f.long_day("valid_until"))),
                ),
                "Voucher",
            ),
            Section(
                "Yang perlu Anda lakukan",
                points=[
                    "Pilih kelas di portal, menu Pelatihan, atau tunjukkan kode ini kepada lembaganya.",
                    "Hadir paling sedikit bagian yang disyaratkan dari lama pelatihan; presensinya ada di portal.",
                ],
            ),
            Section(
                "Jaga kodenya",
                ["Kode hanya dapat dipakai satu kali. Jangan memberikannya kepada orang lain atau lembaga lain."],
            ),
        ],
        extra={
            "scan": f"/mitra/voucher/?kode={f.text('number')}",
            "scan_words": "Untuk lembaga: pindai untuk mendaftarkan pemegang voucher ini.",
        },
    )


def training_certificate(f: Facts) -> Document:
    """Completed with enough attendance. Competence is certified by an LSP, when there was an assessment."""
    return document(
        f,
        title="Sertifikat pelatihan",
        why=f"{bold(f.text('name'))} telah menyelesaikan pelatihan {bold(f.text('programme'))} di "
        f"{bold(f.text('institute'))}.",
        office=f.text("institute"),
        sections=[
            facts_table(
                f.known(
                    ("Nomor sertifikat", f.text("number")),
                    ("Program", f.text("programme")),
                    ("Lembaga", f.text("institute")),
                    ("Kode Pelatihan JKP", f.text("training_code")),
                    ("Mulai", f.long_day("started_on")),
                    ("Selesai", f.long_day("ended_on")),
                    ("Lama pelatihan", f"{f.text('hours')} jam" if f.has("hours") else ""),
                    ("Kehadiran", f"{f.text('attended_percent')}%" if f.has("attended_percent") else ""),
                ),
                "Pelatihan",
            ),
            facts_table(
                f.known(
                    ("Lembaga sertifikasi profesi", f.text("lsp_name")),
                    ("Nomor sertifikat kompetensi", f.text("lsp_number")),
                ),
                "Sertifikasi kompetensi",
            ),
        ],
        signed=HEAD_OF_INSTITUTE,
    )


def training_attended(f: Facts) -> Document:
    """ "Telah mengikuti pelatihan": who found work during the training; the institute bills it by this letter."""
    return document(
        f,
        title="Telah mengikuti pelatihan",
        why=f"{bold(f.text('name'))} telah mengikuti pelatihan {bold(f.text('programme'))} di "
        f"{bold(f.text('institute'))} sampai mendapat pekerjaan.",
        office=f.text("institute"),
        sections=[
            facts_table(
                f.known(
                    ("Nomor surat", f.text("number")),
                    ("Program", f.text("programme")),
                    ("Lembaga", f.text("institute")),
                    ("Mulai pelatihan", f.long_day("started_on")),
                    ("Hari pelatihan terakhir", f.long_day("last_on")),
                    ("Hadir", _hours_there(f)),
                    ("Tempat kerja baru", f.text("employer")),
                    ("Mulai bekerja", f.long_day("working_from")),
                ),
                "Pelatihan dan pekerjaan",
            ),
            Section(
                "Arti surat ini",
                ["Pelatihan berakhir karena peserta bekerja lagi, bukan karena kehadirannya kurang."],
            ),
        ],
        signed=HEAD_OF_INSTITUTE,
    )


def _hours_there(f: Facts) -> str:
    """Rosters of the last days may come after the letter: it says until when it counts."""
    if not f.has("hours_attended"):
        return ""
    until = f", menurut daftar hadir sampai {f.long_day('recorded_on')}" if f.has("recorded_on") else ""
    return f"{f.text('hours_attended')} jam{until}"


def lpk_report(f: Facts) -> Document:
    """The activity report of a class, out of its attendance."""
    return document(
        f,
        title="Laporan kegiatan pelatihan",
        why=f"{bold(f.text('institute'))} melaporkan kelas {bold(f.text('programme'))} untuk tagihan nomor "
        f"{bold(f.text('number'))}.",
        office=f.text("institute"),
        sections=[
            facts_table(
                f.known(
                    ("Nomor tagihan", f.text("number")),
                    ("Program", f.text("programme")),
                    ("Tempat", f.text("address")),
                    ("Mulai", f.long_day("started_on")),
                    ("Selesai", f.long_day("ended_on")),
                    ("Pertemuan", f.text("meetings")),
                    ("Peserta yang ditagihkan", f.text("participants")),
                ),
                "Kelas",
            ),
            Section("Isi laporan", [f.text("report")] if f.has("report") else []),
            Section("Kehadiran peserta", table=_rows(f, "Peserta", "Hadir", "Dasar tagihan")),
            _signed(f),
        ],
        signed=HEAD_OF_INSTITUTE,
        to=MINISTRY,
    )


def lpk_request(f: Facts) -> Document:
    """The request to be paid for a class."""
    return document(
        f,
        title="Permohonan pembayaran biaya pelatihan",
        why=f"{bold(f.text('institute'))} memohon pembayaran {bold(f.rupiah('total'))} untuk "
        f"{f.text('participants')} peserta.",
        office=f.text("institute"),
        sections=[
            facts_table(
                f.known(
                    ("Nomor tagihan", f.text("number")),
                    ("Program", f.text("programme")),
                    ("Kelas", f"{f.day('started_on')} sampai {f.day('ended_on')}" if f.has("ended_on") else ""),
                    ("Jumlah peserta", f.text("participants")),
                    ("Jumlah yang dimohonkan", bold(f.rupiah("total"))),
                    ("Rekening", f.text("account")),
                    ("Diajukan ke BPJS paling cepat", f.long_day("bill_on")),
                ),
                "Permohonan",
            ),
            Section("Rincian", table=_rows(f, "Peserta", "Dasar tagihan", "Biaya")),
            _signed(f),
        ],
        signed=HEAD_OF_INSTITUTE,
        to=MINISTRY,
    )


def sptjm(f: Facts) -> Document:
    """The statement of absolute responsibility, signed by the head."""
    return document(
        f,
        title="Surat pernyataan tanggung jawab mutlak (SPTJM)",
        why=f"{bold(f.text('signed_name'))}, pimpinan {bold(f.text('institute'))}, bertanggung jawab penuh atas "
        f"tagihan nomor {bold(f.text('number'))} sebesar {bold(f.rupiah('total'))}.",
        office=f.text("institute"),
        sections=[
            Section(
                "Saya menyatakan",
                points=f.texts("points")
                or [
                    "Peserta dalam tagihan ini mengikuti pelatihan seperti yang tercatat dalam presensi.",
                    "Biaya yang ditagihkan adalah biaya yang ditetapkan, dan tidak ada pungutan kepada peserta.",
                    "Peserta dan biaya yang sama tidak ditagihkan kepada pihak lain.",
                    "Bila di kemudian hari ternyata tidak benar, lembaga mengembalikan pembayarannya.",
                ],
            ),
            facts_table(
                f.known(
                    ("Nomor tagihan", f.text("number")),
                    ("Jumlah peserta", f.text("participants")),
                    ("Jumlah tagihan", bold(f.rupiah("total"))),
                ),
                "Tagihan",
            ),
            _signed(f),
        ],
        signed=HEAD_OF_INSTITUTE,
        to=MINISTRY,
    )


def billing_letter(f: Facts) -> Document:
    """To BPJS, with a frozen batch of invoices: what is asked, and the fingerprint of its lines."""
    return document(
        f,
        title="Pengajuan pembayaran manfaat pelatihan kerja",
        why=f"Kepada BPJS Ketenagakerjaan diajukan pembayaran {bold(f.rupiah('total'))} untuk "
        f"{f.text('invoices')} tagihan lembaga pelatihan.",
        office=TRAINING_OFFICE,
        sections=[
            facts_table(
                f.known(
                    ("Nomor pengajuan", f.text("number")),
                    ("Tanggal pengajuan", f.long_day("bill_on")),
                    ("Jumlah tagihan", f.text("invoices")),
                    ("Jumlah peserta", f.text("lines")),
                    ("Jumlah uang", bold(f.rupiah("total"))),
                    ("Dibayar paling lambat", bold(f.long_day("due_on"))),
                    ("Sidik isi (SHA-256)", f.text("sha256")),
                ),
                "Pengajuan",
            ),
            Section("Tagihan", table=_rows(f, "Nomor tagihan", "Lembaga", "Jumlah")),
            Section(
                "Dasar aturan",
                [
                    "Peraturan BPJS Ketenagakerjaan 1/2022 Pasal 12: dibayar dalam 5 hari kerja, atau dikembalikan "
                    "dengan alasan bila belum lengkap."
                ],
            ),
        ],
        to="BPJS Ketenagakerjaan",
    )


def _rows(f: Facts, *head: str) -> Table | None:
    rows = f.rows("rows")
    return Table(rows, head) if rows else None


def _signed(f: Facts) -> Section:
    signed = f.known(("Nama yang ditulis", f.text("signed_name")), ("Ditandatangani pada", f.long_day("signed_on")))
    return facts_table(signed, "Tanda tangan")
