"""What the portal holds about the person who asks: to read on the page, and to take along as a file."""

from typing import Any

from accounts.models import User
from claims.models import Claim, OutreachEntry
from claims.selectors import PAYOUT_SOURCE
from compliance.selectors import complaint_data
from compliance.selectors.arrears import arrears_data
from core.models import AccessLog
from counseling.selectors import counselling_data
from ipk.scoring import Result
from ipk.selectors import applications_of, attempts_of, every_activity
from ipk.selectors.searches import reports_by, searches_of
from jkp_portal.my_profile_data import jobseeker_data, profile_data, recommendation_data
from notices.models import Letter, Notice
from participants.models import Person, PhkEvent
from participants.own_data import membership_data
from participants.selectors import latest_snapshot, person_of
from payments.selectors import payouts_for
from training.selectors.own_data import training_data

Json = dict[str, Any]
MOST = 2000  # rows of one kind in the file; nobody has more


def export(user: User) -> Json:
    """Everything about the user in a form that machines read (UU 27/2022 Pasal 13). Numbers in full: it is theirs."""
    person = person_of(user)
    data: Json = {
        "akun": _account(user),
        "pemberitahuan": _notices(user),
        "surat": _letters(user),
        "permintaan_data": _wishes(user),
        "pengaduan": complaint_data(user),
        "kasus_tunggakan": arrears_data(user),
        "pencarian_tersimpan": [{"nama": row.label, "sejak": row.created_at} for row in searches_of(user)],
        "lowongan_dilaporkan": [
            {"lowongan": row.vacancy.title, "alasan": row.reason, "keterangan": row.note, "saat": row.at}
            for row in reports_by(user)[:MOST]
        ],
    }
    if person is not None:
        data |= _of_person(person)
    return data


def _account(user: User) -> Json:
    return {"nama": user.full_name, "email": user.email, "hp": user.phone, "bahasa": user.language}


def _of_person(person: Person) -> Json:
    claims = list(Claim.objects.filter(person=person).prefetch_related("months", "decisions").order_by("created_at"))
    snapshot = latest_snapshot(person)
    readers = AccessLog.objects.filter(person_id=person.pk).order_by("-at")[:MOST]
    return {
        "orang": {
            "nik": person.nik,
            "nama_lengkap": person.full_name,
            "tanggal_lahir": person.born_on,
            "jenis_kelamin": person.sex,
            "alamat": person.address,
            "domisili": str(person.region) if person.region else None,
            "identitas": person.state,
        },
        "phk": [_phk(event) for event in PhkEvent.objects.filter(person=person).select_related("employer")],
        "bpjs": {"per": snapshot.as_of, **snapshot.payload} if snapshot else None,
        "kepesertaan": membership_data(person),
        "klaim": [_claim(claim) for claim in claims],
        "pembayaran": _payouts(claims),
        "pengingat_hak": [_outreach(row) for row in OutreachEntry.objects.filter(person=person).select_related("phk")],
        "mencari_kerja": [_activity(activity) for activity in every_activity(person)[:MOST]],
        "lamaran": [_application(row) for row in applications_of(person)[:MOST]],
        "asesmen": _assessments(person),
        "profil": profile_data(person),
        "pencari_kerja": jobseeker_data(person),
        "rekomendasi_pelatihan": recommendation_data(person),
        "pelatihan": training_data(person),
        "konseling": counselling_data(person),
        "siapa_melihat": [
            {"saat": row.at, "peran": row.role, "tujuan": row.purpose, "yang_dibuka": row.object_kind}
            for row in readers
        ],
    }


def _phk(event: PhkEvent) -> Json:
    return {
        "nomor": event.number,
        "perusahaan": event.employer.name,
        "tanggal": event.phk_on,
        "alasan": event.reason,
        "keadaan": event.state,
        "dilaporkan": event.reported_at,
    }


def _claim(claim: Claim) -> Json:
    return {
        "nomor": claim.number,
        "keadaan": claim.state,
        "dikirim": claim.filed_at,
        "rekening": {"bank": claim.bank_name, "nomor": claim.account, "nama": claim.account_holder},
        "bulan": [
            {"n": m.n, "keadaan": m.state, "dikirim": m.filed_on, "jumlah": m.amount, "dibayar": m.paid_on}
            for m in sorted(claim.months.all(), key=lambda month: month.n)
        ],
        "keputusan": [
            {"nomor": d.number, "jenis": d.kind, "saat": d.at, "alasan": d.reason_codes, "pasal": d.articles}
            for d in claim.decisions.all()
        ],
    }


def _outreach(row: OutreachEntry) -> Json:
    """A PHK for which nobody claimed, as the nightly sweep found it."""
    return {
        "phk": row.phk.number,
        "ditemukan": row.found_on,
        "dapat_diajukan_sampai": row.lapses_on,
        "keadaan": row.state,
        "terakhir_diingatkan": row.last_reminded_at,
    }


def _payouts(claims: list[Claim]) -> list[Json]:
    months = [month.pk for claim in claims for month in claim.months.all()]
    return [
        {"jumlah": p.amount, "keadaan": p.state, "dipesan": p.ordered_at, "dibayar": p.paid_on}
        for payouts in payouts_for(PAYOUT_SOURCE, months).values()
        for p in payouts
    ]


def _activity(activity: Any) -> Json:
    return {
        "jenis": activity.kind,
        "perusahaan": activity.company,
        "posisi": activity.position,
        "tanggal": activity.on,
        "keadaan": activity.state,
    }


def _assessments(person: Person) -> list[Json]:
    """Every attempt, with its answers and what came out."""
    return [
        {
            "selesai": row.completed_at,
            "instrumen": str(row.version) if row.version else None,
            "pekerjaan_lama": row.former_jobs,
            "pekerjaan_diinginkan": row.wanted_jobs,
            "jawaban": row.answers,
            "hasil": _interests(row.result) if row.result else None,
        }
        for row in attempts_of(person)
    ]


def _interests(result: Json) -> Json:
    kept = Result.read(result)
    return {"profil": dict(kept.profile), "golongan": {group.code: group.match for group in kept.groups}}


def _application(row: Any) -> Json:
    """What was sent, as it was sent, and the employer's answer."""
    return {
        "perusahaan": row.company,
        "pekerjaan": row.title,
        "dikirim": row.sent_at,
        "keadaan": row.state,
        "surat": row.letter,
        "profil_terkirim": row.snapshot,
        "wawancara": row.interview_at,
        "dijawab": row.answered_at,
    }


def _notices(user: User) -> list[Json]:
    rows = Notice.objects.filter(user=user).order_by("-created_at")[:MOST]
    return [{"saat": n.created_at, "saluran": n.channel, "perihal": n.subject, "isi": n.body} for n in rows]


def _letters(user: User) -> list[Json]:
    rows = Letter.objects.filter(user=user).order_by("-issued_at")[:MOST]
    return [{"nomor": row.number, "jenis": row.kind, "terbit": row.issued_at, "kode": row.code} for row in rows]


def _wishes(user: User) -> list[Json]:
    return [
        {"nomor": w.number, "permintaan": w.wish, "isi": w.text, "keadaan": w.state, "jawaban": w.reply}
        for w in user.data_requests.order_by("-asked_at")[:MOST]
    ]
