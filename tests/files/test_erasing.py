"""A file that its owner takes out: not served, not in storage, unless something still refers to it."""

import pytest
from django.core.files.storage import default_storage
from django.http import Http404

from core import jobs
from core.invariants import PATIENCE
from core.models import AuditEvent, Job
from files.enums import FileState
from files.invariants import INVARIANTS
from files.operations import check_quarantined, erase_unused, forget_bytes, store_upload
from files.responses import serve
from tests.factories.accounts import UserFactory
from tests.factories.files import StoredFileFactory, photo, upload
from tests.factories.ipk_applications import application, attachment
from tests.factories.participants import MORNING, PersonFactory

pytestmark = pytest.mark.django_db


def erase(stored):
    return erase_unused(stored, actor=stored.owner, at=MORNING)


def test_bytes_and_name_go_and_the_row_stays():
    stored = StoredFileFactory(name="foto-siti.jpg")
    assert erase(stored) is True
    jobs.run_due()
    stored.refresh_from_db()
    assert (stored.state, stored.name) == (FileState.ERASED, "")
    assert not default_storage.exists(stored.location)
    assert [entry.move for entry in stored.log.all()] == ["pass", "erase"]
    with pytest.raises(Http404):
        serve(stored)


def test_twice_is_once():
    stored = StoredFileFactory()
    assert [erase(stored), erase(stored)] == [True, True]
    assert Job.objects.filter(name="files.forget_bytes").count() == 1
    assert AuditEvent.objects.filter(action="files.file.erased").count() == 1
    for _ in range(2):
        forget_bytes(str(stored.pk))


def test_what_something_refers_to_stays():
    person = PersonFactory()
    stored = attachment(person.user)
    application(person=person, files=[stored])
    assert erase(stored) is False
    jobs.run_due()
    stored.refresh_from_db()
    assert stored.state == FileState.CLEAN
    assert default_storage.exists(stored.location)


def test_bytes_of_a_file_that_stays_are_not_forgotten():
    stored = StoredFileFactory()
    forget_bytes(str(stored.pk))
    assert default_storage.exists(stored.location)


def test_the_same_picture_may_be_sent_again():
    owner = UserFactory()
    content = photo()
    first = store_upload(upload(content), owner=owner, purpose="profile_photo", at=MORNING)
    erase(first)
    again = store_upload(upload(content), owner=owner, purpose="profile_photo", at=MORNING)
    assert again.pk != first.pk
    assert again.state == FileState.CLEAN


def test_what_waits_for_its_check_is_erased_with_its_original():
    stored = StoredFileFactory(quarantined=True)
    stored.quarantine = default_storage.save("karantina/aa/x", default_storage.open(stored.location))
    stored.save(update_fields=["quarantine"])
    erase(stored)
    assert check_quarantined(str(stored.pk), at=MORNING) is None
    jobs.run_due()
    assert not default_storage.exists(stored.quarantine)


def test_the_night_notices_bytes_that_were_left():
    stored = StoredFileFactory()
    erase(stored)
    [served, _waiting] = INVARIANTS
    assert list(served.broken(MORNING)) == []
    told = list(served.broken(MORNING + PATIENCE + PATIENCE))
    assert told == [f"file {stored.pk} was erased and is still kept"]
