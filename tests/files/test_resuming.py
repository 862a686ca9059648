"""/unggah/: a file in pieces over a line that breaks (B23), and the form that takes it afterwards."""

import hashlib
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.db.utils import InternalError
from django.http import HttpResponse
from django.test import Client
from django.utils.datastructures import MultiValueDict

from accounts.models import User
from core.errors import Conflict, Invalid, TooMany
from core.forms import Form
from files.enums import UploadState
from files.forms import EvidenceField
from files.limits import PIECE, SMALLEST_PIECE
from files.models import StoredFile, Upload
from files.operations import UploadReference, append_piece, begin_upload, expire_uploads, store_upload
from files.operations.receiving import content_of
from files.tasks import expire_uploads_now
from tests.factories.accounts import UserFactory, officer, sign_in
from tests.factories.files import EICAR, photo
from tests.html import soup

pytestmark = pytest.mark.django_db
AT = datetime.fromisoformat("2026-11-20T03:00:00+00:00")
WEEK = timedelta(days=7)
SAME = ("kind", "size", "sha256", "created_at", "expires_at")
# A photo that decodes, and needs four pieces: the last one is shorter.
PICTURE = photo(120, 90) + bytes(range(256)) * (3 * 512) + b"akhir"


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.clock.now", lambda: AT)


@pytest.fixture
def siti() -> User:
    return UserFactory()


@pytest.fixture
def her_client(client: Client, siti: User) -> Client:
    return sign_in(client, siti)


