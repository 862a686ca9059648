"""Arrears: an employer that owes contributions pays the worker first, and may ask the fund for it (Pasal 39).

A debt (2 % a begun month) and the administrative fine (0.1 % a month) are two things: no column holds their sum.
"""

import uuid
from datetime import date

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Sum
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import has_role, regions_of
from claims.enums import MonthPayer, MonthState
from claims.models import ClaimMonth
from compliance.enums import REQUEST_OPEN, ArrearsState, EmployerPaymentState
from core.crypto import Sealed
from core.formatting import mask_tail
from core.workflow import TransitionLog, Workflow, append_only
from participants.models import EmployerStaff

S, P = ArrearsState, EmployerPaymentState
OFFICE = (Role.BPJS_VERIFIER, Role.AUDITOR)
INSPECTION = (Role.INSPECTOR, Role.INSPECTION_COORDINATOR)
_ASKED = [str(s) for s in (S.ASKED, S.RECOMMENDED, S.APPROVED, S.BANK_PROBLEM, S.REIMBURSED)]
_TWO_OFFICERS = [str(s) for s in (S.APPROVED, S.BANK_PROBLEM, S.REIMBURSED)]
_SETTLED = [str(s) for s in (S.SETTLED, S.REFUSED)] + _ASKED

workflow = Workflow(
    ("tell", [S.OPENED], S.TOLD),
    ("pay", [S.OPENED, S.TOLD, S.HANDED], S.PAID),
    ("owe", [S.PAID, S.SETTLED], S.TOLD),
    ("hand_over", [S.OPENED, S.TOLD], S.HANDED),
    ("settle", [S.PAID], S.SETTLED),
    ("ask", [S.SETTLED], S.ASKED),
    ("give_back", [S.ASKED], S.SETTLED),
    ("recommend", [S.ASKED], S.RECOMMENDED),
    ("disagree", [S.RECOMMENDED], S.ASKED),
    ("refuse", [S.ASKED, S.RECOMMENDED], S.REFUSED),
    ("approve", [S.RECOMMENDED], S.APPROVED),
    ("reimburse", [S.APPROVED], S.REIMBURSED),
    ("come_back", [S.APPROVED, S.REIMBURSED], S.BANK_PROBLEM),
    ("order_again", [S.BANK_PROBLEM], S.APPROVED),
)

payment_workflow = Workflow(
    ("confirm", [P.DECLARED, P.DENIED], P.CONFIRMED),
    ("deny", [P.DECLARED], P.DENIED),
    ("reject", [P.DECLARED, P.DENIED], P.REJECTED),
)

# The employer's money for a month is exactly what was granted, and only where the employer is who pays.
_ITS_OWN_MONTH = """
    IF NOT EXISTS (
        SELECT FROM claims_claimmonth JOIN compliance_arrearscase ON compliance_arrearscase.id = NEW.case_id
        WHERE claims_claimmonth.id = NEW.month_id
            AND claims_claimmonth.claim_id = compliance_arrearscase.claim_id
            AND claims_claimmonth.payer = 'employer'
            AND claims_claimmonth.amount = NEW.amount
    ) THEN
        RAISE EXCEPTION 'an employer pays the months that are its own, as they were granted';
    END IF;
    RETURN NEW;
"""


class ArrearsCaseQuerySet(models.QuerySet["ArrearsCase"]):
    def of_staff(self, user: User, on: date) -> "ArrearsCaseQuerySet":
        """Those of the employers that the user acts for on a day."""
        return self.filter(Exists(EmployerStaff.objects.in_force(on).filter(user=user, employer=OuterRef("employer"))))

    def of_worker(self, user: User) -> "ArrearsCaseQuerySet":
        return self.filter(claim__person__user=user)

    def for_office(self, user: User, on: date) -> "ArrearsCaseQuerySet":
        """All for BPJS and audit, an inspector's by region; none of an employer that the officer acts or acted for."""
        if has_role(user, *OFFICE, on=on):
            seen = Q(pk__isnull=False)
        else:
            seen = Q(pk__in=[])
            for role in INSPECTION:
                seen |= regions_of(user, role, on=on).q("region__code")
        tied = EmployerStaff.objects.filter(user=user, employer=OuterRef("employer"))
        return self.filter(seen & ~Q(claim__person__user=user) & ~Exists(tied))

    def visible_to(self, user: User, on: date) -> "ArrearsCaseQuerySet":
        """The worker's own, the employer's for its staff, and what an office reads."""
        staff, office = self.of_staff(user, on), self.for_office(user, on)
        return self.filter(Q(pk__in=staff.values("pk")) | Q(pk__in=office.values("pk")) | Q(claim__person__user=user))

    def owing(self) -> "ArrearsCaseQuerySet":
        """For a month that is owed the employer has not even said that it paid."""
        answered = EmployerPayment.objects.live().filter(month=OuterRef("pk"))
        owed = ClaimMonth.objects.filter(
            claim=OuterRef("claim"), payer=MonthPayer.EMPLOYER, state=MonthState.APPROVED
        ).exclude(Exists(answered))
        return self.filter(Exists(owed))

    def to_hand_over(self, today: date) -> "ArrearsCaseQuerySet":
        """The last day has passed, and something is owed."""
        return self.owing().filter(state__in=(S.OPENED, S.TOLD), pay_by__lt=today)


