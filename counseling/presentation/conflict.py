"""Two texts of the same worksheet side by side (B27): what another page saved, and what this one holds."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from counseling.forms.worksheets import AGREEMENT, NEXT_STEPS, PICK, name_of
from counseling.models import GuideQuestion

Item = dict[str, Any]
PICKS = (
    ("saved", gettext_lazy("Yang tersimpan")),
    ("mine", gettext_lazy("Tulisan Anda")),
    ("both", gettext_lazy("Keduanya, berurutan")),
)


def differences(questions: Sequence[GuideQuestion], saved: Mapping[str, str], written: Mapping[str, str]) -> list[Item]:
    """The fields whose texts differ, in the order of the page."""
    labels = {name_of(q.pk): str(q) for q in questions}
    labels |= {AGREEMENT: _("Kesepakatan"), NEXT_STEPS: _("Langkah berikutnya")}
    return [
        {"name": name, "pick": f"{PICK}{name}", "label": label, "saved": saved.get(name, ""), "mine": written[name]}
        for name, label in labels.items()
        if name in written and written[name] != saved.get(name, "")
    ]


def carried(posted: QueryDict, written: Mapping[str, str]) -> dict[str, str]:
    """What the page of the choice carries along unseen: everything that was typed, and what was to be done next."""
    following = str(posted.get("then") or "")
    return dict(written) | ({"then": following} if following else {})
