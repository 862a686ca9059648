"""Makes a new file out of what somebody sent: an image is drawn again, a PDF keeps its pages and nothing that acts.

Pure: bytes in, bytes out, no Django. Runs in a process of its own (files.isolation), because parsers of hostile input
crash and swell: `python -m files.rewriting < original > answer`. The answer is one line of JSON and then the new file.
"""

import contextlib
import io
import json
import resource
import sys
from dataclasses import asdict, dataclass

MOST_PIXELS = 40_000_000
MOST_PAGES = 30
LONGEST_SIDE = 3508  # A4 at 300 dots an inch: small print stays readable
JPEG_QUALITY = 85
BAND = 256  # rows of the shrunk picture
MEMORY = 700 * 1024 * 1024  # address space of the process that rewrites; what it really uses stays far below
CPU_SECONDS = 20

_HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
_PAGE_KEYS = frozenset({"/Type", "/MediaBox", "/CropBox", "/Rotate", "/Resources", "/Contents", "/UserUnit"})
_ACTING_KEYS = ("/AA", "/A", "/OpenAction", "/JS", "/JavaScript", "/Launch", "/EmbeddedFiles", "/EF", "/AF", "/XFA",
                "/RichMedia", "/PieceInfo", "/Metadata")  # fmt: skip


class Refused(Exception):
    """The file is not taken. `code` is one of wrong_type, too_big, virus, password, try_again."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Rewritten:
    """`kind` is pdf, jpeg or png; `pages` is 1 for images; sides in pixels, 0 for PDF."""

    kind: str
    content: bytes
    pages: int = 1
    width: int = 0
    height: int = 0


def kind_of(content: bytes) -> str:
    """What the first bytes say: pdf, jpeg, png, webp, heif, or "" for all else. The name of a file says nothing."""
    if content.startswith(b"%PDF-"):
        return "pdf"
    if content.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    if content[4:8] == b"ftyp" and content[8:12] in _HEIF_BRANDS:
        return "heif"
    return ""


def rewrite(content: bytes) -> Rewritten:
    """Make the copy that is kept. Raises Refused."""
    if _EICAR in content:
        raise Refused("virus")
    kind = kind_of(content)
    if not kind:
        raise Refused("wrong_type")
    return _rewrite_pdf(content) if kind == "pdf" else _redraw(content, kind)


def _redraw(content: bytes, kind: str) -> Rewritten:
    """Decode, turn upright, shrink, encode: what was hidden beside the picture, and where it was taken, is gone."""
    from PIL import Image, ImageOps

    if kind == "heif":
        import pillow_heif

        pillow_heif.register_heif_opener(thumbnails=False)
    Image.MAX_IMAGE_PIXELS = None  # the count below is ours, and exact
    try:
        with Image.open(io.BytesIO(content), formats=[kind.upper()]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Refused("too_big", "pixels")
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            if "transparency" in picture.info and picture.mode not in {"RGBA", "LA"}:
                small = _shrink_on_white(picture.convert("RGBA"))
            elif "A" in picture.getbands():
                small = _shrink_on_white(picture)
            else:
                picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
                small = picture
            small.info["exif"] = picture.info.get("exif", b"")
            return _encode(ImageOps.exif_transpose(small), "png" if kind == "png" else "jpeg")
    except (OSError, ValueError, SyntaxError, EOFError, IndexError) as error:
        raise Refused("try_again", "damaged") from error


def _shrink_on_white(picture):  # type: ignore[no-untyped-def]
    """Shrink onto white paper in bands: Pillow would first copy a picture with transparency as a whole."""
    from PIL import Image

    ratio = min(1.0, LONGEST_SIDE / max(picture.size))
    width, height = (max(1, round(side * ratio)) for side in picture.size)
    paper = Image.new("RGB", (width, height), "white")
    for top in range(0, height, BAND):
        rows = min(BAND, height - top)
        first, last = top * picture.height / height, (top + rows) * picture.height / height
        band = picture.crop((0, int(first), picture.width, min(picture.height, int(last) + 1)))
        box = (0, first - int(first), picture.width, last - int(first))
        layer = band.convert("RGBA").resize((width, rows), box=box)
        paper.paste(layer, (0, top), layer.getchannel("A"))
    return paper


def _encode(picture, kind: str) -> Rewritten:  # type: ignore[no-untyped-def]
    out = io.BytesIO()
    clean = picture if picture.mode in {"L", "RGB"} else picture.convert("RGB")
    clean.info.clear()
    if kind == "png":
        clean.save(out, "PNG", optimize=False, compress_level=6)
    else:
        clean.save(out, "JPEG", quality=JPEG_QUALITY, progressive=True)
    return Rewritten(kind, out.getvalue(), 1, clean.width, clean.height)


def _rewrite_pdf(content: bytes) -> Rewritten:
    """Copy the pages alone into a new document: no scripts, actions, attachments, forms, links or metadata go along."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(content)) as source, pikepdf.new() as target:
            pages = len(source.pages)
            if pages > MOST_PAGES:
                raise Refused("too_big", "pages")
            if not pages:
                raise Refused("try_again", "damaged")
            with contextlib.suppress(RuntimeError, pikepdf.PdfError):
                source.flatten_annotations("all")  # what was filled in becomes part of the page
            for page in source.pages:
                for key in set(page.obj.keys()) - _PAGE_KEYS - {"/Parent"}:
                    del page.obj[key]
            target.pages.extend(source.pages)
            _silence(target)
            out = io.BytesIO()
            target.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    except pikepdf.PasswordError as error:
        raise Refused("password") from error
    except (pikepdf.PdfError, pikepdf.ForeignObjectError, ValueError, RuntimeError, KeyError, TypeError) as error:
        raise Refused("try_again", "damaged") from error
    return Rewritten("pdf", out.getvalue(), pages)


def _silence(document) -> None:  # type: ignore[no-untyped-def]
    """The second net: no object that survived may act or carry a file."""
    import pikepdf

    for thing in document.objects:
        if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
            for key in _ACTING_KEYS:
                if key in thing:
                    del thing[key]


def main() -> int:
    """Read the original from standard input, write the answer to standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    out = sys.stdout.buffer
    try:
        made = rewrite(sys.stdin.buffer.read())
    except Refused as refusal:
        out.write(json.dumps({"refused": refusal.code, "detail": refusal.detail}).encode() + b"\n")
        return 0
    except MemoryError:
        out.write(json.dumps({"refused": "too_big", "detail": "memory"}).encode() + b"\n")
        return 0
    facts = {name: value for name, value in asdict(made).items() if name != "content"}
    out.write(json.dumps(facts).encode() + b"\n" + made.content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
