"""Each act on an agreement with its form: which are open to this officer, and what was sent."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from compliance import exchange_policies as policies
from compliance.forms.exchange import CardListForm, KeyForm, QuarterForm, ReasonForm
from compliance.models import DataAgreement
from compliance.operations import exchange, exchange_sets
from compliance.operations.exchange_requests import LONGEST_PURPOSE
from compliance.operations.reconciliation import send_list
from compliance.presentation.exchange import quarters
from core import clock
from core.errors import Conflict, Invalid, NotAllowed


def forms_for(request: HttpRequest, agreement: DataAgreement, today: date) -> dict[str, Any]:
    """The forms that are open to this officer; the one that was sent is bound."""
    user: Any = request.user
    done = request.POST.get("do", "") if request.method == "POST" else ""

    def bound(name: str) -> Any:
        return request.POST if done == name else None

    found: dict[str, Any] = {}
    if agreement.state == "proposed" and policies.can_approve_agreement(user, agreement, today):
        found["refuse"] = ReasonForm(bound("refuse"), prefix="refuse")
    if agreement.state == "active" and policies.can_end(user, agreement, today):
        found["end"] = ReasonForm(bound("end"), prefix="end")
    if policies.can_ask_for_set(user, agreement, today):
        found["key"] = KeyForm(bound("key"), prefix="key")
        found["ask"] = QuarterForm(bound("ask"), prefix="ask", quarters=quarters(today))
    if policies.can_send_list(user, agreement, today):
        sent, files = bound("cards"), request.FILES if done == "cards" else None
        purpose = agreement.purpose[:LONGEST_PURPOSE]
        found["cards"] = CardListForm(sent, files, prefix="cards", initial={"purpose": purpose})
    return found


def act(request: HttpRequest, agreement: DataAgreement, forms: dict[str, Any]) -> str:
    """Do what was sent and say so; "" when its form came back. Raises NotAllowed for what is not open, Conflict."""
    user: Any = request.user
    done, how = request.POST.get("do", ""), {"actor": user, "at": clock.now()}
    if done == "approve":
        exchange.approve_agreement(agreement, **how)
        return _("Perjanjian disetujui dan berlaku menurut tanggalnya.")
    if done == "approve_key":
        return _approve_key(request, agreement, how)
    if done not in forms:
        raise NotAllowed("not_allowed", _("Anda tidak dapat melakukan ini pada perjanjian ini."))
    form = forms[done]
    if not form.is_valid():
        return ""
    try:
        return _done(done, agreement, form.cleaned_data, how)
    except (Invalid, Conflict) as error:
        if isinstance(error, Conflict) and error.code == "wrong_state":
            raise
        name = str(error.facts.get("field", next(iter(form.fields))))
        form.add_error(name, str(error.message))
        return ""


def _approve_key(request: HttpRequest, agreement: DataAgreement, how: dict[str, Any]) -> str:
    keys = {str(key.pk): key for key in agreement.keys.all()}
    key = keys.get(request.POST.get("key", ""))
    if key is None:
        raise Conflict("no_key", _("Kunci ini tidak ada. Muat ulang halaman."))
    exchange.approve_key(key, **how)
    return _("Kunci disetujui. Mitra dapat memakainya sekarang.")


def _done(done: str, agreement: DataAgreement, said: dict[str, Any], how: dict[str, Any]) -> str:
    if done == "refuse":
        exchange.refuse_agreement(agreement, because=said["because"], **how)
        return _("Perjanjian ditolak.")
    if done == "end":
        exchange.end_agreement(agreement, because=said["because"], **how)
        return _("Perjanjian diakhiri. Mulai sekarang tidak ada data yang keluar.")
    if done == "key":
        exchange.propose_key(agreement, key=said["key"], until=said["key_until"], **how)
        return _("Kunci baru menunggu administrator. Kunci lama tetap dipakai sampai hari terakhirnya.")
    if done == "cards":
        content = said["file"].read()
        sent = send_list(agreement, content, purpose=said["purpose"], **how)
        return _("Daftar %(number)s diterima dan sedang dicocokkan.") % {"number": sent.number}
    made = exchange_sets.ask_for_set(agreement, quarter=said["quarter"], **how)
    return _("Data %(number)s sudah ada dalam daftar.") % {"number": made.number}
