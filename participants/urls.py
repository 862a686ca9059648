"""Addresses of participants."""

from django.urls import URLPattern, path

from participants.views import (
    contribution_files,
    employer,
    employer_csv,
    employer_data,
    employer_phk,
    employer_reports,
    employer_workers,
    identity,
    mediation,
    own_contributions,
    own_data,
    phk,
    registration,
    report,
    worker_reports,
)

app_name = "participants"
urlpatterns: list[URLPattern] = [
    # A2: an account
    path("daftar/", registration.register, name="register"),
    path("daftar/kontak/", registration.register_contact, name="register_contact"),
    path("daftar/kode/", registration.register_code, name="register_code"),
    path("identitas/", registration.register_identity, name="register_identity"),
    # W2, W3: a worker's termination
    path("phk/lapor/", report.phk_report, name="phk_report"),
    path("phk/lapor/info/", report.phk_report_excluded, name="phk_report_excluded"),
    path("phk/lapor/hapus/", report.phk_report_drop, name="phk_report_drop"),
    path("phk/lapor/<slug:step>/", report.phk_report_step, name="phk_report_step"),
    path("phk/<uuid:event_id>/", phk.phk_detail, name="phk"),
    path("phk/<uuid:event_id>/setuju/", phk.phk_agree, name="phk_agree"),
    path("phk/<uuid:event_id>/jawab/", phk.phk_answer, name="phk_answer"),
    path("phk/<uuid:event_id>/bukti/", phk.proof_add, name="proof_add"),
    path("phk/<uuid:event_id>/bukti/<uuid:proof_id>/", phk.proof, name="proof"),
    path("phk/<uuid:event_id>/tarik/", phk.phk_withdraw, name="phk_withdraw"),
    # E1 to E3: an employer
    path("perusahaan/pilih/", employer.employer_choose, name="employer_choose"),
    path("perusahaan/daftar/", registration.employer_register, name="employer_register"),
    path("perusahaan/gabung/", employer.employer_join, name="employer_join"),
    path("perusahaan/gabung/<uuid:join_id>/", employer.employer_join_code, name="employer_join_code"),
    path("perusahaan/staf/", employer.employer_staff, name="employer_staff"),
    path("perusahaan/staf/<uuid:staff_id>/akhiri/", employer.employer_staff_end, name="employer_staff_end"),
    path("perusahaan/undangan/<uuid:invitation_id>/", employer.employer_invitation, name="employer_invitation"),
    path("perusahaan/phk/", employer_phk.employer_phk_list, name="employer_phk_list"),
    path("perusahaan/phk/baru/", employer_phk.employer_phk_new, name="employer_phk_new"),
    path("perusahaan/phk/csv/", employer_csv.employer_csv, name="employer_csv"),
    path("perusahaan/phk/csv/contoh/", employer_csv.employer_csv_example, name="employer_csv_example"),
    path("perusahaan/phk/csv/<uuid:import_id>/", employer_csv.employer_import, name="employer_import"),
    path(
        "perusahaan/phk/csv/<uuid:import_id>/buang/",
        employer_csv.employer_import_cancel,
        name="employer_import_cancel",
    ),
    path(
        "perusahaan/phk/csv/<uuid:import_id>/laporan/",
        employer_csv.employer_import_report,
        name="employer_import_report",
    ),
    path("perusahaan/phk/<uuid:event_id>/", employer_phk.employer_phk, name="employer_phk"),
    # an employer's workers
    path("perusahaan/pekerja/", employer_workers.employer_workers, name="employer_workers"),
    path("perusahaan/pekerja/baru/", employer_workers.employer_worker_new, name="employer_worker_new"),
    path("perusahaan/pekerja/sertifikat/", employer_workers.employer_certificate, name="employer_certificate"),
    path("perusahaan/pekerja/csv/", employer_csv.worker_csv, name="worker_csv"),
    path("perusahaan/pekerja/csv/contoh/", employer_csv.worker_csv_example, name="worker_csv_example"),
    path("perusahaan/pekerja/csv/<uuid:worker_import_id>/", employer_csv.worker_import, name="worker_import"),
    path(
        "perusahaan/pekerja/csv/<uuid:worker_import_id>/buang/",
        employer_csv.worker_import_cancel,
        name="worker_import_cancel",
    ),
    path(
        "perusahaan/pekerja/csv/<uuid:worker_import_id>/laporan/",
        employer_csv.worker_import_report,
        name="worker_import_report",
    ),
    path("perusahaan/pekerja/<uuid:employment_id>/", employer_workers.employer_worker, name="employer_worker"),
    path(
        "perusahaan/pekerja/<uuid:employment_id>/ubah/",
        employer_workers.employer_worker_change,
        name="employer_worker_change",
    ),
    path(
        "perusahaan/pekerja/<uuid:employment_id>/tempat/",
        employer_workers.employer_worker_place,
        name="employer_worker_place",
    ),
    path(
        "perusahaan/laporan-pekerja/<uuid:worker_report_id>/tarik/",
        employer_workers.employer_worker_withdraw,
        name="employer_worker_withdraw",
    ),
    # an employer's own data and places of work
    path("perusahaan/data/", employer_data.employer_data, name="employer_data"),
    path("perusahaan/data/ubah/", employer_data.employer_data_change, name="employer_data_change"),
    path(
        "perusahaan/data/<uuid:employer_report_id>/tarik/",
        employer_data.employer_data_withdraw,
        name="employer_data_withdraw",
    ),
    path("perusahaan/tempat/baru/", employer_data.workplace_new, name="workplace_new"),
    path("perusahaan/tempat/<uuid:workplace_id>/", employer_data.workplace, name="workplace"),
    path("perusahaan/tempat/<uuid:workplace_id>/tutup/", employer_data.workplace_close, name="workplace_close"),
    path("bpjs/kepesertaan/perusahaan/", employer_reports.employer_reports, name="employer_reports"),
    path(
        "bpjs/kepesertaan/perusahaan/<uuid:employer_report_id>/",
        employer_reports.employer_report,
        name="employer_report",
    ),
    path("bpjs/kepesertaan/", worker_reports.worker_reports, name="worker_reports"),
    path("bpjs/kepesertaan/<uuid:worker_report_id>/", worker_reports.worker_report, name="worker_report"),
    # G5: mediators
    path("mediasi/", mediation.mediation, name="mediation"),
    path("mediasi/<uuid:event_id>/", mediation.mediation_case, name="mediation_case"),
    # one's own months of contribution
    path("iuran-saya/", own_contributions.own_contributions, name="own_contributions"),
    path("iuran-saya/ambil/", own_contributions.own_contributions_refresh, name="own_contributions_refresh"),
    # A4, D5: one's own data
    path("akun/data-saya/alamat/", own_data.address, name="address"),
    path("akun/data-saya/minta/", own_data.wish, name="wish"),
    path("pdp/", own_data.wishes, name="wishes"),
    path("pdp/<uuid:wish_id>/", own_data.wish_case, name="wish_case"),
    # identities
    path("bpjs/identitas/", identity.identity_queue, name="identity_queue"),
    path("bpjs/identitas/<uuid:check_id>/", identity.identity_case, name="identity_case"),
    path("bpjs/perusahaan/<uuid:join_id>/", identity.join_case, name="join_case"),
    # the register of contributions
    path("bpjs/iuran/", contribution_files.file_list, name="contribution_files"),
    path("bpjs/iuran/terima/", contribution_files.receive, name="contribution_receive"),
    path("bpjs/iuran/<int:contribution_file_id>/", contribution_files.file_detail, name="contribution_file"),
    path("bpjs/iuran/<int:contribution_file_id>/muat/", contribution_files.load, name="contribution_load"),
    path("bpjs/iuran/<int:contribution_file_id>/batal/", contribution_files.cancel, name="contribution_cancel"),
    path("bpjs/iuran/<int:contribution_file_id>/kembali/", contribution_files.rejects, name="contribution_rejects"),
]