def announce(client: Client, content: bytes = PICTURE, **said: Any) -> HttpResponse:
    facts = {"name": "bukti.jpg", "kind": "jpeg", "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    return client.post("/unggah/", facts | said)


def send(client: Client, place: str, offset: int | str, content: bytes, **options: Any) -> HttpResponse:
    options = {"content_type": "application/offset+octet-stream", "headers": {"Upload-Offset": str(offset)}} | options
    return client.patch(place, content, **options)


def pieces(content: bytes, offset: int = 0) -> Iterator[tuple[int, bytes]]:
    for begins in range(offset, len(content), PIECE):
        yield begins, content[begins : begins + PIECE]


def sent_ahead(owner: User, content: bytes = PICTURE, *, name: str = "bukti.jpg", at: datetime = AT) -> Upload:
    """An upload that arrived, by the operations."""
    digest = hashlib.sha256(content).hexdigest()
    row, _new = begin_upload(owner=owner, name=name, kind="jpeg", size=len(content), sha256=digest, at=at)
    for offset, piece in pieces(content):
        row = append_piece(row, offset=offset, content=piece, actor=owner, at=at)
    return row


def store(upload: Upload, owner: User | None, *, purpose: str = "phk_proof", at: datetime = AT) -> StoredFile:
    return store_upload(UploadReference(upload.pk), owner=owner, purpose=purpose, at=at)


def kept_bytes(upload: Upload) -> list[str]:
    folder = f"potongan/{upload.pk.hex[:2]}/{upload.pk.hex}"
    return sorted(default_storage.listdir(folder)[1]) if default_storage.exists(folder) else []


# --- over HTTP ---------------------------------------------------------------------------------------------------


def test_a_file_arrives_in_four_pieces(her_client: Client, siti: User) -> None:
    begun = announce(her_client)
    row = Upload.objects.get()
    assert (begun.status_code, begun.json()) == (201, {"id": str(row.pk), "offset": 0})
    assert begun["Location"] == f"/unggah/{row.pk}/"
    assert begun["Upload-Expires"] == "Fri, 27 Nov 2026 03:00:00 GMT"
    for offset, piece in pieces(PICTURE):
        answer = send(her_client, begun["Location"], offset, piece)
        assert (answer.status_code, answer["Upload-Offset"]) == (204, str(offset + len(piece)))
    assert answer["Upload-State"] == "complete"
    row.refresh_from_db()
    assert (row.owner, row.state, row.received, row.expires_at) == (siti, "complete", len(PICTURE), AT + WEEK)
    assert content_of(row) == PICTURE
    assert [move.to_state for move in row.log.all()] == ["complete"]


def test_head_says_where_the_next_piece_begins(her_client: Client) -> None:
    place = announce(her_client)["Location"]
    send(her_client, place, 0, PICTURE[:PIECE])
    told = her_client.head(place)
    assert told.status_code == 200
    assert (told["Upload-Offset"], told["Upload-Length"], told["Tus-Resumable"]) == (
        str(PIECE),
        str(len(PICTURE)),
        "1.0.0",
    )
    assert "no-store" in told["Cache-Control"]


@pytest.mark.parametrize("cut", range(4))
def test_after_a_cut_at_any_piece_it_goes_on_from_there(her_client: Client, cut: int) -> None:
    place = announce(her_client)["Location"]
    for offset, piece in list(pieces(PICTURE))[:cut]:
        send(her_client, place, offset, piece)
    again = announce(her_client)  # the next day, in another tab
    assert (again.status_code, again["Location"], again.json()["offset"]) == (200, place, cut * PIECE)
    for offset, piece in pieces(PICTURE, again.json()["offset"]):
        assert send(her_client, place, offset, piece).status_code == 204
    assert content_of(Upload.objects.get()) == PICTURE


@pytest.mark.parametrize("offset", [0, 1, PIECE - 1, PIECE + 1, 2 * PIECE])
def test_a_piece_elsewhere_is_told_the_right_offset(her_client: Client, offset: int) -> None:
    place = announce(her_client)["Location"]
    send(her_client, place, 0, PICTURE[:PIECE])
    answer = send(her_client, place, offset, b"x" * PIECE)
    assert (answer.status_code, answer["Upload-Offset"], answer.json()["code"]) == (409, str(PIECE), "wrong_offset")
    assert Upload.objects.get().received == PIECE


def test_the_same_piece_twice_is_once(her_client: Client) -> None:
    place = announce(her_client)["Location"]
    for offset, piece in pieces(PICTURE):
        first, second = (send(her_client, place, offset, piece) for _ in range(2))
        assert first.status_code == second.status_code == 204
        assert first["Upload-Offset"] == second["Upload-Offset"]
        assert first["Upload-State"] == second["Upload-State"]
    assert content_of(Upload.objects.get()) == PICTURE
    assert Upload.objects.get().log.count() == 1


def test_what_a_rolled_back_step_left_gives_way(siti: User) -> None:
    """The bytes were written, the row was not: the same piece comes again and counts."""
    digest = hashlib.sha256(PICTURE).hexdigest()
    row, _new = begin_upload(owner=siti, name="a.jpg", kind="jpeg", size=len(PICTURE), sha256=digest, at=AT)
    default_storage.save(f"{row.location}/0000000", SimpleUploadedFile("x", b"half of a piece"))
    for offset, piece in pieces(PICTURE):
        row = append_piece(row, offset=offset, content=piece, actor=siti, at=AT)
    assert content_of(row) == PICTURE


def test_a_changed_file_is_thrown_away_and_said(her_client: Client) -> None:
    place = announce(her_client, sha256=hashlib.sha256(b"another").hexdigest())["Location"]
    for offset, piece in pieces(PICTURE):
        answer = send(her_client, place, offset, piece)
    assert answer.status_code == 422
    assert answer.json() == {
        "code": "checksum",
        "message": "Berkas berubah di perjalanan. Pilih berkasnya, lalu kirim lagi.",
    }
    row = Upload.objects.get()
    assert (row.state, row.location, row.name, kept_bytes(row)) == ("discarded", "", "", [])
    assert row.log.get().note == "checksum"
    assert her_client.head(place).status_code == 404


@pytest.mark.parametrize("method", ["head", "patch"])
def test_somebody_elses_upload_is_not_there(her_client: Client, method: str) -> None:
    row = sent_ahead(UserFactory(), PICTURE)
    stranger = sign_in(Client(), officer())
    for visitor in (her_client, stranger):
        options = {"content_type": "application/offset+octet-stream", "headers": {"Upload-Offset": "0"}}
        answer = visitor.head(f"/unggah/{row.pk}/") if method == "head" else visitor.patch(
            f"/unggah/{row.pk}/", PICTURE[:PIECE], **options
        )  # fmt: skip
        assert answer.status_code == 404
    assert her_client.head(f"/unggah/{uuid.uuid4()}/").status_code == 404


def test_two_people_send_the_same_content_apart(her_client: Client) -> None:
    other = sent_ahead(UserFactory())
    mine = announce(her_client).json()
    assert mine["id"] != str(other.pk)
    assert mine["offset"] == 0


def test_nobody_uploads_without_signing_in(client: Client) -> None:
    assert announce(client)["Location"].startswith("/masuk/?next=/unggah/")
    assert not Upload.objects.exists()


def test_a_piece_needs_its_token(siti: User) -> None:
    strict = sign_in(Client(enforce_csrf_checks=True), siti)
    row, _new = begin_upload(owner=siti, name="a.jpg", kind="jpeg", size=9, sha256="0" * 64, at=AT)
    assert announce(strict).status_code == 403
    assert send(strict, f"/unggah/{row.pk}/", 0, b"x" * 9).status_code == 403
    row.refresh_from_db()
    assert row.received == 0


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"size": 5 * 1024 * 1024 + 1}, "Berkas lebih besar dari 5 MB. Coba foto ulang dengan ukuran kecil."),
        ({"size": 0}, "Berkas ini kosong. Pilih berkas lain."),
        ({"name": "surat.docx"}, "Berkas harus JPG, PNG, atau PDF."),
        ({"name": "gambar.svg"}, "Berkas harus JPG, PNG, atau PDF."),
        ({"kind": "svg"}, "Berkas harus JPG, PNG, atau PDF."),
        ({"sha256": "z" * 64}, "Berkas tidak dapat dibaca. Simpan atau foto ulang, lalu unggah lagi."),
    ],
)
def test_what_will_not_be_taken_is_refused_before_it_is_sent(her_client: Client, said: Any, message: str) -> None:
    answer = announce(her_client, **said)
    assert (answer.status_code, answer.json()["message"]) == (422, message)
    assert not Upload.objects.exists()


