"""A5: the inbox, the record of everything the portal has said."""

from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, translate_url
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.decorators import signed_in
from core import clock
from notices import operations
from notices.enums import Topic
from notices.forms import CopiesForm
from notices.models import Notice
from notices.selectors import counts_by_topic, failed_copies, wishes_of

PAGE = 20


@signed_in
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Filters: `belum=1` unread, `topik=` one topic; 20 a page, the newest first."""
    counts = counts_by_topic(request.user)
    topic = request.GET.get("topik", "")
    unread_only = request.GET.get("belum") == "1"
    notices = Notice.objects.visible_to(request.user).newest_first()
    if topic in Topic.values:
        notices = notices.filter(topic=topic)
    if unread_only:
        notices = notices.unread()
    page = Paginator(notices, PAGE).get_page(request.GET.get("page"))
    failed = failed_copies(request.user, page.object_list)
    context = {
        "page": page,
        "rows": [{"notice": notice, "failed": failed.get((notice.event, notice.key), [])} for notice in page],
        "chips": _chips(counts, topic, unread_only),
        "unread": sum(count.unread for count in counts.values()),
        "everything": sum(count.all for count in counts.values()),
        "wishes": wishes_of(request.user),
    }
    return render(request, "notices/inbox.html", context)


def _chips(counts: dict[str, Any], topic: str, unread_only: bool) -> list[dict[str, object]]:
    unread = sum(count.unread for count in counts.values())
    chips = [
        _chip(_("Semua"), {}, sum(count.all for count in counts.values()), not topic and not unread_only),
        _chip(_("Belum dibaca"), {"belum": "1"}, unread, unread_only and not topic),
    ]
    for value in Topic.values:
        if value in counts:
            chips.append(_chip(Topic(value).label, {"topik": value}, counts[value].all, topic == value))
    return chips


def _chip(label: str, query: dict[str, str], count: int, current: bool) -> dict[str, object]:
    url = reverse("notices:inbox")
    return {"label": label, "href": f"{url}?{urlencode(query)}" if query else url, "count": count, "current": current}


@signed_in
@require_POST
def open_notice(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Mark it read and go to the page it is about."""
    notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=notice_id)
    operations.mark_read(notice, at=clock.now())
    return redirect(_in_language_of_page(notice.link) if notice.link else "notices:inbox")


def _in_language_of_page(link: str) -> str:
    """A stored link is Indonesian: only there does its path resolve without a prefix."""
    language = get_language() or settings.LANGUAGE_CODE
    with override(settings.LANGUAGE_CODE):
        return translate_url(link, language)


@signed_in
@require_POST
def mark_read(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=notice_id)
    operations.mark_read(notice, at=clock.now())
    return redirect(f"{reverse('notices:inbox')}?{request.GET.urlencode()}".rstrip("?"))


@signed_in
@require_POST
def mark_all_read(request: HttpRequest) -> HttpResponse:
    count = operations.mark_all_read(request.user, at=clock.now())
    if count:
        done = ngettext("%(count)s pemberitahuan ditandai dibaca.", "%(count)s pemberitahuan ditandai dibaca.", count)
        messages.success(request, done % {"count": count})
    return redirect("notices:inbox")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def copies(request: HttpRequest) -> HttpResponse:
    """Which copies leave the portal, and by whose clock the quiet hours go."""
    if request.method == "POST":
        form = CopiesForm(request.POST)
        if form.is_valid():
            operations.choose_copies(request.user, **form.cleaned_data)
            messages.success(request, _("Pilihan Anda sudah disimpan."))
            return redirect("notices:inbox")
        return render(request, "notices/copies.html", {"form": form}, status=422)
    return render(request, "notices/copies.html", {"form": CopiesForm(initial=asdict(wishes_of(request.user)))})
