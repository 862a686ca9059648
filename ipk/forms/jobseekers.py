"""Shape and wording of the registration as jobseeker. Never writes."""

from datetime import date
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from core.forms import DateTripleField, Form, Pick, PickMany, RupiahField
from core.models import Region
from ipk.enums.profile import Condition, Impairment
from ipk.forms.fields import LineField
from ipk.models.jobseeker import MOST_PLACES
from ipk.operations.jobseekers import READY_WITHIN, Wish

ADD_PLACE = "tambah"  # the button that adds the chosen place and comes back to the form


def region_choices(regions: list[Region]) -> list[tuple[str, Any]]:
    """All provinces with their regencies below, for one select."""
    provinces = {region.code: region for region in regions if region.parent_id is None}
    below: dict[str, list[tuple[str, str]]] = {code: [] for code in provinces}
    for region in regions:
        if region.parent_id is not None:
            below[region.parent_id].append((region.code, region.name))
    return [
        (province.name, [(code, _("Seluruh %(province)s") % {"province": province.name}), *below[code]])
        for code, province in sorted(provinces.items(), key=lambda item: item[1].name)
    ]


class JobseekerForm(Form):
    """What work, where, from when. Places are chosen one at a time and stay ticked; without scripts."""

    job = LineField(
        label=_("Pekerjaan yang Anda inginkan"),
        help_text=_("Tulis satu. Contoh: operator jahit"),
        max_length=80,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    occupation = forms.ChoiceField(label=_("Golongan pekerjaan"), help_text=_("Pilih yang paling dekat."))
    condition = forms.ChoiceField(
        label=_("Kondisi kebekerjaan sekarang"), choices=Condition.choices, widget=Pick(slim=True)
    )
    places = forms.MultipleChoiceField(
        label=_("Tempat yang sudah dipilih"), required=False, widget=PickMany(slim=True), choices=()
    )
    more = forms.ChoiceField(
        label=_("Tempat bekerja yang diinginkan"),
        required=False,
        help_text=_("Provinsi, kabupaten, atau kota. Boleh lebih dari satu: pilih, lalu tekan Tambah tempat."),
    )
    abroad = forms.BooleanField(label=_("Saya juga mau bekerja di luar negeri"), required=False)
    countries = LineField(
        label=_("Negara yang diinginkan"),
        required=False,
        max_length=120,
        help_text=_("Bila mau ke luar negeri. Contoh: Jepang, Korea Selatan"),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    wage = RupiahField(
        label=_("Upah paling sedikit sebulan"),
        required=False,
        help_text=_("Hanya untuk mencocokkan lowongan. Perusahaan tidak melihatnya."),
    )
    ready_on = DateTripleField(label=_("Siap bekerja mulai"), help_text=_("Contoh: 30 9 2026"))

    def __init__(
        self, *args: Any, today: date, groups: list[Any], regions: list[Region], chosen: list[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        names = {region.code: region.name for region in regions}
        self.fields["occupation"].choices = [("", _("Pilih golongan")), *groups]
        self.fields["more"].choices = [("", _("Pilih tempat")), *region_choices(regions)]
        self.fields["more"].conditional = True
        self.fields["places"].choices = [(code, names[code]) for code in dict.fromkeys(chosen) if code in names]
        self.fields["places"].conditional = True
        self.fields["ready_on"].latest = today + READY_WITHIN

    def without_complaints(self) -> "JobseekerForm":
        """As typed so far, before it was sent: somebody only added a place."""
        self._errors = ErrorDict()
        self.cleaned_data = {}
        return self

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "places" in self.errors:  # somebody else's form: the boxes that were sent are not on the page
            del self.errors["places"]
            self.add_error("more", _("Pilih tempat dari daftar."))
        places = [*data.get("places", []), *filter(None, [data.get("more", "")])]
        data["all_places"] = tuple(dict.fromkeys(places))
        if not data["all_places"] and not data.get("abroad") and "more" not in self.errors:
            self.add_error("more", _("Pilih paling sedikit satu tempat, atau luar negeri."))
        if len(data["all_places"]) > MOST_PLACES:
            self.add_error("more", _("Paling banyak %(most)s tempat.") % {"most": MOST_PLACES})
        if data.get("countries") and not data.get("abroad"):
            self.add_error("abroad", _("Beri tanda di sini bila mau bekerja di luar negeri, atau kosongkan negaranya."))
        return data

    def wish(self) -> Wish:
        data = self.cleaned_data
        return Wish(
            job=data["job"],
            occupation=data["occupation"],
            condition=Condition(data["condition"]),
            places=data["all_places"],
            abroad=data["abroad"],
            countries=data["countries"],
            wage=data["wage"],
            ready_on=data["ready_on"],
        )


class ConditionForm(Form):
    """A disability or health condition: only by those who want to tell, with consent of its own."""

    kinds = forms.MultipleChoiceField(
        label=_("Kondisi yang ingin Anda sampaikan"),
        choices=Impairment.choices,
        widget=PickMany(slim=True),
        error_messages={"required": _("Pilih paling sedikit satu.")},
    )
    needs = LineField(
        label=_("Yang perlu disediakan di tempat kerja"),
        help_text=_("Contoh: tempat duduk, jalur kursi roda, juru bahasa isyarat."),
        required=False,
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
    )
    consents = forms.BooleanField(
        label=_("Saya setuju data kondisi ini disimpan dan dipakai seperti tertulis di atas"),
        error_messages={"required": _("Beri persetujuan, atau kembali tanpa menyimpan.")},
    )

    def told(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "kinds": [Impairment(kind) for kind in data["kinds"]],
            "needs": data["needs"],
            "consents": data["consents"],
        }
