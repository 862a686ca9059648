"""Taking a file in: the seven messages, once an owner, private storage."""

from datetime import datetime, timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.db.utils import InternalError, OperationalError

from core.errors import Invalid, TooMany
from core.models import Job
from files.enums import FileState
from files.models import StoredFile
from files.operations import store_upload, storing
from files.wording import MESSAGES
from tests.factories.accounts import UserFactory
from tests.factories.files import EICAR, StoredFileFactory, pdf, photo, upload

pytestmark = pytest.mark.django_db
AT = datetime.fromisoformat("2026-11-20T03:00:00+00:00")
MEGABYTE = 1024 * 1024


def refusal(content: bytes | None, name: str = "bukti.jpg") -> tuple[str, str]:
    user = UserFactory()
    with pytest.raises(Invalid) as refused:
        store_upload(upload(content, name) if content is not None else None, owner=user, purpose="phk_proof", at=AT)
    assert not StoredFile.objects.exists()
    return refused.value.code, str(refused.value.message)


def test_a_photo_is_kept_clean_and_private() -> None:
    user = UserFactory()
    stored = store_upload(upload(photo(), "Surat PHK.jpeg"), owner=user, purpose="phk_proof", at=AT)
    assert (stored.owner, stored.kind, stored.name, stored.state) == (user, "jpeg", "Surat PHK.jpg", "clean")
    assert (stored.pages, stored.created_at) == (1, AT)
    with default_storage.open(stored.location) as file:
        content = file.read()
    assert len(content) == stored.size
    assert "PHK" not in stored.location
    assert [row.to_state for row in stored.log.all()] == ["clean"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (None, "none"),
        (b"MZ" + b"\0" * 100, "wrong_type"),
        (b"\xff\xd8\xff" + b"\0" * (5 * MEGABYTE), "too_big"),
        (b"", "empty"),
        (photo() + EICAR, "virus"),
        (pdf(password="rahasia"), "password"),
        (photo()[:300], "try_again"),
    ],
    ids=["none", "wrong_type", "too_big", "empty", "virus", "password", "try_again"],
)
def test_the_seven_messages(content: bytes | None, code: str) -> None:
    assert refusal(content) == (code, str(MESSAGES[code]))


def test_too_many_pages_and_pixels_are_said_exactly() -> None:
    assert refusal(pdf(31)) == ("too_big", "Dokumen ini lebih dari 30 halaman. Unggah halaman yang diperlukan saja.")
    assert refusal(photo(8001, 5000, kind="PNG"))[1] == "Foto ini terlalu besar. Coba foto ulang dengan ukuran kecil."


def test_five_megabytes_are_taken() -> None:
    exact = photo() + b"\0" * (5 * MEGABYTE - len(photo()))
    assert store_upload(upload(exact), owner=UserFactory(), purpose="phk_proof", at=AT).kind == "jpeg"


def test_one_byte_more_than_five_megabytes_is_not() -> None:
    assert refusal(photo() + b"\0" * (5 * MEGABYTE - len(photo()) + 1))[0] == "too_big"


def test_the_same_file_of_the_same_owner_is_kept_once() -> None:
    user = UserFactory()
    first = store_upload(upload(photo()), owner=user, purpose="phk_proof", at=AT)
    second = store_upload(upload(photo(), "lain.jpg"), owner=user, purpose="phk_proof", at=AT + timedelta(days=2))
    assert first == second
    assert StoredFile.objects.count() == 1


def test_another_owner_or_purpose_is_another_file() -> None:
    user = UserFactory()
    store_upload(upload(photo()), owner=user, purpose="phk_proof", at=AT)
    store_upload(upload(photo()), owner=user, purpose="job_search", at=AT)
    other = store_upload(upload(photo()), owner=UserFactory(), purpose="phk_proof", at=AT)
    assert StoredFile.objects.filter(sha256=other.sha256).count() == 3


