"""How a signal explains itself: sentences out of its facts, the numbers behind them, and what may be behind it."""

from collections.abc import Iterable
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.clock import legal_date
from core.formatting import countdown, date_range, long_moment, number, percent, plain_date
from core.language import language
from core.places import by_code
from rules.signals import SIGNAL_PRECISION, SIGNAL_PRECISION_DAYS
from training.enums import SignalKind, SignalState
from training.models import Signal, TrainingClass
from training.selectors.signals import LEAST_DECIDED, DeskNumbers, Precision

Item = dict[str, Any]
Table = dict[str, Any]
K, S = SignalKind, SignalState
SOON_DAYS = 2
TONES = {S.OPEN: "wait", S.EXPLAINED: "ok", S.REFERRED: "run"}
SAME, HOLIDAY, COUNSELLING = "same", "holiday", "counselling"
BAR = 300
MOVES = {
    "find": gettext_lazy("Ditemukan"),
    "explain": gettext_lazy("Ada penjelasan"),
    "refer": gettext_lazy("Diteruskan"),
}
TITLES = {
    SAME: gettext_lazy("Menit yang sama untuk semua"),
    HOLIDAY: gettext_lazy("Semua hadir pada hari libur"),
    COUNSELLING: gettext_lazy("Hadir selagi konseling"),
    K.ALWAYS_FULL: gettext_lazy("Selalu penuh, tanpa yang berhenti"),
    K.ONE_INSTITUTE: gettext_lazy("Satu konselor, satu LPK"),
}
# What is honest and looks the same: read before deciding.
HONEST = {
    SAME: gettext_lazy(
        "Kelas kecil, kelas dengan asrama, atau kelas dengan jam yang ketat dapat hadir seragam. Bandingkan dengan "
        "daftar hadir yang ditandatangani dan dengan kelas lembaga ini yang lain."
    ),
    HOLIDAY: gettext_lazy(
        "Sebagian lembaga memang mengajar pada hari libur. Bandingkan dengan jadwal kelas yang diumumkan."
    ),
    COUNSELLING: gettext_lazy(
        "Konseling lewat portal dapat diikuti dari mana saja: juga dari ruang kelas atau pada jeda. Lembaga dapat lupa "
        "mengurangi menitnya."
    ),
    K.ALWAYS_FULL: gettext_lazy(
        "Lembaga yang peminatnya banyak dan daftar tunggunya panjang dapat selalu penuh. Bandingkan dengan daftar "
        "tunggu dan presensinya."
    ),
    K.ONE_INSTITUTE: gettext_lazy(
        "Konselor yang banyak menangani satu bidang dapat sering menyebut satu lembaga. Bandingkan bidang pesertanya "
        "dan lembaga lain yang mengajarkannya di sana."
    ),
}


# --- the list ----------------------------------------------------------------------------------------------------


def totals(found: DeskNumbers) -> list[Item]:
    lang = language()
    late = _("%(n)s lewat batas") % {"n": number(found.late, lang)} if found.late else _("tidak ada yang lewat batas")
    return [
        {"term": _("Perlu diperiksa"), "value": number(found.open, lang), "text": late, "bad": found.late > 0},
        {"term": _("Batas dua hari ini"), "value": number(found.soon, lang)},
        {"term": _("Diputus"), "value": number(found.decided, lang), "text": _("dalam 90 hari terakhir")},
    ]


def row(signal: Signal, now: datetime) -> Item:
    """One of the list."""
    today, waits = legal_date(now), signal.state == S.OPEN
    left = (signal.due_on - today).days
    return {
        "signal": signal,
        "left": countdown(signal.due_on, now, language()) if waits else "",
        "hot": waits and left < 0,
        "soon": waits and 0 <= left <= SOON_DAYS,
        "what": summary(signal),
        "tone": TONES[S(signal.state)],
        "decided": plain_date(legal_date(signal.decided_at), language()) if signal.decided_at else "",
    }


def precision_rows(found: Iterable[Precision]) -> list[Item]:
    return [
        {
            "rule": f"{one.kind.value} · {one.kind.label}",
            "open": number(one.open, language()),
            "decided": number(one.decided, language()),
            "referred": number(one.referred, language()),
            "share": percent(one.share, language(), 0) if one.share is not None else _("terlalu sedikit"),
            "has_share": one.share is not None,
            "weak": one.weak,
            "width": int(BAR * one.share) if one.share else 0,
        }
        for one in found
    ]


def precision_words(on: date) -> str:
    return _(
        "Dari yang diputus dalam %(days)s hari terakhir. Mulai %(least)s putusan bagiannya ditampilkan; di bawah "
        "%(share)s, ambang aturan itu ditinjau."
    ) % {
        "days": number(SIGNAL_PRECISION_DAYS.on(on).value, language()),
        "least": number(LEAST_DECIDED, language()),
        "share": percent(SIGNAL_PRECISION.on(on).value, language(), 0),
    }


# --- one signal --------------------------------------------------------------------------------------------------


def sort_of(signal: Signal) -> str:
    """The pattern of FR16, or the rule."""
    return str(signal.facts["pattern"]) if signal.kind == K.SAME_PATTERN else signal.kind


def summary(signal: Signal) -> str:
    """One line of the list."""
    facts, lang = signal.facts, language()
    if signal.kind == K.ALWAYS_FULL:
        return _("%(n)s kelas berturut-turut penuh") % {"n": number(facts["count"], lang)}
    if signal.kind == K.ONE_INSTITUTE:
        words = {"n": number(facts["n"], lang), "total": number(facts["total"], lang)}
        return _("%(n)s dari %(total)s rekomendasi ke satu lembaga") % words
    counted = {
        SAME: _("menit yang sama untuk semua"),
        HOLIDAY: _("semua hadir pada hari libur"),
        COUNSELLING: _("hadir selagi konseling"),
    }
    return f"{facts['title']}: {counted[facts['pattern']]}"


