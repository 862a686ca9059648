"""Papers of membership: the employer's certificate and the worker's proof (ENR-04)."""

from notices.letters.document import Document, Section, Table, bold
from notices.letters.facts import Facts
from notices.letters.parts import cited, document, facts_table

MEMBERSHIP_OFFICE = "Layanan Kepesertaan"
_REGISTER = "Data yang menentukan hak manfaat JKP adalah data BPJS Ketenagakerjaan."


def certificate(f: Facts) -> Document:
    """To the employer: how many of its workers BPJS has confirmed, by programme, and what its scale owes."""
    return document(
        f,
        title="Sertifikat kepesertaan perusahaan",
        why=f"BPJS Ketenagakerjaan sudah mengonfirmasi {bold(f.text('workers') + ' pekerja')} "
        f"{f.text('employer')} sampai {f.long_day('as_of')}.",
        office=MEMBERSHIP_OFFICE,
        sections=[
            facts_table(
                f.known(
                    ("Perusahaan", f.text("employer")),
                    ("Nomor pendaftaran (NPP)", f.text("npp")),
                    ("Skala usaha", f.text("scale")),
                    ("Program wajib", f.text("programmes")),
                    ("Laporan terakhir", f.text("number")),
                )
            ),
            Section("Pekerja menurut program", table=Table(f.rows("rows"), ("Program", "Pekerja"))),
            Section("Dasar aturan", [f"{cited(f.texts('articles'))}."]),
            Section("Arti sertifikat ini", [_REGISTER]),
        ],
    )


def proof(f: Facts) -> Document:
    """To the worker: with whom, since when, for which wage and programmes BPJS holds them."""
    check = ["Upah atau program tidak benar? Adukan dari halaman Iuran saya. Perusahaan tidak tahu siapa yang mengadu."]
    if f.has("missing"):
        check = [f"Program yang belum didaftarkan perusahaan: {bold(f.text('missing'))}.", *check]
    return document(
        f,
        title="Bukti kepesertaan",
        why=f"BPJS Ketenagakerjaan mengonfirmasi kepesertaan Anda di {bold(f.text('employer'))} "
        f"pada {f.long_day('confirmed_on')}.",
        office=MEMBERSHIP_OFFICE,
        sections=[
            facts_table(
                f.known(
                    ("Nomor peserta (KPJ)", f.text("kpj")),
                    ("Nomor laporan", f.text("number")),
                    ("Perusahaan", f.text("employer")),
                    ("NPP", f.text("npp")),
                    ("Mulai bekerja", f.long_day("started_on")),
                    ("Upah yang dilaporkan", f.rupiah("wage")),
                    ("Program", f.text("programmes")),
                )
            ),
            Section("Dasar aturan", [f"{cited(f.texts('articles'))}."]),
            Section("Periksa isinya", points=check),
            Section("Arti surat ini", [_REGISTER]),
        ],
    )
