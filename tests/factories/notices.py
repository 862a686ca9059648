"""People who hear from the portal, their notices and letters, made by the operations that make them in life."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from django.db import models

from accounts.models import User
from notices.letters import issue_letter
from notices.models import Letter, Notice
from notices.operations import notify

NOON = datetime(2026, 12, 14, 5, 0, tzinfo=UTC)  # Monday, 12.00 WIB
_numbers = count(1)

REFUSED_ROWS = [
    ["Belum bekerja lagi", "Tidak ada laporan upah baru per 13 November 2026", "Terpenuhi"],
    ["12 bulan iuran dalam 24 bulan", "9 bulan dari November 2024 sampai Oktober 2026", "Kurang 3"],
    ["Dikirim tepat waktu", "13 November 2026, 21.10 WIB", "Terpenuhi"],
]
LETTER_FACTS: dict[str, dict[str, Any]] = {
    "phk_report": {
        "number": "PHK-2026-0000012",
        "employer": "PT Maju Jaya",
        "phk_on": date(2026, 11, 10),
        "reason": "Efisiensi",
        "reported_at": datetime(2026, 11, 16, 7, 22, tzinfo=UTC),
        "reported_by": "Pekerja",
        "other_side_due_on": date(2026, 11, 25),
    },
    "phk_receipt": {
        "number": "PHK-2026-0000012",
        "receipt_number": "TTP-2026-0000003",
        "employer": "PT Maju Jaya",
        "phk_on": date(2026, 11, 10),
        "reason": "Efisiensi",
        "reported_at": datetime(2026, 11, 16, 7, 22, tzinfo=UTC),
        "reported_by": "Pekerja",
    },
    "claim_receipt": {
        "claim_number": "JKP-2026-0012345",
        "employer": "PT Maju Jaya",
        "phk_on": "2026-11-10",
        "filed_on": "2026-11-16",
        "due_on": "2026-11-19",
        "account": "Bank Contoh •••• 4471",
    },
    "kapk": {
        "claim_number": "JKP-2026-0012345",
        "version": 1,
        "points": ["Saya bersedia bekerja kembali.", "Saya mencari kerja secara aktif."],
        "signed_name": "Siti Aminah",
        "signed_on": "2026-11-16",
    },
    "approval": {
        "claim_number": "JKP-2026-0012345",
        "decision_number": "KEP-2026-0000031",
        "amount": 3_000_000,
        "rate_percent": 60,
        "wage_base": 5_000_000,
        "regime": "R25",
        "pay_due_on": "2026-11-19",
        "account": "Bank Contoh •••• 4471",
        "objection_until": "2026-12-15",
    },
    "refusal": {
        "claim_number": "JKP-2026-0012345",
        "decision_number": "KEP-2026-0000032",
        "reason_code": "R02",
        "reason": "Iuran yang dihitung belum 12 bulan dalam 24 bulan terakhir.",
        "explanation": "Kami menemukan 9 bulan.",
        "articles": ["PP 6/2025 Pasal 19", "PP 6/2025 Pasal 40 (POL-06)"],
        "next_step": "Bila data ini keliru, minta perusahaan memperbaikinya, lalu ajukan keberatan.",
        "objection_until": "2026-12-15",
        "rows": REFUSED_ROWS,
    },
    "payment_proof": {
        "claim_number": "JKP-2026-0012345",
        "month": 1,
        "amount": 3_000_000,
        "paid_on": "2026-11-18",
        "account": "Bank Contoh •••• 4471",
        "bank_reference": "TRX-20261118-7781",
    },
    "month_receipt": {
        "claim_number": "JKP-2026-0012345",
        "month": 2,
        "filed_on": "2026-12-16",
        "due_on": "2026-12-21",
        "account": "Bank Contoh •••• 4471",
    },
    "forfeiture": {
        "claim_number": "JKP-2026-0012345",
        "decision_number": "KEP-2026-0000033",
        "month": 2,
        "reason_code": "R10",
        "reason": "Klaim bulan ini tidak dikirim sampai batas waktunya.",
        "articles": ["PP 6/2025 Pasal 40"],
        "next_step": "Bila Anda terhalang gangguan layanan, ajukan keberatan.",
        "objection_until": "2027-01-25",
    },
    "stop": {
        "claim_number": "JKP-2026-0012345",
        "decision_number": "KEP-2026-0000034",
        "reason_code": "R12",
        "employer": "PT Kerja Baru",
        "ended_on": "2026-12-14",
        "articles": ["PP 6/2025 Pasal 40"],
        "objection_until": "2027-01-25",
    },
    "heirs": {
        "claim_number": "JKP-2026-0012345",
        "participant": "Siti Aminah",
        "died_on": "2026-12-20",
        "granted": "1, 2",
        "articles": ["PP 6/2025 Pasal 40"],
    },
    "overpayment": {
        "claim_number": "JKP-2026-0012345",
        "decision_number": "KEP-2026-0000035",
        "reason_code": "R12",
        "amount": 3_000_000,
        "work_started_on": "2026-12-01",
        "explanation": "Anda mulai bekerja pada 1 Desember 2026.",
        "months": [["ke-2", "16 Desember 2026", "Rp3.000.000"]],
        "plan": [["1", "15 Januari 2027", "Rp1.500.000"], ["2", "15 Februari 2027", "Rp1.500.000"]],
        "articles": ["PP 6/2025 Pasal 40"],
        "objection_until": "2027-01-25",
    },
    "objection_receipt": {
        "objection_number": "KBR-2026-0000001",
        "decision_number": "KEP-2026-0000032",
        "claim_number": "JKP-2026-0012345",
        "ground": "Saya punya bukti baru",
        "filed_on": "2026-12-01",
        "due_on": "2026-12-15",
    },
    "objection_answer": {
        "objection_number": "KBR-2026-0000001",
        "decision_number": "KEP-2026-0000032",
        "claim_number": "JKP-2026-0012345",
        "upheld": False,
        "reply": "Iuran bulan Mei 2025 tercatat dibayar pada Agustus 2025, sesudah PHK.",
        "answered_on": "2026-12-10",
        "articles": ["PP 6/2025 Pasal 19"],
    },
    "wage_review": {
        "claim_number": "JKP-2026-0012345",
        "decision_number": "KEP-2026-0000036",
        "wage_before": 4_500_000,
        "wage_base": 4_800_000,
        "higher": True,
        "explanation": "Perusahaan melaporkan ulang upah Oktober 2026.",
        "articles": ["PP 6/2025 Pasal 21 ayat (1)"],
        "objection_until": "2027-01-12",
    },
}


def make_reader(**fields: Any) -> User:
    """Somebody with an e-mail address and a mobile phone."""
    number = next(_numbers)
    fields = {
        "email": f"pembaca{number}@contoh.id",
        "full_name": "Siti Aminah",
        "phone": f"+6281200{number:06d}",
    } | fields
    return User.objects.create_user(**fields)


def make_notice(user: User, event: str = "claim_paid", *, at: datetime = NOON, key: str = "", **rest: Any) -> Notice:
    """One message in the inbox of `user`."""
    key = key or str(next(_numbers))
    notify(event=event, user=user, at=at, key=key, **rest)
    return Notice.objects.get(user=user, event=event, key=key, channel="inbox")


def make_letter(
    kind: str = "refusal",
    *,
    user: User | None = None,
    about: models.Model | None = None,
    at: datetime = NOON,
    **facts: Any,
) -> Letter:
    """A letter of any kind with likely facts; about its addressee unless said otherwise."""
    user = user or make_reader()
    return issue_letter(kind=kind, user=user, subject=about or user, at=at, **LETTER_FACTS[kind] | facts)
