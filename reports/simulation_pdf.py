"""The report of a simulation as PDF/A, with the pictures of its page. The same run gives the same bytes."""

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import typst

TEMPLATE = Path(__file__).with_name("simulation.typ")
STANDARDS = ["a-2a"]
_one_at_a_time = Lock()


def render(report: Mapping[str, Any], pictures: Mapping[str, str], *, timestamp: int) -> bytes:
    """`report`: words and tables of the document; `pictures`: SVG by name. No network, no fonts of the machine."""
    inputs = {"report": json.dumps(report, ensure_ascii=False, sort_keys=True), **pictures}
    with _one_at_a_time:
        return _compiler().compile(format="pdf", sys_inputs=inputs, pdf_standards=STANDARDS, timestamp=timestamp)


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    return typst.Compiler(str(TEMPLATE), root=str(TEMPLATE.parent), font_paths=typst.Fonts(include_system_fonts=False))
