"""Giving a file out. Who may have it was decided by the view that calls this."""

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpResponse
from django.utils.http import content_disposition_header

from core.errors import Conflict
from files.enums import MIME, FileKind, FileState
from files.models import StoredFile


def serve(stored: StoredFile, *, inline: bool = False) -> HttpResponse:
    """The clean copy, sandboxed. Raises Conflict while it is in quarantine or when it was rejected."""
    if stored.state != FileState.CLEAN:
        raise Conflict("file_not_clean", stored.get_state_display())
    mime = MIME[FileKind(stored.kind)]
    if settings.PRIVATE_MEDIA_ACCEL:
        response = HttpResponse(content_type=mime)
        response["X-Accel-Redirect"] = f"/_media/{stored.path}"
    else:
        response = FileResponse(default_storage.open(stored.path), content_type=mime)
    response["Content-Disposition"] = content_disposition_header(not inline, stored.original_name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'"
    response["Cache-Control"] = "no-store, private"
    return response
