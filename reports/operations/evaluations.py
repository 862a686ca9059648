"""An officer concludes the year of an institute. It is kept; what follows from it is an officer's work too."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit, clock
from core.errors import Conflict, Invalid, ensure
from core.text import composed_text
from reports.enums import Conclusion
from reports.models import LONGEST_NOTE, InstituteEvaluation
from reports.policies import can_conclude
from reports.selectors.training import Wanted, fits, is_over, latest_evaluation, outcomes, year_of
from training.models import Institute


@transaction.atomic
def conclude_evaluation(
    institute: Institute, *, year: int, conclusion: str, note: str, seen: int, actor: User, at: datetime
) -> InstituteEvaluation:
    """Write the conclusion with the year's figures as they stand. `seen` is the number of the latest one that the page
    showed, 0 for none; the same word again is the same one.

    Raises NotAllowed("not_yours"), Invalid("note_missing"), and Conflict("year_runs" | "nothing_held" | "changed").
    """
    today = clock.legal_date(at)
    ensure(
        can_conclude(actor, institute, today),
        "not_yours",
        _("Evaluasi disimpulkan petugas yang tidak mempunyai hubungan dengan lembaga ini."),
    )
    said = composed_text(note).strip()[:LONGEST_NOTE]
    if not said:
        raise Invalid("note_missing", _("Tulis dasar kesimpulan Anda."))
    if not is_over(year, today):
        raise Conflict("year_runs", _("Tahun ini belum berakhir."))
    Institute.objects.select_for_update(of=("self",)).get(pk=institute.pk)
    latest = latest_evaluation(institute.pk, year)
    word = (Conclusion(conclusion).value, said, actor.pk)
    if latest is not None and latest.n == seen + 1 and (latest.conclusion, latest.note, latest.by_id) == word:
        return latest
    if (latest.n if latest is not None else 0) != seen:
        raise Conflict(
            "changed", _("Petugas lain menyimpulkan tahun ini sejak halaman dibuka. Baca dahulu catatannya.")
        )
    return _write(institute, year, conclusion, said, seen + 1, actor, at)


def _write(
    institute: Institute, year: int, conclusion: str, said: str, n: int, actor: User, at: datetime
) -> InstituteEvaluation:
    today = clock.legal_date(at)
    wanted = Wanted(year_of(year), institute=institute.pk)
    total = outcomes(wanted, today=today).total
    if not total.enrolled:
        raise Conflict("nothing_held", _("Tidak ada kelas dengan peserta JKP yang berakhir pada tahun ini."))
    row = InstituteEvaluation.objects.create(
        institute=institute,
        year=year,
        n=n,
        conclusion=conclusion,
        note=said,
        figures={"outcome": asdict(total), "fits": [asdict(fit) for fit in fits(wanted, today=today)]},
        by=actor,
        by_name=str(actor),
        at=at,
    )
    audit.record("reports.evaluation.concluded", actor=actor, at=at, subject=row, year=year, conclusion=conclusion)
    return row
