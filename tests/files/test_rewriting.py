"""What becomes of a file: nothing that acts, hides or identifies survives (B22)."""

import io
import zipfile

import pikepdf
import pytest
from PIL import Image

from files.rewriting import LONGEST_SIDE, Refused, kind_of, rewrite
from tests.factories.files import EICAR, heic, pdf, photo


def refusal(content: bytes) -> tuple[str, str]:
    with pytest.raises(Refused) as refused:
        rewrite(content)
    return refused.value.code, refused.value.detail


def zip_bytes() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("isi.txt", "isi")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (photo(), "jpeg"),
        (photo(kind="PNG"), "png"),
        (photo(kind="WEBP"), "webp"),
        (heic(), "heif"),
        (pdf(), "pdf"),
        (b"MZ\x90\x00" + b"\0" * 64, ""),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", ""),
        (b"<?xml version='1.0'?><svg/>", ""),
        (zip_bytes(), ""),
        (b"GIF89a" + b"\0" * 20, ""),
        (b"\n%PDF-1.4", ""),
        (b"", ""),
    ],
    ids=["jpeg", "png", "webp", "heic", "pdf", "exe", "svg", "xml", "zip", "gif", "pdf-later", "nothing"],
)
def test_the_first_bytes_say_what_a_file_is(content: bytes, kind: str) -> None:
    assert kind_of(content) == kind


@pytest.mark.parametrize(
    "content", [b"MZ\x90\x00" + b"\0" * 64, b"<svg xmlns='http://www.w3.org/2000/svg'/>", zip_bytes(), b"halo"]
)
def test_everything_else_is_refused(content: bytes) -> None:
    assert refusal(content) == ("wrong_type", "")


def test_a_photo_loses_where_and_when_it_was_taken() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Pabrik Kamera"
    exif[0x8825] = {2: (6.0, 12.0, 30.0)}
    made = rewrite(photo(exif=exif))
    assert b"Pabrik Kamera" not in made.content
    assert not Image.open(io.BytesIO(made.content)).getexif()
    assert (made.kind, made.width, made.height) == ("jpeg", 640, 480)


def test_a_photo_held_sideways_is_turned_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    made = rewrite(photo(400, 200, exif=exif))
    assert (made.width, made.height) == (200, 400)


@pytest.mark.parametrize(("sent", "kept"), [("WEBP", "jpeg"), ("PNG", "png"), ("JPEG", "jpeg")])
def test_what_is_sent_and_what_is_kept(sent: str, kept: str) -> None:
    made = rewrite(photo(kind=sent))
    assert (made.kind, kind_of(made.content)) == (kept, kept)


def test_heic_becomes_jpeg() -> None:
    made = rewrite(heic(320, 240))
    assert (made.kind, made.width, made.height) == ("jpeg", 320, 240)


def test_a_large_photo_is_shrunk_and_stays_readable() -> None:
    made = rewrite(photo(6000, 4000))
    assert (made.width, made.height) == (LONGEST_SIDE, 2339)


def test_transparency_becomes_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(out, "PNG")
    assert Image.open(io.BytesIO(rewrite(out.getvalue()).content)).getpixel((5, 5)) == (255, 255, 255)


def test_what_hangs_behind_a_picture_is_cut_off() -> None:
    made = rewrite(photo() + zip_bytes() + b"<script>alert(1)</script>")
    assert b"PK\x03\x04" not in made.content
    assert b"<script>" not in made.content


def test_comments_in_a_png_are_dropped() -> None:
    from PIL.PngImagePlugin import PngInfo

    notes = PngInfo()
    notes.add_text("Comment", "<?php system('id'); ?>")
    assert b"php" not in rewrite(photo(kind="PNG", pnginfo=notes)).content


@pytest.mark.parametrize(("width", "height", "fits"), [(8000, 5000, True), (8001, 5000, False)])
def test_forty_million_pixels_are_the_most(width: int, height: int, fits: bool) -> None:
    content = photo(width, height, kind="PNG")
    if fits:
        assert rewrite(content).kind == "png"
    else:
        assert refusal(content) == ("too_big", "pixels")


