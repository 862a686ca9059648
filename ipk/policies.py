"""Who may do what with evidence. Pure; the rows were already found by `visible_to`."""

from datetime import date

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import has_role, regions_of
from ipk.enums.activities import ANSWERABLE
from ipk.models import Activity


def is_own(user: User, activity: Activity) -> bool:
    return activity.person.user_id == user.pk


def can_answer(user: User, activity: Activity) -> bool:
    return is_own(user, activity) and activity.state in ANSWERABLE


def can_withdraw(user: User, activity: Activity) -> bool:
    return is_own(user, activity) and Activity.workflow.can(activity, "withdraw")


def can_judge(user: User, activity: Activity, today: date) -> bool:
    """A counsellor of the region where the person lives, never about the own evidence."""
    scope = regions_of(user, Role.COUNSELLOR, on=today)
    return scope.covers(activity.person.region_id or "") and not is_own(user, activity)


def can_open_file(user: User, activity: Activity, today: date) -> bool:
    """The owner, the counsellor, BPJS verification. Auditors see that there is one."""
    return is_own(user, activity) or can_judge(user, activity, today) or has_role(user, Role.BPJS_VERIFIER, on=today)
