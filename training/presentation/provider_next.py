"""What an institute does next on its front page, when no roster waits to be written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.clock import legal_date
from core.formatting import number
from core.language import language
from training.enums import ClassState, InstituteState, InvoiceState, PartnershipState, ProgrammeState
from training.models import Institute, TrainingClass
from training.presentation.profile import next_step
from training.selectors.invoices import StateSum
from training.selectors.partnership import Lack, agreement, lacks, latest_partnership

Item = dict[str, Any]
P = ProgrammeState


@dataclass(frozen=True, slots=True)
class Waiting:
    """What was counted for the page: invoices by state, classes to bill, the first locked roster nobody asked for."""

    sums: Sequence[StateSum]
    to_bill: str
    shut: Item | None
    has_shut: bool


def standing(institute: Institute, missing: list[Lack], at: datetime) -> Item:
    """Where the partnership is: `title`, `text`, `due`, `href`, `link` for a button; `calm` when nothing is to do.

    A renewal that was refused leaves the agreement as it is; a first proposal that was refused is said.
    """
    row = latest_partnership(institute)
    if row is not None and row.state == PartnershipState.REFUSED:
        row = agreement(institute) or row
    return next_step(institute, row, missing, at)


def next_of_institute(institute: Institute, waiting: Waiting, at: datetime) -> Item:
    """The one thing to do, most urgent first: the partnership, an invoice, a locked roster, a programme, a class."""
    if institute.state == InstituteState.PROSPECT:
        return standing(institute, lacks(institute, legal_date(at)), at)
    found = _invoice(waiting) or _locked(waiting)
    if found is None and institute.state == InstituteState.LISTED:
        found = _offer(institute, legal_date(at))
    return found or {"calm": True, "title": _calm_title(waiting)}


def _calm_title(waiting: Waiting) -> str:
    if waiting.has_shut:
        return _("Menunggu petugas membuka presensi yang terkunci")
    return _("Semua presensi sudah diisi")


def _invoice(waiting: Waiting) -> Item | None:
    counts = {row.state: row.count for row in waiting.sums}
    page = reverse("training:provider_invoices")
    if sent_back := counts.get(InvoiceState.RETURNED, 0):
        title = ngettext("%(n)s tagihan dikembalikan", "%(n)s tagihan dikembalikan", sent_back)
        return _do(
            title % {"n": number(sent_back, language())},
            _("Baca catatan penelaah, perbaiki, lalu kirim ulang."),
            f"{page}?keadaan={InvoiceState.RETURNED.value}",
            _("Perbaiki tagihan"),
        )
    if drafts := counts.get(InvoiceState.DRAFT, 0):
        title = ngettext("%(n)s tagihan belum dikirim", "%(n)s tagihan belum dikirim", drafts)
        return _do(
            title % {"n": number(drafts, language())},
            _("Periksa, lalu pimpinan menandatangani dan mengirimnya."),
            f"{page}?keadaan={InvoiceState.DRAFT.value}",
            _("Periksa tagihan"),
        )
    if waiting.to_bill:
        text = _("Sistem menghitung peserta dan biayanya dari presensi.")
        return _do(waiting.to_bill, text, page, _("Susun tagihan"))
    return None


def _locked(waiting: Waiting) -> Item | None:
    if waiting.shut is None:
        return None
    text = _("Kelas dengan presensi yang kosong tidak dapat ditagih. Minta petugas Kemnaker membukanya.")
    return _do(_("Presensi terkunci sebelum diisi"), text, waiting.shut["url"], _("Buka pertemuannya"))


def _offer(institute: Institute, today: date) -> Item | None:
    """A partner without a programme or a class is found by nobody."""
    counts = dict(institute.programmes.order_by().values_list("state").annotate(n=Count("pk")))
    if not counts.get(P.LISTED):
        return _programme(counts)
    ahead = TrainingClass.objects.filter(programme__institute=institute, ends_on__gte=today)
    if ahead.exclude(state=ClassState.CANCELLED).exists():
        return None
    text = _("Peserta memilih kelas dari katalog. Tanpa kelas, voucher tidak dapat dipakai di lembaga Anda.")
    return _do(_("Buka kelas"), text, reverse("training:provider_class_new"), _("Buka kelas"))


def _programme(counts: dict[str, int]) -> Item:
    page = reverse("training:provider_programmes")
    if counts.get(P.RETURNED):
        text = _("Baca catatan petugas, perbaiki, lalu ajukan lagi.")
        return _do(_("Program perlu diperbaiki"), text, page, _("Lihat program"))
    if counts.get(P.PROPOSED):
        text = _("Kelas dapat dibuka sesudah biayanya ditetapkan. Anda akan diberi tahu.")
        return {"calm": True, "title": _("Program Anda sedang dinilai"), "text": text}
    if counts.get(P.DRAFT):
        text = _("Kementerian menilai kurikulum dan menetapkan biayanya. Sesudah itu kelas dapat dibuka.")
        return _do(_("Ajukan program untuk dinilai"), text, page, _("Lihat program"))
    text = _("Tulis kurikulum dan biayanya. Kementerian menilainya sebelum kelas dibuka.")
    return _do(_("Tulis program pertama"), text, reverse("training:provider_programme_new"), _("Tulis program"))


def _do(title: str, text: str, href: str, link: str) -> Item:
    return {"title": title, "text": text, "href": href, "link": link}
