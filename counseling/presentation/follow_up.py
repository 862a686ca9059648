"""How a counsellor's follow-up list reads."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core import clock
from core.formatting import number, plain_date
from core.language import language
from counseling.models import Session
from counseling.selectors import follow_up as lists

Item = dict[str, Any]
NAMES = {
    lists.QUIET: gettext_lazy("Belum ada yang terjadi"),
    lists.APPLIED: gettext_lazy("Sudah melamar"),
    lists.CALLED: gettext_lazy("Dipanggil"),
    lists.ACCEPTED: gettext_lazy("Diterima bekerja"),
    lists.TRAINED: gettext_lazy("Ikut pelatihan"),
    lists.NOTHING: gettext_lazy("Tanpa rekomendasi"),
}


def chips(numbers: dict[str, int], chosen: str, asked: dict[str, str]) -> list[Item]:
    """One a state with its number; what was `asked` is kept."""
    kept = {key: value for key, value in asked.items() if value}
    here = reverse("counseling:follow_up")
    every = {"label": _("Semua"), "href": _with(here, kept), "count": None, "current": not chosen}
    return [
        every,
        *(
            {
                "label": label,
                "href": _with(here, {"keadaan": state, **kept}),
                "count": numbers[state],
                "current": state == chosen,
            }
            for state, label in NAMES.items()
        ),
    ]


def _with(path: str, query: dict[str, Any]) -> str:
    return f"{path}?{urlencode(query)}" if query else path


def row(session: Session) -> Item:
    """One session, annotated by `selectors.follow_up.followed_up`: one tag for the furthest that happened."""
    tag, tone = _furthest(session)
    return {
        "session": session,
        "name": session.person.full_name,
        "place": str(session.person.region) if session.person.region_id else "–",
        "day": plain_date(clock.legal_date(session.starts_at), language()),
        "vacancies": _vacancies(session),
        "trainings": _trainings(session),
        "tag": tag,
        "tone": tone,
        "href": reverse("counseling:follow_up_one", args=[session.pk]),
    }


def _furthest(session: Any) -> tuple[str, str]:
    for count, state, tone in (
        (session.accepted, lists.ACCEPTED, "ok"),
        (session.called, lists.CALLED, "run"),
        (session.trained, lists.TRAINED, "ok"),
        (session.applied, lists.APPLIED, "run"),
        (session.advised + session.taught, lists.QUIET, "wait"),
    ):
        if count:
            return str(NAMES[state]), tone
    return str(NAMES[lists.NOTHING]), ""


def _vacancies(session: Any) -> str:
    if not session.advised:
        return "–"
    return ngettext(
        "%(applied)s dari %(n)s dilamar", "%(applied)s dari %(n)s dilamar", session.advised
    ) % {"applied": number(session.applied, language()), "n": number(session.advised, language())}  # fmt: skip


def _trainings(session: Any) -> str:
    if not session.taught:
        return "–"
    return ngettext(
        "%(trained)s dari %(n)s diikuti", "%(trained)s dari %(n)s diikuti", session.taught
    ) % {"trained": number(session.trained, language()), "n": number(session.taught, language())}  # fmt: skip
