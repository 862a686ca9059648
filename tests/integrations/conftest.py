"""Short patience: these tests wait for partners that do not answer."""

from datetime import date

import pytest

from integrations.sandbox.control import Control
from integrations.sandbox.stories import EMPLOYERS, Story, all_stories, story
from integrations.transport import Patience

TODAY = date(2026, 11, 20)
BRIEF = Patience(timeout=0.4, tries=1, total=0.4)


@pytest.fixture
def today() -> date:
    return TODAY


@pytest.fixture
def siti() -> Story:
    return story("siti", today=TODAY)


@pytest.fixture
def known(partners: Control) -> Control:
    """The partners, knowing everybody of the stories; the bank settles when it is told to."""
    partners.configure(settle_seconds=600)
    partners.load(people=[told.person for told in all_stories(today=TODAY)], employers=EMPLOYERS)
    return partners
