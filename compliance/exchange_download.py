"""A file for a partner as a download that is never stored on the way."""

from typing import IO

from django.http import FileResponse

from compliance.models import Delivery, Reconciliation


def download(made: Delivery | Reconciliation, content: IO[bytes]) -> FileResponse:
    response = FileResponse(content, as_attachment=True, filename=f"{made.number}.csv", content_type="text/csv")
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
