"""The register of the demo: small monthly files of BPJS, received, checked and loaded as an officer does it."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from compliance.selectors.exchange import last_quarter, months_of_quarter
from core.jobs import run_due
from jkp_portal.demo.contribution_file import Sample, enter_members, make_sample
from jkp_portal.demo.stories import Stage
from participants.enums import ContributionKind
from participants.operations.contribution_files import receive_contributions, start_loading
from rules.calendar import add_months, first_day

ROWS = 200  # of ten firms; 99000001 to 99000005 are firms of the stories
MISTAKES = 0.02
PAID_UNTIL = 15  # of the next month: before it is over, its payments lie ahead


def billed_month(today: date) -> date:
    """The newest month of which everything was paid by today."""
    return add_months(today.replace(day=1), -1 if today.day > PAID_UNTIL else -2)


def quarter_before(today: date) -> date:
    """The newest quarter that ended with or before that month."""
    return last_quarter(add_months(billed_month(today), 1))


def tell_register(stage: Stage, quarter: date, month: date) -> dict[date, list[str]]:
    """Load the months of the quarter and the billed one. Returns the lines of each month's file, without the first."""
    months = sorted({*(first_day(one) for one in months_of_quarter(quarter)), month})
    with TemporaryDirectory() as folder:
        samples = [
            make_sample(Path(folder), rows=ROWS, month=one, mistakes=MISTAKES, name=f"iuran-{one:%Y-%m}.csv")
            for one in months
        ]
        enter_members(samples[0])
        for sample in samples:
            _loaded(stage, sample)
        return {sample.month: sample.path.read_text().splitlines()[1:] for sample in samples}


def _loaded(stage: Stage, sample: Sample) -> None:
    verifier, at = stage.officers["verifikator"], stage.now()
    with sample.path.open("rb") as source:
        file = receive_contributions(
            source,
            name=sample.path.name,
            kind=ContributionKind.MONTH,
            month=sample.month,
            said=sample.said,
            actor=verifier,
            at=at,
        )
    run_due()
    start_loading(file, actor=verifier, at=at)
    run_due()
