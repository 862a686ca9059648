"""Erase what somebody gave for finding work and no law asks to be kept."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from core import audit
from ipk.models import Profile, ProfileEntry, SavedSearch
from ipk.operations.jobseekers import end_jobseeker
from ipk.operations.profile import remove_photo
from participants.models import Person


@transaction.atomic
def erase_what_was_given_freely(person: Person, *, actor: User, at: datetime) -> int:
    """Delete profile, saved searches and a kept condition, and end the registration as jobseeker. Returns rows deleted.

    Evidence, applications as they were sent and the self-assessment stay: a claim rests on them. Twice is once.
    """
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    end_jobseeker(person, actor=actor, at=at)
    if Profile.objects.filter(person=person).exists():
        remove_photo(person, actor=actor, at=at)
    entries, _by_model = ProfileEntry.objects.filter(person=person).delete()
    profile, _by_model = Profile.objects.filter(person=person).delete()
    searches, _by_model = SavedSearch.objects.filter(user=person.user_id).delete()
    if erased := entries + profile + searches:
        audit.record("ipk.person.erased", actor=actor, at=at, subject=person, rows=erased)
    return erased
