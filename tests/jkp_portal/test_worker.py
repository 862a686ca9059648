"""A worker outlives the database's connections."""

import pytest
from django.db import connection

from core import tasks
from core.models import Heartbeat


@pytest.mark.django_db(transaction=True)
def test_after_the_database_ended_the_connection_the_next_task_works():
    def server_side() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            return int(cursor.fetchone()[0])

    pid, other = server_side(), connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
    other.close()
    assert tasks.heartbeat.apply().state == "SUCCESS"
    assert Heartbeat.objects.filter(name="beat").exists()
    assert server_side() != pid
