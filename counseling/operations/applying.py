"""Lamar sekarang, inside the room: the profile as it is goes to the employer of a vacancy that was shown there."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.errors import Conflict, NotAllowed
from counseling.enums import Side
from counseling.models import Session
from counseling.policies import side_of
from counseling.selectors.outcomes import is_advised
from ipk.enums.profile import Part
from ipk.models import Application, Vacancy
from ipk.operations import send_application
from ipk.selectors import FullProfile, profile_of, profile_snapshot

# Without any of these an employer learns nothing but a name.
TELLING = (Part.EXPERIENCE, Part.EDUCATION, Part.SKILL)


def says_enough(profile: FullProfile) -> bool:
    """Whether the profile tells an employer anything: one job, one school or one skill."""
    return any(profile.of(part) for part in TELLING)


def apply_in_room(session: Session, *, vacancy: Vacancy, actor: User, at: datetime) -> Application:
    """Send the participant's profile as it is, once: a second time is the same application.

    Raises NotAllowed("not_the_participant" | "not_advised"), Conflict("profile_empty"), and what
    `ipk.operations.send_application` raises: Conflict("vacancy_closed" | "applied_elsewhere"), TooMany.
    """
    if side_of(session, actor) != Side.PARTICIPANT:
        raise NotAllowed("not_the_participant", _("Hanya peserta yang melamar dari ruang ini."))
    if not is_advised(session, vacancy.pk):
        raise NotAllowed("not_advised", _("Lowongan ini tidak dikirim dalam sesi ini."))
    person = session.person
    if not Application.objects.live().filter(person=person, vacancy=vacancy).exists() and not says_enough(
        profile_of(person)
    ):
        raise Conflict("profile_empty", _("Isi dahulu pekerjaan, pendidikan, atau keterampilan Anda."))
    return send_application(person, vacancy=vacancy, snapshot=profile_snapshot(person), actor=actor, at=at)
