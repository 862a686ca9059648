"""Pages of training beyond the catalogue, for those of the stories: a learner, two institutes, the ministry, BPJS."""

from typing import Any

from accounts.models import User
from core import clock
from tests.e2e.screen import Arguments, Screen, user_of
from training.models import (
    BillingBatch,
    BillingItem,
    BillingLine,
    Enrolment,
    Institute,
    Invoice,
    Meeting,
    Programme,
    TrainingClass,
    Voucher,
)

LEARNER, HEAD, NEWCOMER = "mira", "lpk", "lpk.baru"
REVIEWER, BPJS, COSTS, VERIFIER = "penelaah", "verifikator", "biaya", "verifikator.lpk"


def house(head: str) -> Institute:
    user: User = user_of(head)
    return Institute.objects.get(staff__user=user)


def institute(head: str) -> Arguments:
    return lambda: {"institute_id": house(head).pk}


def seat() -> dict[str, Any]:
    """The learner's, in a class that is half way."""
    return {"enrolment_id": Enrolment.objects.get(person__user=user_of(LEARNER)).pk}


def finished() -> dict[str, Any]:
    """The seat of somebody who was there too little."""
    return {"enrolment_id": Enrolment.objects.get(state="missed").pk}


def voucher() -> dict[str, Any]:
    return {"voucher_id": Voucher.objects.get(person__user=user_of(LEARNER)).pk}


def held() -> dict[str, Any]:
    """The class that is half way."""
    return {"class_id": Enrolment.objects.get(person__user=user_of(LEARNER)).training_class_id}


def ahead() -> dict[str, Any]:
    """The partner's class that has not begun."""
    rows = TrainingClass.objects.filter(programme__institute=house(HEAD), starts_on__gt=clock.today())
    return {"class_id": rows.get().pk}


def meeting(state: str) -> Arguments:
    """The class's last one in a state."""
    rows = Meeting.objects.filter
    return lambda: {"meeting_id": rows(training_class=held()["class_id"], state=state).latest("starts_at").pk}


def programme(state: str, head: str = HEAD) -> Arguments:
    rows = Programme.objects.filter
    return lambda: {"programme_id": rows(institute=house(head), state=state).earliest("title").pk}


def invoice(state: str) -> Arguments:
    return lambda: {"invoice_id": Invoice.objects.get(state=state).pk}


def line() -> dict[str, Any]:
    return invoice("sent")() | {"place": 1}


def paid_batch() -> dict[str, Any]:
    """What BPJS has paid."""
    return {"billing_id": BillingBatch.objects.get(state="done").pk}


def item() -> dict[str, Any]:
    """Its one invoice."""
    row = BillingItem.objects.get(batch__state="done")
    return {"billing_id": row.batch_id, "billing_item_id": row.pk}


def billed() -> dict[str, Any]:
    rows = BillingLine.objects.filter(batch__state="done")
    return {"billed_line_id": rows.earliest("pk").pk}


PARTICIPANTS = (
    Screen("pelatihan-sedang", "training:home", LEARNER),
    Screen("pelatihan-voucher", "training:voucher", LEARNER, voucher),
    Screen("pelatihan-saya", "training:own_training", LEARNER, seat),
    Screen("pelatihan-kelas", "training:class_join", LEARNER, held),
    Screen("pelatihan-berhenti", "training:leave_class", LEARNER, seat),
    Screen("pelatihan-hadir", "training:check_in", LEARNER),
)

