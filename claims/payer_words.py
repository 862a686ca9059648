"""Which branch of Pasal 39 and 39A applies, in plain words: the same on the page and in the letter."""

from datetime import date
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims import wording
from claims.enums import Branch
from claims.who_pays import WhoPays
from rules.duties import ARREARS_CONSECUTIVE_LIMIT, BANKRUPT_ARREARS_LIMIT

Item = dict[str, Any]


def title(found: WhoPays) -> str:
    """Who pays."""
    if found.branch == Branch.EMPLOYER_FIRST:
        return _("Perusahaan membayar manfaat Anda lebih dahulu")
    if found.branch == Branch.UNKNOWN:
        return _("Petugas memastikan siapa yang membayar")
    return _("BPJS Ketenagakerjaan membayar manfaat Anda")


def why(found: WhoPays, phk_on: date) -> str:
    """Months owed, and where the law draws the line."""
    limit = ARREARS_CONSECUTIVE_LIMIT.on(phk_on).value
    if found.branch == Branch.UNKNOWN:
        return _("Data iuran sampai hari PHK belum lengkap. Klaim Anda tidak ditolak karena itu.")
    if found.branch == Branch.CLEAR:
        return _("Tidak ada iuran yang menunggak pada hari PHK.")
    if found.branch == Branch.BANKRUPT:
        most = BANKRUPT_ARREARS_LIMIT.on(phk_on).value
        line = _("Sampai %(most)s bulan, BPJS Ketenagakerjaan tetap membayar Anda.") % {"most": most}
        return f"{_bankrupt(found.total)} {line}"
    if found.branch == Branch.EMPLOYER_FIRST:
        line = _("Lebih dari %(limit)s bulan, perusahaan wajib membayar Anda lebih dahulu.") % {"limit": limit}
    else:
        line = _("Sampai %(limit)s bulan, BPJS Ketenagakerjaan tetap membayar Anda.") % {"limit": limit}
    return f"{_in_a_row(found)} {line}"


def _bankrupt(total: int) -> str:
    words = ngettext(
        "Perusahaan pailit atau tutup menurut hukum dan menunggak iuran %(n)s bulan.",
        "Perusahaan pailit atau tutup menurut hukum dan menunggak iuran %(n)s bulan.",
        total,
    )
    return words % {"n": total}


def _in_a_row(found: WhoPays) -> str:
    if not found.consecutive:  # older months are owed, the last one before the PHK is not
        words = ngettext(
            "Perusahaan menunggak iuran %(n)s bulan pada hari PHK, tidak berturut-turut.",
            "Perusahaan menunggak iuran %(n)s bulan pada hari PHK, tidak berturut-turut.",
            found.total,
        )
        return words % {"n": found.total}
    words = ngettext(
        "Perusahaan menunggak iuran %(n)s bulan berturut-turut pada hari PHK.",
        "Perusahaan menunggak iuran %(n)s bulan berturut-turut pada hari PHK.",
        found.consecutive,
    )
    return words % {"n": found.consecutive}


def then(found: WhoPays) -> str:
    """What that means for the worker; empty where nothing is owed."""
    if found.branch == Branch.EMPLOYER_FIRST:
        return _(
            "Bila perusahaan belum membayar sampai tanggalnya, kami teruskan kepada pengawas ketenagakerjaan. "
            "Setelah perusahaan melunasi tunggakan dan denda, bulan berikutnya dibayar BPJS Ketenagakerjaan."
        )
    if found.branch in (Branch.WITHIN_LIMIT, Branch.BANKRUPT):
        return _("Utang iuran tetap tanggungan perusahaan, bukan Anda.")
    return ""


def said(found: WhoPays, phk_on: date) -> Item:
    """All of it, for a page."""
    return {
        "branch": found.branch.value,
        "title": title(found),
        "why": why(found, phk_on),
        "then": then(found),
        "article": wording.cited(found.law) if found.law and found.total else "",
        "employer_first": found.employer_first,
    }


def letter_lines(found: WhoPays, phk_on: date) -> list[str]:
    """The same words for a letter, which is written in Indonesian. Empty where nothing is owed."""
    if found.branch == Branch.CLEAR:
        return []
    with translation.override("id"):
        words = said(found, phk_on)
    sentences = [f"{words['title']}.", words["why"], words["then"]]
    if words["article"]:
        sentences.append(f"{words['article']}.")
    return [sentence for sentence in sentences if sentence]
