"""Addresses of compliance: complaints for their authors, the inspectors' desk, the employer's page, the help desk."""

from django.urls import path

from compliance.views import (
    arrears,
    arrears_desk,
    bill_acts,
    bills,
    bpjs_bills,
    desk,
    employer,
    employer_nota,
    employer_sanctions,
    exchange,
    help_desk,
    inspections,
    own,
    programme,
    public,
    reconciliation,
    risks,
    sanctions,
    workplan,
)

app_name = "compliance"
urlpatterns = [
    # P8: complaints
    path("pengaduan/", public.complaint, name="complaint"),
    path("pengaduan/terkirim/", public.complaint_sent, name="complaint_sent"),
    path("pengaduan/lacak/", public.complaint_track, name="complaint_track"),
    path("pengaduan/lacak/isi/", public.complaint_tracked, name="complaint_tracked"),
    path("pengaduan/saya/", own.own_list, name="own_complaints"),
    path("pengaduan/saya/<uuid:complaint_id>/", own.own_complaint, name="own_complaint"),
    path("pengaduan/berkas/<uuid:file_id>/", own.complaint_file, name="complaint_file"),
    # G1: the inspectors' desk
    path("pengawasan/", desk.inspection_home, name="inspection_home"),
    path("pengawasan/pengaduan/", desk.complaint_queue, name="complaints"),
    path("pengawasan/pengaduan/<uuid:complaint_id>/", desk.complaint_case, name="complaint_case"),
    # The memorandum's work plan
    path("pengawasan/rencana/", workplan.plans, name="plans"),
    path("pengawasan/rencana/<uuid:plan_id>/", workplan.plan, name="plan"),
    path("pengawasan/rencana/<uuid:plan_id>/csv/", workplan.plan_csv, name="plan_csv"),
    path("pengawasan/rencana/<uuid:plan_id>/<int:year>/", workplan.evaluation, name="plan_evaluation"),
    path("pengawasan/rencana/<uuid:plan_id>/<int:year>/pdf/", workplan.evaluation_pdf, name="plan_evaluation_pdf"),
    path("pengawasan/rencana/kegiatan/<uuid:plan_year_id>/", workplan.plan_year, name="plan_year"),
    path("pengawasan/rencana/bukti/<uuid:plan_entry_id>/", workplan.plan_file, name="plan_file"),
    # G2: employers by risk
    path("pengawasan/risiko/", risks.risk_list, name="risks"),
    path("pengawasan/perusahaan/<uuid:employer_id>/", risks.employer, name="inspected_employer"),
    # G3: inspections
    path("pengawasan/pemeriksaan/", inspections.inspection_list, name="inspections"),
    path("pengawasan/pemeriksaan/baru/", inspections.inspection_new, name="inspection_new"),
    path("pengawasan/pemeriksaan/rencana/", programme.programme, name="programme"),
    path("pengawasan/pemeriksaan/rencana/simpan/", programme.programme_keep, name="programme_keep"),
    path("pengawasan/pemeriksaan/berkas/<uuid:file_id>/", inspections.inspection_file, name="inspection_file"),
    path("pengawasan/pemeriksaan/<uuid:inspection_id>/", inspections.inspection_case, name="inspection"),
    path("pengawasan/pemeriksaan/<uuid:inspection_id>/tugas/", inspections.order_pdf, name="inspection_order_pdf"),
    path("pengawasan/pemeriksaan/<uuid:inspection_id>/nota/", inspections.nota_pdf, name="inspection_nota_pdf"),
    # G4: sanctions
    path("pengawasan/sanksi/", sanctions.sanction_list, name="sanctions"),
    path("pengawasan/sanksi/<uuid:case_id>/", sanctions.sanction_case, name="sanction_case"),
    # E4: the employer's own sanctions, and the papers of a case for both sides
    path("perusahaan/kepatuhan/sanksi/<uuid:case_id>/", employer_sanctions.employer_sanction, name="employer_sanction"),
    path(
        "perusahaan/kepatuhan/sanksi/surat/<uuid:letter_id>/",
        employer_sanctions.sanction_letter,
        name="sanction_letter",
    ),
    path("perusahaan/kepatuhan/sanksi/berkas/<uuid:file_id>/", employer_sanctions.sanction_file, name="sanction_file"),
    # data exchange with provinces
    path("pengawasan/pertukaran/", exchange.agreements, name="exchange"),
    path("pengawasan/pertukaran/baru/", exchange.propose, name="exchange_new"),
    path("pengawasan/pertukaran/data/", exchange.deliveries, name="exchange_sets"),
    path("pengawasan/pertukaran/catatan/", exchange.log, name="exchange_log"),
    path("pengawasan/pertukaran/data/<uuid:delivery_id>/", exchange.deliver, name="exchange_deliver"),
    path("pengawasan/pertukaran/rekonsiliasi/", reconciliation.reconciliations, name="reconciliations"),
    path(
        "pengawasan/pertukaran/rekonsiliasi/<uuid:reconciliation_id>/",
        reconciliation.reconciliation,
        name="reconciliation",
    ),
    path("pengawasan/pertukaran/<uuid:agreement_id>/", exchange.agreement, name="exchange_agreement"),
    # E4: what an employer is asked
    path("perusahaan/kepatuhan/", employer.employer_home, name="employer_home"),
    path("perusahaan/kepatuhan/berkas/<uuid:file_id>/", own.allegation_file, name="allegation_file"),
    path("perusahaan/kepatuhan/nota/<uuid:inspection_id>/", employer_nota.nota, name="employer_nota"),
    path("perusahaan/kepatuhan/nota/<uuid:inspection_id>/pdf/", employer_nota.nota_pdf, name="employer_nota_pdf"),
    path("perusahaan/kepatuhan/<uuid:allegation_id>/", employer.employer_allegation, name="employer_allegation"),
    # The government's contribution bill
    path("bpjs/tagihan-iuran/", bpjs_bills.bill_list, name="bpjs_bills"),
    path("bpjs/tagihan-iuran/kirim/", bpjs_bills.bill_new, name="bpjs_bill_new"),
    path("bpjs/tagihan-iuran/<int:contribution_bill_id>/", bpjs_bills.bill_detail, name="bpjs_bill"),
    path("bpjs/tagihan-iuran/<int:contribution_bill_id>/umpan-balik/", bills.feedback, name="bill_feedback"),
    path("reviu/tagihan-iuran/", bills.bill_list, name="bills"),
    path("reviu/tagihan-iuran/rekonsiliasi/", bills.months, name="bill_months"),
    path("reviu/tagihan-iuran/<int:contribution_bill_id>/", bills.bill_detail, name="bill"),
    path("reviu/tagihan-iuran/<int:contribution_bill_id>/periksa/", bill_acts.recheck, name="bill_recheck"),
    path("reviu/tagihan-iuran/<int:contribution_bill_id>/siapkan/", bill_acts.prepare, name="bill_prepare"),
    path("reviu/tagihan-iuran/<int:contribution_bill_id>/sepakati/", bill_acts.agree, name="bill_agree"),
    path("reviu/tagihan-iuran/<int:contribution_bill_id>/kembalikan/", bill_acts.give_back, name="bill_return"),
    path("reviu/tagihan-iuran/<int:contribution_bill_id>/di-kppn/", bill_acts.sent, name="bill_sent"),
    path("reviu/tagihan-iuran/<int:contribution_bill_id>/dibayar/", bill_acts.paid, name="bill_paid"),
    path("reviu/tagihan-iuran/<int:contribution_bill_id>/surat/<uuid:letter_id>/", bills.letter, name="bill_letter"),
    # arrears: worker, employer, office
    path("klaim/<uuid:claim_id>/tunggakan/", arrears.worker_arrears, name="worker_arrears"),
    path("perusahaan/kepatuhan/tunggakan/", arrears.employer_arrears, name="employer_arrears"),
    path("perusahaan/kepatuhan/tunggakan/<uuid:case_id>/", arrears.employer_arrears_case, name="employer_arrears_case"),
    path("tunggakan/bukti/<uuid:payment_id>/", arrears.arrears_file, name="arrears_file"),
    path("bpjs/tunggakan/", arrears_desk.arrears_desk, name="arrears_desk"),
    path("bpjs/tunggakan/<uuid:case_id>/", arrears_desk.arrears_case, name="arrears_case"),
    # Halo JKP
    path("halo-jkp/pengaduan/", help_desk.help_desk, name="help_desk"),
    path("halo-jkp/pengaduan/terkirim/", help_desk.help_desk_sent, name="help_desk_sent"),
]
