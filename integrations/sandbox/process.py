"""Start the sandbox as a child, for the demo and the tests."""

import json
import os
import select
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from integrations.sandbox.control import Control

ROOT = Path(__file__).resolve().parents[2]


class SandboxDidNotStart(RuntimeError):
    """The child ended or kept silent; the message holds what it said."""


@dataclass(frozen=True, slots=True)
class Handle:
    """A running sandbox. `data` is its folder; it survives `stop`."""

    process: "subprocess.Popen[str]"
    host: str
    port: int
    smtp_port: int
    data: Path
    api_key: str

    @property
    def base_url(self) -> str:
        return f"http://{self.host}:{self.port}"

    @property
    def email_url(self) -> str:
        return f"smtp://{self.host}:{self.smtp_port}"

    @property
    def control(self) -> Control:
        return Control(self.base_url, self.api_key)

    def stop(self, timeout: float = 5) -> None:
        """End it and wait; safe to call twice."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()


def start(
    port: int = 0,
    *,
    smtp_port: int = 0,
    host: str = "127.0.0.1",
    data: Path | None = None,
    api_key: str = "development-partner-key",
    callback_secret: str = "development-callback-secret",  # noqa: S107 - the demo's, not a secret
    portal_url: str = "",
    settle_seconds: float = 2,
    timeout: float = 20,
) -> Handle:
    """Start the sandbox and return when it answers. It ends with this process, even when that is killed."""
    folder = data or Path(tempfile.mkdtemp(prefix="jkp-sandbox-"))
    environment = os.environ | {
        "SANDBOX_HOST": host,
        "SANDBOX_PORT": str(port),
        "SANDBOX_SMTP_PORT": str(smtp_port),
        "SANDBOX_DATA": str(folder),
        "SANDBOX_SETTLE_SECONDS": str(settle_seconds),
        "PARTNER_API_KEY": api_key,
        "BANK_CALLBACK_SECRET": callback_secret,
        "PORTAL_BASE_URL": portal_url,
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "integrations.sandbox", "--leave-with-parent"],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    ready = _ready(process, timeout)
    return Handle(process, host, ready["port"], ready["smtp_port"], folder, api_key)


def _ready(process: "subprocess.Popen[str]", timeout: float) -> dict[str, int]:
    said = process.stdout
    until = time.monotonic() + timeout
    while said is not None and (left := until - time.monotonic()) > 0:
        readable, _, _ = select.select([said], [], [], left)
        line = said.readline() if readable else ""
        if not line:
            break
        if line.startswith('{"ready"'):
            return json.loads(line)["ready"]
    process.kill()
    process.wait()
    raise SandboxDidNotStart(f"the partner sandbox did not start within {timeout} s (exit {process.returncode})")
