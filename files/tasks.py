"""Scanning again what the scanner could not answer for."""

from core import clock
from core.jobs import job
from files.models import StoredFile
from files.operations import store
from files.scanner import ScannerUnavailable


@job("files.rescan", retry_on=(ScannerUnavailable,))
def rescan(file_id: str) -> None:
    store.rescan(StoredFile.objects.get(pk=file_id), at=clock.now())
