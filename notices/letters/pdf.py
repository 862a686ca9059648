"""The letter as PDF/A: typst with its own fonts, no network, no clock. The same letter gives the same bytes."""

import io
import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import segno
from django.conf import settings

from core import formatting
from core.codes import shown
from core.printing import pdf_of
from notices.letters.document import runs
from notices.models import Letter

TEMPLATE = Path(__file__).with_name("letter.typ")


def render(letter: Letter) -> bytes:
    """The letter as PDF/A-2a (tagged, readable by assistive technology)."""
    inputs = {"letter": json.dumps(printed(letter), ensure_ascii=False, sort_keys=True), "qr": qr_svg(letter)}
    inputs["scan"] = scan_svg(letter)
    return pdf_of(TEMPLATE, inputs, at=letter.issued_at)


def check_url(letter: Letter) -> str:
    """Where anybody may check the letter: what its QR code holds."""
    return f"{settings.PORTAL_BASE_URL.rstrip('/')}/verifikasi/{shown(letter.code)}/"


def qr_svg(letter: Letter) -> str:
    """The QR code as SVG, dark on light, without a declared size."""
    return _svg(check_url(letter))


def scan_svg(letter: Letter) -> str:
    """The code beside the text that leads to a page of the portal, likewise; empty for letters without one."""
    path = letter.content.get("extra", {}).get("scan", "")
    return _svg(f"{settings.PORTAL_BASE_URL.rstrip('/')}{path}") if path else ""


def _svg(address: str) -> str:
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", xmldecl=False, omitsize=True, border=2)
    return out.getvalue().decode()


def printed(letter: Letter) -> dict[str, Any]:
    """What the PDF prints: the stored wording split into runs, and the words of the frame."""
    content = letter.content
    phone = settings.HELP_PHONE
    return {
        "number": letter.number,
        "date": formatting.plain_date(letter.issued_at, "id"),
        "office": content["office"],
        "to": [runs(line) for line in content["to"]],
        "title": content["title"],
        "why": runs(content["why"]),
        "sections": [_section(section) for section in content["sections"]],
        "signed": content["signed"],
        "signed_note": content["signed_note"],
        "signed_at": f"{formatting.plain_date(letter.issued_at, 'id')}, {formatting.clock_time(letter.issued_at)}",
        "code": shown(letter.code),
        "check_address": f"{urlsplit(settings.PORTAL_BASE_URL).netloc}/verifikasi",
        "number_word": "Nomor",
        "date_word": "Tanggal",
        "why_word": "Mengapa." if letter.kind == "refusal" else "",
        "check_word": "Periksa keaslian:",
        "code_word": "Kode",
        "page_word": "Halaman",
        "of_word": "dari",
        "scan_words": content.get("extra", {}).get("scan_words", ""),
        "qr_alt": f"Kode QR untuk memeriksa keaslian surat {letter.number}",
        "help": f"Halo JKP {phone[:-3]} {phone[-3:]}, Senin–Jumat 08.00–16.00 WIB. Layanan ini gratis. "
        "Kami tidak pernah meminta kata sandi atau kode OTP.",
    }


def _section(section: dict[str, Any]) -> dict[str, Any]:
    table = section["table"] or {"rows": [], "head": []}
    return {
        "heading": section["heading"],
        "paragraphs": [runs(text) for text in section["paragraphs"]],
        "points": [runs(text) for text in section["points"]],
        "rows": [[runs(cell) for cell in row] for row in table["rows"]],
        "head": table["head"],
    }
