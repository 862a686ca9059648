"""Everything of counselling that is about one person, as one takes one's own data along (UU 27/2022 Pasal 13)."""

from typing import Any

from counseling.enums import WorksheetState
from counseling.models import CounsellingRequest, Message, Report, Session, SessionRating, Worksheet
from counseling.selectors.worksheets import content_of, signatures_of
from participants.models import Person

Json = dict[str, Any]
MOST = 2_000  # rows of one kind; nobody has more


def counselling_data(person: Person) -> Json:
    """Requests, sessions with what was written in the room, worksheets as signed, referrals and reports.

    A worksheet that was not sent yet is the counsellor's draft: that there is one is said, not what it holds.
    """
    sessions = list(
        Session.objects.filter(person=person)
        .select_related("counsellor__user", "worksheet__guide", "rating")
        .order_by("-starts_at", "pk")[:MOST]
    )
    chat = _chat(sessions, person)
    return {
        "permohonan": [_request(row) for row in _requests(person)],
        "sesi": [_session(row) | {"obrolan": chat.get(row.pk, [])} for row in sessions],
        "kertas_kerja": [_worksheet(row) for row in sessions if hasattr(row, "worksheet")],
        "catatan_konselor": [_report(row) for row in Report.objects.filter(session__in=sessions).order_by("at", "pk")],
    }


def _requests(person: Person) -> Any:
    rows = CounsellingRequest.objects.filter(person=person).prefetch_related("wishes")
    return rows.order_by("-asked_at", "pk")[:MOST]


def _request(row: CounsellingRequest) -> Json:
    return {
        "diajukan": row.asked_at,
        "alasan": row.reason,
        "cerita": row.story,
        "cara": row.channel,
        "bahasa": row.language,
        "waktu_diinginkan": [wish.starts_at for wish in row.wishes.all()],
        "keadaan": row.state,
    }


def _session(row: Session) -> Json:
    rating: SessionRating | None = getattr(row, "rating", None)
    return {
        "jenis": row.kind,
        "mulai": row.starts_at,
        "selesai": row.closed_at,
        "cara": row.channel,
        "konselor": row.counsellor.user.full_name,
        "keadaan": row.state,
        "penilaian_anda": rating.answer if rating is not None else None,
    }


def _chat(sessions: list[Session], person: Person) -> dict[Any, list[Json]]:
    """Session → its messages in their order, with who wrote each."""
    found: dict[Any, list[Json]] = {}
    rows = Message.objects.filter(session__in=sessions).order_by("session", "n")
    for row in rows.iterator():
        by = "portal" if row.sender_id is None else "Anda" if row.sender_id == person.user_id else "konselor"
        found.setdefault(row.session_id, []).append({"saat": row.at, "dari": by, "jenis": row.kind, "isi": row.body})
    return found


def _worksheet(session: Session) -> Json:
    kept: Worksheet = session.worksheet
    kept.session = session
    told: Json = {"sesi": session.starts_at, "keadaan": kept.state, "dikirim": kept.sent_at}
    if kept.state == WorksheetState.DRAFT:
        return told
    signed = signatures_of(kept)
    last = signed.get("konselor")
    return told | {
        "isi": last.content if last is not None else content_of(kept),
        "komentar_anda": kept.comment,
        "tanda_tangan": [{"nama": row.typed_name, "saat": row.signed_at} for row in signed.values()],
        "segel": kept.seal,
    }


def _report(row: Report) -> Json:
    return {
        "jenis": row.kind,
        "saat": row.at,
        "isi": row.text,
        "keadaan": row.state,
        "hasil": row.outcome,
        "ditutup": row.closed_at,
    }
