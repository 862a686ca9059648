"""What waits for an employer, in words."""

from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.selectors.duties import Duty, DutyKind
from core.formatting import countdown, deadline, plain_date
from core.language import language

TITLES: dict[DutyKind, Promise] = {
    DutyKind.QUESTION: gettext_lazy("Tanggapi permintaan pengawas"),
    DutyKind.NOTA: gettext_lazy("Jawab nota pemeriksaan"),
    DutyKind.SANCTION: gettext_lazy("Penuhi kewajiban dalam sanksi"),
    DutyKind.ARREARS: gettext_lazy("Bayar manfaat pekerja lebih dahulu"),
    DutyKind.REFUND: gettext_lazy("Minta penggantian manfaat yang Anda bayar"),
    DutyKind.ACCOUNT: gettext_lazy("Beri rekening lain untuk penggantian"),
}
PAGES: dict[DutyKind, str] = {
    DutyKind.QUESTION: "compliance:employer_allegation",
    DutyKind.NOTA: "compliance:employer_nota",
    DutyKind.SANCTION: "compliance:employer_sanction",
    DutyKind.ARREARS: "compliance:employer_arrears_case",
    DutyKind.REFUND: "compliance:employer_arrears_case",
    DutyKind.ACCOUNT: "compliance:employer_arrears_case",
}


def duty_row(duty: Duty, now: datetime) -> dict[str, str]:
    """Title, number, last day (long and short), time left and the page of one duty."""
    return {
        "title": str(TITLES[duty.kind]),
        "number": duty.number,
        "due": _("Paling lambat %(due)s.") % {"due": deadline(duty.due_on, language())},
        "day": plain_date(duty.due_on, language()),
        "left": countdown(duty.due_on, now, language()),
        "href": reverse(PAGES[duty.kind], args=[duty.pk]),
    }
