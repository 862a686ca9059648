"""Logs hold no identity, and every line finds its request."""

import json
import logging
import sys
from uuid import UUID

import pytest

from core.logs import JsonFormatter, MaskIdentities, set_request_id

NIK, PHONE, ACCOUNT = "3372014501900004", "+6281234568890", "001234567890123"


def line(message: str, *args: object, exc_info=None, **extra: object) -> dict[str, str]:
    """One record through the filter and the formatter of the settings."""
    record = logging.LogRecord("jkp", logging.WARNING, __file__, 1, message, args, exc_info)
    record.__dict__.update(extra)
    MaskIdentities().filter(record)
    return json.loads(JsonFormatter().format(record))


@pytest.mark.parametrize("secret", [NIK, PHONE, ACCOUNT])
def test_numbers_that_name_a_person_are_cut_in_messages(secret):
    for entry in (line(f"checked {secret} twice"), line("checked %s twice", secret)):
        assert secret not in json.dumps(entry)
        assert entry["message"].endswith(f"••••{secret[-4:]} twice")


@pytest.mark.parametrize("secret", [NIK, PHONE, ACCOUNT])
def test_numbers_that_name_a_person_are_cut_in_extra_fields(secret):
    entry = line("checked", person=secret, facts={"nik": secret})
    assert secret.lstrip("+") not in json.dumps(entry)


def test_ids_of_rows_stay_whole():
    job_id = UUID("12345678-1234-4123-8123-123456789012")
    assert line("job failed", job_id=str(job_id))["job_id"] == str(job_id)
    assert line("took 12345678 µs")["message"] == "took 12345678 µs"


def test_numbers_in_a_traceback_are_cut():
    try:
        raise ValueError(f"no person {NIK}")
    except ValueError:
        entry = line("failed", exc_info=sys.exc_info())
    assert "ValueError: no person ••••" in entry["exception"]
    assert NIK not in json.dumps(entry)


def test_a_line_break_in_what_was_typed_makes_no_second_line():
    record = logging.LogRecord("jkp", logging.INFO, __file__, 1, "sign-in of %s", ('a\n{"level": "FORGED"}',), None)
    assert len(JsonFormatter().format(record).splitlines()) == 1


def test_every_line_carries_the_request():
    set_request_id("abc-12345678")
    try:
        assert line("hello")["request_id"] == "abc-12345678"
    finally:
        set_request_id("")
    entry = line("hello")
    assert (entry["request_id"], entry["level"], entry["logger"]) == ("", "WARNING", "jkp")
    assert entry["at"].endswith("+00:00")
