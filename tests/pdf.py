"""Reading the words of a PDF in tests."""

import re
from io import BytesIO

import pikepdf

_HEX = re.compile(rb"<([0-9A-Fa-f]+)>")


def words(data: bytes) -> str:
    """The words of all pages in one line, in the order in which they are drawn."""
    with pikepdf.open(BytesIO(data)) as document:
        text = " ".join(" ".join(_page(page) for page in document.pages).split())
    return re.sub(r" ([,.)])", r"\1", text)


def _page(page: pikepdf.Page) -> str:
    fonts = {name: _unicode_map(font) for name, font in page.resources.get("/Font", {}).items()}
    said, font, line = [], {}, None
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            font = fonts[str(operands[0])]
        elif str(operator) == "Tm":
            here = float(operands[5])
            said.append(" " if line != here else "")
            line = here
        elif str(operator) in ("Tj", "TJ"):
            pieces = operands[0] if str(operator) == "TJ" else [operands[0]]
            said.extend(_text(bytes(piece), font) for piece in pieces if isinstance(piece, pikepdf.String))
        elif str(operator) == "BT":
            said.append(" ")
    return "".join(said)


def _text(glyphs: bytes, font: dict[int, str]) -> str:
    return "".join(font.get(int.from_bytes(glyphs[i : i + 2], "big"), "") for i in range(0, len(glyphs), 2))


def _unicode_map(font: pikepdf.Object) -> dict[int, str]:
    table: dict[int, str] = {}
    cmap = font["/ToUnicode"].read_bytes()
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        codes = _HEX.findall(block)
        for code, text in zip(codes[::2], codes[1::2], strict=True):
            table[int(code, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be")
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        codes = _HEX.findall(block)
        for first, last, text in zip(codes[::3], codes[1::3], codes[2::3], strict=True):
            start = int(text, 16)
            table |= {int(first, 16) + i: chr(start + i) for i in range(int(last, 16) - int(first, 16) + 1)}
    return table