def test_a_picture_that_claims_to_be_enormous_is_never_decoded() -> None:
    """50,000 by 50,000 would need 10 GB."""
    small = bytearray(photo(10, 10, kind="PNG"))
    import struct
    import zlib

    head = b"IHDR" + struct.pack(">II", 50_000, 50_000) + bytes(small[24:29])
    small[12:33] = head + struct.pack(">I", zlib.crc32(head))
    assert refusal(bytes(small)) == ("too_big", "pixels")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_half_a_picture_is_asked_for_again(kind: str) -> None:
    whole = photo(800, 800, kind=kind) if kind != "WEBP" else photo(800, 800, kind=kind, lossless=True)
    assert refusal(whole[: len(whole) // 2]) == ("try_again", "damaged")


def test_half_a_heic_is_asked_for_again() -> None:
    assert refusal(heic()[:200]) == ("try_again", "damaged")


def test_a_known_virus_pattern_is_found_anywhere() -> None:
    assert refusal(EICAR) == ("virus", "")
    assert refusal(photo() + EICAR) == ("virus", "")


def test_a_pdf_keeps_its_pages() -> None:
    made = rewrite(pdf(3))
    assert (made.kind, made.pages) == ("pdf", 3)
    with pikepdf.open(io.BytesIO(made.content)) as document:
        assert [float(x) for x in document.pages[0].MediaBox] == [0, 0, 595, 842]


@pytest.mark.parametrize(("pages", "fits"), [(30, True), (31, False)])
def test_thirty_pages_are_the_most(pages: int, fits: bool) -> None:
    if fits:
        assert rewrite(pdf(pages)).pages == 30
    else:
        assert refusal(pdf(pages)) == ("too_big", "pages")


def test_a_locked_pdf_is_refused_with_its_own_message() -> None:
    assert refusal(pdf(password="rahasia")) == ("password", "")


def test_a_pdf_that_opens_without_password_is_kept_without_its_lock() -> None:
    made = rewrite(pdf(owner_password="bank"))
    with pikepdf.open(io.BytesIO(made.content)) as document:
        assert not document.is_encrypted


def test_a_broken_pdf_is_asked_for_again() -> None:
    assert refusal(b"%PDF-1.7\nbukan pdf") == ("try_again", "damaged")


def plainly(content: bytes) -> bytes:
    """The document with every stream opened, so that nothing hides in compression."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as document:
        document.save(
            out,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.all,
            compress_streams=False,
        )
    return out.getvalue()


def acting_pdf() -> bytes:
    """Scripts on opening and by name, an attachment, a link that starts a program, a form, metadata."""
    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(595, 842))
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert('halo')"))
        document.Root.OpenAction = document.make_indirect(script)
        document.Root.AA = pikepdf.Dictionary(WC=script)
        document.attachments["jahat.exe"] = b"MZ isi"
        document.Root.Names.JavaScript = pikepdf.Dictionary(Names=[pikepdf.String("a"), script])
        launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("cmd.exe"))
        link = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Link,
            Rect=[0, 0, 99, 99],
            A=launch,
            AA=pikepdf.Dictionary(E=script),
        )
        document.pages[0].Annots = pikepdf.Array([document.make_indirect(link)])
        document.pages[0].AA = pikepdf.Dictionary(O=script)
        document.Root.AcroForm = pikepdf.Dictionary(Fields=[], XFA=pikepdf.String("<xdp/>"))
        document.save(out)
    return out.getvalue()


def test_a_pdf_loses_everything_that_acts() -> None:
    made = rewrite(acting_pdf())
    with pikepdf.open(io.BytesIO(made.content)) as document:
        assert list(document.attachments) == []
        assert set(document.Root.keys()) == {"/Type", "/Pages"}
        assert set(document.pages[0].keys()) <= {"/Type", "/Parent", "/MediaBox", "/Resources", "/Contents"}
    text = plainly(made.content)
    for sign in (b"JavaScript", b"Launch", b"EmbeddedFile", b"app.alert", b"cmd.exe", b"XFA", b"/AA", b"jahat"):
        assert sign not in text, sign


def test_what_was_filled_in_a_form_stays_readable() -> None:
    """A filled field becomes part of the page before the form goes."""
    source = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(595, 842))
        look = document.make_stream(b"BT /F0 12 Tf (Siti) Tj ET")
        look.Type, look.Subtype, look.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, [0, 0, 100, 20]
        field = document.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Tx, T=pikepdf.String("nama"),
                V=pikepdf.String("Siti"), Rect=[50, 700, 150, 720], AP=pikepdf.Dictionary(N=look), F=4,
            )
        )  # fmt: skip
        document.pages[0].Annots = pikepdf.Array([field])
        document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]))
        document.save(source)
    text = plainly(rewrite(source.getvalue()).content)
    assert b"(Siti) Tj" in text
    assert b"AcroForm" not in text
