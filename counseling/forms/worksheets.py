"""Forms of the worksheet: the whole page, the choice between two texts, and both signatures."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from core.forms import Form
from core.text import without_invisible
from counseling.models import GuideQuestion
from counseling.models.worksheets import LONGEST_NOTE
from counseling.operations.worksheets import Written

AGREEMENT, NEXT_STEPS = "agreement", "next_steps"
FORM = "kk"  # the id of the form: what is agreed stands outside of it, below the recommendations
PICK = "pilih-"
SAVED, BOTH = "saved", "both"


class NotesField(forms.CharField):
    """Several lines of plain text as somebody says them: what cannot be seen is dropped, everything else is text."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", LONGEST_NOTE)
        kwargs.setdefault("required", False)
        attrs = {"rows": kwargs.pop("rows", 2), **kwargs.pop("attrs", {})}
        kwargs.setdefault("widget", forms.Textarea(attrs))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        return without_invisible(super().to_python(value).replace("\r\n", "\n").replace("\r", "\n")).strip()


def name_of(question_id: int) -> str:
    """The name of a question's field."""
    return f"q{question_id}"


class WorksheetForm(Form):
    """The questions of one guide, what was agreed and what comes next. `version` is what the page was opened with."""

    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    agreement = NotesField(
        label=_("Yang disepakati"),
        help_text=_("Apa yang Anda berdua sepakati. Peserta membaca dan menandatanganinya."),
        rows=4,
        attrs={"form": FORM},
    )
    next_steps = NotesField(
        label=_("Langkah berikutnya"),
        help_text=_("Siapa melakukan apa, dan kapan."),
        rows=3,
        attrs={"form": FORM},
    )

    def __init__(self, *args: Any, questions: Sequence[GuideQuestion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = list(questions)
        for question in self.questions:
            self.fields[name_of(question.pk)] = NotesField(label=str(question), help_text=question.hint_here)

    def written(self) -> Written:
        """What is on the page, once it is valid."""
        typed = self.cleaned_data
        notes = {question.pk: typed[name_of(question.pk)] for question in self.questions}
        return Written(typed["version"], notes, typed[AGREEMENT], typed[NEXT_STEPS])


def as_fields(notes: Mapping[int, str], agreement: str, next_steps: str) -> dict[str, str]:
    """Names of the form's fields with their texts."""
    return {name_of(pk): text for pk, text in notes.items()} | {AGREEMENT: agreement, NEXT_STEPS: next_steps}


def with_choices(posted: QueryDict, saved: Mapping[str, str]) -> QueryDict:
    """What was posted, after the choice between it and what another page saved: that one, both, or this."""
    chosen = posted.copy()
    for name, text in saved.items():
        pick = posted.get(f"{PICK}{name}")
        if pick == SAVED:
            chosen[name] = text
        elif pick == BOTH:
            chosen[name] = "\n\n".join(filter(None, (text, posted.get(name, "").strip())))
    return chosen


class SignForm(Form):
    """The counsellor's name under what stands there; `version` is what was read."""

    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    typed_name = forms.CharField(
        label=_("Nama lengkap Anda"), max_length=150, widget=forms.TextInput({"autocomplete": "name", "class": "w24"})
    )


class AgreeForm(Form):
    """The participant's name; `digest` is the fingerprint of what was read."""

    digest = forms.RegexField("^[0-9a-f]{64}$", widget=forms.HiddenInput)
    typed_name = forms.CharField(
        label=_("Nama lengkap Anda"), max_length=150, widget=forms.TextInput({"autocomplete": "name", "class": "w24"})
    )


class CommentForm(Form):
    """What the participant wants changed."""

    digest = forms.RegexField("^[0-9a-f]{64}$", widget=forms.HiddenInput)
    comment = NotesField(label=_("Apa yang perlu diubah?"), required=True, rows=4)


class AbsentForm(Form):
    """What is known of why the participant did not come."""

    note = NotesField(
        label=_("Yang Anda ketahui"),
        help_text=_("Misalnya: tidak menjawab telepon, atau sinyal terputus."),
        max_length=300,
        rows=3,
    )
