"""What the head signs, and what a reviewer decides. Never writes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from core.forms import Form, Pick
from training.operations.invoices import LONGEST_REPORT
from training.operations.review import LONGEST_REMARK

RECOMMEND, APPROVE, RETURN = "recommend", "approve", "return"
KEYS = {RECOMMEND: "y", APPROVE: "y", RETURN: "k"}


class SendForm(Form):
    """The activity report and the signature under the SPTJM; `seen` is what the page showed."""

    report = forms.CharField(
        label=gettext_lazy("Laporan pelaksanaan"),
        max_length=LONGEST_REPORT,
        help_text=gettext_lazy("Kehadiran dan biaya tiap peserta dilampirkan dari sistem."),
        widget=forms.Textarea({"rows": "6"}),
    )
    typed_name = forms.CharField(
        label=gettext_lazy("Nama lengkap Anda"),
        max_length=150,
        help_text=gettext_lazy("Menulis nama berarti menandatangani SPTJM di atas."),
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)


class DecisionForm(Form):
    """Pay, or back to the institute; remarks about single lines stand in the table as `r1`, `r2`, …"""

    verdict = forms.ChoiceField(label=gettext_lazy("Putusan Anda"), widget=Pick(slim=True, keys=KEYS))
    remark = forms.CharField(
        label=gettext_lazy("Catatan untuk LPK"),
        required=False,
        max_length=LONGEST_REMARK,
        help_text=gettext_lazy("Sebut satu dokumen, satu alasan, satu cara memperbaiki."),
        widget=forms.Textarea({"rows": "4", "accesskey": "c"}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, ways: list[tuple[str, str]], lines: int, **kwargs: Any) -> None:
        """`ways`: what its judge may do now. Whatever else a page offered once is for the operation to refuse."""
        super().__init__(*args, **kwargs)
        known = dict(ways)
        self.ways, self.lines = ways, lines
        self.fields["verdict"].choices = [(way, known.get(way, way)) for way in (RECOMMEND, APPROVE, RETURN)]

    def shown(self) -> "DecisionForm":
        """Itself, offering only what may be done now."""
        self.fields["verdict"].choices = self.ways
        return self

    def remarks(self) -> dict[int, str]:
        """What was written about a line, by its place in the table, counted from 1."""
        typed = {place: str(self.data.get(f"r{place}", "")).strip() for place in range(1, self.lines + 1)}
        return {place: text for place, text in typed.items() if text}
