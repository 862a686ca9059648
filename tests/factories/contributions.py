"""Contribution files as rows; whole ones with their bytes come from jkp_portal.demo.contribution_file."""

from datetime import date

import factory

from participants.enums import ContributionFileState, ContributionKind
from participants.models import ContributionFile
from tests.factories.participants import MORNING


class ContributionFileFactory(factory.django.DjangoModelFactory):
    """A file that was checked and waits to be loaded."""

    class Meta:
        model = ContributionFile

    class Params:
        late = factory.Trait(kind=ContributionKind.LATE, month=None)

    number = factory.Sequence(lambda n: f"IUR-2026-{n + 1:07d}")
    kind = ContributionKind.MONTH
    month = date(2026, 10, 1)
    name = factory.Sequence(lambda n: f"berkas-{n}.csv")
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    size = 100
    said_rows = read_rows = good_rows = 1
    said_wages = 4_500_000
    said_government = 9_900
    received_at = MORNING
    state = ContributionFileState.CHECKED
