"""What the page of a result shows: three job groups with reasons, the profile as picture and table. Never writes."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import cos, pi, sin
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ipk.models import Occupation, SelfAssessment
from ipk.scoring import LETTERS, Parameters, Result, Score

Item = dict[str, Any]
BEST = 3
INTERESTS: dict[str, tuple[str | Promise, str | Promise]] = {
    "R": (gettext_lazy("Praktis"), gettext_lazy("Bekerja dengan alat dan tangan")),
    "I": (gettext_lazy("Peneliti"), gettext_lazy("Mencari tahu dan menguji")),
    "A": (gettext_lazy("Kreatif"), gettext_lazy("Membuat karya baru")),
    "S": (gettext_lazy("Sosial"), gettext_lazy("Membantu dan mengajar orang")),
    "E": (gettext_lazy("Usaha"), gettext_lazy("Menjual dan memimpin")),
    "C": (gettext_lazy("Teratur"), gettext_lazy("Mengurus data dan barang")),
}
# The picture: a hexagon around (190, 160), the first letter on top, with room for words at its corners.
_CENTRE, _RADIUS = (190, 160), 112
_WORDS = ((190, 29, "middle"), (296, 97, "start"), (296, 233, "start"), (190, 301, "middle"), (84, 233, "end"),
          (84, 97, "end"))  # fmt: skip


@dataclass(frozen=True)
class ResultPage:
    """One attempt with its result, ready for the template.

    `openings`: two-digit group → open vacancies. Among groups that are equal in everything the result knows, those with
    more vacancies come first; without the mapping, the code decides.
    """

    attempt: SelfAssessment
    groups: Mapping[str, Occupation]
    openings: Mapping[str, int] | None = None

    @cached_property
    def result(self) -> Result:
        return Result.read(self.attempt.result)

    @cached_property
    def parameters(self) -> Parameters:
        return self.attempt.version.parameters

    def ordered(self) -> list[Score]:
        found = self.openings or {}
        return sorted(self.result.groups, key=lambda group: (group.rank, -found.get(group.code, 0), group.code))

    def best(self) -> list[Item]:
        """The three groups on top."""
        return [self._card(group) for group in self.ordered()[:BEST]]

    def _card(self, group: Score) -> Item:
        weights = self.parameters
        return {
            "name": str(self.groups[group.code]),
            "match": group.match,
            "reasons": [self._interest(group), *self._jobs(group)],
            "parts": [
                {"name": _("Minat"), "value": group.interest, "weight": weights.interest},
                {"name": _("Pengalaman"), "value": group.experience, "weight": weights.experience},
                {"name": _("Keinginan"), "value": group.preference, "weight": weights.preference},
            ],
            "href": vacancies_of(group.code),
            "openings": None if self.openings is None else self.openings.get(group.code, 0),
        }

    def _interest(self, group: Score) -> str:
        letters, strongest = self.parameters.groups[group.code], self.result.strongest
        if not strongest:
            return _("Minat Anda sama kuat di semua bidang.")
        strong = [str(INTERESTS[letter][0]) for letter in letters if letter in strongest[:2]]
        if strong:
            return _("Minat Anda kuat di %(interests)s.") % {"interests": _listed(strong)}
        fair = [str(INTERESTS[letter][0]) for letter in letters if letter in strongest]
        if fair:
            return _("Minat Anda cukup tinggi di %(interests)s.") % {"interests": _listed(fair[:2])}
        return _("Bidang ini bukan minat Anda yang paling kuat.")

    def _jobs(self, group: Score) -> list[str]:
        attempt, found = self.attempt, []
        former = _nearest(group.code, attempt.former_codes, attempt.former_jobs)
        if former:
            same = former[1]
            text = (
                _("Anda pernah bekerja di golongan ini: %(job)s.")
                if same
                else _("Dekat dengan pekerjaan lama: %(job)s.")
            )
            found.append(text % {"job": former[0]})
        wanted = _nearest(group.code, attempt.wanted_codes, attempt.wanted_jobs)
        if wanted:
            same = wanted[1]
            text = _("Anda menginginkan golongan ini: %(job)s.") if same else _("Dekat dengan keinginan: %(job)s.")
            found.append(text % {"job": wanted[0]})
        return found

    def tie(self) -> str:
        """What decided between groups with the same match, shown or just left out; "" if nothing had to."""
        ordered = self.ordered()
        shown, others = ordered[:BEST], ordered[BEST:]
        last = shown[-1]
        left_out = [group for group in others if group.rank == last.rank]
        if left_out:
            names = _listed([str(self.groups[group.code]) for group in left_out])
            if len(left_out) > BEST:
                names = _("%(count)d golongan lain") % {"count": len(left_out)}
            text = _("%(names)s sama nilainya dengan %(last)s. Yang ditampilkan dipilih menurut %(rule)s.")
            return text % {"names": names, "last": self.groups[last.code], "rule": self._last_rule()}
        if len({group.match for group in shown}) < BEST or (others and others[0].match == last.match):
            text = _("Golongan yang persentasenya sama diurutkan menurut pengalaman, keinginan, minat, lalu %(rule)s.")
            return text % {"rule": self._last_rule()}
        return ""

    def _last_rule(self) -> str:
        return _("banyaknya lowongan") if self.openings else _("nomor golongannya")

    def profile(self) -> list[Item]:
        """The six interests, the strongest first."""
        rows = [
            {"name": name, "meaning": meaning, "value": self.result.profile[letter], "letter": letter}
            for letter, (name, meaning) in INTERESTS.items()
        ]
        return sorted(rows, key=lambda row: (-row["value"], LETTERS.index(row["letter"])))

    def picture(self) -> Item:
        """Corners, dots and words of the hexagon, in whole pixels."""
        values = [self.result.profile[letter] for letter in LETTERS]
        strong = self.result.strongest[:2]
        dots = [
            {"x": x, "y": y, "strong": letter in strong, "name": INTERESTS[letter][0], "value": value,
             "tx": words[0], "ty": words[1], "anchor": words[2]}
            for letter, value, (x, y), words in zip(LETTERS, values, _corners(values), _WORDS, strict=True)
        ]  # fmt: skip
        rings = [_points(_corners([share] * len(LETTERS))) for share in (100, 75, 50, 25)]
        named = ", ".join(f"{INTERESTS[letter][0]} {self.result.profile[letter]}" for letter in LETTERS)
        label = _("Profil minat enam sisi: %(interests)s") % {"interests": named}
        return {"rings": rings, "shape": _points(_corners(values)), "dots": dots, "label": label}

    def table(self) -> list[Item]:
        """All groups in their order."""
        return [
            {"place": place, "name": str(self.groups[group.code]), "score": group}
            for place, group in enumerate(self.ordered(), 1)
        ]


def best_names(attempt: SelfAssessment, groups: Mapping[str, Occupation]) -> list[str]:
    """Names of the three groups of an earlier attempt; none of one without a score."""
    if attempt.result is None:
        return []
    return [str(groups[group.code]) for group in Result.read(attempt.result).groups[:BEST]]


def vacancies_of(code: str) -> str:
    """Where the vacancies of a group are."""
    return f"{reverse('ipk:vacancies')}?golongan={code}"


def _nearest(code: str, codes: list[str], jobs: list[str]) -> tuple[str, bool] | None:
    """The job in this group, else one in the same major group, and whether it is the group itself."""
    for digits in (2, 1):
        for found, job in zip(codes, jobs, strict=True):
            if found[:digits] == code[:digits]:
                return job, digits == 2
    return None


def _listed(words: list[str]) -> str:
    """ "a", "a dan b", "a, b, dan c"."""
    if len(words) < 3:
        return _(" dan ").join(words)
    return _("%(first)s, dan %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def _corners(values: list[int]) -> list[tuple[int, int]]:
    steps = [(place * pi / 3, value * _RADIUS / 100) for place, value in enumerate(values)]
    return [(round(_CENTRE[0] + sin(turn) * far), round(_CENTRE[1] - cos(turn) * far)) for turn, far in steps]


def _points(corners: list[tuple[int, int]]) -> str:
    return " ".join(f"{x},{y}" for x, y in corners)
