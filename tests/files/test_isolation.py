"""Hostile files meet a child process, never the portal's own memory."""

import io
import resource
import subprocess
import sys

import pytest
from django.conf import settings
from PIL import Image

from files import isolation
from files.isolation import rewrite_apart
from files.rewriting import MEMORY, Refused
from tests.factories.files import pdf, photo


def test_the_answer_is_the_same_as_inside() -> None:
    made = rewrite_apart(photo(100, 50))
    assert (made.kind, made.pages, made.width, made.height) == ("jpeg", 1, 100, 50)
    assert made.content.startswith(b"\xff\xd8\xff")


def test_a_refusal_crosses_with_its_detail() -> None:
    with pytest.raises(Refused) as refused:
        rewrite_apart(pdf(31))
    assert (refused.value.code, refused.value.detail) == ("too_big", "pages")


def test_a_child_that_dies_asks_for_the_file_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolation, "COMMAND", (sys.executable, "-c", "import os; os.kill(os.getpid(), 9)"))
    with pytest.raises(Refused) as refused:
        rewrite_apart(photo())
    assert (refused.value.code, refused.value.detail) == ("try_again", "crash")


def test_a_child_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolation, "COMMAND", (sys.executable, "-c", "import time; time.sleep(60)"))
    monkeypatch.setattr(isolation, "SECONDS", 0.3)
    with pytest.raises(Refused) as refused:
        rewrite_apart(photo())
    assert (refused.value.code, refused.value.detail) == ("try_again", "timeout")


@pytest.mark.parametrize(("mode", "kind"), [("RGBA", "PNG"), ("RGB", "PNG"), ("RGB", "JPEG"), ("CMYK", "JPEG")])
def test_the_largest_picture_stays_under_300_megabytes(mode: str, kind: str) -> None:
    """Forty megapixels, in the child's own peak as the kernel has measured it."""
    out = io.BytesIO()
    Image.new(mode, (8000, 5000)).save(out, kind)
    script = (
        "import sys; from files import rewriting; rewriting.main();"
        "peak = next(line for line in open('/proc/self/status') if line.startswith('VmHWM'));"
        "sys.stderr.write(peak.split()[1])"
    )
    child = subprocess.run(
        [sys.executable, "-c", script], input=out.getvalue(), capture_output=True, cwd=settings.BASE_DIR, check=True
    )
    peak = int(child.stderr) // 1024
    assert child.stdout.startswith(b'{"kind": "' + kind.lower().encode())
    assert peak < 300, f"{peak} MB"


def test_the_limits_are_set_in_the_child_only() -> None:
    rewrite_apart(photo())
    assert resource.getrlimit(resource.RLIMIT_AS)[0] != MEMORY
