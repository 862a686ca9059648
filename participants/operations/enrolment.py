"""Who is insured, as BPJS says it: numbers (KPJ) with birth date and day of registration, millions at once."""

import io
import re
from collections.abc import Iterable
from itertools import islice

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid
from participants.contribution_tables import FOR_MILLIONS, ONE_LOADER, SUMMARY, run

AT_ONCE = 200_000
_LINE = re.compile(r"\d{11},(?:19|20)\d\d-[01]\d-[0-3]\d,20\d\d-[01]\d-[0-3]\d\n?")


def enrol_participants(lines: Iterable[str]) -> int:
    """Take over lines `number,born_on,registered_on`, all or none; a number that is known gets the new days.

    Returns how many lines there were. Raises Invalid("malformed") with the number of the line.
    """
    rest, count = iter(lines), 0
    with transaction.atomic():
        run(FOR_MILLIONS)
        run("SELECT pg_advisory_xact_lock(%s)", ONE_LOADER)
        run("CREATE TEMPORARY TABLE enrolled (participant int8, born_on date, registered_on date) ON COMMIT DROP")
        while piece := list(islice(rest, AT_ONCE)):
            _refuse_malformed(piece, count)
            with connection.cursor() as cursor:
                text = io.StringIO("".join(line if line.endswith("\n") else f"{line}\n" for line in piece))
                cursor.copy_expert("COPY enrolled FROM STDIN (FORMAT csv)", text, size=1024 * 1024)
            count += len(piece)
        run(
            f"INSERT INTO {SUMMARY} (participant, paid_bits, born_on, registered_on) "  # noqa: S608
            "SELECT DISTINCT ON (participant) participant, 0, born_on, registered_on FROM enrolled "
            "ORDER BY participant, registered_on "
            "ON CONFLICT (participant) DO UPDATE SET born_on = excluded.born_on, registered_on = excluded.registered_on"
        )
        run("DROP TABLE enrolled")
    return count


def _refuse_malformed(lines: list[str], before: int) -> None:
    for place, line in enumerate(lines, before + 1):
        if not _LINE.fullmatch(line):
            raise Invalid("malformed", _("Baris %(line)s tidak dapat dibaca.") % {"line": place})
