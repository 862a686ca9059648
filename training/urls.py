"""Addresses of training: the public catalogue, training in numbers, the participant's own page, partners."""

from django.urls import path

from training.views import (
    attendance,
    billing,
    bpjs,
    catalogue,
    check_in,
    home,
    interests,
    market,
    papers,
    pricing,
    provider_classes,
    provider_home,
    provider_invoices,
    provider_outcomes,
    provider_profile,
    provider_programmes,
    provider_redeem,
    provider_staff,
    review,
    review_attendance,
    review_institutes,
    signals,
    unlock_requests,
    vouchers,
)

app_name = "training"
urlpatterns = [
    # P4, P5: the catalogue
    path("lpk/", catalogue.catalogue, name="catalogue"),
    path("lpk/program.csv", catalogue.catalogue_csv, name="catalogue_csv"),
    path("lpk/<slug:slug>/", catalogue.institute, name="institute"),
    path("lpk/<slug:slug>/<slug:programme>/", catalogue.programme, name="programme"),
    # training in numbers, public
    path("pasar-kerja/pelatihan/", market.market, name="market"),
    path("pasar-kerja/pelatihan/<slug:table>.csv", market.market_csv, name="market_csv"),
    # W19: the participant's own
    path("pelatihan/", home.home, name="home"),
    # L2: an institute's profile, its people, its partnership
    path("mitra/daftar/", provider_profile.register_institute, name="register_institute"),
    path("mitra/profil/", provider_profile.provider_profile, name="provider_profile"),
    path("mitra/profil/lembaga/", provider_profile.provider_details, name="provider_details"),
    path("mitra/profil/izin/", provider_profile.provider_licence, name="provider_licence"),
    path("mitra/profil/rekening/", provider_profile.provider_account, name="provider_account"),
    path("mitra/profil/tempat/", provider_profile.provider_sites, name="provider_sites"),
    path("mitra/profil/instruktur/", provider_profile.provider_instructors, name="provider_instructors"),
    path("mitra/profil/sarana/", provider_profile.provider_facilities, name="provider_facilities"),
    path("mitra/profil/pengajuan/", provider_profile.provider_proposal, name="provider_proposal"),
    path("mitra/profil/perjanjian/", provider_profile.provider_sign, name="provider_sign"),
    path("mitra/profil/perjanjian/<uuid:partnership_id>/", papers.provider_pks, name="provider_pks"),
    path("mitra/staf/", provider_staff.provider_staff, name="provider_staff"),
    path("mitra/staf/akhiri/", provider_staff.provider_staff_end, name="provider_staff_end"),
    path("mitra/staf/undangan/<uuid:invitation_id>/", provider_staff.institute_invitation, name="institute_invitation"),
    # R4: the desk of partnerships
    path("reviu/lpk/", review_institutes.review_providers, name="review_providers"),
    path("reviu/lpk/<uuid:institute_id>/", review_institutes.review_provider, name="review_provider"),
    path("reviu/lpk/<uuid:institute_id>/perjanjian/", review_institutes.review_agreement, name="review_agreement"),
    path("reviu/lpk/<uuid:institute_id>/perjanjian/<uuid:partnership_id>/", papers.review_pks, name="review_pks"),
    path("reviu/lpk/<uuid:institute_id>/tindakan/", review_institutes.review_measure, name="review_measure"),
    path("reviu/benturan/", interests.interests, name="interests"),
    # signals of integrity
    path("reviu/sinyal/", signals.signal_list, name="signals"),
    path("reviu/sinyal/<uuid:signal_id>/", signals.signal_one, name="signal"),
    # L1, L4: the institute's day, meetings and attendance
    path("mitra/", provider_home.home, name="provider_home"),
    path("mitra/kelas/<uuid:class_id>/presensi/", attendance.meetings, name="attendance"),
    path("mitra/kelas/<uuid:class_id>/presensi/rencana/", attendance.plan, name="attendance_plan"),
    path("mitra/kelas/<uuid:class_id>/presensi/peserta/", attendance.people, name="attendance_people"),
    path("mitra/pertemuan/<uuid:meeting_id>/", attendance.roster, name="meeting"),
    path("mitra/pertemuan/<uuid:meeting_id>/batal/", attendance.cancel, name="meeting_cancel"),
    path("mitra/pertemuan/<uuid:meeting_id>/minta-buka/", unlock_requests.ask, name="meeting_unlock_ask"),
    path("mitra/pertemuan/<uuid:meeting_id>/kode/", attendance.code, name="meeting_code"),
    path("mitra/peserta/<uuid:enrolment_id>/", provider_outcomes.enrolment, name="provider_enrolment"),
    path("mitra/peserta/<uuid:enrolment_id>/surat/", provider_outcomes.letter, name="provider_letter"),
    # locked rosters: the reviewer opens them
    path("reviu/presensi/", review_attendance.locked, name="review_attendance"),
    path("reviu/presensi/permintaan/", unlock_requests.requests, name="review_unlocks"),
    path("reviu/presensi/<uuid:meeting_id>/", review_attendance.unlock, name="review_meeting"),
    # W19: in class, and the page of a training
    path("pelatihan/hadir/", check_in.type_code, name="check_in"),
    path("pelatihan/hadir/<uuid:meeting_id>/<str:code>/", check_in.scanned, name="check_in_scanned"),
    path("pelatihan/saya/<uuid:enrolment_id>/", check_in.own_training, name="own_training"),
    # L5: invoices of an institute
    path("mitra/tagihan/", provider_invoices.invoices, name="provider_invoices"),
    path("mitra/tagihan/<uuid:invoice_id>/", provider_invoices.invoice, name="provider_invoice"),
    path("mitra/tagihan/<uuid:invoice_id>/kirim/", provider_invoices.send, name="provider_invoice_send"),
    path(
        "mitra/tagihan/<uuid:invoice_id>/dokumen/<int:place>/", provider_invoices.paper, name="provider_invoice_paper"
    ),
    # R1, R2: review of invoices
    path("reviu/", review.home, name="review_home"),
    path("reviu/tagihan/<uuid:invoice_id>/", review.invoice, name="review_invoice"),
    path("reviu/tagihan/<uuid:invoice_id>/baris/<int:place>/", review.line, name="review_line"),
    path("reviu/tagihan/<uuid:invoice_id>/dokumen/<int:place>/", review.paper, name="review_paper"),
    path("pelatihan/rekomendasi/<uuid:recommendation_id>/ambil/", vouchers.take_voucher, name="take_voucher"),
    path("pelatihan/voucher/<uuid:voucher_id>/", vouchers.voucher, name="voucher"),
    path("pelatihan/kelas/<uuid:class_id>/", vouchers.class_join, name="class_join"),
    path("pelatihan/saya/<uuid:enrolment_id>/berhenti/", vouchers.leave_class, name="leave_class"),
    # L2, L3: what an institute teaches, and its classes
    path("mitra/program/", provider_programmes.programmes, name="provider_programmes"),
    path("mitra/program/baru/", provider_programmes.new, name="provider_programme_new"),
    path("mitra/program/<uuid:programme_id>/", provider_programmes.programme, name="provider_programme"),
    path("mitra/program/<uuid:programme_id>/ubah/", provider_programmes.change, name="provider_programme_change"),
    path("mitra/voucher/", provider_redeem.redeem, name="provider_redeem"),
    path("mitra/kelas/", provider_classes.classes, name="provider_classes"),
    path("mitra/kelas/baru/", provider_classes.new, name="provider_class_new"),
    path("mitra/kelas/<uuid:class_id>/", provider_classes.training_class, name="provider_class"),
    path("mitra/kelas/<uuid:class_id>/batal/", provider_classes.cancel, name="provider_class_cancel"),
    path("mitra/peserta/<uuid:enrolment_id>/berhenti/", provider_classes.end_seat, name="provider_seat_end"),
    # the cost desk of the standards directorate
    path("reviu/program/", pricing.queue, name="pricing"),
    path("reviu/program/<uuid:programme_id>/", pricing.programme, name="pricing_programme"),
    # R3: bills to BPJS
    path("reviu/batch/", billing.batch_list, name="review_batch"),
    path("reviu/batch/susun/", billing.build, name="billing_build"),
    path("reviu/batch/baris/<uuid:billed_line_id>/", billing.line, name="billed_line"),
    path("reviu/batch/<uuid:billing_id>/", billing.batch_detail, name="billing"),
    path("reviu/batch/<uuid:billing_id>/tagihan.csv", billing.batch_csv, name="billing_csv"),
    path("reviu/batch/<uuid:billing_id>/surat.pdf", billing.letter, name="billing_letter"),
    path("reviu/batch/<uuid:billing_id>/bekukan/", billing.freeze, name="billing_freeze"),
    path("reviu/batch/<uuid:billing_id>/setujui/", billing.approve, name="billing_approve"),
    path("reviu/batch/<uuid:billing_id>/batalkan/", billing.cancel, name="billing_cancel"),
    path("reviu/batch/<uuid:billing_id>/<uuid:billing_item_id>/", billing.item, name="billing_item"),
    # BPJS's desk
    path("bpjs/pelatihan/", bpjs.batch_list, name="bpjs_billing"),
    path("bpjs/pelatihan/<uuid:billing_id>/", bpjs.batch_detail, name="bpjs_batch"),
    path("bpjs/pelatihan/<uuid:billing_id>/<uuid:billing_item_id>/", bpjs.item, name="bpjs_item"),
    path("bpjs/pelatihan/<uuid:billing_id>/<uuid:billing_item_id>/bayar-lagi/", bpjs.pay_again, name="bpjs_pay_again"),
]
