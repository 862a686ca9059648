"""Sending a stored file. Whether this person may have it was decided by the caller's view."""

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from core.errors import Conflict
from files.enums import FileKind, FileState
from files.models import StoredFile

SANDBOX = "sandbox; default-src 'none'"
ACCEL_PREFIX = "/_private/"  # the internal location of deploy/nginx.conf


def serve(stored: StoredFile, *, inline: bool = False) -> HttpResponse | FileResponse:
    """The file as a download; an image also `inline`. Never executed, sniffed or stored on the way.

    Raises Conflict("still_checked") while it is in quarantine and Http404 when it was rejected.
    """
    if stored.state == FileState.QUARANTINED:
        raise Conflict("still_checked", _("Berkas ini masih diperiksa. Coba lagi dalam satu menit."))
    if stored.state != FileState.CLEAN:
        raise Http404
    if settings.PRIVATE_MEDIA_ACCEL:
        response: HttpResponse | FileResponse = HttpResponse()
        response["X-Accel-Redirect"] = ACCEL_PREFIX + stored.location
    else:
        response = FileResponse(default_storage.open(stored.location))
        response["Content-Length"] = stored.size
    shown = inline and stored.kind != FileKind.PDF
    response["Content-Type"] = stored.content_type
    response["Content-Disposition"] = content_disposition_header(not shown, stored.name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response
