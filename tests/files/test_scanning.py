"""clamd: our client against a server that speaks its protocol, and what its word does to a file."""

import socket
import struct
import threading
from collections.abc import Iterator
from datetime import datetime

import pytest
from django.core.files.storage import default_storage

from core import jobs
from core.models import AuditEvent, Job
from files.clamd import PIECE, ScannerAway, scan
from files.enums import FileState
from files.operations import check_quarantined, store_upload
from tests.factories.accounts import UserFactory
from tests.factories.files import photo, upload

AT = datetime.fromisoformat("2026-11-20T03:00:00+00:00")


class Clamd:
    """Reads one INSTREAM conversation after another and answers as it is told."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.socket.getsockname()[1]}"
        self.answer = b"stream: OK\0"
        self.received: list[bytes] = []
        self.pieces: list[int] = []
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _peer = self.socket.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as stream:
                assert stream.read(10) == b"zINSTREAM\0"
                content = b""
                while size := struct.unpack("!I", stream.read(4))[0]:
                    self.pieces.append(size)
                    content += stream.read(size)
                self.received.append(content)
                connection.sendall(self.answer)


@pytest.fixture
def clamd() -> Iterator[Clamd]:
    server = Clamd()
    yield server
    server.socket.close()


def test_a_clean_file_is_sent_whole_in_pieces(clamd: Clamd) -> None:
    content = b"x" * (2 * PIECE + 5)
    assert scan(content, clamd.address) == ""
    assert clamd.received == [content]
    assert clamd.pieces == [PIECE, PIECE, 5]


def test_the_name_of_what_was_found_comes_back(clamd: Clamd) -> None:
    clamd.answer = b"stream: Win.Test.EICAR_HDB-1 FOUND\0"
    assert scan(b"x", clamd.address) == "Win.Test.EICAR_HDB-1"


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b"", b"halo\0"])
def test_any_other_answer_is_no_answer(clamd: Clamd, answer: bytes) -> None:
    clamd.answer = answer
    with pytest.raises(ScannerAway):
        scan(b"x", clamd.address)


def test_nobody_there_is_no_answer() -> None:
    with pytest.raises(ScannerAway):
        scan(b"x", "127.0.0.1:1")


@pytest.fixture
def waiting(settings, clamd: Clamd, db):  # type: ignore[no-untyped-def]
    """A photo in quarantine."""
    settings.CLAMD_ADDRESS = clamd.address
    return store_upload(upload(photo()), owner=UserFactory(), purpose="phk_proof", at=AT)


def test_a_clean_file_opens_and_its_original_goes(waiting) -> None:  # type: ignore[no-untyped-def]
    jobs.run_due()
    waiting.refresh_from_db()
    assert waiting.state == FileState.CLEAN
    assert not default_storage.exists(waiting.quarantine)
    assert default_storage.exists(waiting.location)


def test_an_infected_file_is_rejected_and_gone(waiting, clamd: Clamd) -> None:  # type: ignore[no-untyped-def]
    clamd.answer = b"stream: Jahat.A FOUND\0"
    jobs.run_due()
    waiting.refresh_from_db()
    assert (waiting.state, waiting.found) == (FileState.REJECTED, "Jahat.A")
    assert not default_storage.exists(waiting.quarantine)
    assert not default_storage.exists(waiting.location)
    assert AuditEvent.objects.get(action="files.file.rejected").facts == {"found": "Jahat.A"}


def test_scanning_twice_is_scanning_once(waiting, clamd: Clamd) -> None:  # type: ignore[no-untyped-def]
    assert check_quarantined(str(waiting.pk), at=AT).state == FileState.CLEAN
    assert check_quarantined(str(waiting.pk), at=AT) is None
    assert len(clamd.received) == 1


def test_while_clamd_is_away_the_file_waits_and_is_tried_again(waiting, settings) -> None:  # type: ignore[no-untyped-def]
    settings.CLAMD_ADDRESS = "127.0.0.1:1"
    jobs.run_due()
    waiting.refresh_from_db()
    assert waiting.state == FileState.QUARANTINED
    job = Job.objects.get(name="files.check")
    assert (job.state, job.attempts) == ("open", 1)
