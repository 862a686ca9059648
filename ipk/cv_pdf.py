"""The CV as PDF/A by the library that makes the letters. Drawn when asked for, kept nowhere."""

import base64
import json
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from core.language import language
from core.printing import pdf_of
from ipk.cv import cv_of

TEMPLATE = Path(__file__).with_name("cv.typ")


def render_cv(snapshot: dict[str, Any], *, photo: bytes | None, at: datetime) -> bytes:
    """The snapshot as one or two A4 pages in the language of the page. `photo` is a square JPEG (ipk.photos)."""
    words = {
        "title": _("Daftar riwayat hidup: %(name)s") % {"name": snapshot["name"]},
        "lang": language(),
        "skills_word": _("Keahlian"),
        "condition_word": _("Kondisi fisik"),
        "photo_alt": _("Foto %(name)s") % {"name": snapshot["name"]},
        "page_word": _("Halaman"),
        "of_word": _("dari"),
    }
    inputs = {
        "cv": json.dumps(cv_of(snapshot) | words, ensure_ascii=False, sort_keys=True),
        "photo": _as_svg(photo) if photo else "",
    }
    return pdf_of(TEMPLATE, inputs, at=at)


def _as_svg(photo: bytes) -> str:
    """Inputs of typst are text: the picture travels inside an SVG, with round corners."""
    data = base64.b64encode(photo).decode()
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" width="100" height="100">'
        '<clipPath id="c"><rect width="100" height="100" rx="8"/></clipPath>'
        f'<image href="data:image/jpeg;base64,{data}" width="100" height="100" clip-path="url(#c)"/></svg>'
    )
