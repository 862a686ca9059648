"""Files as people send them, and as they are kept."""

import hashlib
import io
from datetime import UTC, datetime
from typing import Any

import factory
import pikepdf
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from factory.django import DjangoModelFactory
from PIL import Image

from core.workflow import signed_by
from files.enums import FileKind, FileState
from files.models import StoredFile

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def photo(width: int = 640, height: int = 480, kind: str = "JPEG", **options: Any) -> bytes:
    """A picture of one colour."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), (11, 95, 102)).save(out, kind, **options)
    return out.getvalue()


def heic(width: int = 320, height: int = 240) -> bytes:
    """A picture as an iPhone makes it."""
    import pillow_heif

    out = io.BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", (width, height), (11, 95, 102))).save(out, quality=60)
    return out.getvalue()


def pdf(pages: int = 1, *, password: str = "", owner_password: str = "", **root: Any) -> bytes:
    """A document of empty A4 pages; `root` entries go into its catalogue."""
    out = io.BytesIO()
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page(page_size=(595, 842))
        for key, value in root.items():
            document.Root[f"/{key}"] = value
        if password or owner_password:
            document.save(out, encryption=pikepdf.Encryption(user=password, owner=owner_password or password))
        else:
            document.save(out)
    return out.getvalue()


def upload(content: bytes, name: str = "bukti.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


class StoredFileFactory(DjangoModelFactory):
    """A clean photo in storage, without the way through the checks. Traits: quarantined, rejected, as_pdf."""

    class Meta:
        model = StoredFile
        skip_postgeneration_save = True

    owner = factory.SubFactory("tests.factories.accounts.UserFactory")
    purpose = "phk_proof"
    kind = FileKind.JPEG
    name = "bukti.jpg"
    size = factory.LazyAttribute(lambda row: len(row.content_))
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    clean_sha256 = factory.LazyAttribute(lambda row: hashlib.sha256(row.content_).hexdigest())
    location = factory.LazyAttribute(
        lambda row: default_storage.save(f"berkas/{row.sha256[-12:]}", ContentFile(row.content_))
    )
    state = FileState.CLEAN
    created_at = datetime(2026, 11, 1, 2, 0, tzinfo=UTC)

    @factory.post_generation
    def log_of_its_state(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        """What is no longer in quarantine was checked by a move, as in life."""
        move = {FileState.CLEAN: "pass", FileState.REJECTED: "reject"}.get(self.state)
        if create and move:
            moved = {"from_state": FileState.QUARANTINED, "to_state": self.state, "at": self.created_at}
            self.log.create(move=move, **moved, **signed_by(None))

    class Params:
        content_ = factory.LazyFunction(photo)
        quarantined = factory.Trait(state=FileState.QUARANTINED)
        rejected = factory.Trait(state=FileState.REJECTED)
        as_pdf = factory.Trait(kind=FileKind.PDF, name="bukti.pdf", content_=factory.LazyFunction(pdf))
