"""Offices that can deny an employer a public service, and which services (DUT-08, DUT-13)."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.models import Region


@dataclass(frozen=True, slots=True)
class Office:
    """`services`: what the law names for it; the letter asks for all of them."""

    code: str
    name: Promise
    services: tuple[Promise, ...]

    def named(self, region: Region) -> str:
        """With the place whose office it is."""
        return f"{self.name} {region.name}"


OFFICES: tuple[Office, ...] = (
    Office(
        "dpmptsp",
        _("Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu"),
        (_("Perizinan terkait usaha"), _("Izin mendirikan bangunan")),
    ),
    Office("pengadaan", _("Unit Kerja Pengadaan Barang dan Jasa"), (_("Izin mengikuti tender proyek"),)),
    Office(
        "naker",
        _("Dinas yang membidangi ketenagakerjaan"),
        (_("Izin mempekerjakan tenaga kerja asing"), _("Izin perusahaan penyedia jasa pekerja")),
    ),
)
BY_CODE = {office.code: office for office in OFFICES}
