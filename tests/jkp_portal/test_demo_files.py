"""Files that a person sends by hand in the demo: the portal takes them with what their letters say."""

import io
import re
from datetime import date, datetime

import pytest
from django.core.management import CommandError, call_command

from accounts.enums import Role
from compliance.models import ContributionBill
from compliance.operations.bill_files import BillTotals, receive_bill
from core import clock
from core.clock import JAKARTA
from core.jobs import run_due
from participants.enums import ContributionKind
from participants.models import ContributionFile, ParticipantSummary
from participants.operations.contribution_files import ControlTotals, receive_contributions, start_loading
from tests.factories.accounts import officer

pytestmark = pytest.mark.django_db
MONTH = date(2025, 7, 1)


def written(folder, *arguments: str) -> list[list[int | str]]:
    """The totals and the hash of each letter, as they were printed."""
    out = io.StringIO()
    call_command("demo_files", str(folder), "--rows", "120", "--month", "2025-07", *arguments, stdout=out)
    letters = re.split(r"^\S.*\n", out.getvalue(), flags=re.MULTILINE)[1:]
    return [
        [int(n.replace(".", "")) for n in re.findall(r" ([\d.]+)$", text, re.MULTILINE)]
        + re.findall(r"SHA-256  ([0-9a-f]{64})", text)
        for text in letters
    ]


@pytest.fixture(autouse=True)
def _demo(settings, time_machine):
    settings.DEMO_MODE = True
    time_machine.move_to(datetime(2026, 11, 22, 9, tzinfo=JAKARTA))


def test_the_month_and_its_bill_are_taken_and_their_mistakes_are_found(tmp_path):
    month, bill = written(tmp_path)
    verifier, at = officer(Role.BPJS_VERIFIER), clock.now()
    with (tmp_path / "iuran-2025-07.csv").open("rb") as source:
        file = receive_contributions(
            source, name="iuran.csv", kind=ContributionKind.MONTH, month=MONTH, said=ControlTotals(*month),
            actor=verifier, at=at,
        )  # fmt: skip
    run_due()
    start_loading(file, actor=verifier, at=at)
    run_due()
    assert ContributionFile.objects.get().state == "loaded"
    with (tmp_path / "tagihan-2025-07.csv").open("rb") as source:
        receive_bill(source, name="tagihan.csv", month=MONTH, said=BillTotals(*bill), actor=verifier, at=at)
    run_due()
    found = ContributionBill.objects.get()
    assert found.state == "checked"
    assert 0 < found.found_rows < found.counted_rows == found.said_rows


def test_a_second_time_there_are_other_people(tmp_path, time_machine):
    written(tmp_path)
    time_machine.move_to(datetime(2026, 11, 23, 9, tzinfo=JAKARTA))
    written(tmp_path)
    assert ParticipantSummary.objects.count() == 240


@pytest.mark.parametrize("wrong", [("--rows", "99"), ("--mistakes", "1")])
def test_what_cannot_be_is_said(tmp_path, wrong):
    with pytest.raises(CommandError, match="at least 100 rows"):
        call_command("demo_files", str(tmp_path), *wrong)


def test_only_a_demo_invents(tmp_path, settings):
    settings.DEMO_MODE = False
    with pytest.raises(CommandError, match="DEMO_MODE"):
        call_command("demo_files", str(tmp_path))
