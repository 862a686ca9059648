"""A letter on a page, and as the file that was issued."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.decorators import signed_in
from notices.letters import read_pdf
from notices.letters.pdf import printed, qr_svg, scan_svg
from notices.models import Letter


@signed_in
@require_safe
def letter(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """The same words as the PDF, for reading, listening and printing."""
    found = get_object_or_404(Letter.objects.visible_to(request.user), pk=letter_id)
    context = {"letter": found, "print": printed(found), "qr": qr_svg(found), "scan": scan_svg(found)}
    return render(request, "notices/letter.html", context)


@signed_in
@require_safe
def letter_pdf(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """The stored file, whose SHA-256 the check page shows."""
    found = get_object_or_404(Letter.objects.visible_to(request.user), pk=letter_id)
    return HttpResponse(
        read_pdf(found),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{found.number}.pdf"', "Cache-Control": "no-store, private"},
    )
