"""Reads of the self-assessment: who completed it, where an attempt stands, and what came out."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet

from core.prepared import prepared
from ipk.enums.activities import AssessmentState
from ipk.models import InstrumentVersion, Item, SelfAssessment
from ipk.scoring import Result, says_nothing, unanswered_allowed
from participants.models import Person

PAGE = 8  # items a page: what a phone shows in four screens
JOBS = 3  # former jobs at most, wanted jobs exactly
SECONDS_AN_ITEM = 6

# --- for the law -------------------------------------------------------------------------------------------------


def has_assessed(person: Person) -> bool:
    """Whether a self-assessment is complete (POL-13). Another attempt under way takes nothing away."""
    return bool(_complete_assessments(person.pk))


@prepared
def _complete_assessments(person_id: UUID) -> QuerySet[SelfAssessment, tuple[Any, ...]]:
    return SelfAssessment.objects.filter(person_id=person_id, state=AssessmentState.COMPLETE).values_list("pk")[:1]


def is_assessed(person_column: str) -> Exists:
    """Whether the person of another query has completed one."""
    return Exists(completed_assessments().filter(person=OuterRef(person_column)))


def who_assessed(person_ids: Iterable[UUID]) -> set[UUID]:
    """Which of these people have completed a self-assessment."""
    people = list(person_ids)
    if len(people) == 1:
        return set(people) if _complete_assessments(people[0]) else set()
    complete = SelfAssessment.objects.filter(person__in=people, state=AssessmentState.COMPLETE)
    return set(complete.values_list("person_id", flat=True))


def completed_assessments() -> QuerySet[SelfAssessment]:
    return SelfAssessment.objects.filter(state=AssessmentState.COMPLETE)


# --- one person --------------------------------------------------------------------------------------------------


def assessment_of(person: Person) -> SelfAssessment | None:
    """The latest complete attempt; without one, the draft."""
    attempts = SelfAssessment.objects.filter(person=person).select_related("version__instrument")
    return attempts.order_by(F("completed_at").desc(nulls_last=True)).first()


def draft_of(person: Person) -> SelfAssessment | None:
    """The attempt that is under way."""
    drafts = SelfAssessment.objects.filter(person=person, state=AssessmentState.DRAFT)
    return drafts.select_related("version__instrument").first()


def attempts_of(person: Person) -> list[SelfAssessment]:
    """Every attempt: the draft first, then the complete ones, the latest first."""
    attempts = SelfAssessment.objects.filter(person=person).select_related("version__instrument")
    return list(attempts.order_by(F("completed_at").desc(nulls_first=True)))


def interest_matches(person: Person) -> dict[str, int]:
    """Two-digit group → match, 0 to 100, of the latest complete attempt with a score. Empty without one."""
    latest = completed_assessments().filter(person=person, result__isnull=False).order_by("-completed_at").first()
    return {} if latest is None else matches_in(latest)


def matches_in(attempt: SelfAssessment) -> dict[str, int]:
    """Two-digit group → match of one attempt. Empty for one without a score."""
    return {group.code: group.match for group in Result.read(attempt.result).groups} if attempt.result else {}


# --- the instrument ----------------------------------------------------------------------------------------------


def current_version() -> InstrumentVersion | None:
    """What a new attempt is asked: the version that was published last."""
    published = InstrumentVersion.objects.filter(published_at__isnull=False)
    return published.select_related("instrument").order_by("-published_at", "-pk").first()


def version_of(code: str, number: int) -> InstrumentVersion | None:
    """A version of an instrument by its name and number, published or not."""
    versions = InstrumentVersion.objects.select_related("instrument")
    return versions.filter(instrument__code=code, number=number).first()


def items_in_order(attempt: SelfAssessment) -> list[Item]:
    """The items as this attempt is asked them: shuffled by its seed, the same on every machine and for ever."""

    def place(item: Item) -> bytes:
        return hashlib.sha256(f"{attempt.seed}:{item.code}".encode()).digest()

    return sorted(Item.objects.filter(version_id=attempt.version_id), key=place)


# --- where a draft stands ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Progress:
    """How far a draft is. Pages count from 1, as do the items on them."""

    attempt: SelfAssessment
    items: list[Item]

    @cached_property
    def pages(self) -> int:
        return -(-len(self.items) // PAGE)

    def page(self, n: int) -> list[tuple[int, Item]]:
        """The items of a page, each with its number."""
        return list(enumerate(self.items, 1))[(n - 1) * PAGE : n * PAGE]

    @cached_property
    def answered(self) -> int:
        return sum(item.code in self.attempt.answers for item in self.items)

    @cached_property
    def open_numbers(self) -> list[int]:
        return [number for number, item in enumerate(self.items, 1) if item.code not in self.attempt.answers]

    @cached_property
    def allowed(self) -> int:
        """How many items may stay open."""
        return unanswered_allowed(len(self.items), self.attempt.version.parameters)

    @cached_property
    def has_enough(self) -> bool:
        return len(self.open_numbers) <= self.allowed

    @cached_property
    def says_nothing(self) -> bool:
        """Enough answers, and hardly any difference between them."""
        return self.has_enough and says_nothing(self.attempt.answers.values(), self.attempt.version.parameters)

    @cached_property
    def has_jobs(self) -> bool:
        return bool(self.attempt.former_codes) and len(self.attempt.wanted_codes) == JOBS

    @cached_property
    def is_willing(self) -> bool:
        return bool(self.attempt.may_move and self.attempt.may_train)

    @property
    def can_complete(self) -> bool:
        return self.has_jobs and self.is_willing and self.has_enough and not self.says_nothing

    @property
    def minutes_left(self) -> int:
        return -(-len(self.open_numbers) * SECONDS_AN_ITEM // 60)

    @cached_property
    def untouched_pages(self) -> list[int]:
        """Pages without any answer."""
        return [
            n
            for n in range(1, self.pages + 1)
            if not any(item.code in self.attempt.answers for _number, item in self.page(n))
        ]

    def first_page_to_fill(self) -> int | None:
        """The first page without any answer; once all have one and too much is open, the first with something open."""
        if self.untouched_pages:
            return self.untouched_pages[0]
        return None if self.has_enough else page_of(self.open_numbers[0])


def progress_of(attempt: SelfAssessment) -> Progress:
    """One query. The attempt has a version."""
    return Progress(attempt, items_in_order(attempt))


def page_of(number: int) -> int:
    """The page on which the item of this number stands."""
    return (number - 1) // PAGE + 1
