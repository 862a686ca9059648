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
CLASS_FACTS = {
    "programme": "Operator jahit garmen",
    "institute": "LPK Karya Contoh",
    "started_on": "2026-11-09",
    "ended_on": "2026-12-04",
}
SANCTION_FACTS = {
    "number": "SNK-2026-0000007",
    "employer": "PT Contoh Tekstil Nusantara",
    "npp": "99000123",
    "inspection_number": "PMR-2026-0000031",
    "nota_on": "2026-11-02",
    "decided_on": "2026-11-17",
    "text": "Perusahaan belum mendaftarkan 12 pekerja sesudah nota pemeriksaan.",
    "findings": ["12 pekerja bagian produksi belum didaftarkan."],
}
TO_OFFICE_FACTS = {
    "number": "SNK-2026-0000007",
    "employer": "PT Contoh Tekstil Nusantara",
    "npp": "99000123",
    "address": "Jalan Contoh 12, Surakarta",
    "services": ["Perizinan terkait usaha", "Izin mendirikan bangunan"],
    "decided_on": "2027-02-10",
}
SIGNED_FACTS = {"signed_name": "Retno Palupi", "signed_on": "2026-12-07"}
BILL_FACTS = {
    "number": "TIP-2026-0000004",
    "month": "Oktober 2026",
    "participants": "984.112",
    "recomposition": 5_950_000_000,
    "amount": 9_350_000_000,
    "agreed_on": "2026-11-18",
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "rows": [["Iuran pemerintah", "Rp9.350.000.000", "Rp9.350.000.000"]],
    "articles": ["PP 6/2025 Pasal 11 ayat (4)"],
}
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
    "bill_agreement": BILL_FACTS | {"prepared_by": "Sinta Penelaah", "agreed_by": "Bagus Penyetuju"},
    "bill_kppn": BILL_FACTS,
    "bill_statement": BILL_FACTS,
    "complaint_answer": {
        "number": "PGD-2026-0000123",
        "kind_said": "Upah yang dilaporkan lebih kecil dari upah saya",
        "employer": "PT Contoh Tekstil Nusantara",
        "filed_on": "2026-11-16",
        "answered_on": "2026-11-23",
        "answer": "Perusahaan melaporkan upah di bawah slip gaji sejak Januari, dan sudah memperbaikinya.",
        "reopen_until": "2026-12-23",
    },
    "inspection_order": {
        "number": "RIK-2026-0000012",
        "employer": "PT Contoh Tekstil Nusantara",
        "npp": "99000123",
        "address": "Jalan Contoh 1",
        "region": "Kota Surakarta",
        "planned_on": "2026-11-23",
        "team": [["Ratna Pengawas", "Ketua tim"], ["Bima Pemeriksa", "Petugas pemeriksa BPJS"]],
    },
    "inspection_nota": {
        "number": "RIK-2026-0000012",
        "npp": "99000123",
        "visited_on": "2026-11-23",
        "met": "Kepala bagian personalia",
        "issued_on": "2026-11-25",
        "reply_until": "2026-12-04",
        "findings": [
            ["Melaporkan PHK kepada BPJS Ketenagakerjaan", "Permenaker 2/2025 Pasal 9 ayat (1)", "Tiga PHK (3 pekerja)"]
        ],
    },
    "sanction_warning": SANCTION_FACTS | {"step": "warned_once", "days": 10, "law": "PP 86/2013"},
    "sanction_fine": SANCTION_FACTS
    | {
        "days": 30,
        "law": "PP 86/2013",
        "fine": 37_500,
        "counted": [
            ["September 2026", "Rp12.500.000, terlambat 2 bulan", "Rp25.000"],
            ["Oktober 2026", "Rp12.500.000, terlambat 1 bulan", "Rp12.500"],
        ],
    },
    "sanction_recommended": SANCTION_FACTS
    | {"offices": [["Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu Kota Surakarta", "Perizinan usaha", "–"]]},
    "sanction_to_office": TO_OFFICE_FACTS,
    "sanction_imposed": SANCTION_FACTS
    | {"offices": [["Unit Kerja Pengadaan Kota Surakarta", "Izin mengikuti tender proyek", "503/12, 8 Maret 2027"]]},
    "sanction_lifted": SANCTION_FACTS
    | {"offices": [["Unit Kerja Pengadaan Kota Surakarta", "Izin mengikuti tender proyek", "503/12, 8 Maret 2027"]]},
    "sanction_withdrawn": TO_OFFICE_FACTS | {"text": "Perusahaan sudah memenuhi kewajibannya."},
    "sanction_closed": SANCTION_FACTS,
    "sanction_answer": SANCTION_FACTS
    | {
        "objection_number": "KBS-2026-0000004",
        "step_said": "Teguran pertama",
        "filed_on": "2026-11-24",
        "upheld": "ditolak",
    },
    "member_certificate": {
        "number": "KPS-2026-0000012",
        "employer": "PT Contoh Tekstil Nusantara",
        "npp": "99000012",
        "scale": "Usaha menengah",
        "as_of": "2026-11-16",
        "workers": 128,
        "programmes": "JKK, JKM, JHT, JP",
        "rows": [["JKK", "128"], ["JKM", "128"], ["JHT", "128"], ["JP", "120"]],
        "articles": ["PP 6/2025 Pasal 4 ayat (3) huruf a"],
    },
    "member_proof": {
        "number": "KPS-2026-0000012",
        "employer": "PT Contoh Tekstil Nusantara",
        "npp": "99000012",
        "kpj": "99000000012",
        "started_on": "2026-11-02",
        "wage": 4_500_000,
        "programmes": "JKK, JKM, JHT",
        "missing": "JP",
        "confirmed_on": "2026-11-17",
        "articles": ["PP 6/2025 Pasal 4 ayat (3) huruf a"],
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
    "pks": {
        "number": "PKS-2026-0000004",
        "institute": "LPK Karya Contoh",
        "vin": "3372000001",
        "address": "Jalan Contoh 12, Surakarta",
        "training_code": "JKP-3372-0001",
        "signed_name": "Retno Palupi",
        "signed_on": "2026-12-01",
        "officer": "Yoga Pradana",
        "agreed_on": "2026-12-02",
        "valid_until": "2028-12-01",
    },
    "voucher": {
        "number": "4K7M-Q2TX-9BNC",
        "programme": "Operator jahit garmen",
        "institute": "LPK Karya Contoh",
        "ceiling": 2_400_000,
        "issued_on": "2026-11-17",
        "valid_until": "2026-12-16",
    },
    "training_certificate": CLASS_FACTS
    | {
        "number": "SRP-2026-0000009",
        "training_code": "JKP-3372-0001",
        "hours": 140,
        "attended_percent": "92,5",
        "lsp_name": "LSP Garmen Contoh",
        "lsp_number": "LSP-2026-771",
    },
    "training_attended": CLASS_FACTS
    | {
        "number": "STM-2026-0000002",
        "last_on": "2026-11-20",
        "hours_attended": "63",
        "employer": "PT Tenun Contoh",
        "working_from": "2026-11-23",
    },
    "lpk_report": CLASS_FACTS
    | SIGNED_FACTS
    | {
        "number": "TG-2026-0000007",
        "meetings": 20,
        "participants": 2,
        "report": "Semua materi selesai sesuai kurikulum.",
        "rows": [["Siti Aminah", "128 jam dari 140 jam", "Kehadiran"], ["Budi", "63 jam dari 140 jam", "Bekerja"]],
    },
    "lpk_request": CLASS_FACTS
    | SIGNED_FACTS
    | {
        "number": "TG-2026-0000007",
        "participants": 2,
        "total": 3_700_000,
        "account": "Bank Contoh •••• 9920",
        "bill_on": "2026-12-15",
        "rows": [["Siti Aminah", "Kehadiran", "Rp1.850.000"], ["Budi", "Bekerja", "Rp1.850.000"]],
    },
    "sptjm": SIGNED_FACTS
    | {"number": "TG-2026-0000007", "institute": "LPK Karya Contoh", "participants": 2, "total": 3_700_000},
    "billing_letter": {
        "number": "BTP-2026-0000003",
        "bill_on": "2026-12-15",
        "invoices": 12,
        "lines": 141,
        "total": 260_850_000,
        "due_on": "2026-12-22",
        "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "rows": [["TG-2026-0000007", "LPK Karya Contoh", "Rp3.700.000"]],
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
