"""Every deadline and window as a date. Each takes the day that starts it; the law is read on that day."""

from dataclasses import dataclass
from datetime import date, timedelta

from rules import duties, parameters, transitional
from rules.calendar import SHIPPED, Calendar, Month, add_months, add_working_days, first_day, subtract_working_days

last_filing_day = transitional.last_filing_day


@dataclass(frozen=True, slots=True)
class Window:
    """From `opens_on` to `closes_on`, both inclusive."""

    opens_on: date
    closes_on: date

    def __contains__(self, day: date) -> bool:
        return self.opens_on <= day <= self.closes_on


# --- The six months of a benefit ---------------------------------------------------------------------------------


def reference_date(first_filed_on: date, n: int) -> date:
    """The reference date of month n: the day month 1 was filed plus n - 1 months, clamped (POL-15)."""
    return add_months(first_filed_on, n - 1)


def benefit_period_end(first_filed_on: date) -> date:
    """The last day of the benefit period: the day before the reference date plus six months (POL-15)."""
    months = parameters.BENEFIT_MONTHS.on(first_filed_on).value
    return add_months(first_filed_on, months) - timedelta(days=1)


def month_window(first_filed_on: date, n: int, calendar: Calendar = SHIPPED, outage_days: int = 0) -> Window | None:
    """When month n is filed; None for month 1, which has no window. An outage lengthens the window (POL-15, POL-16).

    Raises CalendarNotLoaded when a year is missing.
    """
    if n == 1:
        return None
    if n == parameters.BENEFIT_MONTHS.on(first_filed_on).value:
        closes_on = benefit_period_end(first_filed_on)
        days = parameters.LAST_MONTH_WORKING_DAYS.on(first_filed_on).value
        opens_on = subtract_working_days(closes_on, days, calendar)
    else:
        opens_on = reference_date(first_filed_on, n)
        closes_on = add_working_days(opens_on, parameters.FILING_WORKING_DAYS.on(first_filed_on).value, calendar)
    if outage_days:
        closes_on += timedelta(days=outage_days + parameters.OUTAGE_EXTRA_DAYS.on(first_filed_on).value)
    return Window(opens_on, closes_on)


def month_windows(first_filed_on: date, calendar: Calendar = SHIPPED) -> dict[int, Window | None]:
    """The windows of months 1 to 6, for a timeline."""
    months = parameters.BENEFIT_MONTHS.on(first_filed_on).value
    return {n: month_window(first_filed_on, n, calendar) for n in range(1, months + 1)}


def evidence_from(first_filed_on: date, n: int) -> date:
    """The first day whose evidence counts for month n; the last is the day of filing (POL-17)."""
    return reference_date(first_filed_on, n - 1)


# --- Duties with a clock -----------------------------------------------------------------------------------------


def contribution_due(month: Month, calendar: Calendar = SHIPPED) -> date:
    """The 15th of the following month, or the next working day (IUR-02)."""
    following = first_day(Month(month + 1))
    day = parameters.CONTRIBUTION_DUE_DAY.values[0].value
    return calendar.next_working_day(following.replace(day=day))


def bpjs_decision_due(complete_on: date, calendar: Calendar = SHIPPED) -> date:
    """The last day to verify and pay a complete claim: 3 working days (Permenaker 2/2025 Pasal 13 ayat (6))."""
    return add_working_days(complete_on, parameters.PAYMENT_WORKING_DAYS.on(complete_on).value, calendar)


def phk_report_due(phk_on: date, calendar: Calendar = SHIPPED) -> date:
    """The employer's last day to report the PHK: 7 working days (Permenaker 2/2025 Pasal 9 ayat (1))."""
    return add_working_days(phk_on, duties.PHK_REPORT_WORKING_DAYS.on(phk_on).value, calendar)


def phk_reply_due(asked_on: date, calendar: Calendar = SHIPPED) -> date:
    """The last day for the other side to answer a PHK report; silence does not stop the worker."""
    return add_working_days(asked_on, duties.PHK_REPLY_WORKING_DAYS.on(asked_on).value, calendar)


