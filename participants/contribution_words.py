"""The sentences of the list that goes back with the lines that were not taken over."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: dict[str, Promise] = {
    "columns": _("Jumlah kolom pada baris ini tidak sesuai baris judul."),
    "missing": _("Kolom ini kosong. Isi, lalu kirim lagi dalam berkas perbaikan."),
    "malformed": _("Isi kolom ini tidak dapat dibaca. Periksa bentuk angka atau tanggalnya."),
    "month": _("Bulan iuran ini bukan bulan berkas, atau bulannya belum dimuat."),
    "unknown": _("Nomor peserta ini tidak ada dalam daftar kepesertaan."),
    "repeated": _("Peserta ini sudah ada pada baris sebelumnya untuk bulan yang sama."),
    "known": _("Iuran peserta ini untuk bulan yang sama sudah dicatat."),
    "wage": _(
        "Upah jauh berbeda dari upah terakhir (%(last_wage)s). Bila benar, kirim baris ini dalam berkas perbaikan."
    ),
    "government": _("Iuran pemerintah seharusnya %(expected)s."),
    "jkk": _("Rekomposisi iuran JKK seharusnya %(expected)s."),
    "jkm": _("Rekomposisi iuran JKM seharusnya %(expected)s."),
    "relief": _("Tidak ada keringanan iuran JKK pada bulan ini."),
    "born": _("Tanggal lahir berbeda dari daftar kepesertaan."),
    "age": _("Pada hari pendaftaran peserta sudah mencapai batas usia."),
    "programmes": _("Program kurang dari yang wajib bagi skala usaha ini."),
    "paid_on": _("Tanggal bayar kosong, sebelum bulan iuran, atau sesudah berkas diterima."),
}
