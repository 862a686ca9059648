"""An appointment as a calendar file (RFC 5545). It names neither of the two people: calendars are shared."""

from datetime import timedelta

from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from counseling.models import Session

REMIND_BEFORE = timedelta(minutes=15)


def calendar_file(session: Session, *, link: str) -> bytes:
    """One event in UTC with an alarm a quarter of an hour before. The same session has the same UID."""
    event = Event()
    event.add("uid", f"{session.pk}@jkp")
    event.add("dtstamp", session.booked_at)
    event.add("dtstart", session.starts_at)
    event.add("dtend", session.ends_at)
    event.add("summary", _("Konseling JKP"))
    event.add("description", _("Ruang dibuka 10 menit sebelumnya: %(link)s") % {"link": link})
    event.add("url", link)
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _("Konseling JKP sebentar lagi"))
    alarm.add("trigger", -REMIND_BEFORE)
    event.add_component(alarm)
    calendar = Calendar()
    calendar.add("prodid", "-//JKP//Konseling//ID")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
