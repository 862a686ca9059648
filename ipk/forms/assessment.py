"""Shape and wording of the self-assessment: a job picked from what was found, willingness, a page of activities."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Form, Pick
from core.language import language
from ipk.enums.activities import MayMove, MayTrain
from ipk.models import InstrumentVersion, Item, JobTitle


class FindJobForm(Form):
    """Words for a job. Sent with GET, so that what was found has an address."""

    q = forms.CharField(
        label=_("Cari pekerjaan"),
        required=False,
        max_length=80,
        help_text=_("Tulis dengan kata Anda sendiri, misalnya operator jahit."),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false", "type": "search"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].conditional = True  # nobody is told that a search may stay empty


class PickJobForm(Form):
    """One of the jobs that were found, each with its group."""

    job = forms.ChoiceField(
        label=_("Pilih yang paling sesuai"),
        widget=Pick(slim=True),
        error_messages={
            "required": _("Pilih satu pekerjaan."),
            "invalid_choice": _("Pilih satu pekerjaan dari daftar ini."),
        },
    )

    def __init__(self, *args: Any, found: Sequence[JobTitle], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = {str(title.pk): title for title in found}
        self.fields["job"].choices = [(key, title.title) for key, title in self.found.items()]
        hints = {key: str(title.occupation) for key, title in self.found.items() if _says_more(title)}
        self.fields["job"].widget.hints = hints

    @property
    def chosen(self) -> JobTitle:
        return self.found[self.cleaned_data["job"]]


class WillingForm(Form):
    """How far somebody would go, and whether they would learn."""

    may_move = forms.ChoiceField(label=_("Di mana Anda bersedia bekerja?"), choices=MayMove.choices, widget=Pick())
    may_train = forms.ChoiceField(label=_("Bersedia ikut pelatihan?"), choices=MayTrain.choices, widget=Pick())


class Likert(forms.RadioSelect):
    """Buttons side by side, from dislike to like."""

    template_name = "forms/widgets/likert.html"


class ActivitiesForm(Form):
    """A page of items. Each may stay open; how many of all, the last look decides."""

    def __init__(self, *args: Any, page: Sequence[tuple[int, Item]], version: InstrumentVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = "en" if language() == "en" else "id"
        choices = [(str(label["value"]), label[words]) for label in version.labels]
        for number, item in page:
            self.fields[item.code] = forms.ChoiceField(
                label=f"{number}. {item}", required=False, choices=choices, widget=Likert()
            )

    def answers(self) -> dict[str, int]:
        """What was answered, as whole numbers."""
        return {code: int(value) for code, value in self.cleaned_data.items() if value}


def _says_more(title: JobTitle) -> bool:
    return language() == "en" or not title.names_group
