"""Searches that somebody keeps: keep one, see them all, forget one."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.decorators import signed_in
from core import clock
from core.errors import Conflict
from ipk.models import SavedSearch
from ipk.operations import saved_searches as operations
from ipk.presentation import vacancies as vacancy_pages
from ipk.selectors import market
from ipk.selectors.searches import searches_of
from ipk.selectors.vacancies import understand
from ipk.views.common import GET_POST
from ipk.wanted import read_wanted


@never_cache
@require_http_methods(GET_POST)
@signed_in
def saved_searches(request: HttpRequest) -> HttpResponse:
    """All that are kept; sending a search keeps it."""
    if request.method == "POST":
        wanted = read_wanted(QueryDict(request.POST.get("query", "")[:400]))
        group = next((str(row) for row in market.majors() if row.code == wanted.group), "")
        label = vacancy_pages.search_label(wanted, understand(wanted), group)
        try:
            operations.save_search(request.user, wanted=wanted, label=label, at=clock.now())
        except Conflict as error:
            messages.error(request, str(error.message))
        else:
            messages.success(request, _("Pencarian disimpan. Kabar lowongan baru datang tiap Senin."))
        return redirect("ipk:saved_searches")
    rows = list(searches_of(request.user))
    return render(request, "ipk/saved_searches.html", {"rows": rows, "most": operations.MOST})


@require_POST
@signed_in
def saved_search_remove(request: HttpRequest, saved_id: uuid.UUID) -> HttpResponse:
    """Forget one of one's own."""
    saved = get_object_or_404(SavedSearch, pk=saved_id, user=request.user)
    operations.remove_search(saved)
    messages.success(request, _("Pencarian dihapus."))
    return redirect("ipk:saved_searches")
