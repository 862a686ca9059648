"""The virus scan, apart from the request; forgetting what no form took."""

from celery import shared_task

from core import clock
from core.jobs import job
from files.clamd import ScannerAway
from files.operations import check_quarantined, expire_uploads
from files.operations import forget_bytes as forget_bytes_of


@job("files.check", queue="default", retry_on=(ScannerAway,))
def check(file_id: str) -> None:
    check_quarantined(file_id, at=clock.now())


@job("files.forget_bytes")
def forget_bytes(file_id: str) -> None:
    forget_bytes_of(file_id)


@shared_task(name="files.expire_uploads")
def expire_uploads_now() -> None:
    expire_uploads(at=clock.now())