INSTITUTES = (
    Screen("mitra", "training:provider_home", HEAD),
    Screen("mitra-calon", "training:provider_home", NEWCOMER),
    Screen("mitra-kelas", "training:provider_classes", HEAD),
    Screen("mitra-kelas-baru", "training:provider_class_new", HEAD),
    Screen("mitra-kelas-satu", "training:provider_class", HEAD, held),
    Screen("mitra-kelas-batal", "training:provider_class_cancel", HEAD, ahead),
    Screen("mitra-presensi", "training:attendance", HEAD, held),
    Screen("mitra-presensi-peserta", "training:attendance_people", HEAD, held),
    Screen("mitra-presensi-rencana", "training:attendance_plan", HEAD, ahead),
    Screen("mitra-pertemuan", "training:meeting", HEAD, meeting("recorded")),
    Screen("mitra-pertemuan-depan", "training:meeting", HEAD, meeting("planned")),
    Screen("mitra-pertemuan-batal", "training:meeting_cancel", HEAD, meeting("planned")),
    Screen("mitra-pertemuan-kode", "training:meeting_code", HEAD, meeting("planned")),
    Screen("mitra-peserta", "training:provider_enrolment", HEAD, seat),
    Screen("mitra-peserta-kurang", "training:provider_enrolment", HEAD, finished),
    Screen("mitra-peserta-berhenti", "training:provider_seat_end", HEAD, seat),
    Screen("mitra-voucher", "training:provider_redeem", HEAD),
    Screen("mitra-program", "training:provider_programmes", HEAD),
    Screen("mitra-program-baru", "training:provider_programme_new", HEAD),
    Screen("mitra-program-satu", "training:provider_programme", HEAD, programme("listed")),
    Screen("mitra-program-ubah", "training:provider_programme_change", NEWCOMER, programme("draft", NEWCOMER)),
    Screen("mitra-tagihan", "training:provider_invoices", HEAD),
    Screen("mitra-tagihan-direviu", "training:provider_invoice", HEAD, invoice("sent")),
    Screen("mitra-tagihan-dibayar", "training:provider_invoice", HEAD, invoice("paid")),
    Screen("mitra-profil", "training:provider_profile", HEAD),
    Screen("mitra-profil-lembaga", "training:provider_details", HEAD),
    Screen("mitra-profil-izin", "training:provider_licence", HEAD),
    Screen("mitra-profil-rekening", "training:provider_account", HEAD),
    Screen("mitra-profil-tempat", "training:provider_sites", HEAD),
    Screen("mitra-profil-instruktur", "training:provider_instructors", HEAD),
    Screen("mitra-profil-sarana", "training:provider_facilities", HEAD),
    Screen("mitra-pengajuan", "training:provider_proposal", HEAD),
    Screen("mitra-pengajuan-diverifikasi", "training:provider_proposal", NEWCOMER),
    Screen("mitra-staf", "training:provider_staff", HEAD),
)

OFFICERS = (
    Screen("reviu", "training:review_home", REVIEWER),
    Screen("reviu-tagihan", "training:review_invoice", REVIEWER, invoice("sent")),
    Screen("reviu-tagihan-baris", "training:review_line", REVIEWER, line),
    Screen("reviu-presensi", "training:review_attendance", REVIEWER),
    Screen("reviu-presensi-satu", "training:review_meeting", REVIEWER, meeting("recorded")),
    Screen("reviu-presensi-permintaan", "training:review_unlocks", REVIEWER),
    Screen("reviu-program", "training:pricing", COSTS),
    Screen("reviu-program-satu", "training:pricing_programme", COSTS, programme("proposed")),
    Screen("reviu-lpk", "training:review_providers", VERIFIER),
    Screen("reviu-lpk-satu", "training:review_provider", VERIFIER, institute(NEWCOMER)),
    Screen("reviu-lpk-mitra", "training:review_provider", VERIFIER, institute(HEAD)),
    Screen("reviu-lpk-tindakan", "training:review_measure", VERIFIER, institute(HEAD)),
    Screen("reviu-benturan", "training:interests", "admin"),
    Screen("reviu-sinyal", "training:signals", "integritas"),
    Screen("reviu-batch", "training:review_batch", REVIEWER),
    Screen("reviu-batch-selesai", "training:billing", "penyetuju", paid_batch),
    Screen("reviu-batch-tagihan", "training:billing_item", REVIEWER, item),
    Screen("reviu-batch-baris", "training:billed_line", REVIEWER, billed),
    Screen("bpjs-pelatihan", "training:bpjs_billing", BPJS),
    Screen("bpjs-pelatihan-batch", "training:bpjs_batch", BPJS, paid_batch),
    Screen("bpjs-pelatihan-tagihan", "training:bpjs_item", BPJS, item),
    Screen("evaluasi-lpk", "reports:evaluation", VERIFIER),
    Screen("evaluasi-lpk-satu", "reports:evaluation_institute", VERIFIER, institute(HEAD)),
)

SCREENS = (*PARTICIPANTS, *INSTITUTES, *OFFICERS)
