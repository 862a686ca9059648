"""Addresses of notices."""

from django.urls import URLPattern, path

from notices.views import inbox, letters, verification

app_name = "notices"
urlpatterns: list[URLPattern] = [
    path("notifikasi/", inbox.inbox, name="inbox"),
    path("notifikasi/saluran/", inbox.copies, name="copies"),
    path("notifikasi/dibaca/", inbox.mark_all_read, name="mark_all_read"),
    path("notifikasi/<uuid:notice_id>/buka/", inbox.open_notice, name="open"),
    path("notifikasi/<uuid:notice_id>/dibaca/", inbox.mark_read, name="mark_read"),
    path("surat/<uuid:letter_id>/", letters.letter, name="letter"),
    path("surat/<uuid:letter_id>/pdf/", letters.letter_pdf, name="letter_pdf"),
    path("verifikasi/", verification.ask, name="verification_form"),
    path("verifikasi/<str:code>/", verification.verification, name="verification"),
]
