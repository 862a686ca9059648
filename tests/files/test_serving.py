"""Sending a stored file: a download that no browser runs."""

import pytest
from django.http import Http404

from core.errors import Conflict
from files.responses import serve
from tests.factories.files import StoredFileFactory, photo

pytestmark = pytest.mark.django_db


def test_a_file_is_a_download_that_does_nothing() -> None:
    response = serve(StoredFileFactory(name="Surat PHK é.jpg"))
    assert b"".join(response.streaming_content) == photo()
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''Surat%20PHK%20%C3%A9.jpg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Length"] == str(len(photo()))


def test_a_picture_may_be_shown_in_the_page_and_a_pdf_may_not() -> None:
    assert serve(StoredFileFactory(), inline=True)["Content-Disposition"].startswith("inline")
    assert serve(StoredFileFactory(as_pdf=True), inline=True)["Content-Disposition"].startswith("attachment")


def test_nginx_sends_it_where_there_is_nginx(settings) -> None:  # type: ignore[no-untyped-def]
    settings.PRIVATE_MEDIA_ACCEL = True
    stored = StoredFileFactory()
    response = serve(stored)
    assert response["X-Accel-Redirect"] == f"/_private/{stored.location}"
    assert response.content == b""


def test_a_file_in_quarantine_is_named_as_such() -> None:
    with pytest.raises(Conflict, match="still_checked"):
        serve(StoredFileFactory(quarantined=True))


def test_a_rejected_file_is_not_there() -> None:
    with pytest.raises(Http404):
        serve(StoredFileFactory(rejected=True))
