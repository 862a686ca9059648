"""The report of a simulation as PDF/A, with the pictures of its page. The same run gives the same bytes."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from core.printing import pdf_of

TEMPLATE = Path(__file__).with_name("simulation.typ")


def render(report: Mapping[str, Any], pictures: Mapping[str, str], *, at: datetime) -> bytes:
    """`report`: words and tables of the document; `pictures`: SVG by name. No network, no fonts of the machine."""
    inputs = {"report": json.dumps(report, ensure_ascii=False, sort_keys=True), **pictures}
    return pdf_of(TEMPLATE, inputs, at=at)
