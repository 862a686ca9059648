"""Reads of a profile: its parts, how complete it is, what others already know, and what an application carries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from files.models import StoredFile
from ipk.enums.profile import LISTED, Part, Source
from ipk.models import Profile, ProfileEntry
from ipk.selectors.jobseekers import condition_of
from ipk.skills import fold
from participants.models import Person, PhkEvent
from participants.selectors import current_phk, latest_snapshot

SNAPSHOT_VERSION = 1
MOST_KNOWN = 10


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a part, as ProfileEntry holds it."""

    id: UUID
    part: Part
    title: str
    place: str
    level: str
    began_on: date | None
    ended_on: date | None
    note: str
    source: Source
    source_at: datetime | None


@dataclass(frozen=True, slots=True)
class FullProfile:
    """Everything that a person told about themselves. `told_at` None: the personal part was not saved yet."""

    photo: StoredFile | None = None
    summary: str = ""
    shows_email: bool = False
    shows_phone: bool = False
    told_at: datetime | None = None
    changed_at: datetime | None = None
    none_of: tuple[Part, ...] = ()
    entries: tuple[Entry, ...] = ()

    def of(self, part: Part) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.part == part)


@dataclass(frozen=True, slots=True)
class PartState:
    """`count` entries; `has_none` when the person said to have none. `answered` is either, or saved."""

    part: Part
    answered: bool
    count: int = 0
    has_none: bool = False


@dataclass(frozen=True, slots=True)
class Completeness:
    """All nine parts in the order of the guide, in whole percent, and the first that lacks an answer."""

    parts: tuple[PartState, ...]
    percent: int
    next: Part | None

    @property
    def answered(self) -> int:
        return sum(state.answered for state in self.parts)


@dataclass(frozen=True, slots=True)
class KnownJob:
    """A job that BPJS or a PHK report tells of. `ref` is the employer's number; `as_of` the moment of the data."""

    ref: str
    employer: str
    began_on: date | None
    ended_on: date | None
    source: Source
    as_of: datetime
    used: bool = False


def profile_of(person: Person) -> FullProfile:
    """All parts, in two queries. Somebody who never wrote anything has an empty profile."""
    row = Profile.objects.filter(person=person).select_related("photo").first()
    entries = tuple(map(_entry, ProfileEntry.objects.filter(person=person).in_order()))
    if row is None:
        return FullProfile(entries=entries)
    return FullProfile(
        photo=row.photo,
        summary=row.summary,
        shows_email=row.shows_email,
        shows_phone=row.shows_phone,
        told_at=row.told_at,
        changed_at=row.changed_at,
        none_of=tuple(map(Part, row.none_of)),
        entries=entries,
    )


def _entry(row: ProfileEntry) -> Entry:
    return Entry(
        id=row.pk,
        part=Part(row.part),
        title=row.title,
        place=row.place,
        level=row.level,
        began_on=row.began_on,
        ended_on=row.ended_on,
        note=row.note,
        source=Source(row.source),
        source_at=row.source_at,
    )


def completeness(person: Person) -> Completeness:
    return completeness_of(profile_of(person))


