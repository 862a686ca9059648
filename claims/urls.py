"""Addresses of claims: the participant's, the public check, and the verifier's desk."""

from django.urls import path

from claims.views import apply, check, claim, dashboard, eligibility, put_right, review

app_name = "claims"
urlpatterns = [
    path("dasbor/", dashboard.dashboard, name="dashboard"),
    path("pembayaran/", dashboard.payments, name="payments"),
    path("cek-kelayakan/", check.question, name="check"),
    path("cek-kelayakan/hasil/", check.result, name="check_result"),
    path("kelayakan/<uuid:phk_id>/", eligibility.eligibility, name="eligibility"),
    path("kelayakan/<uuid:phk_id>/ajukan/", eligibility.start, name="start"),
    path("kelayakan/<uuid:phk_id>/periksa-lagi/", eligibility.look_again, name="look_again"),
    path("klaim/", eligibility.my_claim, name="my_claim"),
    path("klaim/<uuid:claim_id>/", claim.claim, name="claim"),
    path("klaim/<uuid:claim_id>/keputusan/", claim.decision, name="decision"),
    path("klaim/<uuid:claim_id>/tugas/", apply.tasks, name="tasks"),
    path("klaim/<uuid:claim_id>/data/", apply.data, name="data"),
    path("klaim/<uuid:claim_id>/rekening/", put_right.account, name="account"),
    path("klaim/<uuid:claim_id>/kapk/", apply.kapk, name="kapk"),
    path("klaim/<uuid:claim_id>/kapk/kode/", apply.kapk_code, name="kapk_code"),
    path("klaim/<uuid:claim_id>/bulan/1/periksa/", apply.send, name="send"),
    path("klaim/<uuid:claim_id>/bulan/1/terkirim/", apply.sent, name="sent"),
    path("klaim/<uuid:claim_id>/perbaiki/", put_right.fix, name="fix"),
    path("klaim/<uuid:claim_id>/berkas/<uuid:file_id>/", put_right.file, name="file"),
    path("klaim/<uuid:claim_id>/tarik/", apply.withdraw, name="withdraw"),
    path("bpjs/verval/", review.review_queue, name="review_queue"),
    path("bpjs/verval/berikutnya/", review.review_next, name="review_next"),
    path("bpjs/verval/<uuid:claim_id>/", review.review_claim, name="review"),
    path("bpjs/verval/<uuid:claim_id>/ulang/", review.rerun, name="rerun"),
]
