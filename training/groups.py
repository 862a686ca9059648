"""What groups of occupations are called. Read once a process: the lists are frozen."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from core.language import language

DATA = Path(__file__).resolve().parent / "data"


@dataclass(frozen=True, slots=True)
class Group:
    code: str
    name: str
    name_en: str

    def __str__(self) -> str:
        return self.name_en if language() == "en" else self.name


def _read(name: str) -> dict[str, Group]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return {row["code"]: Group(**row) for row in csv.DictReader(file)}


@cache
def groups() -> Mapping[str, Group]:
    """The civil groups of KBJI/ISCO-08 of one and two digits by their code, the upper ones before their parts."""
    return _read("groups.csv")


@cache
def fine_groups() -> Mapping[str, Group]:
    """The civil groups of three and four digits by their code, the upper ones before their parts."""
    return _read("groups_fine.csv")


def full_name(code: str) -> str:
    """The name of a group of any length; of one that is not in the classification, as `group_name`."""
    found = fine_groups().get(code)
    return str(found) if found else group_name(code)


def by_submajor(also: str = "") -> list[tuple[str, list[tuple[str, str]]]]:
    """To choose from: under each group of two digits itself and its parts of three; `also`: a finer one in use."""
    fine = [group for code, group in fine_groups().items() if len(code) == 3 or code == also]
    found = []
    for code, group in groups().items():
        if len(code) == 2:
            parts = [(one.code, f"{one.code} {one}") for one in fine if one.code.startswith(code)]
            found.append((f"{code} {group}", [(code, f"{code} {group}"), *parts]))
    return found


def majors() -> list[Group]:
    """The nine major groups."""
    return [group for code, group in groups().items() if len(code) == 1]


def group_name(code: str) -> str:
    """The name of a group or, of a finer one, of the two digits above it; the code itself when the list has neither."""
    found = groups().get(code) or groups().get(code[:2])
    return str(found) if found else code
