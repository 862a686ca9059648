"""How applications read: for the person who sent them, and on the employer's board."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.selectors import is_officer
from core.clock import legal_date
from core.formatting import long_date, long_moment, plain_date, rupiah
from core.language import language
from ipk.cv import phone_shown
from ipk.enums.applications import REACHABLE, ApplicationState, RefusalReason
from ipk.enums.vacancies import VacancyState
from ipk.models import Application, MissionPeriod, Vacancy
from ipk.selectors import application_for, current_period, told_of
from participants.models import Person
from participants.selectors import person_of

Item = dict[str, Any]
S = ApplicationState
TONES = {S.SENT: "run", S.SEEN: "run", S.CALLED: "wait", S.ACCEPTED: "ok", S.REFUSED: "bad", S.WITHDRAWN: ""}


# --- beside a vacancy --------------------------------------------------------------------------------------------


def apply_card(user: Any, vacancy: Vacancy, now: datetime) -> Item | None:
    """What stands in the place of the button: apply, sign in first, or when one has applied. None: nothing.

    Where another site takes the applications: that one has applied there ("told"), or the way to say so ("elsewhere").
    """
    today = legal_date(now)
    if not user.is_authenticated:
        return {"kind": "sign_in"} if _takes(vacancy, now) else None
    if is_officer(user, today):
        return None
    person = person_of(user)
    known = application_for(person, vacancy) if person is not None else None
    if known is not None and known.state != S.WITHDRAWN:
        return {"kind": "sent", "application": known, "day": plain_date(known.sent_at, language())}
    if vacancy.employer_id is None:
        return _elsewhere(person, vacancy)
    if not _takes(vacancy, now):
        return None
    return {"kind": "apply", "over": counts_for(current_period(person) if person is not None else None, now)}


def _elsewhere(person: Person | None, vacancy: Vacancy) -> Item | None:
    if person is None:
        return None
    told = told_of([person.pk], [vacancy.pk]).get((person.pk, vacancy.pk))
    if told is None:
        return {"kind": "elsewhere", "href": tell_url(vacancy)}
    return {"kind": "told", "activity": told, "day": plain_date(told.on, language())}


def tell_url(vacancy: Vacancy, kind: str = "") -> str:
    """Where somebody tells, with evidence, of having applied at the site that a vacancy comes from. `kind`: of what."""
    query = {"lowongan": vacancy.pk, **({"jenis": kind} if kind else {})}
    return f"{reverse('ipk:add')}?{urlencode(query)}"


def _takes(vacancy: Vacancy, now: datetime) -> bool:
    is_open = vacancy.state == VacancyState.PUBLISHED and vacancy.closes_on >= legal_date(now)
    return is_open and vacancy.employer_id is not None


def counts_for(period: MissionPeriod | None, now: datetime) -> str:
    """ "Terhitung untuk misi bulan ke-3", while a month collects."""
    today = legal_date(now)
    if period is None or today < period.first or (period.last_day is not None and period.last_day < today):
        return ""
    return _("Terhitung untuk misi bulan ke-%(n)s") % {"n": period.n}


# --- the portfolio -----------------------------------------------------------------------------------------------


def portfolio_items(rows: list[Application]) -> list[Item]:
    """Rows of <c-tasks>."""
    return [
        {
            "title": row.title,
            "href": reverse("ipk:application", args=[row.pk]),
            "text": " · ".join([row.company, _("dikirim %(day)s") % {"day": plain_date(row.sent_at, language())}]),
            "tag": row.get_state_display(),
            "kind": TONES[S(row.state)],
        }
        for row in rows
    ]


def chips(numbers: dict[str, int], chosen: str, href: str, *, leave_out: tuple[str, ...] = ()) -> list[Item]:
    """Filters by state with their counts; the first is all."""
    shown = {state: n for state, n in numbers.items() if state not in leave_out}
    every = {"label": _("Semua"), "href": href, "count": sum(shown.values()), "current": not chosen}
    return [
        every,
        *(
            {"label": S(state).label, "href": f"{href}?keadaan={state}", "count": n, "current": state == chosen}
            for state, n in shown.items()
            if n or state == chosen
        ),
    ]


def status(row: Application, zone: str = "") -> Item:
    """Tag and sentence for the person; `zone` is that of their home."""
    return {"tag": row.get_state_display(), "kind": TONES[S(row.state)], "text": _sentence(row, zone)}


def _sentence(row: Application, zone: str) -> str:
    if row.state == S.CALLED and row.interview_at is not None:
        return _("Perusahaan memanggil Anda: %(moment)s.") % {"moment": long_moment(row.interview_at, language(), zone)}
    if row.state == S.REFUSED:
        kept = _("Lamaran ini tetap dihitung untuk misi Anda.")
        said = f" {RefusalReason(row.reason).label}." if row.reason else ""
        return _("Kali ini perusahaan memilih pelamar lain.") + said + " " + kept
    return {
        S.SENT: _("Perusahaan belum membukanya. Lamaran ini sudah dihitung untuk misi Anda."),
        S.SEEN: _("Perusahaan sudah membuka lamaran Anda dan belum menjawab."),
        S.ACCEPTED: _("Selamat. Perusahaan menerima Anda bekerja."),
        S.WITHDRAWN: _("Anda menarik lamaran ini. Perusahaan tidak dapat membacanya lagi."),
    }[S(row.state)]


def appointment_facts(row: Application, zone: str = "") -> list[Item]:
    """When and where, while it is ahead or just was."""
    if row.interview_at is None or row.state not in (S.CALLED, S.ACCEPTED):
        return []
    return [
        {"term": _("Waktu"), "value": long_moment(row.interview_at, language(), zone)},
        {"term": _("Tempat"), "value": row.interview_place},
    ]


def terms(row: Application) -> list[Item]:
    """What an accepting employer added."""
    facts = []
    if row.starts_on is not None:
        facts.append({"term": _("Hari pertama kerja"), "value": long_date(row.starts_on, language())})
    if row.wage is not None:
        facts.append({"term": _("Upah sebulan"), "value": rupiah(row.wage, language())})
    return facts


def history(row: Application, *, for_employer: bool = False) -> list[Item]:
    """Every step with its moment. Names of the firm's people are not told."""
    titles = {
        "see": _("Dibuka") if for_employer else _("Perusahaan membuka lamaran"),
        "call": _("Dipanggil tes atau wawancara"),
        "accept": _("Diterima bekerja"),
        "refuse": _("Tidak diterima"),
        "withdraw": _("Ditarik pelamar") if for_employer else _("Anda menarik lamaran"),
    }
    first = {"title": _("Lamaran terkirim"), "when": long_moment(row.sent_at, language())}
    steps = [{"title": titles[entry.move], "when": long_moment(entry.at, language())} for entry in row.log.all()]
    return [first, *steps]


# --- the board ---------------------------------------------------------------------------------------------------


def applicant_row(row: Application) -> Item:
    """One line of the board: what was sent, and nothing from elsewhere."""
    return {
        "pk": row.pk,
        "name": row.snapshot["name"],
        "home": row.snapshot["home"],
        "sent": plain_date(row.sent_at, language()),
        "state": row.get_state_display(),
        "kind": TONES[S(row.state)],
        "is_open": Application.workflow.can(row, "refuse"),
        "extras": bool(row.letter),
    }


def contacts(row: Application) -> list[Item]:
    """How the employer reaches the person: only once it has called or accepted, in the words that were sent."""
    if row.state not in REACHABLE:
        return []
    phone, email = row.snapshot["phone"], row.snapshot["email"]
    ways = [
        {"term": _("Nomor HP"), "value": phone_shown(phone), "href": f"tel:{phone}"} if phone else None,
        {"term": _("Email"), "value": email, "href": f"mailto:{email}"} if email else None,
    ]
    return [way for way in ways if way is not None]


def is_ahead(row: Application, now: datetime) -> bool:
    """An appointment that is still to come."""
    return row.state == S.CALLED and row.interview_at is not None and row.interview_at > now