def test_a_name_is_only_a_name(her_client: Client) -> None:
    assert announce(her_client, name="../../\r\n\u202e" + "a" * 200 + ".jpg").status_code == 201
    row = Upload.objects.get()
    assert (len(row.name), row.name[-5:]) == (120, "a.jpg")
    assert row.location == f"potongan/{row.pk.hex[:2]}/{row.pk.hex}"


@pytest.mark.parametrize(
    ("content", "options", "status"),
    [
        (b"x" * (PIECE + 1), {}, 413),
        (b"", {"CONTENT_TYPE": "application/offset+octet-stream"}, 422),
        (b"x" * (SMALLEST_PIECE - 1), {}, 422),
        (PICTURE[:PIECE], {"content_type": "application/octet-stream"}, 415),
        (PICTURE[:PIECE], {"headers": {}}, 400),
        (PICTURE[:PIECE], {"headers": {"Upload-Offset": "-1"}}, 400),
        (PICTURE[:PIECE], {"headers": {"Upload-Offset": "٣"}}, 400),
        (PICTURE[:PIECE], {"wsgi.input": BytesIO(PICTURE[: PIECE - 7])}, 400),
    ],
    ids=["too_large", "empty", "crumb", "type", "no_offset", "negative", "foreign_digit", "cut"],
)
def test_what_is_no_piece_changes_nothing(
    her_client: Client, content: bytes, options: dict[str, Any], status: int
) -> None:
    place = announce(her_client)["Location"]
    assert send(her_client, place, 0, content, **options).status_code == status
    assert Upload.objects.get().received == 0


def test_more_than_was_promised_is_refused(her_client: Client) -> None:
    place = announce(her_client, size=20_000)["Location"]
    assert send(her_client, place, 0, b"x" * 20_001).status_code == 422
    assert Upload.objects.get().received == 0


