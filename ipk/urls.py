"""Addresses of the search for work: the mission, the self-assessment, the counsellor's desk."""

from django.urls import path

from ipk.views import (
    applying,
    assessment,
    board,
    desk,
    employer_vacancies,
    jobseeker,
    market,
    mission,
    moderation,
    portfolio,
    profile,
    saved_searches,
    vacancies,
)

app_name = "ipk"
# The profile ("Resume") and the registration as jobseeker
PROFILE = [
    path("ipk/profil/", profile.profile, name="profile"),
    path("ipk/profil/data-diri/", profile.personal, name="profile_personal"),
    path("ipk/profil/foto/", profile.photo, name="profile_photo"),
    path("ipk/profil/foto/berkas/", profile.photo_file, name="profile_photo_file"),
    path("ipk/profil/foto/hapus/", profile.photo_remove, name="profile_photo_remove"),
    path("ipk/profil/cv/", profile.cv, name="profile_cv"),
    path("ipk/profil/cv/pdf/", profile.cv_pdf, name="profile_cv_pdf"),
    path("ipk/profil/isi/<uuid:entry_id>/", profile.entry, name="profile_entry"),
    path("ipk/profil/isi/<uuid:entry_id>/hapus/", profile.remove, name="profile_remove"),
    path("ipk/profil/<slug:slug>/", profile.part, name="profile_part"),
    path("ipk/profil/<slug:slug>/tambah/", profile.add, name="profile_add"),
    path("ipk/pencari-kerja/", jobseeker.jobseeker, name="jobseeker"),
    path("ipk/pencari-kerja/daftar/", jobseeker.register, name="jobseeker_register"),
    path("ipk/pencari-kerja/kondisi/", jobseeker.condition, name="jobseeker_condition"),
    path("ipk/pencari-kerja/kondisi/tarik/", jobseeker.condition_withdraw, name="jobseeker_condition_withdraw"),
    path("ipk/pencari-kerja/akhiri/", jobseeker.end, name="jobseeker_end"),
]
urlpatterns = [
    # W13, W14: the mission
    path("ipk/misi/", mission.mission, name="mission"),
    path("ipk/misi/tambah/", mission.add, name="add"),
    path("ipk/misi/<uuid:activity_id>/", mission.activity, name="activity"),
    path("ipk/misi/<uuid:activity_id>/perbaiki/", mission.answer, name="answer"),
    path("ipk/misi/<uuid:activity_id>/tarik/", mission.withdraw, name="withdraw"),
    path("ipk/misi/<uuid:activity_id>/berkas/", desk.file, name="file"),
    # W11: the self-assessment
    path("ipk/asesmen/", assessment.assessment, name="assessment"),
    path("ipk/asesmen/<slug:step>/", assessment.assessment_step, name="assessment_step"),
    # K5: the counsellor's desk
    path("konselor/bukti/", desk.evidence_queue, name="evidence_queue"),
    path("konselor/bukti/berikutnya/", desk.evidence_next, name="evidence_next"),
    path("konselor/bukti/<uuid:activity_id>/", desk.evidence, name="evidence"),
    *PROFILE,
]
# W16: vacancies
urlpatterns += [
    path("ipk/lowongan/", vacancies.vacancies, name="vacancies"),
    path("ipk/lowongan/tersimpan/", saved_searches.saved_searches, name="saved_searches"),
    path(
        "ipk/lowongan/tersimpan/<uuid:saved_id>/hapus/", saved_searches.saved_search_remove, name="saved_search_remove"
    ),
    path("ipk/lowongan/<uuid:vacancy_id>/", vacancies.vacancy, name="vacancy"),
    path("ipk/lowongan/<uuid:vacancy_id>/lapor/", vacancies.vacancy_report, name="vacancy_report"),
]
# Applications: sending, the portfolio, the employer's board
urlpatterns += [
    path("ipk/lowongan/<uuid:vacancy_id>/lamar/", applying.apply, name="apply"),
    path("ipk/portofolio/", portfolio.portfolio, name="portfolio"),
    path("ipk/portofolio/<uuid:application_id>/", portfolio.application, name="application"),
    path("ipk/portofolio/<uuid:application_id>/tarik/", portfolio.application_withdraw, name="application_withdraw"),
    path("ipk/lamaran/<uuid:application_id>/foto/", applying.application_photo, name="application_photo"),
    path(
        "ipk/lamaran/<uuid:application_id>/berkas/<uuid:file_id>/", applying.application_file, name="application_file"
    ),
    path("perusahaan/lowongan/<uuid:vacancy_id>/pelamar/", board.board, name="board"),
    path("perusahaan/lowongan/<uuid:vacancy_id>/pelamar/jawab/", board.answer, name="board_answer"),
    path("perusahaan/pelamar/<uuid:application_id>/", board.applicant, name="applicant"),
]
# vacancies of an employer
urlpatterns += [
    path("perusahaan/lowongan/", employer_vacancies.employer_vacancies, name="employer_vacancies"),
    path("perusahaan/lowongan/baru/", employer_vacancies.employer_vacancy_new, name="employer_vacancy_new"),
    path("perusahaan/lowongan/<uuid:vacancy_id>/", employer_vacancies.employer_vacancy, name="employer_vacancy"),
    path(
        "perusahaan/lowongan/<uuid:vacancy_id>/ubah/",
        employer_vacancies.employer_vacancy_edit,
        name="employer_vacancy_edit",
    ),
    path(
        "perusahaan/lowongan/<uuid:vacancy_id>/kirim/",
        employer_vacancies.employer_vacancy_submit,
        name="employer_vacancy_submit",
    ),
    path(
        "perusahaan/lowongan/<uuid:vacancy_id>/tutup/",
        employer_vacancies.employer_vacancy_close,
        name="employer_vacancy_close",
    ),
]
# the desk that looks at vacancies
urlpatterns += [
    path("konselor/lowongan/", moderation.vacancy_queue, name="vacancy_queue"),
    path("konselor/lowongan/<uuid:vacancy_id>/", moderation.vacancy_case, name="vacancy_case"),
]
# the labour market in numbers, public
urlpatterns += [
    path("pasar-kerja/", market.market, name="market"),
    path("pasar-kerja/<slug:table>.csv", market.market_csv, name="market_csv"),
]
