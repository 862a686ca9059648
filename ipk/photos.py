"""The photo of a profile as pages and the CV show it: a small square, cut from the middle."""

import io

from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from core.errors import Conflict
from files.enums import FileKind, FileState
from files.models import StoredFile
from files.responses import SANDBOX

SIDE = 320  # pixels
PAPER = "#ffffff"


def can_be_shown(stored: StoredFile | None) -> bool:
    return stored is not None and stored.state == FileState.CLEAN and stored.kind != FileKind.PDF


def square_of(stored: StoredFile, *, side: int = SIDE) -> bytes:
    """The picture as a square JPEG. Only of a file that the portal has drawn itself and found clean."""
    with default_storage.open(stored.location) as content, Image.open(content) as picture:
        full = picture.convert("RGBA")
    paper = Image.new("RGBA", full.size, PAPER)
    whole = Image.alpha_composite(paper, full).convert("RGB")
    # Faces are in the upper part of a portrait.
    cut = ImageOps.fit(whole, (side, side), Image.Resampling.LANCZOS, centering=(0.5, 0.3))
    out = io.BytesIO()
    cut.save(out, "JPEG", quality=82)
    return out.getvalue()


def serve_square(stored: StoredFile | None) -> HttpResponse:
    """The square as an answer. Whether this person may see it was decided by the caller's view.

    Raises Conflict("still_checked") while it is in quarantine and Http404 when there is none.
    """
    if stored is not None and stored.state == FileState.QUARANTINED:
        raise Conflict("still_checked", _("Berkas ini masih diperiksa. Coba lagi dalam satu menit."))
    if stored is None or not can_be_shown(stored):
        raise Http404
    answer = HttpResponse(square_of(stored), content_type="image/jpeg")
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = SANDBOX
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Cache-Control"] = "private, no-store"
    return answer
