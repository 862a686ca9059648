"""Home, help and the other pages that belong to no app."""

from django.conf import settings
from django.urls import URLPattern, path

from jkp_portal.views import demo, employers, ops, pages, patterns, people, uploads

app_name = "jkp_portal"
urlpatterns: list[URLPattern] = [
    path("", pages.home, name="home"),
    path("beranda-saya/", pages.home_for, name="home_for"),
    path("bantuan/", pages.help_page, name="help"),
    path("aksesibilitas/", pages.accessibility, name="accessibility"),
    path("privasi/", pages.privacy, name="privacy"),
    path("status/", pages.status, name="status"),
    path("halaman-tanpa-kuki/", pages.no_cookies, name="no_cookies"),
    path("akun/data-saya/", people.my_data, name="my_data"),
    path("akun/data-saya/unduh/", people.download_my_data, name="download_my_data"),
    path("akun/data-saya/pdf/", people.download_my_data_pdf, name="download_my_data_pdf"),
    path("perusahaan/", employers.employer_home, name="employer_home"),
    path("petugas/peserta/", people.people, name="people"),
    path("petugas/peserta/<uuid:person_id>/", people.person, name="person"),
    path("unggah/", uploads.begin, name="uploads"),
    path("unggah/<uuid:upload_id>/", uploads.piece, name="upload"),
    path("ops/", ops.operations, name="operations"),
    path("ops/gangguan/", ops.outage, name="outage"),
    path("ops/pekerjaan/<uuid:job_id>/coba-lagi/", ops.retry, name="retry_job"),
]

if settings.SHOW_PATTERNS:
    urlpatterns += [
        path("pola/", patterns.components, name="patterns"),
        path("pola/waktu/", demo.move_day, name="move_day"),
        path("pola/petugas/", patterns.officer_components, name="patterns_officer"),
    ]