class ArrearsCase(models.Model):
    """One claim whose months the employer pays first. `consecutive`, `total`: months in arrears at the PHK.

    `pay_by`: the last day for the month granted last. `request_until`: the last day to ask the fund, of the payment
    made last. `settled_…`: contributions, penalty and fine as they were on the day of settling, in whole rupiah.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("nomor"), max_length=20, unique=True)
    claim = models.OneToOneField("claims.Claim", models.PROTECT, related_name="arrears_case")
    employer = models.ForeignKey("participants.Employer", models.PROTECT, related_name="arrears_cases")
    region = models.ForeignKey("core.Region", models.PROTECT, null=True, related_name="+", verbose_name=_("wilayah"))
    consecutive = models.PositiveSmallIntegerField(_("bulan berturut-turut"))
    total = models.PositiveSmallIntegerField(_("bulan menunggak"))
    law = models.CharField(max_length=120)
    state = models.CharField(_("keadaan"), max_length=12, choices=ArrearsState.choices, default=S.OPENED)
    opened_at = models.DateTimeField(_("dibuka"))
    pay_by = models.DateField(_("dibayar perusahaan paling lambat"))
    handed_at = models.DateTimeField(null=True)

    settled_on = models.DateField(null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    settled_contributions = models.PositiveBigIntegerField(null=True)
    settled_penalty = models.PositiveBigIntegerField(null=True)
    settled_fine = models.PositiveBigIntegerField(null=True)
    request_until = models.DateField(null=True)

    first_asked_on = models.DateField(null=True)
    asked_at = models.DateTimeField(null=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answer_due_on = models.DateField(_("dibayar paling lambat"), null=True)
    amount = models.PositiveBigIntegerField(_("penggantian"), null=True)
    bank_code = models.CharField(_("bank"), max_length=10, blank=True)
    account_sealed = models.BinaryField(blank=True, default=b"")
    account_tail = models.CharField(max_length=4, blank=True)
    account_name = models.CharField(_("nama pemilik rekening"), max_length=150, blank=True)
    recommended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(_("alasan"), blank=True)
    paid_on = models.DateField(null=True)

    account = Sealed("account_sealed", purpose="account")

    workflow = workflow
    objects = ArrearsCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("kasus tunggakan")
        verbose_name_plural = _("kasus tunggakan")
        ordering = ("-opened_at", "pk")
        triggers = [
            *workflow.guards(),
            pgtrigger.ReadOnly(
                name="what_opened_the_case_stays",
                fields=["number", "claim", "employer", "consecutive", "total", "law", "opened_at"],
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="settled_debts_have_their_figures",
                condition=~Q(state__in=_SETTLED)
                | Q(
                    settled_on__isnull=False,
                    settled_by__isnull=False,
                    settled_contributions__isnull=False,
                    settled_penalty__isnull=False,
                    settled_fine__isnull=False,
                    request_until__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="request_for_reimbursement_is_whole",
                condition=~Q(state__in=_ASKED)
                | (
                    Q(asked_at__isnull=False, asked_by__isnull=False, answer_due_on__isnull=False, amount__gt=0)
                    & ~Q(bank_code="")
                    & ~Q(account_tail="")
                    & ~Q(account_name="")
                ),
            ),
            models.CheckConstraint(
                name="reimbursement_is_asked_in_time",
                condition=Q(first_asked_on=None) | Q(first_asked_on__lte=F("request_until")),
                violation_error_message=_("Batas meminta penggantian sudah lewat."),
            ),
            models.CheckConstraint(
                name="two_officers_let_money_go",
                condition=~Q(state__in=_TWO_OFFICERS)
                | (
                    Q(recommended_by__isnull=False, decided_by__isnull=False, decided_at__isnull=False)
                    & ~Q(recommended_by=F("decided_by"))
                    & ~Q(asked_by=F("decided_by"))
                    & ~Q(asked_by=F("recommended_by"))
                ),
                violation_error_message=_("Penggantian diputus dua petugas yang berbeda."),
            ),
            models.CheckConstraint(
                name="refused_reimbursement_says_who_and_why",
                condition=~Q(state=S.REFUSED) | (Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(reason="")),
            ),
            models.CheckConstraint(
                name="reimbursed_case_has_its_day", condition=~Q(state=S.REIMBURSED) | Q(paid_on__isnull=False)
            ),
        ]
        indexes = [
            models.Index(fields=["pay_by"], name="arrears_to_hand_over", condition=Q(state__in=("opened", "told"))),
            models.Index(
                fields=["answer_due_on"], name="arrears_request_clock", condition=Q(state__in=("asked", "recommended"))
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def account_shown(self) -> str:
        return mask_tail(f"00000{self.account_tail}") if self.account_tail else ""

    @property
    def request_is_open(self) -> bool:
        return self.state in REQUEST_OPEN


class ArrearsLog(TransitionLog):
    subject = models.ForeignKey(ArrearsCase, models.PROTECT, related_name="log")


class ArrearsDebt(models.Model):
    """One month that was unpaid at the PHK, as it stood when the case was opened. Written once.

    `amount`: the employer's part of the contribution that carries JKP, for this worker, in whole rupiah.
    """

    case = models.ForeignKey(ArrearsCase, models.PROTECT, related_name="debts")
    month = models.DateField(_("bulan iuran"))
    amount = models.PositiveBigIntegerField()
    due_on = models.DateField()
    months_late = models.PositiveSmallIntegerField()
    penalty = models.PositiveBigIntegerField()

    class Meta:
        verbose_name = _("tunggakan")
        verbose_name_plural = _("tunggakan")
        ordering = ("month",)
        triggers = append_only()
        constraints = [models.UniqueConstraint(fields=["case", "month"], name="one_debt_a_month")]


class EmployerPaymentQuerySet(models.QuerySet["EmployerPayment"]):
    def live(self) -> "EmployerPaymentQuerySet":
        return self.exclude(state=P.REJECTED)

    def confirmed(self) -> "EmployerPaymentQuerySet":
        return self.filter(state=P.CONFIRMED)

    def in_time(self, today: date) -> "EmployerPaymentQuerySet":
        """Those that the fund can still be asked for."""
        return self.confirmed().filter(request_until__gte=today)

    def total(self) -> int:
        return self.aggregate(total=Sum("amount"))["total"] or 0


class EmployerPayment(models.Model):
    """The employer says that it paid a month, with proof; the worker or an officer says that it arrived.

    `request_until`: the last day to ask the fund for it, stored when it is declared (Pasal 39 ayat (5)).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(ArrearsCase, models.PROTECT, related_name="payments")
    month = models.ForeignKey("claims.ClaimMonth", models.PROTECT, related_name="employer_payments")
    amount = models.PositiveBigIntegerField()
    paid_on = models.DateField(_("dibayar pada"))
    request_until = models.DateField()
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=EmployerPaymentState.choices, default=P.DECLARED)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)  # what the worker or the officer said to it

    workflow = payment_workflow
    objects = EmployerPaymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("pembayaran perusahaan")
        verbose_name_plural = _("pembayaran perusahaan")
        ordering = ("declared_at", "pk")
        triggers = [
            *payment_workflow.guards(),
            pgtrigger.ReadOnly(
                name="what_was_declared_stays",
                fields=["case", "month", "amount", "paid_on", "request_until", "file", "declared_by", "declared_at"],
            ),
            pgtrigger.Trigger(
                name="its_own_month", when=pgtrigger.Before, operation=pgtrigger.Insert, func=_ITS_OWN_MONTH
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["month"], condition=~Q(state=P.REJECTED), name="one_live_employer_payment_a_month"
            ),
            models.CheckConstraint(
                name="answered_payment_says_by_whom",
                condition=Q(state=P.DECLARED) | Q(answered_by__isnull=False, answered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="who_declares_does_not_confirm",
                condition=Q(answered_by=None) | ~Q(answered_by=F("declared_by")),
            ),
            models.CheckConstraint(name="rejected_payment_says_why", condition=~Q(state=P.REJECTED) | ~Q(answer="")),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.amount}"


class EmployerPaymentLog(TransitionLog):
    subject = models.ForeignKey(EmployerPayment, models.PROTECT, related_name="log")
