"""Looking for work: activities in every state, each reached by the operations that reach it in life.

activity()                                    an application, waits for an officer
activity("accepted", company="PT Satu")       also needs_fix, rejected, withdrawn
searched(person, 3)                           three accepted applications at different companies
filled_in(person)                             a self-assessment with every answer, not sent
assessed(person, answer=liking(R=100))        the self-assessment is complete
assessed_in_short(person)                     complete in the form of earlier times, without a score
"""

import io
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageDraw

from accounts.enums import Role
from accounts.models import User
from files.models import StoredFile
from ipk import operations
from ipk.enums import ActivityKind, ActivityState, AssessmentState, MayMove, MayTrain
from ipk.models import Activity, Item, JobTitle, SelfAssessment
from ipk.operations.activities import PURPOSE, Told
from ipk.selectors import items_in_order
from ipk.titles import job_key
from participants.models import Person
from tests.factories.accounts import officer
from tests.factories.files import StoredFileFactory
from tests.factories.participants import MORNING, PersonFactory

ON = date(2026, 11, 12)
COMPANIES = (
    "PT Sumber Makmur",
    "CV Karya Abadi",
    "PT Bina Tekstil",
    "UD Sinar Pagi",
    "PT Tenun Jaya",
    "PT Rajut Indah",
)


def counsellor(region: str | None = "3372", **fields: Any) -> User:
    """An officer for job-search evidence of people who live in the region."""
    return officer(Role.COUNSELLOR, region=region, **fields)


def screenshot(*lines: str, width: int = 720, quality: int = 85) -> bytes:
    """A picture with something on it, as a phone keeps it."""
    image = Image.new("RGB", (720, 960), "#ffffff")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 720, 110), fill="#0b5f66")
    for row, line in enumerate(lines):
        draw.text((40, 150 + row * 90), line, fill="#14282b", font_size=44)
    out = io.BytesIO()
    image.resize((width, width * 960 // 720)).save(out, "JPEG", quality=quality)
    return out.getvalue()


def evidence(owner: User, content: bytes | None = None, **fields: Any) -> StoredFile:
    """A checked file of the owner, as if it had been uploaded for an activity. With `content` it can be compared."""
    if content is None:
        return StoredFileFactory(owner=owner, purpose=PURPOSE, **fields)
    location = default_storage.save("berkas/bukti", ContentFile(content))
    return StoredFileFactory(owner=owner, purpose=PURPOSE, location=location, size=len(content), **fields)


def told(person: Person, **fields: Any) -> Told:
    """An application as the form hands it over."""
    if "file" not in fields and "link" not in fields:
        fields["file"] = evidence(person.user)
    return Told(
        **{
            "kind": ActivityKind.APPLICATION,
            "company": "PT Sumber Makmur",
            "position": "Operator jahit",
            "on": ON,
            **fields,
        }
    )


def activity(
    state: str = ActivityState.SUBMITTED, *, person: Person | None = None, at: datetime = MORNING, **fields: Any
) -> Activity:
    """An activity in a state, added and judged at `at`."""
    person = person or PersonFactory()
    row = operations.add_activity(person, told=told(person, **fields), actor=person.user, at=at)
    if state == ActivityState.WITHDRAWN:
        return operations.withdraw_activity(row, actor=person.user, at=at)
    if state == ActivityState.SUBMITTED:
        return row
    common: dict[str, Any] = {"seen": row.submitted_at, "actor": counsellor(), "at": at}
    if state == ActivityState.ACCEPTED:
        return operations.accept_activity(row, **common)
    judge = operations.ask_activity if state == ActivityState.NEEDS_FIX else operations.reject_activity
    return judge(row, reason="no_date", note="", **common)


def searched(person: Person, count: int, *, on: date = ON, at: datetime = MORNING) -> list[Activity]:
    """So many accepted applications at different companies on a day."""
    return [
        activity(ActivityState.ACCEPTED, person=person, company=company, on=on, at=at) for company in COMPANIES[:count]
    ]


def title(words: str) -> JobTitle:
    """The job of this name."""
    return JobTitle.objects.get(key=job_key(words))


def liking(**letters: int) -> Callable[[Item], int]:
    """How somebody answers who likes all activities of a letter alike; 50 where none is named."""
    return lambda item: letters.get(item.type, 50)


def filled_in(
    person: Person,
    *,
    at: datetime = MORNING,
    former: Iterable[str] = ("Operator jahit",),
    wanted: Iterable[str] = ("Penjahit sampel", "Admin gudang", "Kasir"),
    answer: Callable[[Item], int] | None = None,
) -> SelfAssessment:
    """A draft with every answer, ready to be sent: by default of somebody practical and orderly."""
    answer = answer or liking(R=75, C=75, I=25, A=25)
    draft = operations.start_assessment(person, at=at)
    for job in former:
        draft = operations.add_job(draft, kind="former", title=title(job))
    for job in wanted:
        draft = operations.add_job(draft, kind="wanted", title=title(job))
    draft = operations.keep_willingness(draft, may_move=MayMove.PROVINCE, may_train=MayTrain.YES)
    return operations.keep_answers(draft, answers={item.code: answer(item) for item in items_in_order(draft)})


def assessed(person: Person, *, at: datetime = MORNING, **how: Any) -> SelfAssessment:
    """The self-assessment, filled in and sent."""
    return operations.complete_assessment(filled_in(person, at=at, **how), actor=person.user, at=at)


def assessed_in_short(person: Person, *, at: datetime = MORNING) -> SelfAssessment:
    """Complete in the short form of earlier times: free words, no score."""
    return SelfAssessment.objects.create(
        person=person,
        state=AssessmentState.COMPLETE,
        former_jobs=["Operator jahit"],
        wanted_jobs=["Penjahit sampel", "Kepala regu", "Penjahit rumahan"],
        may_move=MayMove.PROVINCE,
        may_train=MayTrain.YES,
        started_at=at,
        completed_at=at,
    )
