"""Data exchange on the console: agreements with what they lack, sets, and the log."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance import exchange_policies as policies
from compliance.exchange_refusals import Refusal
from compliance.models import DataAgreement, Delivery, ExchangeEvent, PartnerKey
from compliance.models.exchange import AgreementState, DeliveryState
from compliance.presentation.complaints import short_moment
from compliance.selectors.exchange import keys_in_force, last_quarter, ordered_fields, refusals_since
from core.formatting import plain_date
from core.language import language
from rules.calendar import add_months

Item = dict[str, Any]
A, D = AgreementState, DeliveryState
PROBLEMS = {
    "agreement_over": gettext_lazy("Perjanjian tidak berlaku lagi pada hari data disiapkan."),
    "months_missing": gettext_lazy("Berkas iuran BPJS untuk triwulan ini belum lengkap tiga bulan."),
    "altered": gettext_lazy(
        "Berkas hilang atau tidak sama dengan yang ditandatangani. Siapkan lagi; administrator menyetujuinya lagi."
    ),
    "storage": gettext_lazy("Penyimpanan tidak menerima berkas. Coba lagi; bila berulang, laporkan ke Operasi."),
}
_KINDS = {D.DUE: "run", D.PREPARED: "wait", D.APPROVED: "ok", D.DELIVERED: "ok", D.FAILED: "bad"}
_QUARTERS_BACK = 4
REFUSALS_SHOWN = timedelta(days=30)
_ROMAN = ("I", "II", "III", "IV")


def quarter_name(quarter: date) -> str:
    return _("Triwulan %(roman)s %(year)s") % {"roman": _ROMAN[quarter.month // 3], "year": quarter.year}


def day(on: date | datetime) -> str:
    return plain_date(on, language())


def tag_of(agreement: DataAgreement, today: date) -> Item:
    if agreement.is_over(today):
        return {"tag": _("Habis masa berlaku"), "kind": "bad"}
    if agreement.state == A.ACTIVE and today < agreement.valid_from:
        return {"tag": _("Belum mulai"), "kind": "wait"}
    if agreement.state == A.ACTIVE:
        return {"tag": _("Berlaku"), "kind": "ok"}
    return {"tag": agreement.get_state_display(), "kind": "wait" if agreement.state == A.PROPOSED else ""}


def key_warning(key_until: date | None, today: date) -> str:
    """What is wrong with the newest approved key, or nothing."""
    if key_until is None:
        return _("Mitra belum punya kunci yang disetujui.")
    if key_until < today:
        return _("Kunci mitra habis %(day)s. Mitra tidak dapat mengambil data.") % {"day": day(key_until)}
    if key_until <= today + policies.RENEW_WITHIN:
        return _("Kunci mitra perlu diganti sebelum %(day)s.") % {"day": day(key_until)}
    return ""


def agreement_row(agreement: DataAgreement, today: date) -> Item:
    live = agreement.in_force(today)
    return {
        "agreement": agreement,
        "days": _("%(first)s sampai %(last)s")
        % {"first": day(agreement.valid_from), "last": day(agreement.valid_until)},
        "warning": key_warning(agreement.key_until, today) if live else "",  # type: ignore[attr-defined]
        **tag_of(agreement, today),
    }


def agreement_page(agreement: DataAgreement, today: date) -> Item:
    identify = _("Ya, jawabannya hanya terdaftar atau tidak") if agreement.may_identify else _("Tidak")
    facts = [
        (_("Nota kesepakatan"), agreement.reference),
        (_("Pihak kesatu"), agreement.first_party),
        (_("Pihak kedua"), agreement.second_party),
        (_("Tujuan"), agreement.purpose),
        (_("Isi data"), ", ".join(str(field.label) for field in ordered_fields(agreement))),
        (_("Identifikasi pekerja"), identify),
        (_("Rekonsiliasi Kartu Pekerja"), _("Ya") if agreement.may_reconcile else _("Tidak")),
        (_("Berlaku mulai"), day(agreement.valid_from)),
        (_("Berlaku sampai"), day(agreement.valid_until)),
        (_("Kontak"), f"{agreement.contact_name}, {agreement.contact_email}"),
        (_("Diusulkan"), f"{agreement.proposed_by.full_name}, {short_moment(agreement.proposed_at)}"),
    ]
    if agreement.approved_by is not None and agreement.approved_at is not None:
        facts.append((_("Disetujui"), f"{agreement.approved_by.full_name}, {short_moment(agreement.approved_at)}"))
    facts.append((_("Kunci publik JKP, untuk memeriksa tanda tangan data"), agreement.signing_public))
    in_force = {key.pk for key in keys_in_force(agreement, today)}
    return {
        "agreement": agreement,
        "facts": [{"term": term, "value": value} for term, value in facts],
        "over": day(agreement.valid_until) if agreement.is_over(today) else "",
        "warning": key_warning(agreement.key_until, today) if agreement.in_force(today) else "",  # type: ignore[attr-defined]
        "keys": [_key(key, key.pk in in_force) for key in agreement.keys.select_related("proposed_by")],
        **tag_of(agreement, today),
    }


def _key(key: PartnerKey, in_force: bool) -> Item:
    if key.approved_at is None:
        state = {"tag": _("Menunggu persetujuan"), "kind": "wait"}
    elif in_force:
        state = {"tag": _("Dipakai"), "kind": "ok"}
    else:
        state = {"tag": _("Habis masa berlaku"), "kind": ""}
    return {
        "key": key,
        "short": f"{key.public[:12]}…",
        "until": day(key.until),
        "by": key.proposed_by.full_name,
        **state,
    }


def set_row(delivery: Delivery) -> Item:
    return {
        "delivery": delivery,
        "quarter": quarter_name(delivery.quarter),
        "tag": delivery.get_state_display(),
        "kind": _KINDS[D(delivery.state)],
        "problem": PROBLEMS.get(delivery.problem, ""),
        "when": short_moment(
            delivery.delivered_at or delivery.approved_at or delivery.prepared_at or delivery.asked_at
        ),
    }


def event_row(event: ExchangeEvent) -> Item:
    made = event.delivery or event.reconciliation
    return {
        "event": event,
        "when": short_moment(event.at),
        "by": event.actor_name or _("Belum terbukti dari mitra"),
        "about": made.number if made is not None else event.note,
    }


def refusals(agreement: DataAgreement, at: datetime) -> Item | None:
    """What was refused of the partner's requests in the last days, by reason; None when nothing was."""
    found = refusals_since(agreement, at - REFUSALS_SHOWN)
    if not found:
        return None
    reasons = [
        {"reason": Refusal(code).label if code else Refusal.OTHER.label, "times": times} for code, times in found
    ]
    return {"times": sum(times for _code, times in found), "days": REFUSALS_SHOWN.days, "reasons": reasons}


def quarters(today: date) -> list[tuple[str, str]]:
    newest = last_quarter(today)
    back = [add_months(newest, -3 * place) for place in range(_QUARTERS_BACK)]
    return [(quarter.isoformat(), quarter_name(quarter)) for quarter in back]
