"""Karirhub, the ministry's vacancies: all that are open, page by page. Contract: docs/partners.md#karirhub."""

from dataclasses import dataclass
from datetime import date, datetime

from integrations.transport import Patience, Request, Transport
from integrations.wire import Fields, Garbage

PAGE = 100
LONGEST_TEXT = 100_000  # what is too long for us is one vacancy's fault, not the page's


@dataclass(frozen=True, slots=True)
class ForeignVacancy:
    """One vacancy as Karirhub tells it. Nothing here has been judged yet: groups and areas may be unknown to us.

    Wages in whole rupiah a month; `education` is a rung from 0 (none) to 6; `employment` one of our codes.
    """

    id: str
    title: str
    company: str
    group: str
    description: str
    requirements: str
    region_code: str
    country: str
    wage_from: int | None
    wage_to: int | None
    education: int
    experience_years: int
    employment: str
    openings: int
    skills: tuple[str, ...]
    published_at: datetime
    closes_on: date
    url: str


@dataclass(frozen=True, slots=True)
class VacancyPage:
    """`cursor` leads to the next page and is empty after the last; `as_of` is when the data was true."""

    vacancies: tuple[ForeignVacancy, ...]
    cursor: str
    as_of: datetime


class KarirhubClient:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def vacancies(self, cursor: str) -> VacancyPage:
        """The page behind `cursor`, the first one when it is empty. Raises PartnerUnavailable."""
        body = {"cursor": cursor, "limit": PAGE}
        return self._transport.ask(Request("list_vacancies", "POST", "/v1/vacancies/list", body=body), _read_page)


def karirhub_client(*, patience: Patience | None = None) -> KarirhubClient:
    """Return the client of the configured Karirhub."""
    return KarirhubClient(Transport("karirhub", patience=patience))


def _read_page(fields: Fields) -> VacancyPage:
    rows = fields.children("vacancies")
    if len(rows) > PAGE:
        raise Garbage("$.vacancies")
    return VacancyPage(tuple(_read_vacancy(row) for row in rows), fields.text("cursor"), fields.moment("as_of"))


def _read_vacancy(row: Fields) -> ForeignVacancy:
    return ForeignVacancy(
        id=row.filled("id"),
        title=row.filled("title"),
        company=row.filled("company"),
        group=row.text("group"),
        description=row.text("description", limit=LONGEST_TEXT),
        requirements=row.text("requirements", limit=LONGEST_TEXT),
        region_code=row.text("region_code"),
        country=row.text("country"),
        wage_from=row.whole_or_none("wage_from"),
        wage_to=row.whole_or_none("wage_to"),
        education=row.whole("education"),
        experience_years=row.whole("experience_years"),
        employment=row.text("employment"),
        openings=row.whole("openings"),
        skills=row.texts("skills"),
        published_at=row.moment("published_at"),
        closes_on=row.day("closes_on"),
        url=row.text("url"),
    )
