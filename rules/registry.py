"""How a parameter is written down: one helper per source."""

from collections.abc import Mapping
from datetime import date
from typing import Final, TypeVar

from rules.law import KEBIJAKAN, PP_6_2025, PP_37_2021, Act, Evidence, LegalRef, Parameter, Value

T = TypeVar("T")

R21_SINCE: Final = date(2021, 2, 2)
R25_SINCE: Final = date(2025, 2, 7)


def r21(value: T, article: str, evidence: Evidence = Evidence.NEWS, act: Act = PP_37_2021) -> Value[T]:
    """A value of PP 37/2021 and its regulations, since 2 February 2021."""
    return Value(R21_SINCE, value, LegalRef(act, article, evidence))


def r25(value: T, article: str, evidence: Evidence = Evidence.TEXT, act: Act = PP_6_2025) -> Value[T]:
    """A value of PP 6/2025 and its regulations, since 7 February 2025."""
    return Value(R25_SINCE, value, LegalRef(act, article, evidence))


def policy(name: str, label: str, value: T, number: str) -> Parameter[T]:
    """A setting where the texts are silent: the same in both regimes until someone dates a change."""
    return Parameter(name, label, Value(R21_SINCE, value, LegalRef(KEBIJAKAN, number, Evidence.POLICY)), policy=number)


def every_parameter(names: Mapping[str, object]) -> tuple[Parameter[object], ...]:
    """The parameters that a module defines, in the order of its text."""
    return tuple(value for value in names.values() if isinstance(value, Parameter))
