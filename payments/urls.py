"""Addresses of payments."""

from datetime import date

from django.urls import path, register_converter

from payments.views import batches, days


class DayConverter:
    """A day as 2026-12-14; what is no day is no address."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


register_converter(DayConverter, "day")

app_name = "payments"
urlpatterns = [
    path("bpjs/bayar/", batches.batch_list, name="batches"),
    path("bpjs/bayar/siap/", batches.ready_list, name="ready"),
    path("bpjs/bayar/susun/", batches.build, name="build"),
    path("bpjs/bayar/kasus/", batches.case_list, name="cases"),
    path("bpjs/bayar/kasus/<uuid:case_id>/", batches.case_detail, name="case"),
    path("bpjs/bayar/baris/<uuid:payout_id>/", batches.payout_detail, name="payout"),
    path("bpjs/bayar/<uuid:batch_id>/", batches.batch_detail, name="batch"),
    path("bpjs/bayar/<uuid:batch_id>/bekukan/", batches.freeze, name="freeze"),
    path("bpjs/bayar/<uuid:batch_id>/setujui/", batches.approve, name="approve"),
    path("bpjs/bayar/<uuid:batch_id>/batalkan/", batches.cancel, name="cancel"),
    path("bpjs/rekonsiliasi/", days.day_list, name="reconciliation"),
    path("bpjs/rekonsiliasi/baris/<uuid:line_id>/", days.explain, name="explain"),
    path("bpjs/rekonsiliasi/<day:day>/", days.day_detail, name="day"),
    path("bpjs/rekonsiliasi/<day:day>/ambil/", days.fetch, name="fetch"),
    path("bpjs/rekonsiliasi/<day:day>/unggah/", days.upload, name="upload"),
    path("bpjs/rekonsiliasi/<day:day>/tutup/", days.close, name="close"),
]
