"""What a granted wish to delete erases, and what stays."""

import pytest

from accounts.enums import Role
from core.jobs import run_due
from core.models import AuditEvent
from ipk.models import Activity, ConditionConsent, Jobseeker, PhysicalCondition, Profile, ProfileEntry, SavedSearch
from ipk.operations.erasing import erase_what_was_given_freely
from ipk.operations.saved_searches import save_search
from ipk.wanted import Wanted
from participants.models import Person
from participants.operations import data_requests
from tests.factories.accounts import officer
from tests.factories.ipk import searched
from tests.factories.ipk_profile import conditioned, profile
from tests.factories.participants import MORNING, PersonFactory

pytestmark = pytest.mark.django_db
KEPT_FREELY = (ProfileEntry, Profile, SavedSearch, PhysicalCondition)


@pytest.fixture
def siti() -> Person:
    """Somebody with all that can be erased, and evidence that cannot."""
    person = PersonFactory()
    profile(person, full=True)
    conditioned(person)
    save_search(person.user, wanted=Wanted("penjahit"), label="penjahit", at=MORNING)
    searched(person, 2)
    return person


def left() -> list[bool]:
    return [model.objects.exists() for model in KEPT_FREELY]


def answered(person: Person, wish: str, *, granted: bool) -> None:
    row = data_requests.ask(person.user, wish=wish, text="Saya tidak mau lagi.", at=MORNING)
    article = "" if granted else "UU 27/2022 Pasal 15 ayat (1) huruf c"
    dpo = officer(Role.DATA_PROTECTION)
    data_requests.answer(row, granted=granted, reply="Sudah dikerjakan.", article=article, actor=dpo, at=MORNING)
    run_due()


def test_a_granted_deletion_erases_what_was_given_freely_and_keeps_what_a_claim_rests_on(siti):
    other = PersonFactory()
    profile(other)
    answered(siti, "delete", granted=True)
    assert list(Profile.objects.all()) == [other.profile]
    assert not ProfileEntry.objects.filter(person=siti).exists()
    assert not SavedSearch.objects.exists()
    assert not PhysicalCondition.objects.exists()
    assert Jobseeker.objects.get(person=siti).state == "ended"
    assert ConditionConsent.objects.get(person=siti).withdrawn_at is not None
    assert Activity.objects.filter(person=siti).count() == 2
    assert AuditEvent.objects.filter(action="ipk.person.erased").count() == 1


@pytest.mark.parametrize(("wish", "granted"), [("delete", False), ("limit", True), ("correct", True)])
def test_nothing_else_erases(siti, wish, granted):
    answered(siti, wish, granted=granted)
    assert left() == [True, True, True, True]


def test_erased_twice_is_once(siti):
    dpo = officer(Role.DATA_PROTECTION)
    assert erase_what_was_given_freely(siti, actor=dpo, at=MORNING) == 9
    assert erase_what_was_given_freely(siti, actor=dpo, at=MORNING) == 0
    assert AuditEvent.objects.filter(action="ipk.person.erased").count() == 1
