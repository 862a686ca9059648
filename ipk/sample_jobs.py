"""Jobs as people call them, with the group that each belongs to."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).resolve().parent / "data"


@dataclass(frozen=True, slots=True)
class SampleJob:
    """A job as people call it. `wage` is an ordinary monthly wage in whole rupiah; `schooling` a rung of Schooling."""

    group: str
    title: str
    skills: tuple[str, ...]
    schooling: str
    wage: int


@cache
def sample_jobs() -> tuple[SampleJob, ...]:
    with (DATA / "sample_jobs.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            SampleJob(r["group"], r["title"], tuple(r["skills"].split("|")), r["schooling"], int(r["wage"]))
            for r in csv.DictReader(file)
        )
