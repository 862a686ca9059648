"""Letters of the administrative sanction: to the employer at each step, and to the offices that deny a service."""

from notices.letters.compliance import INSPECTION_OFFICE
from notices.letters.document import Document, Section, Table, bold
from notices.letters.facts import Facts
from notices.letters.parts import document, facts_table

SIGNED = "Koordinator Pengawas Ketenagakerjaan"
PROCEDURE = "PP 86/2013"
_ORDER = {"warned_once": "pertama", "warned_twice": "kedua"}
_RIGHTS = Section(
    "Hak perusahaan",
    points=[
        f"{bold('Memenuhi kewajiban')} kapan saja: unggah buktinya di portal, menu Kepatuhan. Petugas memeriksanya, "
        "dan sanksi selesai atau dicabut.",
        f"{bold('Keberatan')} di portal, menu Kepatuhan; hari terakhirnya tertulis di sana begitu surat ini diterima. "
        "Gratis. Petugas lain yang menjawab, dan selama belum dijawab langkah berikutnya menunggu.",
    ],
)


def _case(f: Facts) -> Section:
    return facts_table(
        f.known(
            ("Nomor kasus", f.text("number")),
            ("Perusahaan", f.text("employer")),
            ("NPP", f.text("npp")),
            ("Nomor pemeriksaan", f.text("inspection_number")),
            ("Nota pemeriksaan", f.long_day("nota_on")),
            ("Diterbitkan", f.long_day("decided_on")),
        )
    )


def _findings(f: Facts) -> Section:
    return Section("Kewajiban yang belum dipenuhi", points=f.texts("findings"))


def warning(f: Facts) -> Document:
    """Written warning 1 or 2: ten working days each (PP 86/2013)."""
    order = _ORDER[f.text("step")]
    days = bold(f"{f.text('days')} hari kerja")
    then = "teguran kedua" if order == "pertama" else "denda administratif"
    return document(
        f,
        title=f"Teguran tertulis {order}",
        why=f.text("text"),
        office=INSPECTION_OFFICE,
        sections=[
            _case(f),
            _findings(f),
            Section("Dasar aturan", [f"{f.text('law')}."]),
            Section("Jangka waktu", [f"Penuhi kewajiban di atas dalam {days} sesudah hari surat ini diterima."]),
            Section("Bila tidak dipenuhi", [f"Langkah berikutnya yang dapat diambil: {then}."]),
            _RIGHTS,
        ],
        signed=SIGNED,
    )


def fine(f: Facts) -> Document:
    """The fine stage of 30 days, counted month by month. The 2 % penalty on contributions is another bill."""
    head = ("Bulan iuran", "Iuran terutang", "Denda")
    return document(
        f,
        title="Pengenaan denda administratif",
        why=f.text("text"),
        office=INSPECTION_OFFICE,
        sections=[
            _case(f),
            _findings(f),
            Section(
                "Denda administratif",
                [f"Jumlah denda {bold(f.rupiah('fine'))}, dihitung 0,1 persen dari iuran terutang untuk setiap bulan."],
                table=Table(f.rows("counted"), head),
            ),
            Section(
                "Yang tidak termasuk",
                ["Denda keterlambatan iuran 2 persen sebulan ditagih BPJS tersendiri dan tidak dijumlahkan di sini."],
            ),
            Section("Dasar aturan", [f"{f.text('law')}."]),
            Section(
                "Jangka waktu",
                [
                    f"Penuhi kewajiban dan bayar denda dalam {bold(f.text('days') + ' hari')} sesudah hari surat ini "
                    "diterima."
                ],
            ),
            Section(
                "Bila tidak dipenuhi",
                ["Langkah berikutnya yang dapat diambil: rekomendasi agar layanan publik dihentikan (TMP2T)."],
            ),
            _RIGHTS,
        ],
        signed=SIGNED,
    )


def _offices(f: Facts, heading: str) -> Section:
    return Section(heading, table=Table(f.rows("offices"), ("Kantor", "Layanan", "Surat kantor")))


def recommended(f: Facts) -> Document:
    """To the employer: which offices were asked to deny which services."""
    return document(
        f,
        title="Rekomendasi TMP2T",
        why=f.text("text"),
        office=INSPECTION_OFFICE,
        sections=[
            _case(f),
            _findings(f),
            _offices(f, "Kantor yang diminta"),
            Section("Dasar aturan", [f"{PROCEDURE}."]),
            Section("Artinya", ["Kantor itu memutuskan sendiri apakah layanannya dihentikan. Kami memberi kabar."]),
            _RIGHTS,
        ],
        signed=SIGNED,
    )


