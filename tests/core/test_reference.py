"""After a test that really commits, the database is as migrations made it: tests/reference.py."""

import pytest
from django.db import transaction
from django.db.utils import DatabaseError

from accounts.models import User
from core import audit
from core.models import AuditEvent, Holiday, Region
from tests.factories.accounts import UserFactory
from tests.factories.participants import MORNING
from tests.reference import AsMigrated

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_was_added_is_gone_and_what_migrations_wrote_is_there_unchanged():
    migrated = AsMigrated()
    regions = set(Region.objects.values_list("pk", "name"))
    assert len(regions) > 500
    UserFactory()
    Region.objects.filter(pk="3372").update(name="Kota Lain")
    Holiday.objects.all().delete()
    migrated.restore()
    assert set(Region.objects.values_list("pk", "name")) == regions
    assert Holiday.objects.exists()
    assert not User.objects.exists()


def test_the_log_is_emptied_and_refuses_to_be_rewritten_again():
    migrated = AsMigrated()
    for times in range(2):
        assert not AuditEvent.objects.exists(), times
        audit.record("claims.claim.expired", actor=None, at=MORNING)
        with pytest.raises(DatabaseError), transaction.atomic():
            AuditEvent.objects.all().delete()
        migrated.restore()
