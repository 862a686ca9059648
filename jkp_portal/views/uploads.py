"""/unggah/: a file that comes ahead of its form, in pieces, after the manner of tus 1.0.

    POST  /unggah/        name, kind, size, sha256     → 201 (or 200, when it was begun before): {"id", "offset"}
    HEAD  /unggah/<id>/                                → Upload-Offset: where the next piece begins
    PATCH /unggah/<id>/   Upload-Offset, ≤ 128 KB      → 204; 409 with the right Upload-Offset; 422 when it is not whole

For static/js/unggah.js: the answers are JSON and headers, whoever is not the owner gets 404.
"""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import UnreadablePostError
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import http_date
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.decorators import signed_in
from core import clock
from core.errors import DomainError, Invalid
from files.enums import UploadState
from files.forms import BeginUploadForm
from files.limits import PIECE
from files.models import Upload
from files.operations import append_piece, begin_upload

PIECE_TYPE = "application/offset+octet-stream"
View = Callable[..., HttpResponse]


class PieceRefused(DomainError):
    """The request itself is not one that carries a piece."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status = status


def answers_json(view: View) -> View:
    """Refusals of the domain as JSON, with the offset where there is one."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except DomainError as error:
            response = JsonResponse({"code": error.code, "message": str(error.message)}, status=error.status)
            if "offset" in error.facts:
                response["Upload-Offset"] = error.facts["offset"]
        response["Tus-Resumable"] = "1.0.0"
        return response

    return wrapper


@never_cache
@require_POST
@signed_in
@answers_json
def begin(request: HttpRequest) -> HttpResponse:
    """Announce a file; the same content of the same person goes on where it stopped."""
    form = BeginUploadForm(request.POST)
    if not form.is_valid():
        field, messages = next(iter(form.errors.items()))
        raise Invalid(f"invalid_{field}", messages[0])
    row, new = begin_upload(owner=request.user, at=clock.now(), **form.cleaned_data)
    response = JsonResponse({"id": str(row.pk), "offset": row.received}, status=201 if new else 200)
    response["Location"] = reverse("jkp_portal:upload", args=[row.pk])
    return _told(response, row)


@never_cache
@require_http_methods(["HEAD", "PATCH"])
@signed_in
@answers_json
def piece(request: HttpRequest, upload_id: uuid.UUID) -> HttpResponse:
    """How far it is; the next piece."""
    at = clock.now()
    mine = Upload.objects.visible_to(request.user)
    if request.method == "HEAD":
        return _told(HttpResponse(), get_object_or_404(mine.live(at) | mine.takeable(at), pk=upload_id))
    row = get_object_or_404(mine.live(at), pk=upload_id)
    row = append_piece(row, offset=_offset(request), content=_content(request), actor=request.user, at=at)
    return _told(HttpResponse(status=204), row)


def _told(response: HttpResponse, row: Upload) -> HttpResponse:
    response["Upload-Offset"] = row.received
    response["Upload-Length"] = row.size
    response["Upload-State"] = UploadState(row.state).value
    response["Upload-Expires"] = http_date(row.expires_at.timestamp())
    return response


def _offset(request: HttpRequest) -> int:
    text = request.headers.get("Upload-Offset", "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise PieceRefused(400, "offset_missing")
    return int(text)


def _content(request: HttpRequest) -> bytes:
    """The piece, when all of it arrived."""
    if request.content_type != PIECE_TYPE:
        raise PieceRefused(415, "piece_type")
    promised = int(request.META.get("CONTENT_LENGTH") or 0)
    if promised > PIECE:
        raise PieceRefused(413, "piece_too_large")
    try:
        content = request.body
    except UnreadablePostError as error:
        raise PieceRefused(400, "piece_cut") from error
    if len(content) != promised:
        raise PieceRefused(400, "piece_cut")
    return content
