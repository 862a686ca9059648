"""/pola/waktu/: the demo's calendar and clock, for anybody who tries the portal out."""

from datetime import date, timedelta

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from kombu.exceptions import OperationalError

from accounts.decorators import public
from core import clock
from core.formatting import clock_time, long_date
from core.language import language
from jkp_portal import demo_clock
from jkp_portal.forms import DemoDayForm

STEPS = (1, 3, 7, 30)
WORKING_DAYS = 3  # the clock of a decision
DAYS_OFF = 6


@never_cache
@public
def move_day(request: HttpRequest) -> HttpResponse:
    """Show the demo's day; move it to another one or back to the real one; run the tasks of the day."""
    if not settings.DEMO_MODE:
        raise Http404
    earliest, latest = demo_clock.reachable()
    today = clock.today()
    if request.POST.get("night"):
        return _night(request)
    if request.POST.get("day_real"):
        demo_clock.back_to_the_real_day()
        return _moved(request)
    data = request.POST if request.method == "POST" else None
    form = DemoDayForm(data, initial={"day": today}, earliest=earliest, latest=latest)
    if form.is_valid():
        demo_clock.move_to(form.cleaned_data["day"], form.cleaned_data["hour"])
        return _moved(request)
    jumps = [(step, today + timedelta(days=step)) for step in STEPS]
    decided = demo_clock.after_working_days(today, WORKING_DAYS)
    context = {
        "form": form,
        "today": today,
        "hour": clock_time(clock.now(), language=language()),
        "jumps": [(n, day, _boxes(day)) for n, day in jumps if day <= latest],
        "working_days": WORKING_DAYS,
        "after_working_days": _boxes(decided) if decided else None,
        "days_off": demo_clock.days_off(today, DAYS_OFF),
    }
    return render(request, "jkp_portal/move_day.html", context, status=422 if form.errors else 200)


def _moved(request: HttpRequest) -> HttpResponse:
    demo_clock.tell_partners()
    day = long_date(clock.today(), language())
    messages.success(request, _("Sekarang %(day)s.") % {"day": day})
    return redirect("jkp_portal:move_day")


def _night(request: HttpRequest) -> HttpResponse:
    try:
        demo_clock.run_the_night()
    except OperationalError:
        messages.error(request, _("Antrian tugas sedang tidak terjangkau. Coba lagi sebentar lagi."))
    else:
        messages.success(request, _("Tugas hari ini sedang dijalankan. Hasilnya terlihat dalam satu menit."))
    return redirect("jkp_portal:move_day")


def _boxes(day: date) -> dict[str, int]:
    """The form's three boxes for a day."""
    return {"day_day": day.day, "day_month": day.month, "day_year": day.year}
