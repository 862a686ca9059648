"""The closed lists of reasons for refusing a claim or a month: what a person reads, and what can be done about it.

No article stands here: it is that of the rule behind the reason, in the regime of the assessment.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class RefusalReason:
    """`condition` is the rule that must have failed, empty where none of eligibility is behind the reason; `article`
    names whose article is cited. `fixable`: once it is put right, the person may apply again."""

    code: str
    title: str
    sentence: str
    condition: str
    article: str
    fixable: bool
    next_step: str


def _reason(
    code: str, title: str, sentence: str, condition: str, next_step: str, *, article: str = "", fixable: bool = False
) -> RefusalReason:
    return RefusalReason(code, title, sentence, condition, article or condition, fixable, next_step)


_ASK_BPJS = _(
    "Bila data ini keliru, minta perusahaan atau BPJS Ketenagakerjaan memperbaikinya. "
    "Setelah diperbaiki, Anda dapat mengajukan lagi atau mengajukan keberatan."
)

REASONS: dict[str, RefusalReason] = {
    r.code: r
    for r in (
        _reason(
            "R01",
            _("Alasan PHK tidak termasuk"),
            _("JKP tidak diberikan untuk pengunduran diri, cacat total tetap, pensiun, meninggal dunia, "
              "atau kontrak yang selesai pada waktunya."),
            "ELG-02",
            _("Bila alasan yang dilaporkan keliru, ajukan keberatan dan sertakan bukti."),
        ),
        _reason("R02", _("Masa iur belum cukup"),
                _("Jumlah bulan iuran yang dihitung belum cukup."), "ELG-05", _ASK_BPJS),
        _reason("R03", _("Iuran tidak berturut-turut"),
                _("Jumlah bulan iuran yang berturut-turut belum cukup."), "ELG-06", _ASK_BPJS),
        _reason("R04", _("Lewat batas pengajuan"),
                _("Klaim dikirim sesudah hari terakhir pengajuan."), "ELG-09",
                _("Bila Anda terhalang gangguan layanan, ajukan keberatan dan ceritakan kapan terjadi.")),
        _reason("R05", _("Bukti PHK belum sah"),
                _("Bukti PHK belum termasuk jenis yang diterima."), "ELG-08",
                _("Kirim bukti lain pada laporan PHK Anda, lalu ajukan lagi."), fixable=True),
        _reason("R06", _("Masih tercatat bekerja"),
                _("Anda masih tercatat sebagai penerima upah di perusahaan lain."), "ELG-07", _ASK_BPJS),
        _reason("R07", _("Perselisihan masih berjalan"),
                _("PHK Anda masih diperiksa di Pengadilan Hubungan Industrial."), "ELG-11",
                _("Klaim dapat diajukan lagi sesudah putusan tetap."), fixable=True),
        _reason("R13", _("Rekening bukan atas nama Anda"),
                _("Manfaat hanya dibayar ke rekening milik penerima sendiri."), "",
                _("Siapkan rekening atas nama sendiri, lalu ajukan lagi."), article="PAYMENT", fixable=True),
        _reason("R14", _("Hak sudah dipakai"),
                _("Manfaat sudah diterima sebanyak yang diperbolehkan, "
                  "atau masa iur untuk manfaat berikutnya belum cukup."),
                "ELG-10", _ASK_BPJS),
        _reason("R16", _("Data identitas tidak cocok"),
                _("Data diri tidak cocok dengan data kependudukan."), "",
                _("Perbaiki data di Dukcapil, lalu ajukan lagi."), article="ELG-01", fixable=True),
        _reason("R18", _("Peserta meninggal dunia"),
                _("Peserta tercatat meninggal dunia sebelum klaim diajukan."), "ELG-13",
                _("Ahli waris dapat menanyakan manfaat JKM kepada BPJS Ketenagakerjaan.")),
        _reason("R19", _("KAPK belum ditandatangani"),
                _("Komitmen aktivitas pencarian kerja belum ditandatangani."), "ELG-04",
                _("Tanda tangani KAPK, lalu ajukan lagi."), fixable=True),
        _reason("R21", _("Syarat kepesertaan tidak terpenuhi"),
                _("Kewarganegaraan, umur saat mendaftar, atau program yang wajib diikuti belum sesuai."),
                "ELG-01", _ASK_BPJS),
        _reason("R22", _("Kontrak selesai pada waktunya"),
                _("Perjanjian kerja waktu tertentu berakhir pada tanggal yang disepakati."), "ELG-03",
                _("Bila PHK terjadi sebelum kontrak berakhir, ajukan keberatan dan sertakan kontrak Anda.")),
        _reason("R23", _("Program jaminan sosial belum lengkap"),
                _("Perusahaan belum mendaftarkan Anda pada program yang menjadi syarat JKP."), "ELG-12", _ASK_BPJS),
    )
}  # fmt: skip


MONTH_REASONS: dict[str, RefusalReason] = {
    r.code: r
    for r in (
        _reason("R08", _("Bukti mencari kerja belum cukup"),
                _("Bukti mencari kerja pada bulan ini belum cukup."), "MON-02",
                _("Bila Anda punya bukti lain dari bulan itu, ajukan keberatan dan sertakan buktinya.")),
        _reason("R09", _("Kehadiran pelatihan kurang dari 80%"),
                _("Kehadiran Anda di pelatihan pada bulan sebelumnya kurang dari yang disyaratkan."), "MON-03",
                _("Bila catatan hadir keliru, minta lembaga pelatihan memperbaikinya, lalu ajukan keberatan.")),
        _reason("R10", _("Lewat batas waktu bulan ini"),
                _("Klaim bulan ini tidak dikirim sampai batas waktunya."), "MON-01",
                _("Bila Anda terhalang gangguan layanan, ajukan keberatan dan ceritakan kapan terjadi.")),
        _reason("R11", _("Asesmen diri belum selesai"),
                _("Asesmen diri belum diisi sampai selesai."), "MON-04",
                _("Isi asesmen diri, supaya bulan berikutnya dapat dibayar.")),
        _reason("R12", _("Sudah bekerja lagi"),
                _("Anda sudah bekerja lagi pada saat klaim bulan ini dikirim."), "MON-06",
                _("Bila Anda belum bekerja, ajukan keberatan dan sertakan bukti.")),
        _reason("R17", _("Formulir status kebekerjaan belum ada"),
                _("Formulir status kebekerjaan untuk bulan terakhir belum diisi."), "MON-05",
                _("Bila formulir sudah Anda kirim, ajukan keberatan.")),
        _reason("R18", _("Peserta meninggal dunia"),
                _("Peserta tercatat meninggal dunia sebelum klaim bulan ini dikirim."), "MON-07",
                _("Ahli waris dapat menanyakan manfaat JKM kepada BPJS Ketenagakerjaan.")),
    )
}  # fmt: skip


def any_reason(code: str) -> RefusalReason:
    """The reason behind a code, of a claim or of a month. R18 reads alike in both. Raises KeyError."""
    return MONTH_REASONS.get(code) or REASONS[code]
