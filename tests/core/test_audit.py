"""Who did what, and who looked at whom: written once, with the request, never changed."""

import pytest
from django.db import DatabaseError, transaction

from core import audit
from core.logs import set_request_id
from core.models import AccessLog, AuditEvent
from tests.factories.notices import NOON, make_reader

pytestmark = pytest.mark.django_db


def test_an_act_is_kept_with_actor_subject_and_request():
    officer, thing = make_reader(full_name="Budi Petugas"), make_reader()
    set_request_id("edge-0a1b2c3d")
    try:
        audit.record("claims.month.approved", actor=officer, at=NOON, subject=thing, reason="lengkap", month=2)
    finally:
        set_request_id("")
    event = AuditEvent.objects.get()
    assert (event.action, event.actor, event.actor_name, event.at) == (
        "claims.month.approved",
        officer,
        "Budi Petugas",
        NOON,
    )
    assert (event.object_kind, event.object_id) == ("accounts.user", str(thing.pk))
    assert (event.reason, event.facts, event.request_id) == ("lengkap", {"month": "2"}, "edge-0a1b2c3d")


def test_the_portal_acts_under_its_own_name():
    audit.record("claims.claim.expired", actor=None, at=NOON)
    event = AuditEvent.objects.get()
    assert (event.actor, event.actor_name, event.object_kind, event.object_id) == (None, "JKP", "", "")


def test_a_look_at_somebody_s_record_is_kept_with_its_purpose():
    officer, person = make_reader(full_name="Budi Petugas"), make_reader()
    audit.record_access(
        actor=officer, at=NOON, person_id=person.pk, subject=person, purpose="verifikasi klaim", role="BVF"
    )
    row = AccessLog.objects.get()
    assert (row.actor_name, row.role, row.person_id, row.purpose) == (
        "Budi Petugas",
        "BVF",
        person.pk,
        "verifikasi klaim",
    )


@pytest.mark.parametrize("model", [AuditEvent, AccessLog])
def test_what_was_written_is_neither_changed_nor_deleted(model):
    officer = make_reader()
    audit.record("a.b.c", actor=officer, at=NOON)
    audit.record_access(actor=officer, at=NOON, person_id=officer.pk, subject=officer, purpose="x", role="BVF")
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        model.objects.update(actor_name="Lain")
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        model.objects.all()._raw_delete("default")
