"""Roles of the portal and the reach of each."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """Who acts. Participants, employers' HR and LPK staff are told by what they own, not by a row here."""

    COUNSELLOR = "KNS", _("Pengantar Kerja")
    REVIEWER = "RVW", _("Penelaah tagihan LPK")
    APPROVER = "APV", _("Penyetuju tagihan LPK")
    INSTITUTE_VERIFIER = "VLP", _("Verifikator LPK")
    STANDARDS = "STK", _("Penetap program dan biaya pelatihan")
    COUNSELLOR_COORDINATOR = "KKN", _("Koordinator Pengantar Kerja")
    INSPECTOR = "PGW", _("Pengawas ketenagakerjaan")
    INSPECTION_COORDINATOR = "PGK", _("Koordinator pengawas")
    MEDIATOR = "MED", _("Mediator hubungan industrial")
    BPJS_VERIFIER = "BVF", _("Verifikator BPJS")
    BPJS_PAYMENT_MAKER = "BPM", _("Pembuat pembayaran BPJS")
    BPJS_PAYMENT_CHECKER = "BPC", _("Pemeriksa pembayaran BPJS")
    INTEGRITY = "INT", _("Petugas integritas")
    HELP_DESK = "CS", _("Halo JKP")
    DATA_PROTECTION = "DPO", _("Pejabat pelindungan data")
    AUDITOR = "AUD", _("Auditor")
    ADMINISTRATOR = "ADM", _("Administrator")


class Reach(models.TextChoices):
    """How far a role sees: the nation, a province, or a regency/city."""

    NATION = "nas", _("Nasional")
    PROVINCE = "prov", _("Provinsi")
    REGENCY = "kab", _("Kabupaten/kota")


NATIONAL_ROLES = frozenset(
    {
        Role.REVIEWER,
        Role.APPROVER,
        Role.INSTITUTE_VERIFIER,
        Role.STANDARDS,
        Role.BPJS_VERIFIER,
        Role.BPJS_PAYMENT_MAKER,
        Role.BPJS_PAYMENT_CHECKER,
        Role.INTEGRITY,
        Role.HELP_DESK,
        Role.DATA_PROTECTION,
        Role.AUDITOR,
        Role.ADMINISTRATOR,
    }
)