def phk_proof_due(waiting_since: date, calendar: Calendar = SHIPPED) -> date:
    """The mediator's last day to look at the proof of a PHK. A period of configuration."""
    return add_working_days(waiting_since, duties.PHK_PROOF_WORKING_DAYS.on(waiting_since).value, calendar)


def identity_due(asked_on: date, calendar: Calendar = SHIPPED) -> date:
    """The office's last day to settle who somebody is, or acts for. A period of configuration."""
    return add_working_days(asked_on, duties.IDENTITY_WORKING_DAYS.on(asked_on).value, calendar)


def overpayment_decision_due(found_on: date, calendar: Calendar = SHIPPED) -> date:
    """The office's last day to confirm or drop an overpayment that was found. A period of configuration."""
    return add_working_days(found_on, duties.OVERPAYMENT_WORKING_DAYS.on(found_on).value, calendar)


def reemployment_report_due(accepted_on: date, calendar: Calendar = SHIPPED) -> date:
    """The last day to report new work: 7 working days. A late report is recorded, never a refusal (POL-18)."""
    return add_working_days(accepted_on, parameters.REEMPLOYMENT_REPORT_WORKING_DAYS.on(accepted_on).value, calendar)


def counselling_answer_due(asked_on: date, calendar: Calendar = SHIPPED) -> date:
    """The last day of the first answer to a request for counselling (POL-14). Raises CalendarNotLoaded."""
    return add_working_days(asked_on, parameters.COUNSELLING_ANSWER_WORKING_DAYS.on(asked_on).value, calendar)


def counselling_call_due(missed_on: date, calendar: Calendar = SHIPPED) -> date:
    """The last day to call somebody who did not appear several times in a row (POL-14). Raises CalendarNotLoaded."""
    return add_working_days(missed_on, parameters.COUNSELLING_CALL_WORKING_DAYS.on(missed_on).value, calendar)


def counsellor_report_due(written_on: date, calendar: Calendar = SHIPPED) -> date:
    """BPJS's last day to close what a counsellor told it (configuration). Raises CalendarNotLoaded."""
    return add_working_days(written_on, duties.COUNSELLOR_REPORT_WORKING_DAYS.on(written_on).value, calendar)


def counselling_open_before(day: date, calendar: Calendar = SHIPPED) -> date:
    """Requests of days before this one are open to counsellors of every region (POL-14). Raises CalendarNotLoaded."""
    return subtract_working_days(day, parameters.COUNSELLING_OPEN_WORKING_DAYS.on(day).value, calendar)


def objection_due(decided_on: date, calendar: Calendar = SHIPPED) -> date:
    """The last day to object (keberatan). A period of configuration: print the date, do not cite it as law."""
    return add_working_days(decided_on, duties.OBJECTION_WORKING_DAYS.on(decided_on).value, calendar)


def objection_answer_due(filed_on: date, calendar: Calendar = SHIPPED) -> date:
    """The office's last day to answer an objection. A period of configuration."""
    return add_working_days(filed_on, duties.OBJECTION_ANSWER_WORKING_DAYS.on(filed_on).value, calendar)


def appeal_due(answered_on: date, calendar: Calendar = SHIPPED) -> date:
    """The last day to appeal (banding). A period of configuration."""
    return add_working_days(answered_on, duties.APPEAL_WORKING_DAYS.on(answered_on).value, calendar)


def complaint_answer_due(filed_on: date, calendar: Calendar = SHIPPED) -> date:
    """The BPJS complaint desk's last day to answer. A period of configuration."""
    return add_working_days(filed_on, duties.COMPLAINT_WORKING_DAYS.on(filed_on).value, calendar)


def complaint_reopen_until(answered_on: date) -> date:
    """The author's last day to ask once for another look. A period of configuration."""
    return answered_on + timedelta(days=duties.COMPLAINT_REOPEN_DAYS.on(answered_on).value)


def allegation_reply_due(served_on: date, calendar: Calendar = SHIPPED) -> date:
    """The employer's last day to answer what an inspector asks. A period of configuration."""
    return add_working_days(served_on, duties.ALLEGATION_REPLY_WORKING_DAYS.on(served_on).value, calendar)