def completeness_of(profile: FullProfile) -> Completeness:
    """The same of a profile that was read already."""
    states = tuple(_state(profile, part) for part in Part)
    answered = sum(state.answered for state in states)
    missing = next((state.part for state in states if not state.answered), None)
    return Completeness(states, percent=answered * 100 // len(states), next=missing)


def _state(profile: FullProfile, part: Part) -> PartState:
    if part == Part.PHOTO:
        return PartState(part, answered=profile.photo is not None)
    if part == Part.PERSONAL:
        return PartState(part, answered=profile.told_at is not None)
    count, has_none = len(profile.of(part)), part in profile.none_of
    return PartState(part, answered=count > 0 or has_none, count=count, has_none=has_none)


# --- what is known already ---------------------------------------------------------------------------------------


def known_jobs(person: Person, entries: Sequence[Entry]) -> list[KnownJob]:
    """Jobs of the BPJS data and of the last PHK, the latest first; `used` when the profile has that employer."""
    phk = current_phk(person)
    told = _with_phk(_from_bpjs(person), phk)
    have = {fold(entry.place) for entry in entries if entry.part == Part.EXPERIENCE}
    jobs = [
        KnownJob(j.ref, j.employer, j.began_on, j.ended_on, j.source, j.as_of, used=fold(j.employer) in have)
        for j in told
    ]
    return sorted(jobs, key=lambda job: job.began_on or date.min, reverse=True)[:MOST_KNOWN]


def _from_bpjs(person: Person) -> list[KnownJob]:
    snapshot = latest_snapshot(person)
    rows = snapshot.payload.get("membership", {}).get("memberships", []) if snapshot else []
    return [
        KnownJob(row["npp"], row["employer"], _day(row["since"]), _day(row["until"]), Source.BPJS, snapshot.as_of)
        for row in rows
        if snapshot and row.get("employer")
    ]


def _with_phk(jobs: list[KnownJob], phk: PhkEvent | None) -> list[KnownJob]:
    """A job that goes on at BPJS ended with the PHK; one that BPJS does not know comes from the report."""
    if phk is None:
        return jobs
    found = [job for job in jobs if job.ref == phk.employer.npp]
    if not found:
        began = phk.work_started_on or phk.contract_starts_on
        from_report = KnownJob(
            phk.employer.npp, phk.employer.name, began, phk.phk_on, Source.PHK, phk.confirmed_at or phk.reported_at
        )
        return [*jobs, from_report]
    latest = max(found, key=lambda job: job.began_on or date.min)
    if latest.ended_on is not None:
        return jobs
    ended = KnownJob(latest.ref, latest.employer, latest.began_on, phk.phk_on, latest.source, latest.as_of)
    return [ended if job is latest else job for job in jobs]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


# --- what an application carries ---------------------------------------------------------------------------------


def profile_snapshot(person: Person, *, with_condition: bool = False) -> dict[str, Any]:
    """What an employer is given with an application, as JSON: `v` is the version of this shape.

    Never NIK, birth, wage, claim or assessment. `email` and `phone` are the ways that the person chose; the employer
    reads them when it has called or accepted (`ipk.cv.cv_of`). A disability or health condition only `with_condition`,
    which the person ticks when applying, and only while the consent to keep it stands. Days are "2019-03" or "2019".
    """
    profile = profile_of(person)
    email, phone = _ways_to_reach(person, profile)
    home = person.region
    held = condition_of(person) if with_condition else None
    return {
        "v": SNAPSHOT_VERSION,
        "name": person.full_name,
        "home": ", ".join(filter(None, (home.name, home.parent.name if home.parent else ""))) if home else "",
        "email": email,
        "phone": phone,
        "summary": profile.summary,
        "photo": str(profile.photo.pk) if profile.photo else None,
        "parts": {part.value: [_shared(entry) for entry in profile.of(part)] for part in LISTED},
        "condition": {"kinds": list(held.kinds), "needs": held.needs} if held else None,
    }


def _ways_to_reach(person: Person, profile: FullProfile) -> tuple[str, str]:
    """Email and phone as chosen. Who chose nothing, or lost the chosen one, is reached by phone, or else by email."""
    user = person.user
    if user is None:
        return "", ""
    email, phone = user.email or "", user.phone or ""
    chosen = (email if profile.shows_email else "", phone if profile.shows_phone else "")
    return chosen if any(chosen) else ("" if phone else email, phone)


def _shared(entry: Entry) -> dict[str, str]:
    months = entry.part == Part.EXPERIENCE
    return {
        "title": entry.title,
        "place": entry.place,
        "level": entry.level,
        "began": _span_end(entry.began_on, months),
        "ended": _span_end(entry.ended_on, months),
        "note": entry.note,
    }


def _span_end(day: date | None, months: bool) -> str:
    return "" if day is None else f"{day:%Y-%m}" if months else f"{day:%Y}"
