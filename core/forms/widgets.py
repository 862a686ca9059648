"""Inputs in the portal's hand: large choices, a date in three boxes, an amount with its Rp, one file."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.functional import Promise

Text = str | Promise


class Pick(forms.RadioSelect):
    """Large radio buttons. `hints` explain single choices; choices in `apart` follow after "atau".

    `keys` are the letters by which single choices are made from the keyboard (accesskey).
    """

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        choices: Sequence[Any] = (),
        *,
        hints: Mapping[Any, Text] | None = None,
        apart: Collection[Any] = (),
        keys: Mapping[Any, str] | None = None,
        slim: bool = False,
    ) -> None:
        super().__init__(attrs, choices)
        self.hints = dict(hints or {})
        self.keys = dict(keys or {})
        self.apart = frozenset(map(str, apart))
        self.slim = slim

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        plain = getattr(value, "value", value)
        option["hint"] = self.hints.get(plain, "")
        option["apart"] = str(plain) in self.apart
        if plain in self.keys:
            option["attrs"]["accesskey"] = self.keys[plain]
        return option

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["slim"] = self.slim
        return context


class PickMany(forms.CheckboxSelectMultiple):
    """Large checkboxes with the same hints."""

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        choices: Sequence[Any] = (),
        *,
        hints: Mapping[Any, Text] | None = None,
        slim: bool = False,
    ) -> None:
        super().__init__(attrs, choices)
        self.hints = dict(hints or {})
        self.slim = slim

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        option["hint"] = self.hints.get(getattr(value, "value", value), "")
        return option

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["slim"] = self.slim
        return context


class DateTripleWidget(forms.MultiWidget):
    """Day, month and year as three text boxes: no picker, no format to guess, no script."""

    template_name = "forms/widgets/date_triple.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None, *, birth: bool = False) -> None:
        def box(css: str, part: str) -> forms.TextInput:
            box_attrs = {"class": css, "inputmode": "numeric"}
            if part == "month":
                del box_attrs["inputmode"]  # a month may be written as a word
            if birth:
                box_attrs["autocomplete"] = f"bday-{part}"
            return forms.TextInput(box_attrs)

        super().__init__({"day": box("w3", "day"), "month": box("w6", "month"), "year": box("w6", "year")}, attrs)

    def decompress(self, value: date | None) -> list[str]:
        return [str(value.day), str(value.month), str(value.year)] if value else ["", "", ""]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Django numbers the boxes; here their ids say what they hold, like their names."""
        context = super().get_context(name, value, attrs)
        id_ = context["widget"]["attrs"].get("id")
        for box, ending in zip(context["widget"]["subwidgets"], ("_day", "_month", "_year"), strict=True):
            if id_:
                box["attrs"]["id"] = f"{id_}{ending}"
        return context

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_day" if id_ else id_


class RupiahInput(forms.TextInput):
    """An amount, with Rp before it."""

    template_name = "forms/widgets/rupiah.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "numeric", "autocomplete": "off", **(attrs or {})})


class UploadInput(forms.FileInput):
    """One file, chosen or photographed."""

    def __init__(self, attrs: dict[str, Any] | None = None, *, accept: str = "") -> None:
        super().__init__({**({"accept": accept} if accept else {}), **(attrs or {})})
