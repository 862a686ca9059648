"""Documents as PDF/A by typst, with its own fonts: no network, no clock. The same inputs give the same bytes."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    import typst

STANDARDS = ["a-2a"]
_one_at_a_time = Lock()


def pdf_of(template: Path, inputs: Mapping[str, str], *, at: datetime) -> bytes:
    """PDF/A-2a (tagged, readable by assistive technology). `inputs`: what the template reads, by name; JSON, SVG."""
    options: dict[str, Any] = {"sys_inputs": dict(inputs), "pdf_standards": STANDARDS, "timestamp": int(at.timestamp())}
    with _one_at_a_time:
        return cast("bytes", _compiler(template).compile(format="pdf", **options))


@cache
def _compiler(template: Path) -> "typst.Compiler":
    import typst  # here: 7 MB in every process, and most never print

    return typst.Compiler(str(template), root=str(template.parent), font_paths=typst.Fonts(include_system_fonts=False))
