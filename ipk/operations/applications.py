"""Lamar Sekarang: send an application through the portal, and take it back."""

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit, clock
from core.errors import Conflict, Invalid
from core.limits import Limit, take
from core.text import without_invisible
from files.enums import GONE
from files.models import StoredFile
from ipk.enums.activities import ActivityKind
from ipk.enums.applications import ApplicationState
from ipk.models import Application, ApplicationFile, Vacancy
from ipk.models.applications import LONGEST_LETTER, MOST_FILES
from ipk.operations.applicant_news import plan_news
from ipk.operations.counting import count, stop_counting
from participants.models import Person

APPLICATION_PURPOSE = "application"
APPLICATIONS_A_DAY = Limit("ipk.applications", most=30, within=timedelta(days=1))


@transaction.atomic
def send_application(
    person: Person,
    *,
    vacancy: Vacancy,
    snapshot: Mapping[str, Any],
    letter: str = "",
    files: Sequence[StoredFile] = (),
    actor: User,
    at: datetime,
) -> Application:
    """Send the profile as it is to the vacancy's employer. It counts for the month's mission at once.

    Sent twice it is the same application, whatever the second one says. `snapshot` is all the employer gets to read.
    Raises Conflict("vacancy_closed" | "applied_elsewhere"), Invalid("letter_too_long" | "too_many_files" |
    "file_not_yours") and TooMany over 30 applications a day.
    """
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)  # one form at a time
    known = Application.objects.live().filter(person=person, vacancy=vacancy).first()
    if known is not None:
        return known
    vacancy = Vacancy.objects.get(pk=vacancy.pk)
    refuse_closed(vacancy, at=at)
    letter = plain_letter(letter)
    _refuse_files(files, actor)
    take(APPLICATIONS_A_DAY, str(person.pk), at=at)
    application = Application.objects.create(
        person=person,
        vacancy=vacancy,
        company=vacancy.company,
        title=vacancy.title,
        snapshot=dict(snapshot),
        letter=letter,
        sent_at=at,
    )
    ApplicationFile.objects.bulk_create(
        ApplicationFile(application=application, file=file, n=n) for n, file in enumerate(dict.fromkeys(files), 1)
    )
    audit.record("ipk.application.sent", actor=actor, at=at, subject=application, vacancy=vacancy.pk)
    count(application, ActivityKind.APPLICATION, at=at)
    plan_news(vacancy.pk, at=at)
    return application


@transaction.atomic
def withdraw_application(application: Application, *, actor: User, at: datetime) -> Application:
    """Take back what the employer has not answered for good. Twice is once. Raises Conflict("wrong_state").

    It stops counting for the mission unless a month has used it.
    """
    locked = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if locked.state == ApplicationState.WITHDRAWN:
        return locked
    locked = Application.workflow.move(locked, "withdraw", actor=actor, at=at)
    audit.record("ipk.application.withdrawn", actor=actor, at=at, subject=locked)
    stop_counting(locked, at=at)
    return locked


def refuse_closed(vacancy: Vacancy, *, at: datetime) -> None:
    """Raise Conflict("vacancy_closed" | "applied_elsewhere") unless somebody may apply here now."""
    if not Vacancy.objects.open(clock.legal_date(at)).filter(pk=vacancy.pk).exists():
        raise Conflict("vacancy_closed", _("Lowongan ini sudah ditutup. Lamaran tidak terkirim."))
    if vacancy.employer_id is None:
        raise Conflict("applied_elsewhere", _("Lowongan ini dilamar di situs asalnya, bukan di portal JKP."))


def plain_letter(text: str) -> str:
    """A letter as plain text: visible characters, its paragraphs kept. Raises Invalid("letter_too_long")."""
    visible = without_invisible(unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")))
    letter = "\n".join(line.rstrip() for line in visible.split("\n")).strip()
    if len(letter) > LONGEST_LETTER:
        raise Invalid("letter_too_long", _("Surat paling panjang 3.000 huruf. Persingkat dahulu."))
    return letter


def _refuse_files(files: Sequence[StoredFile], actor: User) -> None:
    if len(set(files)) > MOST_FILES:
        raise Invalid("too_many_files", _("Paling banyak tiga berkas."))
    own = all(file.owner_id == actor.pk and file.purpose == APPLICATION_PURPOSE for file in files)
    if not own or any(file.state in GONE for file in files):
        raise Invalid("file_not_yours", _("Berkas ini tidak dapat dipakai. Unggah lagi."))