def employer_first_due(told_on: date, calendar: Calendar = SHIPPED) -> date:
    """The last day for an employer in arrears to pay the worker itself. A period of configuration."""
    return add_working_days(told_on, duties.EMPLOYER_FIRST_WORKING_DAYS.on(told_on).value, calendar)


def inspection_reply_due(issued_on: date, calendar: Calendar = SHIPPED) -> date:
    """The employer's last day to answer an inspection report (nota pemeriksaan). A period of configuration."""
    return add_working_days(issued_on, duties.INSPECTION_REPLY_WORKING_DAYS.on(issued_on).value, calendar)


def reimbursement_request_due(paid_on: date) -> date:
    """The employer's last day to ask BPJS for reimbursement (PP 6/2025 Pasal 39 ayat (5))."""
    return add_months(paid_on, duties.REIMBURSEMENT_MONTHS.on(paid_on).value)


def reimbursement_due(complete_on: date, calendar: Calendar = SHIPPED) -> date:
    """BPJS's last day to reimburse a complete request (PP 6/2025 Pasal 39 ayat (6))."""
    return add_working_days(complete_on, duties.REIMBURSEMENT_WORKING_DAYS.on(complete_on).value, calendar)


def training_period(first_filed_on: date) -> Window:
    """The days on which somebody may begin a training: the months of the benefit that the programme slides name,
    2 to 5 (TRN-06); both ends count."""
    first, last = duties.TRAINING_MONTHS.on(first_filed_on).value
    return Window(reference_date(first_filed_on, first), reference_date(first_filed_on, last + 1) - timedelta(days=1))


def partnership_due(submitted_on: date, calendar: Calendar = SHIPPED) -> date:
    """The verifier's last day for an institute's proposal (configuration)."""
    return add_working_days(submitted_on, duties.PARTNERSHIP_WORKING_DAYS.on(submitted_on).value, calendar)


def programme_due(proposed_on: date, calendar: Calendar = SHIPPED) -> date:
    """The last day to assess a programme and set its cost (configuration)."""
    return add_working_days(proposed_on, duties.PROGRAMME_WORKING_DAYS.on(proposed_on).value, calendar)


def invoice_due(sent_on: date, calendar: Calendar = SHIPPED) -> date:
    """The reviewer's last day for an invoice (configuration)."""
    return add_working_days(sent_on, duties.INVOICE_WORKING_DAYS.on(sent_on).value, calendar)


def training_signal_due(found_on: date, calendar: Calendar = SHIPPED) -> date:
    """The last day to look at a signal of integrity (configuration)."""
    return add_working_days(found_on, duties.SIGNAL_WORKING_DAYS.on(found_on).value, calendar)


def training_payment_due(billed_on: date, calendar: Calendar = SHIPPED) -> date:
    """BPJS's last day to pay a training institute (Peraturan BPJS Ketenagakerjaan 1/2022 Pasal 12)."""
    return add_working_days(billed_on, duties.TRAINING_PAYMENT_WORKING_DAYS.on(billed_on).value, calendar)


def next_training_batch(day: date) -> date:
    """The next day, `day` included, on which training bills go to BPJS: the 1st or the 15th."""
    days = duties.TRAINING_BATCH_DAYS.on(day).value
    later = [batch for batch in days if batch >= day.day]
    return day.replace(day=later[0]) if later else add_months(day.replace(day=days[0]), 1)


def warning_due(served_on: date, calendar: Calendar = SHIPPED) -> date:
    """The last day to comply with a written warning: 10 working days each (PP 86/2013)."""
    return add_working_days(served_on, duties.WARNING_WORKING_DAYS.on(served_on).value, calendar)


def outreach_step(lapses_on: date, today: date) -> int | None:
    """The reminder in which somebody is who may file until `lapses_on`, by its days before; a late start skips none
    but the last that has begun. None before the first one and after the last day. Configuration.
    """
    left = (lapses_on - today).days
    begun = [days for days in duties.OUTREACH_REMINDER_DAYS.on(today).value if 0 <= left <= days]
    return min(begun, default=None)
