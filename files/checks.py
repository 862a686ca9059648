"""What may be stored: type, size, decodable, harmless. Each refusal is one of seven messages a person can act on."""

import io
from dataclasses import dataclass

import pikepdf
import pillow_heif
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from core.errors import Invalid
from files.enums import FileKind

LARGEST = 5 * 1024 * 1024
MOST_PIXELS = 40_000_000
MOST_PAGES = 30
LONGEST_SIDE = 2400
JPEG_QUALITY = 82

pillow_heif.register_heif_opener()
Image.MAX_IMAGE_PIXELS = MOST_PIXELS

MESSAGES = {
    "none": _("Pilih berkas yang akan dikirim."),
    "wrong_type": _("Berkas harus JPG, PNG, atau PDF."),
    "too_big": _("Berkas lebih besar dari 5 MB atau terlalu banyak halaman. Coba foto ulang dengan ukuran kecil."),
    "empty": _("Berkas ini kosong. Pilih berkas lain."),
    "virus": _("Berkas ini berisi bagian yang berbahaya, jadi tidak kami simpan. Kirim foto dari dokumen aslinya."),
    "password": _("Berkas ini dilindungi kata sandi. Buka kuncinya, lalu kirim lagi."),
    "try_again": _("Berkas tidak bisa dibaca. Kirim lagi, atau foto dokumennya."),
}


def refuse(code: str) -> Invalid:
    return Invalid(code, MESSAGES[code])


@dataclass(frozen=True, slots=True)
class CleanCopy:
    kind: FileKind
    content: bytes
    pages: int


def kind_of(head: bytes) -> str:
    """The kind by its first bytes, never by its name: pdf, jpeg, png, webp, heic, or empty."""
    if head[:5] == b"%PDF-":
        return "pdf"
    if head[:3] == b"\xff\xd8\xff":
        return "jpeg"
    if head[:8] == b"\x89PNG\r\n\x1a\n":
        return "png"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"mif1", b"msf1", b"heim", b"heis"):
        return "heic"
    return ""


def clean_copy(content: bytes) -> CleanCopy:
    """Decode and write anew: nothing but pixels or pages survives. Raises Invalid with one of the seven codes."""
    if not content:
        raise refuse("empty")
    if len(content) > LARGEST:
        raise refuse("too_big")
    kind = kind_of(content[:16])
    if not kind:
        raise refuse("wrong_type")
    return _clean_pdf(content) if kind == "pdf" else _clean_image(content, kind)


def _clean_image(content: bytes, kind: str) -> CleanCopy:
    try:
        with Image.open(io.BytesIO(content)) as image:
            if image.width * image.height > MOST_PIXELS:
                raise refuse("too_big")
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(image)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            out = io.BytesIO()
            if kind == "png":
                upright.convert("RGBA" if "A" in upright.getbands() else "RGB").save(out, "PNG", optimize=True)
                return CleanCopy(FileKind.PNG, out.getvalue(), 1)
            upright.convert("RGB").save(out, "JPEG", quality=JPEG_QUALITY, optimize=True)
            return CleanCopy(FileKind.JPEG, out.getvalue(), 1)
    except Image.DecompressionBombError as error:
        raise refuse("too_big") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise refuse("try_again") from error


def _clean_pdf(content: bytes) -> CleanCopy:
    try:
        with pikepdf.open(io.BytesIO(content)) as source:
            if len(source.pages) > MOST_PAGES:
                raise refuse("too_big")
            if len(source.pages) == 0:
                raise refuse("empty")
            _drop_active_parts(source)
            out = io.BytesIO()
            source.save(out, linearize=False, object_stream_mode=pikepdf.ObjectStreamMode.generate)
            return CleanCopy(FileKind.PDF, out.getvalue(), len(source.pages))
    except pikepdf.PasswordError as error:
        raise refuse("password") from error
    except pikepdf.PdfError as error:
        raise refuse("try_again") from error


def _drop_active_parts(pdf: pikepdf.Pdf) -> None:
    """Scripts, launches, attachments and forms: a proof of termination needs none of them."""
    root = pdf.Root
    for name in ("/OpenAction", "/AA", "/AcroForm", "/JavaScript"):
        if name in root:
            del root[name]
    if "/Names" in root:
        for name in ("/JavaScript", "/EmbeddedFiles"):
            if name in root.Names:
                del root.Names[name]
    for page in pdf.pages:
        for name in ("/AA", "/Annots"):
            if name in page:
                del page[name]
    pdf.remove_unreferenced_resources()