def sentences(signal: Signal) -> list[str]:
    """What was found, and from when on it is a signal."""
    if signal.kind == K.ALWAYS_FULL:
        return _full_sentences(signal.facts)
    if signal.kind == K.ONE_INSTITUTE:
        return _house_sentences(signal)
    return {SAME: _same_sentences, HOLIDAY: _holiday_sentences, COUNSELLING: _counselling_sentences}[
        signal.facts["pattern"]
    ](signal.facts)


def _class_words(facts: Item) -> Item:
    return {"title": facts["title"], "when": date_range(_day(facts["starts_on"]), _day(facts["ends_on"]), language())}


def _same_sentences(facts: Item) -> list[str]:
    lang = language()
    words = {name: number(facts[name], lang) for name in ("people", "meetings", "full_meetings")}
    limits = {name: number(count, lang) for name, count in facts["limits"].items()}
    return [
        _("Kelas %(title)s, %(when)s.") % _class_words(facts),
        _(
            "%(people)s peserta tercatat dengan menit yang persis sama pada semua %(meetings)s pertemuan; pada "
            "%(full_meetings)s pertemuan semuanya hadir penuh."
        )
        % words,
        _("Menjadi sinyal mulai %(people)s peserta dan %(meetings)s pertemuan.") % limits,
    ]


def _holiday_sentences(facts: Item) -> list[str]:
    words = {"n": number(facts["count"], language())}
    found = ngettext(
        "Pada %(n)s hari libur nasional semua peserta tercatat hadir dari awal sampai akhir.",
        "Pada %(n)s hari libur nasional semua peserta tercatat hadir dari awal sampai akhir.",
        facts["count"],
    )
    least = {"people": number(facts["limits"]["people"], language())}
    return [
        _("Kelas %(title)s, %(when)s.") % _class_words(facts),
        found % words,
        _("Menjadi sinyal mulai %(people)s peserta.") % least,
    ]


def _counselling_sentences(facts: Item) -> list[str]:
    found = ngettext(
        "%(n)s kali seorang peserta tercatat hadir pada menit yang dipakainya untuk konseling.",
        "%(n)s kali seorang peserta tercatat hadir pada menit yang dipakainya untuk konseling.",
        facts["count"],
    )
    least = {"minutes": number(facts["limits"]["overlap"], language())}
    return [
        _("Kelas %(title)s, %(when)s.") % _class_words(facts),
        found % {"n": number(facts["count"], language())},
        _("Menjadi sinyal mulai %(minutes)s menit yang bertumpuk.") % least,
    ]


def _full_sentences(facts: Item) -> list[str]:
    lang = language()
    limits = {"classes": number(facts["limits"]["classes"], lang), "months": number(facts["limits"]["months"], lang)}
    words = {"when": _span(facts), "n": number(facts["count"], lang)}
    return [
        _("%(when)s: semua %(n)s kelas yang ditagihkan terisi penuh, dan tidak ada yang berhenti atau kurang hadir.")
        % words,
        _("Menjadi sinyal mulai %(classes)s kelas dalam %(months)s bulan.") % limits,
    ]


def _house_sentences(signal: Signal) -> list[str]:
    facts, lang = signal.facts, language()
    limits = facts["limits"]
    own, others = Fraction(facts["n"], facts["total"]), Fraction(facts["peers_n"], facts["peers_total"])
    words = {
        "when": _span(facts),
        "who": str(signal.counsellor),
        "n": number(facts["n"], lang),
        "total": number(facts["total"], lang),
        "share": percent(own, lang, 0),
    }
    peers = {
        "place": by_code()[facts["region"]].name,
        "n": number(facts["peers_n"], lang),
        "total": number(facts["peers_total"], lang),
        "share": percent(others, lang, 0),
    }
    least = {
        "share": percent(Fraction(limits["share"]), lang, 0),
        "times": number(limits["times"], lang),
        "least": number(limits["least"], lang),
    }
    return [
        _("%(when)s: %(who)s memberi %(n)s dari %(total)s rekomendasinya (%(share)s) kepada lembaga ini.") % words,
        _("Rekan konselor di %(place)s: %(n)s dari %(total)s (%(share)s).") % peers,
        _(
            "Menjadi sinyal di atas %(share)s dan di atas %(times)s kali bagian rekan, mulai %(least)s rekomendasi di "
            "kedua sisi."
        )
        % least,
    ]


def _span(facts: Item) -> str:
    return date_range(_day(facts["first"]), _day(facts["last"]), language())


def _day(text: str) -> date:
    return date.fromisoformat(text)


def facts_of(signal: Signal, held: TrainingClass | None) -> list[Item]:
    """`held`: the class that it is about."""
    found = [
        {"term": _("Lembaga"), "value": signal.institute.name},
        {"term": "VIN", "value": signal.institute.vin},
        {"term": _("Wilayah"), "value": str(signal.institute.region)},
        {"term": _("Ditemukan"), "value": plain_date(legal_date(signal.found_at), language())},
        {"term": _("Batas waktu"), "value": plain_date(signal.due_on, language())},
    ]
    if signal.counsellor is not None:
        found.insert(3, {"term": _("Konselor"), "value": str(signal.counsellor)})
    if held is not None:
        found.insert(3, {"term": _("Jadwal kelas"), "value": f"{held.schedule} · {held.place}"})
    return found


def history(signal: Signal) -> list[Item]:
    rows = signal.log.order_by("at", "pk")
    return [{"title": f"{MOVES[row.move]}, {row.actor_name}", "when": long_moment(row.at, language())} for row in rows]
