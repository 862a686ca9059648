"""Worksheets of the demo's sessions, agreed by both, and what the counsellor told BPJS."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from counseling.enums import ReportKind
from counseling.operations.reports import write_report
from counseling.operations.worksheets import (
    Written,
    agree_worksheet,
    begin_worksheet,
    save_worksheet,
    send_worksheet,
)
from counseling.selectors import questions_of

ANSWERS = {
    1: "Sedih beberapa minggu, sekarang sudah lebih tenang.",
    4: "Suka memeriksa jahitan dan mengajari pekerja baru. Kurang suka kerja malam.",
    10: "Anak masih kecil, jadi mencari yang dekat rumah.",
    13: "Melamar satu lowongan hari ini, satu lagi hari Jumat.",
}
AGREEMENT = "Melamar dua lowongan operator jahit di sekitar Surakarta, lalu mengikuti pelatihan menjahit industri."
NEXT_STEPS = "Jumat: peserta mengirim lamaran kedua.\nDua minggu lagi: konselor menanyakan kabar."
TOLD = "Peserta bercerita menerima jahitan tetangga dua hari seminggu. Belum jelas apakah ini pekerjaan tetap."


def tell_worksheet(session: Any, at: datetime) -> None:
    """Written and signed during the session, which ends with it; agreed half an hour later. BPJS is told something."""
    write_report(session, kind=ReportKind.AT_WORK, text=TOLD, actor=session.counsellor.user, at=at)
    sign_worksheet(session, answers=ANSWERS, agreement=AGREEMENT, next_steps=NEXT_STEPS, at=at)


def sign_worksheet(session: Any, *, answers: Mapping[int, str], agreement: str, next_steps: str, at: datetime) -> None:
    """`answers` by the number of their question. The participant agrees half an hour later."""
    me, person = session.counsellor.user, session.person
    guide = begin_worksheet(session, actor=me, at=at).guide
    notes = {question.pk: answers[question.n] for question in questions_of(guide) if question.n in answers}
    kept = save_worksheet(session, written=Written(1, notes, agreement, next_steps), actor=me, at=at)
    sent = send_worksheet(session, version=kept.version, typed_name=me.full_name, actor=me, at=at)
    digest = sent.signatures.get().digest
    agree_worksheet(
        session, digest=digest, typed_name=person.full_name, actor=person.user, at=at + timedelta(minutes=30)
    )
