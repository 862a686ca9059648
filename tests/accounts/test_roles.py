"""Roles: in force between two days, in a region, never by oneself."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.test import RequestFactory

from accounts.decorators import access_of, participant, public, roles, signed_in
from accounts.enums import NATIONAL_ROLES, Role
from accounts.models import RoleAssignment, User
from accounts.operations.roles import end_role, grant_role
from accounts.selectors import RegionScope, has_role, is_officer, regions_of, roles_of
from core.errors import Invalid, NotAllowed
from core.models import AuditEvent, Region
from tests.factories.accounts import RoleAssignmentFactory, UserFactory, officer

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("starts", "ends", "in_force"),
    [
        (TODAY, None, True),
        (TODAY + DAY, None, False),
        (TODAY - DAY, TODAY, True),
        (TODAY - DAY, TODAY - DAY, False),
        (TODAY, TODAY, True),
    ],
)
def test_a_role_holds_from_its_first_to_its_last_day(starts: date, ends: date | None, in_force: bool) -> None:
    user = UserFactory()
    RoleAssignmentFactory(user=user, role=Role.AUDITOR, starts_on=starts, ends_on=ends)
    assert has_role(user, Role.AUDITOR, on=TODAY) is in_force
    assert is_officer(user, TODAY) is in_force


def test_somebody_switched_off_has_no_role() -> None:
    user = officer(Role.AUDITOR, is_active=False)
    assert roles_of(user, TODAY) == frozenset()
    assert not is_officer(user, TODAY)


def test_roles_are_read_once_for_a_request(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    user = User.objects.get(pk=officer(Role.AUDITOR).pk)
    with django_assert_num_queries(1):
        for _ in range(3):
            assert has_role(user, Role.AUDITOR, on=TODAY)
            assert regions_of(user, Role.AUDITOR, on=TODAY).everything


def test_an_anonymous_visitor_has_no_role() -> None:
    from django.contrib.auth.models import AnonymousUser

    assert roles_of(AnonymousUser(), TODAY) == frozenset()


def test_a_province_covers_its_regencies_and_nothing_else() -> None:
    scope = regions_of(officer(Role.MEDIATOR, region="33"), Role.MEDIATOR, on=TODAY)
    assert scope == RegionScope(everything=False, codes=frozenset({"33"}))
    assert [scope.covers(code) for code in ("33", "3372", "3501", "3")] == [True, True, False, False]


def test_a_regency_covers_itself_only() -> None:
    scope = regions_of(officer(Role.MEDIATOR, region="3372"), Role.MEDIATOR, on=TODAY)
    assert [scope.covers(code) for code in ("3372", "3371", "33")] == [True, False, False]


def test_the_scope_filters_rows() -> None:
    codes = {"33", "3372", "3371", "3501"}
    rows = Region.objects.filter(pk__in=codes)

    def seen(*scopes: str, everything: bool = False) -> set[str]:
        scope = RegionScope(everything=everything, codes=frozenset(scopes))
        return set(rows.filter(scope.q("pk")).values_list("pk", flat=True))

    assert seen("33") == {"33", "3372", "3371"}
    assert seen("3372", "35") == {"3372", "3501"}
    assert seen() == set()
    assert seen(everything=True) == codes


def test_the_whole_nation_stays_the_whole_nation_beside_another_condition() -> None:
    """An empty Q would vanish beside `|`, and the nation with it."""
    nation = RegionScope(everything=True, codes=frozenset()).q("pk")
    nowhere = RegionScope(everything=False, codes=frozenset()).q("pk")
    rows = Region.objects.filter(pk__in={"33", "3372", "3501"})
    one = Q(pk="33")
    assert [rows.filter(q).count() for q in (one | nation, nation | one, one & nation, ~nation)] == [3, 3, 1, 0]
    assert [rows.filter(q).count() for q in (one | nowhere, nowhere | one, one & nowhere, ~nowhere)] == [1, 1, 0, 3]


def test_a_role_of_another_kind_lends_no_region() -> None:
    user = officer(Role.MEDIATOR, region="3372")
    RoleAssignmentFactory(user=user, role=Role.INSPECTOR, region=Region.objects.get(pk="35"))
    assert regions_of(user, Role.MEDIATOR, on=TODAY).codes == {"3372"}
    assert regions_of(user, Role.MEDIATOR, Role.INSPECTOR, on=TODAY).codes == {"3372", "35"}


def test_a_role_that_ended_yesterday_lends_no_region() -> None:
    user = UserFactory()
    RoleAssignmentFactory(user=user, role=Role.MEDIATOR, region=Region.objects.get(pk="3372"), ends_on=TODAY - DAY)
    assert not regions_of(user, Role.MEDIATOR, on=TODAY).covers("3372")


# --- granting ----------------------------------------------------------------------------------------------------


def test_a_role_is_granted_by_somebody_else_and_written_down(at: datetime) -> None:
    boss, user = UserFactory(), UserFactory()
    row = grant_role(user, Role.MEDIATOR, region=Region.objects.get(pk="3372"), starts_on=TODAY, granted_by=boss, at=at)
    assert (row.user, row.granted_by) == (user, boss)
    event = AuditEvent.objects.get(action="accounts.role.granted")
    assert (event.actor, event.facts) == (boss, {"user": str(user.pk), "role": "MED", "region": "3372"})


def test_nobody_grants_themselves_a_role(at: datetime) -> None:
    boss = UserFactory()
    with pytest.raises(NotAllowed, match="own_role"):
        grant_role(boss, Role.ADMINISTRATOR, starts_on=TODAY, granted_by=boss, at=at)
    with pytest.raises(IntegrityError, match="nobody_grants_themselves"), transaction.atomic():
        RoleAssignment.objects.create(user=boss, role=Role.ADMINISTRATOR, starts_on=TODAY, granted_by=boss)
    assert not RoleAssignment.objects.exists()


@pytest.mark.parametrize("role", sorted(NATIONAL_ROLES))
def test_a_national_role_has_no_region(at: datetime, role: Role) -> None:
    with pytest.raises(Invalid, match="role_impossible"):
        grant_role(
            UserFactory(), role, region=Region.objects.get(pk="33"), starts_on=TODAY, granted_by=UserFactory(), at=at
        )


def test_a_role_does_not_end_before_it_starts(at: datetime) -> None:
    with pytest.raises(Invalid, match="role_impossible"):
        grant_role(UserFactory(), Role.AUDITOR, starts_on=TODAY, ends_on=TODAY - DAY, granted_by=UserFactory(), at=at)


def test_a_role_ends_the_day_before(at: datetime) -> None:
    user = officer(Role.MEDIATOR, region="3372")
    row = end_role(RoleAssignment.objects.get(user=user), actor=UserFactory(), on=TODAY, at=at)
    assert row.ends_on == TODAY - DAY
    assert not has_role(User.objects.get(pk=user.pk), Role.MEDIATOR, on=TODAY)


def test_nobody_ends_their_own_role(at: datetime) -> None:
    user = officer(Role.AUDITOR)
    with pytest.raises(NotAllowed):
        end_role(RoleAssignment.objects.get(user=user), actor=user, on=TODAY, at=at)


def test_every_change_leaves_its_history() -> None:
    user = UserFactory(full_name="Siti")
    row = RoleAssignmentFactory(user=user, role=Role.AUDITOR, ends_on=None)
    row.ends_on = TODAY
    row.save()
    user.full_name = "Siti Aminah"
    user.save()
    history = RoleAssignment.pgh_event_model.objects.filter(pgh_obj=row).order_by("pgh_id")
    assert [(event.pgh_label, event.ends_on) for event in history] == [("insert", None), ("update", TODAY)]
    names = User.pgh_event_model.objects.filter(pgh_obj=user).order_by("pgh_id").values_list("full_name", flat=True)
    assert list(names)[-1] == "Siti Aminah"


# --- declarations ------------------------------------------------------------------------------------------------


def test_a_view_says_who_may_call_it() -> None:
    def view(request):  # type: ignore[no-untyped-def]
        return None

    declared = [access_of(decorate(view)).kind for decorate in (public, signed_in, participant, roles(Role.AUDITOR))]
    assert declared == ["public", "signed_in", "participant", "roles"]
    assert roles(Role.AUDITOR, Role.INTEGRITY)(view).allowed_roles == {Role.AUDITOR, Role.INTEGRITY}


def test_a_role_opens_only_what_it_is_for(rf: RequestFactory) -> None:
    @roles(Role.BPJS_PAYMENT_CHECKER)
    def view(request):  # type: ignore[no-untyped-def]
        return "opened"

    request = rf.get("/")
    request.user = officer(Role.BPJS_PAYMENT_CHECKER, email="pemeriksa@contoh.id")
    assert view(request) == "opened"
    request.user = officer(Role.BPJS_PAYMENT_MAKER, email="pembuat@contoh.id")
    with pytest.raises(NotAllowed, match="role_needed"):
        view(request)


def test_an_officer_is_no_participant(rf: RequestFactory) -> None:
    @participant
    def view(request):  # type: ignore[no-untyped-def]
        return "opened"

    request = rf.get("/")
    request.user = UserFactory()
    assert view(request) == "opened"
    request.user = officer()
    with pytest.raises(NotAllowed, match="officers_elsewhere"):
        view(request)
