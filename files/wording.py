"""The seven things that can be wrong with an upload, each with what to do."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MESSAGES: dict[str, Promise] = {
    "none": _("Pilih berkasnya, lalu kirim lagi."),
    "wrong_type": _("Berkas harus JPG, PNG, atau PDF."),
    "too_big": _("Berkas lebih besar dari 5 MB. Coba foto ulang dengan ukuran kecil."),
    "empty": _("Berkas ini kosong. Pilih berkas lain."),
    "virus": _("Berkas ini mengandung virus. Pilih berkas lain."),
    "password": _("Berkas ini dikunci kata sandi. Simpan tanpa kata sandi, lalu unggah lagi."),
    "try_again": _("Berkas tidak dapat dibaca. Simpan atau foto ulang, lalu unggah lagi."),
}
# The same message, said more exactly.
DETAILS: dict[str, Promise] = {
    "pixels": _("Foto ini terlalu besar. Coba foto ulang dengan ukuran kecil."),
    "memory": _("Foto ini terlalu besar. Coba foto ulang dengan ukuran kecil."),
    "pages": _("Dokumen ini lebih dari 30 halaman. Unggah halaman yang diperlukan saja."),
}
