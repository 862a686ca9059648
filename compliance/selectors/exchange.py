"""Data exchange: whose agreements, which key is in force, and the rows of a quarter's set out of the register."""

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Count, Max, Q, QuerySet

from accounts.models import User
from compliance.models import DataAgreement, Delivery, ExchangeEvent, PartnerKey
from compliance.models.exchange import OF_WORKERS, ExchangeField, ExchangeKind
from participants.contribution_tables import REGISTER, loaded_periods
from participants.models import Employer, EmployerStaff
from rules.calendar import Month, add_months, first_day, month_of

AT_ONCE = 5_000
F = ExchangeField
HEADERS = {
    F.ACTIVE: "status",
    F.WAGE: "upah",
    F.COMPANY: "nama_perusahaan",
    F.ADDRESS: "alamat_perusahaan",
    F.CITY: "kabupaten_kota",
    F.CONTACT: "kontak_pic",
    F.EMAIL: "email_perusahaan",
}
_COLUMNS = {
    F.ACTIVE: "CASE WHEN w.last = %(last)s THEN 'aktif' ELSE 'nonaktif' END",
    F.WAGE: "w.wage::text",
    F.COMPANY: "f.name",
    F.ADDRESS: "f.address",
    F.CITY: "f.city",
    F.CONTACT: "f.contact",
    F.EMAIL: "f.contact_email",
}


def agreements_for(user: User, today: date) -> QuerySet[DataAgreement]:
    """What the console lists, with the last day of the partner's newest approved key."""
    approved = Q(keys__approved_at__isnull=False)
    waiting = Q(keys__approved_at=None)
    return (
        DataAgreement.objects.visible_to(user, today)
        .select_related("province")
        .annotate(key_until=Max("keys__until", filter=approved), keys_waiting=Count("keys", filter=waiting))
        .order_by("-proposed_at", "pk")
    )


def agreement_for(user: User, agreement_id: UUID, today: date) -> DataAgreement | None:
    rows = agreements_for(user, today).select_related("province", "proposed_by", "approved_by")
    return rows.filter(pk=agreement_id).first()


def deliveries_for(user: User, today: date) -> QuerySet[Delivery]:
    rows = Delivery.objects.visible_to(user, today).select_related("agreement__province", "asked_by", "approved_by")
    return rows.order_by("-quarter", "-asked_at", "pk")


def delivery_for(user: User, delivery_id: UUID, today: date) -> Delivery | None:
    return deliveries_for(user, today).filter(pk=delivery_id).first()


def events_for(user: User, today: date) -> QuerySet[ExchangeEvent]:
    """Every delivery, download, question and refusal, the latest first."""
    rows = ExchangeEvent.objects.filter(agreement__in=DataAgreement.objects.visible_to(user, today))
    return rows.select_related("agreement__province", "delivery", "reconciliation").order_by("-at", "-pk")


def refusals_since(agreement: DataAgreement, since: datetime) -> list[tuple[str, int]]:
    """Why the partner's requests were refused since then, and how often each; the most frequent first."""
    rows = agreement.events.filter(kind=ExchangeKind.REFUSED, at__gte=since)
    counted = rows.values("refusal").annotate(times=Count("pk")).order_by("-times", "refusal")
    return list(counted.values_list("refusal", "times"))


def keys_in_force(agreement: DataAgreement, today: date) -> list[PartnerKey]:
    """Approved and not past their last day. Two overlap while the partner changes from one to the next."""
    return list(agreement.keys.filter(approved_at__isnull=False, until__gte=today))


def quarter_of(day: date) -> date:
    """The first day of the quarter that a day lies in."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def last_quarter(today: date) -> date:
    """The first day of the newest quarter that is over."""
    return add_months(quarter_of(today), -3)


def months_of_quarter(quarter: date) -> list[Month]:
    return [Month(month_of(quarter) + place) for place in range(3)]


def months_missing(quarter: date) -> list[date]:
    """Months of the quarter that BPJS has not sent yet."""
    held = loaded_periods()
    return [first_day(month) for month in months_of_quarter(quarter) if month not in held]


def set_rows(agreement: DataAgreement, quarter: date, *, on: date) -> Iterator[list[str]]:
    """The rows of a quarter's set: the agreement's fields alone, of firms in the province alone.

    With a field of workers it is a row a worker and firm, without anything that names the worker: the last wage of the
    quarter, active when the firm reported the quarter's last month. Otherwise a row a firm. Equal facts give equal
    rows in equal order. Read inside a transaction: the cursor lives on the server.
    """
    months = months_of_quarter(quarter)
    fields = ordered_fields(agreement)
    wanted = columns_of(fields)
    facts = {"province": f"{agreement.province_id}%", "first": months[0], "last": months[-1], "on": on}
    with connection.connection.cursor(name=f"exchange_{agreement.pk.hex}") as cursor:
        cursor.itersize = AT_ONCE
        cursor.execute(_statement(wanted, any(field in OF_WORKERS for field in fields)), facts)
        for values in cursor:
            yield [value or "" for value in values]


def ordered_fields(agreement: DataAgreement) -> list[ExchangeField]:
    """The agreement's fields in the order of the closed list."""
    return [field for field in ExchangeField if field in agreement.fields]


def columns_of(fields: list[ExchangeField]) -> str:
    """What is selected of `f` (firms_where) and `w` (its register row with wage and last period) for these fields."""
    return ", ".join(_COLUMNS[field] for field in fields)


def firms_where(condition: str) -> str:
    """Firms `e` with the place and the contact that an agreement may name. Asks for the parameter `on`."""
    employer, staff = Employer._meta.db_table, EmployerStaff._meta.db_table
    return (
        f"SELECT e.npp, e.name, e.address, e.contact_email, g.name AS city, p.full_name AS contact FROM {employer} e "  # noqa: S608 - names of ours
        "JOIN core_region g ON g.code = e.region_id LEFT JOIN LATERAL ("
        f"SELECT u.full_name FROM {staff} s JOIN {User._meta.db_table} u ON u.id = s.user_id "
        "WHERE s.employer_id = e.id AND s.is_admin AND s.since <= %(on)s AND (s.until IS NULL OR s.until > %(on)s) "
        f"ORDER BY s.since, s.id LIMIT 1) p ON true WHERE {condition}"
    )


def _statement(wanted: str, of_workers: bool) -> str:
    firms = firms_where("e.region_id LIKE %(province)s")
    work = (
        "SELECT DISTINCT ON (r.participant, r.employer) r.participant, r.employer, r.wage, r.period AS last "  # noqa: S608
        f"FROM {REGISTER} r WHERE r.period BETWEEN %(first)s AND %(last)s "
        "AND r.employer::text IN (SELECT ltrim(npp, '0') FROM firms) "
        "ORDER BY r.participant, r.employer, r.period DESC"
    )
    joined = "JOIN work w ON w.employer::text = ltrim(f.npp, '0')"
    if of_workers:
        return (
            f"WITH firms AS MATERIALIZED ({firms}), work AS MATERIALIZED ({work}) "  # noqa: S608
            f"SELECT {wanted} FROM firms f {joined} ORDER BY f.npp, w.wage, w.last, w.participant"
        )
    return (
        f"WITH firms AS MATERIALIZED ({firms}), work AS MATERIALIZED ({work}) "  # noqa: S608
        f"SELECT {wanted} FROM firms f WHERE EXISTS "
        "(SELECT 1 FROM work w WHERE w.employer::text = ltrim(f.npp, '0')) ORDER BY f.npp"
    )