def test_a_week_later_it_is_not_there_any_more(her_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    place = announce(her_client)["Location"]
    send(her_client, place, 0, PICTURE[:PIECE])
    monkeypatch.setattr("core.clock.now", lambda: AT + WEEK - timedelta(seconds=1))
    client = sign_in(Client(), Upload.objects.get().owner)
    assert client.head(place).status_code == 200
    monkeypatch.setattr("core.clock.now", lambda: AT + WEEK)
    assert client.head(place).status_code == 404
    assert send(client, place, PIECE, PICTURE[PIECE : 2 * PIECE]).status_code == 404
    again = announce(client)
    assert (again.status_code, again.json()["offset"]) == (201, 0)
    assert sorted(Upload.objects.values_list("state", flat=True)) == ["expired", "receiving"]


def test_the_twenty_first_upload_of_an_hour_waits(siti: User) -> None:
    def begin(number: int, at: datetime = AT) -> Upload:
        facts = {"name": "a.jpg", "kind": "jpeg", "size": 1000, "sha256": f"{number:064x}"}
        return begin_upload(owner=siti, at=at, **facts)[0]

    first = begin(0)
    for number in range(1, 20):
        begin(number)
    with pytest.raises(TooMany):
        begin(20)
    assert begin(0) == first  # going on is no new upload
    begin(20, at=AT + timedelta(hours=1))


def test_fifty_megabytes_a_day_are_enough(her_client: Client) -> None:
    for number in range(10):
        assert announce(her_client, size=5 * 1024 * 1024, sha256=f"{number:064x}").status_code == 201
    answer = announce(her_client, size=1)
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many")
    assert answer.json()["message"] == "Terlalu sering dicoba. Coba lagi dalam 1440 menit."


# --- the form that takes it --------------------------------------------------------------------------------------


class ProofForm(Form):
    file = EvidenceField(label="Foto")


def bound(sent: str = "", file: bytes | None = None) -> ProofForm:
    files = {"file": [SimpleUploadedFile("surat.jpg", file)]} if file is not None else {}
    return ProofForm({"file_sent": sent}, MultiValueDict(files))


def test_the_field_takes_the_file_or_the_id(siti: User) -> None:
    row = sent_ahead(siti)
    form = bound(str(row.pk))
    assert form.is_valid()
    assert form.cleaned_data["file"] == UploadReference(row.pk)
    both = bound(str(row.pk), photo())
    assert both.is_valid()
    assert both.cleaned_data["file"].name == "surat.jpg"


@pytest.mark.parametrize("sent", ["", "bukan-id", "../../etc/passwd"])
def test_an_id_that_is_none_is_no_file(sent: str) -> None:
    assert bound(sent).errors["file"] == ["Pilih berkasnya, lalu kirim lagi."]


def test_a_form_with_another_mistake_keeps_what_was_sent(siti: User) -> None:
    row = sent_ahead(siti)
    carried = [soup(str(form)).select_one("[name=file_sent]")["value"] for form in (bound(str(row.pk)), ProofForm())]
    assert carried == [str(row.pk), ""]
    assert soup(str(ProofForm())).select_one("[data-unggah]")["data-unggah"] == "/unggah/"


def test_a_file_sent_ahead_goes_the_same_way_as_one_in_the_form(siti: User) -> None:
    row = sent_ahead(siti, name="Surat PHK.jpg")
    stored = store(row, siti)
    assert (stored.owner, stored.kind, stored.name, stored.state) == (siti, "jpeg", "Surat PHK.jpg", "clean")
    assert stored.sha256 == hashlib.sha256(PICTURE).hexdigest()
    assert stored.size < len(PICTURE)  # drawn again: what hung behind the picture is gone
    row.refresh_from_db()
    assert (row.state, row.location, row.name, kept_bytes(row)) == ("used", "", "", [])


def test_the_same_form_twice_keeps_one_file(siti: User) -> None:
    row = sent_ahead(siti)
    first, second = store(row, siti), store(row, siti)
    assert first == second
    assert StoredFile.objects.count() == 1
    assert row.log.filter(move="use").count() == 1


def test_the_original_is_scanned_like_any_other(siti: User, settings: Any) -> None:
    settings.CLAMD_ADDRESS = "127.0.0.1:1"
    stored = store(sent_ahead(siti), siti)
    assert stored.state == "quarantined"
    with default_storage.open(stored.quarantine) as file:
        assert file.read() == PICTURE


@pytest.mark.parametrize(
    ("content", "code"),
    [(PICTURE + EICAR, "virus"), (b"MZ" + b"\0" * 100, "wrong_type")],
    ids=["virus", "wrong_type"],
)
def test_what_the_checks_refuse_is_thrown_away(siti: User, content: bytes, code: str) -> None:
    row = sent_ahead(siti, content)
    with pytest.raises(Invalid, match=code):
        store(row, siti)
    row.refresh_from_db()
    assert (row.state, row.log.last().note, kept_bytes(row)) == ("discarded", code, [])
    assert not StoredFile.objects.exists()


def test_what_cannot_be_read_now_stays_for_another_try(siti: User) -> None:
    row = sent_ahead(siti, photo()[:300])
    with pytest.raises(Invalid, match="try_again"):
        store(row, siti)
    row.refresh_from_db()
    assert row.state == "complete"


def test_nobody_takes_what_is_not_theirs_not_whole_or_too_old(siti: User) -> None:
    whole = sent_ahead(siti)
    begun, _new = begin_upload(owner=siti, name="a.jpg", kind="jpeg", size=9, sha256="0" * 64, at=AT)
    for row, owner, at in (
        (whole, UserFactory(), AT),
        (whole, None, AT),
        (begun, siti, AT),
        (whole, siti, AT + WEEK),
    ):
        with pytest.raises(Invalid, match="none"):
            store(row, owner, at=at)
    assert not StoredFile.objects.exists()
    assert store(whole, siti).owner == siti


def test_used_for_one_purpose_it_is_no_file_for_another(siti: User) -> None:
    row = sent_ahead(siti)
    store(row, siti)
    with pytest.raises(Invalid, match="none"):
        store(row, siti, purpose="job_search")


# --- what is left ------------------------------------------------------------------------------------------------


def test_the_sweep_forgets_what_no_form_took(siti: User, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = sent_ahead(siti)
    begun, _new = begin_upload(owner=siti, name="a.jpg", kind="jpeg", size=40_000, sha256="0" * 64, at=AT)
    append_piece(begun, offset=0, content=b"x" * 20_000, actor=siti, at=AT)
    young = sent_ahead(UserFactory(), at=AT + timedelta(days=1))
    assert expire_uploads(at=AT + WEEK - timedelta(seconds=1)) == 0
    monkeypatch.setattr("core.clock.now", lambda: AT + WEEK)
    expire_uploads_now()
    for row in (whole, begun):
        row.refresh_from_db()
        assert (row.state, row.name, row.location, kept_bytes(row)) == ("expired", "", "", [])
    young.refresh_from_db()
    assert young.state == "complete"
    assert kept_bytes(young) == ["0000000", "0131072", "0262144", "0393216"]
    assert expire_uploads(at=AT + WEEK) == 0


def test_the_sweep_finds_bytes_that_an_interrupted_step_left(siti: User) -> None:
    row = sent_ahead(siti)
    Upload.workflow.move(row, "use", actor=None, at=AT)
    assert len(kept_bytes(row)) == 4
    assert expire_uploads(at=AT) == 1
    row.refresh_from_db()
    assert (row.state, row.location, kept_bytes(row)) == ("used", "", [])


def test_the_database_keeps_the_rules(siti: User) -> None:
    row = sent_ahead(siti)
    with pytest.raises(InternalError), transaction.atomic():
        Upload.objects.filter(pk=row.pk).update(state=UploadState.RECEIVING)
    with pytest.raises(IntegrityError), transaction.atomic():
        Upload.objects.filter(pk=row.pk).update(received=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Upload.objects.create(owner=siti, **{name: getattr(row, name) for name in SAME})


def test_an_upload_that_is_over_takes_no_piece(siti: User) -> None:
    row, _new = begin_upload(owner=siti, name="a.jpg", kind="jpeg", size=9, sha256="0" * 64, at=AT)
    with pytest.raises(Conflict, match="upload_over"):
        append_piece(row, offset=0, content=b"x" * 9, actor=siti, at=AT + WEEK)
