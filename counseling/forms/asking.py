"""Shape and wording of asking for counselling, of answering a proposal, and of taking it back. Never writes."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Form, Pick
from counseling.enums import AskReason, Channel, SessionKind
from counseling.forms.slots import TimeField
from counseling.models.requests import LONGEST_STORY, MOST_WISHES
from counseling.operations.requests import LONGEST_REASON, Asked
from counseling.selectors.slots import Day

WISHES = tuple(f"wish{n}" for n in range(1, MOST_WISHES + 1))
WISH_LABELS = (_("Pilihan pertama"), _("Pilihan kedua"), _("Pilihan ketiga"))
CHANNEL_HINTS = {
    Channel.CHAT: _("Mengetik, tanpa suara. Paling hemat kuota."),
    Channel.VOICE: _("Bicara lewat internet, sekitar 7 MB untuk 30 menit."),
    Channel.VIDEO: _("Saling melihat, sekitar 75 MB untuk 30 menit."),
    Channel.PHONE: _("Kami menelepon nomor HP Anda. Tanpa internet."),
}
YES, NO = "ya", "tidak"


class WishesForm(Form):
    """Up to three times, the most wanted first."""

    wish1 = TimeField(label=WISH_LABELS[0], error_messages={"required": _("Pilih paling sedikit satu waktu.")})
    wish2 = TimeField(label=WISH_LABELS[1], required=False)
    wish3 = TimeField(label=WISH_LABELS[2], required=False)

    def __init__(self, *args: Any, days: list[Day], zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in WISHES:
            if name in self.fields:
                self.fields[name].offer(days, zone)
        self.fields["wish1"].widget.first_open = True

    def clean(self) -> dict[str, Any]:
        """A time that stands twice is said beside the second."""
        data = super().clean() or self.cleaned_data
        seen: set[datetime] = set()
        for name in WISHES:
            moment = data.get(name)
            if moment is not None and moment in seen:
                self.add_error(name, _("Waktu ini sudah Anda pilih. Pilih waktu lain."))
            seen.add(moment)
        return data

    def wishes(self) -> tuple[datetime, ...]:
        """The chosen moments in their order; `wish_fields` are where they stand."""
        return tuple(self.cleaned_data[name] for name in self.wish_fields())

    def wish_fields(self) -> list[str]:
        return [name for name in WISHES if self.cleaned_data.get(name) is not None]

    def show_refused(self, message: str, facts: Mapping[str, Any]) -> None:
        """Put a refusal beside the wish that it is about."""
        chosen = self.wish_fields()
        n = int(facts.get("n", 1))
        self.add_error(chosen[n - 1] if n <= len(chosen) else WISHES[0], message)


class AskForm(WishesForm):
    """Reason, story, kind, way of meeting, language and wishes. `languages`: those besides Indonesian, if any."""

    field_order = ("reason", "story", "kind", "channel", "language", *WISHES)

    reason = forms.ChoiceField(
        label=_("Apa yang ingin Anda bicarakan?"), choices=AskReason.choices, widget=Pick(slim=True)
    )
    story = forms.CharField(
        label=_("Ceritakan sedikit"),
        required=False,
        help_text=_("Hanya konselor dan koordinatornya yang membacanya, sebelum bertemu."),
        widget=forms.Textarea({"rows": "4", "maxlength": str(LONGEST_STORY)}),
    )
    kind = forms.ChoiceField(
        label=_("Jenis pertemuan"),
        choices=SessionKind.choices,
        initial=SessionKind.CAREER,
        widget=Pick(
            slim=True,
            hints={
                SessionKind.CAREER: _("Membicarakan arah kerja, lowongan, dan pelatihan."),
                SessionKind.INTERVIEW: _("Membicarakan pencarian kerja Anda sebulan terakhir. Lebih singkat."),
            },
        ),
    )
    channel = forms.ChoiceField(
        label=_("Bertemu lewat apa?"), choices=Channel.choices, widget=Pick(slim=True, hints=CHANNEL_HINTS)
    )

    language = forms.ChoiceField(
        label=_("Bahasa daerah"),
        required=False,
        help_text=_("Bila itu lebih nyaman bagi Anda. Kami carikan konselor yang memakainya."),
    )

    def __init__(self, *args: Any, languages: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if languages:
            choices = [("", _("Tidak perlu, bahasa Indonesia saja")), *((name, name) for name in languages)]
            self.fields["language"].choices = choices
        else:
            del self.fields["language"]

    def asked(self) -> Asked:
        data = self.cleaned_data
        return Asked(
            reason=AskReason(data["reason"]),
            wishes=self.wishes(),
            channel=Channel(data["channel"]),
            kind=SessionKind(data["kind"]),
            story=data["story"],
            language=data.get("language", ""),
        )


def _reason_field(label: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=LONGEST_REASON, widget=forms.Textarea({"rows": "2"}))


class MoveForm(WishesForm):
    """Other times than those before, and why if somebody wants to say it."""

    field_order = (*WISHES, "reason")

    reason = _reason_field(_("Mengapa perlu waktu lain?"))


class AnswerForm(Form):
    """Yes or no to a proposed time."""

    answer = forms.ChoiceField(
        label=_("Apakah waktu ini cocok?"),
        choices=((YES, _("Ya, saya datang")), (NO, _("Tidak, saya pilih waktu lain"))),
        widget=Pick(),
    )
    reason = _reason_field(_("Bila tidak cocok, mengapa?"))


class CancelForm(Form):
    reason = _reason_field(_("Mengapa dibatalkan?"))
    reason.help_text = _("Membatalkan tidak memengaruhi manfaat Anda.")
