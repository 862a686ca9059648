"""Everything of training that is about one person, as one takes one's own data along (UU 27/2022 Pasal 13)."""

from typing import Any
from uuid import UUID

from django.db.models import Prefetch

from core.codes import shown
from notices.enums import LetterKind
from notices.models import Letter
from participants.models import Person
from training.models import (
    CERTIFIED_MOVES,
    Attendance,
    AttendanceCorrection,
    Enrolment,
    EnrolmentLog,
    TrainingPeriod,
    Voucher,
    WaitingPlace,
)
from training.selectors.meetings import tally_of

Json = dict[str, Any]
MOST = 2_000  # rows of one kind; nobody has more
_PAPERS = {LetterKind.TRAINING_CERTIFICATE: "sertifikat", LetterKind.TRAINING_ATTENDED: "surat_telah_mengikuti"}


def training_data(person: Person) -> Json:
    """When one may train, vouchers with their codes, lines one stands in, seats with every meeting and every paper."""
    return {
        "masa": [
            {"mulai": row.opens_on, "sampai": row.closes_on, "berakhir": row.ended_on}
            for row in TrainingPeriod.objects.filter(person=person).order_by("opens_on", "pk")[:MOST]
        ],
        "voucher": [_voucher(row) for row in _vouchers(person)],
        "antrean": [_waiting(row) for row in _lines(person)],
        "kelas": _seats(person),
    }


def _vouchers(person: Person) -> Any:
    rows = Voucher.objects.filter(person=person).select_related("recommendation__programme__institute")
    return rows.order_by("-issued_at", "pk")[:MOST]


def _voucher(row: Voucher) -> Json:
    programme = row.recommendation.programme
    return {
        "program": programme.title,
        "lembaga": programme.institute.name,
        "kode": shown(row.code),
        "nilai_paling_tinggi": row.ceiling,
        "diterbitkan": row.issued_at,
        "berlaku_sampai": row.valid_until,
        "keadaan": row.state,
    }


def _lines(person: Person) -> Any:
    rows = WaitingPlace.objects.filter(voucher__person=person)
    return rows.select_related("training_class__programme__institute").order_by("asked_at", "pk")[:MOST]


def _waiting(row: WaitingPlace) -> Json:
    return _class(row) | {"sejak": row.asked_at, "keadaan": row.state}


def _class(row: WaitingPlace | Enrolment) -> Json:
    held = row.training_class
    return {
        "program": held.programme.title,
        "lembaga": held.programme.institute.name,
        "mulai": held.starts_on,
        "selesai": held.ends_on,
        "tempat": held.place,
    }


def _seats(person: Person) -> list[Json]:
    corrected = Prefetch("corrections", queryset=AttendanceCorrection.objects.order_by("at", "pk"))
    written = Attendance.objects.select_related("meeting").order_by("on", "meeting__starts_at", "pk")
    rows = Enrolment.objects.filter(person=person).select_related("training_class__programme__institute")
    rows = rows.prefetch_related(Prefetch("attendances", queryset=written.prefetch_related(corrected)))
    seats = list(rows.order_by("-enrolled_at", "pk")[:MOST])
    papers = _papers(seats)
    return [_seat(row) | {"surat": papers.get(row.pk, [])} for row in seats]


def _seat(row: Enrolment) -> Json:
    tally = tally_of(row)
    return _class(row) | {
        "terdaftar": row.enrolled_at,
        "biaya": row.price,
        "keadaan": row.state,
        "hari_terakhir": row.ended_on,
        "tempat_kerja_baru": row.employer or None,
        "mulai_bekerja": row.working_from,
        "lsp": {"nama": row.lsp_name, "nomor": row.lsp_number} if row.lsp_number else None,
        "diperingatkan": row.warned_at,
        "hadir_menit": tally.attended,
        "diadakan_menit": tally.held,
        "presensi": [_meeting(one) for one in row.attendances.all()],
    }


def _meeting(row: Attendance) -> Json:
    told: Json = {
        "saat": row.meeting.starts_at,
        "materi": row.meeting.topic,
        "hadir_menit": row.minutes,
        "lama_menit": row.planned,
        "cara": row.source,
        "dicatat": row.recorded_at,
    }
    changes = [
        {"semula": one.was, "menjadi": one.now, "alasan": one.reason, "saat": one.at} for one in row.corrections.all()
    ]
    return told | {"perbaikan": changes} if changes else told


def _papers(seats: list[Enrolment]) -> dict[UUID, list[Json]]:
    """Seat → its certificates and letters, those that were revoked with why. Two queries."""
    logs = EnrolmentLog.objects.filter(subject__in=seats, move__in=CERTIFIED_MOVES).values_list("pk", "subject_id")
    seat_of = {str(pk): seat for pk, seat in logs} | {str(seat.pk): seat.pk for seat in seats}
    found: dict[UUID, list[Json]] = {}
    for letter in Letter.objects.filter(kind__in=_PAPERS, subject_id__in=seat_of).order_by("issued_at", "pk"):
        found.setdefault(seat_of[letter.subject_id], []).append(_paper(letter))
    return found


def _paper(letter: Letter) -> Json:
    told: Json = {
        "jenis": _PAPERS[LetterKind(letter.kind)],
        "nomor": letter.number,
        "terbit": letter.issued_at,
        "kode": letter.code,
    }
    if letter.revoked_at is not None:
        told |= {"dicabut": letter.revoked_at, "alasan_dicabut": letter.revoked_reason}
    return told
