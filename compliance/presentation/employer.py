"""What an employer is asked, in words."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from compliance.models import AllegationFile
from compliance.presentation.complaints import short_moment
from compliance.selectors.employers import Served
from core.clock import legal_date
from core.formatting import countdown, deadline, plain_date
from core.language import language

Item = dict[str, Any]


def row(served: Served, now: datetime) -> Item:
    late = served.waits and served.due_on < legal_date(now)
    return {
        "served": served,
        "left": countdown(served.due_on, now, language()) if served.waits else "",
        "due": plain_date(served.due_on, language()),
        "late": late,
        "tag": _tag(served, late),
        "kind": "ok" if not served.waits else "bad" if late else "wait",
    }


def _tag(served: Served, late: bool) -> str:
    if not served.waits:
        return _("Sudah ditanggapi")
    return _("Lewat batas") if late else _("Perlu tanggapan")


def page(served: Served, files: Sequence[AllegationFile], now: datetime) -> Item:
    today = legal_date(now)
    return {
        **row(served, now),
        "facts": [
            {"term": _("Nomor"), "value": served.number},
            {"term": _("Perusahaan"), "value": served.employer},
            {"term": _("Dikirim"), "value": short_moment(served.served_at)},
            {"term": _("Tanggapi paling lambat"), "value": deadline(served.due_on, language())},
        ],
        "replied": _("%(by)s, %(when)s") % {"by": served.reply.by, "when": short_moment(served.reply.at)}
        if served.reply
        else "",
        "files": [
            {"pk": f.pk, "title": f.file.name, "text": f"{short_moment(f.added_at)} · {f.file.get_state_display()}"}
            for f in files
        ],
        "may_add": served.waits or today <= served.due_on,
    }
