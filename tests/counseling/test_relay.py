"""The TURN server of docs/operations.md, run here: a call goes through it with the portal's passwords, and only so.

coturn is a server of its own; where it is not installed these are left out.
"""

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page

from counseling.ice import ice_servers
from devkit.paths import ROOT
from tests.browser.chromium import QUIET, program

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(shutil.which("turnserver") is None, reason="needs coturn's turnserver on the PATH"),
]
SECRET = "rahasia-relay"
# Here both ends are this machine, which the documented relay never reaches; and there is no certificate.
LEFT_OUT = (
    "tls-listening-port",
    "cert",
    "pkey",
    "denied-peer-ip=127.",
    "denied-peer-ip=::ffff:0.",
    "denied-peer-ip=::1",
)
HERE = ("listening-ip=127.0.0.1", "relay-ip=127.0.0.1", "allow-loopback-peers", "no-tls", "no-dtls", "log-file=stdout")
# Two ends in one page that may use nothing but the relay; says what arrived and over which candidates.
CALL = """async (servers) => {
  const how = { iceServers: servers, iceTransportPolicy: "relay" };
  const [first, second] = [new RTCPeerConnection(how), new RTCPeerConnection(how)];
  const kinds = [];
  const errors = [];
  for (const [one, other] of [[first, second], [second, first]]) {
    one.onicecandidate = ({ candidate }) => {
      if (candidate && candidate.candidate) { kinds.push(candidate.type); other.addIceCandidate(candidate); }
    };
    one.onicecandidateerror = (event) => errors.push(event.errorCode);
  }
  const arrived = new Promise((hear) => {
    second.ondatachannel = ({ channel }) => { channel.onmessage = ({ data }) => hear(data); };
  });
  const channel = first.createDataChannel("kata");
  channel.onopen = () => channel.send("halo lewat relay");
  await first.setLocalDescription();
  await second.setRemoteDescription(first.localDescription);
  await second.setLocalDescription();
  await first.setRemoteDescription(second.localDescription);
  const gathered = new Promise((done) => {
    const look = () => first.iceGatheringState === "complete" && !kinds.length && done(null);
    first.onicegatheringstatechange = look;
  });
  const waited = new Promise((done) => setTimeout(() => done(null), 20000));
  const heard = await Promise.race([arrived, gathered, waited]);
  first.close(); second.close();
  return { heard, kinds: [...new Set(kinds)], errors: [...new Set(errors)] };
}"""


def documented() -> list[str]:
    """The lines of the configuration that operators are told to write."""
    text = (ROOT / "docs" / "operations.md").read_text()
    found = re.search(r"```\n# /etc/turnserver\.conf\n(.*?)```", text, re.DOTALL)
    assert found
    return found[1].replace("<TURN_SECRET>", SECRET).splitlines()


@pytest.fixture
def relay(tmp_path: Path) -> Iterator[int]:
    """The documented relay on a free port of loopback."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    lines = [line for line in documented() if not line.startswith((*LEFT_OUT, "listening-port"))]
    config = tmp_path / "turnserver.conf"
    config.write_text("\n".join([*lines, *HERE, f"listening-port={port}", f"pidfile={tmp_path}/pid"]))
    with (tmp_path / "log").open("w") as log:
        server = subprocess.Popen(["turnserver", "-c", str(config)], stdout=log, stderr=log, cwd=tmp_path)
        try:
            _answers(server, port, tmp_path / "log")
            yield port
        finally:
            server.terminate()
            server.wait(10)


def _answers(server: subprocess.Popen, port: int, log: Path) -> None:
    deadline = time.monotonic() + 30
    while server.poll() is None and time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(log.read_text()[-3000:])


@pytest.fixture(scope="module")
def caller(chromium: Browser) -> Iterator[Page]:
    path = program()
    assert path is not None
    arguments = [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else []), "--allow-loopback-in-peer-connection"]
    browser = chromium.browser_type.launch(executable_path=path, args=arguments)
    yield browser.new_page()
    browser.close()


@pytest.mark.parametrize("transport", ["udp", "tcp"])
def test_a_call_goes_through_the_documented_relay_with_the_portals_password(settings, relay, caller, transport):
    settings.WEBRTC_ICE_SERVERS = [f"turn:127.0.0.1:{relay}?transport={transport}"]
    settings.TURN_SECRET = SECRET
    said = caller.evaluate(CALL, ice_servers(uuid4()))
    assert said == {"heard": "halo lewat relay", "kinds": ["relay"], "errors": []}


@pytest.mark.parametrize(("secret", "ago"), [("lain", 0), (SECRET, 5 * 3600)])
def test_another_secret_or_a_password_that_has_ended_opens_nothing(settings, relay, caller, secret, ago):
    settings.WEBRTC_ICE_SERVERS = [f"turn:127.0.0.1:{relay}?transport=udp"]
    settings.TURN_SECRET = secret
    said = caller.evaluate(CALL, ice_servers(uuid4(), now=time.time() - ago))
    assert (said["heard"], said["kinds"]) == (None, [])
    assert said["errors"] == [401]


def test_the_documented_relay_denies_what_is_inside():
    """Each network that a relay of ours must not reach stands in the file."""
    denied = " ".join(line for line in documented() if line.startswith("denied-peer-ip="))
    for inside in (
        "=10.0.0.0-10.",
        "=127.0.0.0-",
        "=169.254.0.0-",
        "=172.16.0.0-",
        "=192.168.0.0-",
        "=::1",
        "=fc00::-",
    ):
        assert inside in denied
