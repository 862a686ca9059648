"""Addresses of counselling."""

from django.urls import URLPattern, path

from counseling.views import (
    advice,
    answering,
    applying,
    asking,
    calendar,
    coordination,
    desk,
    follow_up,
    outcomes,
    own,
    reports,
    request_desk,
    room,
    session,
    worksheet,
)

app_name = "counseling"
urlpatterns: list[URLPattern] = [
    # the participant: requests and times
    path("konseling/", own.home, name="home"),
    path("konseling/daftar/", own.register, name="register"),
    path("konseling/ajukan/", asking.ask, name="ask"),
    path("konseling/<uuid:request_id>/", own.detail, name="detail"),
    path("konseling/<uuid:request_id>/jawab/", answering.answer, name="answer"),
    path("konseling/<uuid:request_id>/pindah/", asking.move, name="move"),
    path("konseling/<uuid:request_id>/batal/", answering.cancel, name="cancel"),
    path("konseling/<uuid:session_pk>/kalender.ics", answering.calendar_file, name="calendar_file"),
    # the counsellor: day, queue, hours, leave
    path("konselor/", desk.desk, name="desk"),
    path("konselor/antrian/", desk.queue, name="queue"),
    path("konselor/antrian/<uuid:request_id>/", request_desk.queue_request, name="queue_request"),
    path("konselor/hubungi/<uuid:call_id>/", desk.call, name="call"),
    path("konselor/jadwal/", calendar.hours, name="hours"),
    path("konselor/cuti/", calendar.leave, name="leave"),
    path("konselor/cuti/<uuid:leave_id>/", calendar.leave_detail, name="leave_detail"),
    path("konselor/cuti/<uuid:leave_id>/batal/", calendar.leave_take_back, name="leave_take_back"),
]
# K3: the counsellor's page of a session with its worksheet, referrals and reports
urlpatterns += [
    path("konselor/sesi/<uuid:session_pk>/", session.session, name="session"),
    path("konselor/sesi/<uuid:session_pk>/kertas-kerja/", worksheet.worksheet_save, name="worksheet_save"),
    path("konselor/sesi/<uuid:session_pk>/tandatangan/", worksheet.worksheet_sign, name="worksheet_sign"),
    path("konselor/sesi/<uuid:session_pk>/tidak-hadir/", session.absent, name="absent"),
    path("konselor/sesi/<uuid:session_pk>/laporan/", reports.report, name="report"),
    path("konseling/<uuid:session_pk>/kertas-kerja/", worksheet.worksheet, name="worksheet"),
    path("konseling/<uuid:session_pk>/kertas-kerja/pdf/", worksheet.worksheet_pdf, name="worksheet_pdf"),
    path("konseling/<uuid:session_pk>/laporan/", reports.told, name="told"),
    path("bpjs/laporan-konselor/", reports.report_queue, name="reports"),
    path("bpjs/laporan-konselor/<uuid:report_id>/", reports.report_case, name="report_case"),
]
# recommendations, what comes of them, and who coordinates counsellors
urlpatterns += [
    path("konselor/sesi/<uuid:session_pk>/rekomendasi/", advice.advice, name="advice"),
    path("konselor/tindak-lanjut/", follow_up.follow_up, name="follow_up"),
    path("konselor/tindak-lanjut/<uuid:session_pk>/", follow_up.follow_up_one, name="follow_up_one"),
    path("konseling/<uuid:session_pk>/lamar/<uuid:vacancy_id>/", applying.apply, name="apply"),
    path("konseling/<uuid:session_pk>/hasil/", outcomes.outcome, name="outcome"),
    path("konseling/<uuid:session_pk>/nilai/", outcomes.rate, name="rate"),
    path("koordinator/konselor/", coordination.counsellors, name="counsellors"),
    path("koordinator/konselor.csv", coordination.counsellors_csv, name="counsellors_csv"),
    path("koordinator/kalender/", coordination.calendar, name="calendar"),
    path("koordinator/kalender.csv", coordination.calendar_csv, name="calendar_csv"),
]
# W18: the room of both
urlpatterns += [
    path("konseling/<uuid:session_pk>/ruang/", room.room, name="room"),
    path("konseling/<uuid:session_pk>/pesan/", room.messages, name="messages"),
    path("konseling/<uuid:session_pk>/telepon/", room.phone, name="phone"),
    path("konseling/<uuid:session_pk>/akhiri/", room.end, name="end"),
]
