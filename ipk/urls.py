"""Addresses of the search for work: the mission, the self-assessment, the counsellor's desk."""

from django.urls import path

from ipk.views import assessment, desk, mission, vacancies

app_name = "ipk"
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
]
# W16: vacancies
urlpatterns += [
    path("ipk/lowongan/", vacancies.vacancies, name="vacancies"),
    path("ipk/lowongan/<uuid:vacancy_id>/", vacancies.vacancy, name="vacancy"),
    path("ipk/lowongan/<uuid:vacancy_id>/lapor/", vacancies.vacancy_report, name="vacancy_report"),
]
