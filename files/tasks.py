"""The virus scan, apart from the request."""

from core import clock
from core.jobs import job
from files.clamd import ScannerAway
from files.operations import check_quarantined


@job("files.check", queue="default", retry_on=(ScannerAway,))
def check(file_id: str) -> None:
    check_quarantined(file_id, at=clock.now())
