"""Where one model means something else than the rest, and models that have no name of their own."""

from django.utils.translation import gettext_lazy as _

# app.model.field
IN_ONE_MODEL = {
    "claims.assessment.answer": _("jawaban aturan"),
    "claims.claimmonth.n": _("bulan ke"),
    "compliance.arrearscase.asked_at": _("penggantian diminta"),
    "compliance.arrearscase.paid_on": _("penggantian dibayar"),
    "compliance.arrearsdebt.due_on": _("jatuh tempo"),
    "compliance.complaint.filed_by": _("ditulis petugas"),
    "compliance.contributionbill.sha256": _("sidik berkas"),
    "core.accesslog.actor": _("akun yang melihat"),
    "core.accesslog.actor_name": _("dilihat oleh"),
    "core.heartbeat.at": _("terakhir terdengar"),
    "core.heartbeat.name": _("proses"),
    "core.job.name": _("pekerjaan"),
    "ipk.activity.due_on": _("dinilai paling lambat"),
    "ipk.activity.reason": _("alasan dikembalikan"),
    "ipk.selfassessment.version": _("versi instrumen"),
    "ipk.vacancy.due_on": _("dinilai paling lambat"),
    "ipk.vacancy.reason": _("alasan dikembalikan"),
    "ipk.vacancyreport.due_on": _("dijawab paling lambat"),
    "ipk.vacancyreport.user": _("pelapor"),
    "payments.callbackreceipt.key": _("nomor pembayaran"),
}

# app.model
MODELS = {
    "accounts.roleassignmentevent": _("riwayat peran"),
    "accounts.userevent": _("riwayat pengguna"),
    "core.heartbeat": _("detak proses"),
    "ipk.vacancycopy": _("penyalinan lowongan"),
}
