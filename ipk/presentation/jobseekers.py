"""What the pages of the registration as jobseeker say."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.formatting import plain_date, rupiah
from core.language import language
from ipk.models import Jobseeker
from ipk.selectors import HeldCondition

Item = dict[str, Any]


def wish_facts(row: Jobseeker, places: list[str], *, editable: bool = True) -> list[Item]:
    """What was registered, each row leading to the form."""
    form = reverse("ipk:jobseeker_register")
    anchors = {
        "job": "id_job",
        "occupation": "id_occupation",
        "condition": "id_condition_0",
        "places": "id_more",
        "ready_on": "id_ready_on_day",
    }
    rows = [
        ("job", _("Pekerjaan yang diinginkan"), row.job),
        ("occupation", _("Golongan pekerjaan"), str(row.occupation)),
        ("condition", _("Kondisi kebekerjaan"), row.get_condition_display()),
        ("places", _("Tempat bekerja"), ", ".join([*places, *_abroad(row)])),
        ("wage", _("Upah paling sedikit"), _wage(row)),
        ("ready_on", _("Siap bekerja"), _("mulai %(day)s") % {"day": plain_date(row.ready_on, language())}),
    ]
    return [
        {"term": term, "value": value, "href": f"{form}#{anchors.get(name, f'id_{name}')}" if editable else ""}
        for name, term, value in rows
    ]


def _abroad(row: Jobseeker) -> list[str]:
    if not row.abroad:
        return []
    return [_("luar negeri (%(countries)s)") % {"countries": row.countries} if row.countries else _("luar negeri")]


def _wage(row: Jobseeker) -> str:
    if row.wage is None:
        return _("tidak ditentukan")
    return _("%(amount)s sebulan") % {"amount": rupiah(row.wage, language())}


def condition_facts(held: HeldCondition) -> Item:
    """What is kept with consent, since when."""
    return {
        "kinds": [kind.label for kind in held.kinds],
        "needs": held.needs,
        "given_at": held.given_at,
    }