def to_office(f: Facts) -> Document:
    """To an office: what it needs to act, and nothing of the inspection."""
    return document(
        f,
        title="Rekomendasi tidak memberikan pelayanan publik tertentu (TMP2T)",
        why=f"Kami meminta agar layanan di bawah ini tidak diberikan kepada {bold(f.text('employer'))} sampai "
        "kewajibannya dipenuhi.",
        office=INSPECTION_OFFICE,
        sections=[
            _employer(f),
            Section("Layanan", points=f.texts("services")),
            Section("Dasar aturan", [f"{PROCEDURE}."]),
            Section(
                "Yang kami minta",
                ["Beri tahu kami keputusan Anda dengan surat bertanggal dan bernomor, dan sebut nomor kasus ini."],
            ),
        ],
        signed=SIGNED,
    )


def withdrawn(f: Facts) -> Document:
    """To an office: the service may be given again."""
    return document(
        f,
        title="Pencabutan rekomendasi TMP2T",
        why=f"{f.text('text')} Layanan di bawah ini dapat diberikan lagi kepada {bold(f.text('employer'))}.",
        office=INSPECTION_OFFICE,
        sections=[
            _employer(f),
            Section("Layanan", points=f.texts("services")),
            Section("Dasar aturan", [f"{PROCEDURE}."]),
        ],
        signed=SIGNED,
    )


def _employer(f: Facts) -> Section:
    return facts_table(
        f.known(
            ("Nomor kasus", f.text("number")),
            ("Perusahaan", f.text("employer")),
            ("NPP", f.text("npp")),
            ("Alamat", f.text("address")),
            ("Diterbitkan", f.long_day("decided_on")),
        )
    )


def imposed(f: Facts) -> Document:
    """To the employer: which office denies which service, by its own letter."""
    return document(
        f,
        title="TMP2T dikenakan",
        why=f.text("text"),
        office=INSPECTION_OFFICE,
        sections=[
            _case(f),
            _offices(f, "Layanan yang dihentikan"),
            Section("Dasar aturan", [f"{PROCEDURE}."]),
            Section(
                "Pencabutan",
                ["Begitu kewajiban dipenuhi, unggah buktinya di portal, menu Kepatuhan. TMP2T lalu dicabut."],
            ),
        ],
        signed=SIGNED,
    )


def lifted(f: Facts) -> Document:
    """To the employer: the duties are met, and every office is told."""
    return _over(f, "TMP2T dicabut", "Setiap kantor di bawah ini menerima surat pencabutan.")


def closed(f: Facts) -> Document:
    """To the employer: the duties are met before anything was denied."""
    return _over(f, "Sanksi selesai: kewajiban dipenuhi", "Tidak ada langkah berikutnya dalam kasus ini.")


def _over(f: Facts, title: str, meaning: str) -> Document:
    return document(
        f,
        title=title,
        why=f.text("text"),
        office=INSPECTION_OFFICE,
        sections=[
            _case(f),
            _offices(f, "Kantor yang diberi tahu"),
            Section("Dasar aturan", [f"{PROCEDURE}."]),
            Section("Artinya", [meaning]),
        ],
        signed=SIGNED,
    )


def answer(f: Facts) -> Document:
    """The answer to an objection. Upheld: the step is taken back, and its letter is void."""
    upheld = f.text("upheld") == "diterima"
    meaning = (
        "Langkah yang dibantah dan langkah sesudahnya batal. Suratnya dicabut."
        if upheld
        else "Langkah yang dibantah tetap berlaku."
    )
    return document(
        f,
        title=f"Keberatan {f.text('upheld')}",
        why=f.text("text"),
        office=INSPECTION_OFFICE,
        sections=[
            facts_table(
                f.known(
                    ("Nomor keberatan", f.text("objection_number")),
                    ("Nomor kasus", f.text("number")),
                    ("Perusahaan", f.text("employer")),
                    ("Atas langkah", f.text("step_said")),
                    ("Diajukan", f.long_day("filed_on")),
                    ("Dijawab", f.long_day("decided_on")),
                )
            ),
            Section("Artinya", [meaning]),
        ],
        signed="Petugas yang tidak mengusulkan dan tidak menyetujui langkah itu",
    )
