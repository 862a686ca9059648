"""The clock of a story and its partners."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest
import time_machine
from django.test import Client

from claims import tasks as claim_tasks
from core import clock
from notices import tasks as notice_tasks
from notices.letters import issue
from participants import tasks as participant_tasks
from payments import tasks as payment_tasks
from tests.factories.claims import moment
from tests.stories.partners import Bank, Bpjs, Dukcapil, Sms
from tests.stories.telling import Story


@pytest.fixture
def drawn() -> None:
    """The files of the letters are drawn as well; once is enough, and slow."""


@pytest.fixture
def story(client: Client, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[Story]:
    if "drawn" not in request.fixturenames:
        monkeypatch.setattr(issue, "render", lambda letter: f"%PDF-1.7 {letter.number}".encode())
    dukcapil, bpjs, bank, sms = Dukcapil(), Bpjs(), Bank(), Sms()
    partners = {"bpjs_client": bpjs, "bank_client": bank, "dukcapil_client": dukcapil, "sms_client": sms}
    for module in (claim_tasks, participant_tasks, payment_tasks, notice_tasks):
        for name, partner in partners.items():
            if hasattr(module, name):
                monkeypatch.setattr(module, name, lambda partner=partner: partner)
    with time_machine.travel(moment(date(2024, 1, 2)), tick=False) as machine:

        def travel(to: date | datetime) -> datetime:
            there = to if isinstance(to, datetime) else moment(to)
            assert there >= clock.now(), f"the clock of a story runs forward, not to {there}"
            machine.move_to(there)
            return there

        yield Story(client, travel, dukcapil)
