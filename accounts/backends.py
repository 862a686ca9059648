"""Sign-in by e-mail or mobile number, and what roles may do in the admin."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest

from accounts.enums import Role
from accounts.models import RoleAssignment, User
from accounts.selectors import has_role, user_by_login
from core import clock
from core.prepared import prepared

# What an administrator may change: accounts and reference data, never money or decisions.
ADMINISTERED_APPS = frozenset({"accounts", "core"})
REFERENCE_DATA = frozenset(
    {"payments.bank", "ipk.occupation", "ipk.jobtitle", "counseling.guide", "counseling.guidequestion"}
    | {"counseling.counsellor", "counseling.workinghours"}
    | {"training.institute", "training.programme", "training.trainingclass"}
)
# Who looked at whom is not an administrator's to read, and their part of the audit trail is that of operations.
WATCHED = frozenset({"core.accesslog", "core.whole_trail"})


@prepared
def _user_of_session(user_id: UUID) -> QuerySet[User]:
    given = RoleAssignment.objects.filter(user=OuterRef("pk"))
    users = User.objects.annotate(ever_had_role=Exists(given)).filter(pk=user_id)
    return users.select_related(*settings.READ_WITH_USER)


class RoleAwareBackend(ModelBackend):
    """Checks the password of whoever has this e-mail or number. An account that is switched off is as good as none."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> User | None:
        login = username or kwargs.get("login") or kwargs.get("email") or ""
        if not login or not password:
            return None
        user = user_by_login(str(login))
        if user is None:
            User().set_password(password)  # as slow as for somebody who exists
            return None
        return user if user.check_password(password) and self.user_can_authenticate(user) else None

    def get_user(self, user_id: Any) -> User | None:
        """The user of a session, with `ever_had_role`: nearly nobody has one, so that no page need look for it."""
        user = next(iter(_user_of_session(user_id)), None)
        return user if user is not None and self.user_can_authenticate(user) else None

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Administrators change accounts and reference data; auditors read everything; nobody else opens the admin."""
        if super().has_perm(user_obj, perm, obj):
            return True
        app_label, _, action = perm.partition(".")
        today = clock.today()
        if has_role(user_obj, Role.AUDITOR, on=today) and action.startswith("view_"):
            return True
        model = f"{app_label}.{action.partition('_')[2]}"
        administered = app_label in ADMINISTERED_APPS or model in REFERENCE_DATA
        return administered and model not in WATCHED and has_role(user_obj, Role.ADMINISTRATOR, on=today)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        """Whether the admin's index lists the app."""
        models = [name for name in REFERENCE_DATA if name.startswith(f"{app_label}.")]
        shown = [f"{app_label}.view_{name.partition('.')[2]}" for name in models] or [f"{app_label}.view_any"]
        return any(self.has_perm(user_obj, perm) for perm in shown) or super().has_module_perms(user_obj, app_label)