def test_a_rejected_file_may_be_sent_again() -> None:
    user = UserFactory()
    first = store_upload(upload(photo()), owner=user, purpose="phk_proof", at=AT)
    StoredFileFactory(rejected=True, owner=user, sha256=first.sha256)
    assert store_upload(upload(photo()), owner=user, purpose="phk_proof", at=AT) == first


def test_the_twenty_first_file_of_an_hour_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    from files.operations import storing
    from files.rewriting import rewrite

    monkeypatch.setattr(storing, "rewrite_apart", rewrite)
    user = UserFactory()
    for number in range(20):
        store_upload(upload(photo(10 + number, 10)), owner=user, purpose="phk_proof", at=AT)
    with pytest.raises(TooMany):
        store_upload(upload(photo(40, 10)), owner=user, purpose="phk_proof", at=AT)
    store_upload(upload(photo(10, 10)), owner=user, purpose="phk_proof", at=AT)
    store_upload(upload(photo(40, 10)), owner=user, purpose="phk_proof", at=AT + timedelta(hours=1))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd.jpg"),
        ("C:\\Users\\siti\\foto.jpg", "foto.jpg"),
        ('surat"\r\nX-Evil: 1.jpg', "surat X-Evil 1.jpg"),
        ("\u202egpj.exe", "gpj.jpg"),
        (".jpg", "berkas.jpg"),
        ("", "berkas.jpg"),
        ("a" * 300 + ".jpg", "a" * 100 + ".jpg"),
        ("Surat PHK (1).heic", "Surat PHK (1).jpg"),
    ],
)
def test_a_name_is_only_a_name(given: str, kept: str) -> None:
    from files.naming import safe_name

    assert safe_name(given, "jpeg") == kept


def test_the_database_refuses_a_move_that_is_none() -> None:
    stored = StoredFileFactory(rejected=True)
    with pytest.raises(InternalError), connection.cursor() as cursor:
        cursor.execute("UPDATE files_storedfile SET state = 'clean' WHERE id = %s", [stored.pk])


def test_with_clamd_the_original_waits_in_quarantine(settings) -> None:  # type: ignore[no-untyped-def]
    settings.CLAMD_ADDRESS = "127.0.0.1:1"
    stored = store_upload(upload(photo()), owner=UserFactory(), purpose="phk_proof", at=AT)
    assert stored.state == FileState.QUARANTINED
    with default_storage.open(stored.quarantine) as file:
        assert file.read() == photo()
    assert Job.objects.get(name="files.check").args == {"file_id": str(stored.pk)}


def test_when_the_row_cannot_be_written_no_bytes_stay(settings, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    settings.CLAMD_ADDRESS = "127.0.0.1:1"
    saved: list[str] = []
    save = default_storage.save

    def note(name: str, content: object) -> str:
        saved.append(save(name, content))
        return saved[-1]

    def fail(row: StoredFile, at: datetime) -> StoredFile:
        raise OperationalError("gone")

    monkeypatch.setattr(default_storage, "save", note)
    monkeypatch.setattr(storing, "_insert", fail)
    with pytest.raises(OperationalError):
        store_upload(upload(photo()), owner=UserFactory(), purpose="phk_proof", at=AT)
    assert len(saved) == 2  # the rewritten file and the original for the scanner
    assert [place for place in saved if default_storage.exists(place)] == []


def test_the_same_file_from_two_tabs_at_once_is_kept_once(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    user = UserFactory()
    first = store_upload(upload(photo()), owner=user, purpose="phk_proof", at=AT)
    look, looks = storing._same, []

    def look_too_early(*facts: object) -> StoredFile | None:
        """The second tab looks before the first has written."""
        looks.append(facts)
        return look(*facts) if len(looks) > 1 else None

    monkeypatch.setattr(storing, "_same", look_too_early)
    assert store_upload(upload(photo()), owner=user, purpose="phk_proof", at=AT) == first
    assert (len(looks), StoredFile.objects.count()) == (2, 1)
