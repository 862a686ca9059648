"""Who starts the portal's processes believes only their own answers: a port may have become somebody else's."""

from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from devkit.portal import Portal, addresses, answers
from devkit.processes import Ended, Family, free_port


class Stranger(ThreadingHTTPServer):
    """Says to everybody that it is well, under a name if it has one."""

    name = ""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        Thread(target=self.serve_forever, daemon=True).start()


class Answer(BaseHTTPRequestHandler):
    server: Stranger

    def do_GET(self) -> None:
        self.send_response(200)
        if self.server.name:
            self.send_header("X-Process", self.server.name)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Not in the tests' output."""


@pytest.fixture
def stranger() -> Iterator[Stranger]:
    with Stranger() as server:
        yield server
        server.shutdown()


@pytest.fixture
def portal(stranger: Stranger, tmp_path: Path) -> Iterator[Portal]:
    """Whose two ports are the stranger's."""
    port, family = stranger.server_port, Family()
    yield Portal(family, addresses(tmp_path, web=port, ws=port, sandbox=free_port(), mail=free_port()), tmp_path)
    family.stop()


@pytest.fixture(params=["web", "ws"])
def wait(portal: Portal, request: pytest.FixtureRequest) -> Callable[..., None]:
    return portal.wait_for_web if request.param == "web" else portal.wait_for_ws


@pytest.mark.parametrize("name", ["", "somebody else"])
def test_a_stranger_on_the_port_is_not_believed(stranger: Stranger, wait: Callable[..., None], name: str) -> None:
    stranger.name = name
    assert answers(f"http://127.0.0.1:{stranger.server_port}/healthz", only_ok=True)
    with pytest.raises(TimeoutError):
        wait(seconds=0.2)


def test_the_own_process_is_known_by_its_name(stranger: Stranger, portal: Portal, wait: Callable[..., None]) -> None:
    stranger.name = portal.environ["PROCESS_NAME"]
    wait(seconds=5)


def test_each_portal_has_a_name_of_its_own(portal: Portal, tmp_path: Path) -> None:
    other = Portal(portal.family, addresses(tmp_path, web=1, ws=2, sandbox=3, mail=4), tmp_path)
    assert other.environ["PROCESS_NAME"] != portal.environ["PROCESS_NAME"]


def test_a_process_that_lost_its_port_is_named_though_somebody_answers_there(portal: Portal) -> None:
    portal.ws()
    with pytest.raises(Ended, match="ws ended"):
        portal.wait_for_ws(seconds=60)
