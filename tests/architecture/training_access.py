"""The table of access for the rest of training: vouchers, programmes, classes, bills."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.decorators import access_of
from accounts.models import User
from accounts.selectors import has_role
from participants.models import Person
from participants.selectors import person_of
from tests.factories import training_billing, training_money, training_places
from tests.factories.training import ProgrammeFactory
from training import policies
from training.models import BillingBatch, Institute, Programme, TrainingClass, Voucher
from training.selectors.meetings import classes_visible_to
from training.selectors.vouchers import voucher_for
from training.views.pricing import programme as cost_desk

TODAY = date(2026, 11, 16)


@dataclass
class TrainingThings:
    """A voucher of one person, a draft and a class of the same institute, a bill that BPJS has."""

    voucher: Voucher
    draft: Programme
    priced: Programme
    held: TrainingClass
    frozen: BillingBatch

    @property
    def house(self) -> Institute:
        return self.held.programme.institute


def training_things(person: Person) -> TrainingThings:
    programme = training_places.priced()
    voucher = training_places.with_voucher(person, programme)
    held = training_money.EnrolmentFactory(training_class__programme=programme).training_class
    return TrainingThings(
        voucher=voucher,
        draft=ProgrammeFactory(institute=programme.institute, draft=True, title="Draf"),
        priced=programme,
        held=held,
        frozen=training_billing.frozen_billing(),
    )


def _of_house(user: User, institute: Institute) -> bool:
    return Institute.objects.of_staff(user, TODAY).filter(pk=institute.pk).exists()


def _voucher(user: User, voucher: Voucher) -> bool:
    person = person_of(user)
    return person is not None and voucher_for(person, voucher.pk) is not None


CHECKS: dict[str, dict[str, Callable[[User, Any], bool]]] = {
    # R: the page with its code. U: making a seat of it.
    "voucher": {
        "R": lambda user, t: _voucher(user, t.training.voucher),
        "U": lambda user, t: policies.can_use_voucher(user, t.training.voucher, TODAY),
    },
    # R: the desk of costs and the institute. U: the institute's own texts. A: setting the cost.
    "programme": {
        "R": lambda user, t: (
            has_role(user, *access_of(cost_desk).roles, on=TODAY) or _of_house(user, t.training.priced.institute)
        ),
        "U": lambda user, t: _of_house(user, t.training.draft.institute),
        "A": lambda user, t: policies.can_assess(user, t.training.priced, TODAY),
    },
    "training_class": {
        "R": lambda user, t: classes_visible_to(user, TODAY).filter(pk=t.training.held.pk).exists(),
    },
    # C: collecting and freezing. A: approving what was frozen. V: BPJS's answer.
    "training_billing": {
        "R": lambda user, t: BillingBatch.objects.visible_to(user, TODAY).filter(pk=t.training.frozen.pk).exists(),
        "C": lambda user, t: policies.can_build_billing(user, TODAY),
        "A": lambda user, t: policies.can_approve_billing(user, t.training.frozen, TODAY),
        "V": lambda user, t: policies.can_answer_billing(user, TODAY),
    },
}
# Pages of officers and the letters of the table that open them, one of several is enough.
PAGES: dict[str, tuple[str, str]] = {
    "training:pricing": ("programme", "R"),
    "training:pricing_programme": ("programme", "R"),
    "training:review_batch": ("training_billing", "R"),
    "training:billing": ("training_billing", "R"),
    "training:billing_csv": ("training_billing", "R"),
    "training:billing_letter": ("training_billing", "R"),
    "training:billing_item": ("training_billing", "R"),
    "training:billed_line": ("training_billing", "R"),
    "training:billing_build": ("training_billing", "C"),
    "training:billing_freeze": ("training_billing", "C"),
    "training:billing_approve": ("training_billing", "A"),
    "training:billing_cancel": ("training_billing", "CA"),
    "training:bpjs_pay_again": ("training_billing", "V"),
    "training:review_invoice": ("training_invoice", "R"),
    "training:review_line": ("training_invoice", "R"),
    "training:review_paper": ("training_invoice", "R"),
    "training:review_home": ("training_invoice", "VA"),
    "training:review_attendance": ("attendance", "A"),
    "training:review_meeting": ("attendance", "A"),
    "training:review_unlocks": ("attendance", "A"),
    "training:review_providers": ("partnership", "R"),
    "training:review_provider": ("partnership", "R"),
    "training:review_pks": ("partnership", "R"),
    "training:review_agreement": ("partnership", "A"),
    "training:review_measure": ("partnership", "VA"),
}
# BPJS's desk: some of those who read the bill.
BPJS_PAGES = {"training:bpjs_billing", "training:bpjs_batch", "training:bpjs_item"}
