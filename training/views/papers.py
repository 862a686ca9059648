"""Signed papers as PDF, as the people of a case read them; addressees have their letters under Surat."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from accounts.decorators import roles, signed_in
from notices.letters import read_pdf
from notices.models import Letter
from training.decorators import with_institute
from training.models import Institute
from training.selectors.partnership import agreements
from training.views.review_institutes import READERS, institute_or_404


def shown(letter: Letter) -> HttpResponse:
    """The stored file, whose SHA-256 the check page shows."""
    headers = {
        "Content-Disposition": f'inline; filename="{letter.number}.pdf"',
        "Cache-Control": "no-store, private",
    }
    return HttpResponse(read_pdf(letter), content_type="application/pdf", headers=headers)


@require_safe
@roles(*READERS)
def review_pks(request: HttpRequest, institute_id: uuid.UUID, partnership_id: uuid.UUID) -> HttpResponse:
    """An agreement that both sides signed, for who reads the desk of partnerships."""
    return _agreement(institute_or_404(institute_id), partnership_id)


@require_safe
@signed_in
@with_institute
def provider_pks(request: HttpRequest, institute: Institute, partnership_id: uuid.UUID) -> HttpResponse:
    """The same for everybody who acts for the institute, not only for the head who signed it."""
    return _agreement(institute, partnership_id)


def _agreement(institute: Institute, partnership_id: uuid.UUID) -> HttpResponse:
    letter = next((letter for row, letter in agreements(institute) if row.pk == partnership_id), None)
    if letter is None:
        raise Http404
    return shown(letter)
