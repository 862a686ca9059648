"""The last seat and the same voucher, asked for at the same moment: the database decides."""

import pytest

from core.errors import Conflict
from tests.factories.participants import MORNING, PersonFactory
from tests.factories.training import TrainingClassFactory
from tests.factories.training_places import with_voucher
from tests.payments.together import run_together
from training.models import Enrolment, TrainingClass, Voucher
from training.operations import issue_voucher, redeem_voucher

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("morning")]


def redeem(voucher: Voucher, room: TrainingClass, lost: list[str]) -> None:
    try:
        redeem_voucher(voucher, training_class=room, actor=voucher.person.user, at=MORNING)
    except Conflict as refusal:
        lost.append(refusal.code)


def test_one_of_two_gets_the_last_seat() -> None:
    first = with_voucher()
    second = with_voucher(PersonFactory(), first.recommendation.programme)
    room = TrainingClassFactory(programme=first.recommendation.programme, seats=10, taken=9)
    asked, lost = [first, second], []
    run_together(2, lambda: redeem(asked.pop(), room, lost))
    room.refresh_from_db()
    assert (lost, room.taken, Enrolment.objects.count()) == (["class_full"], 10, 1)


def test_one_voucher_becomes_one_seat_however_often_it_is_sent() -> None:
    voucher = with_voucher()
    room = TrainingClassFactory(programme=voucher.recommendation.programme)
    lost: list[str] = []
    run_together(3, lambda: redeem(voucher, room, lost))
    room.refresh_from_db()
    assert (lost, room.taken, Enrolment.objects.count()) == ([], 6, 1)


def test_one_voucher_for_two_classes_becomes_one_seat() -> None:
    voucher = with_voucher()
    programme = voucher.recommendation.programme
    rooms, lost = [TrainingClassFactory(programme=programme, schedule=text) for text in ("pagi", "sore")], []
    run_together(2, lambda: redeem(voucher, rooms.pop(), lost))
    assert (lost, Enrolment.objects.count()) == (["voucher_used"], 1)


def test_two_clicks_take_one_voucher() -> None:
    gone = with_voucher(cancelled=True)
    run_together(3, lambda: issue_voucher(gone.recommendation, actor=gone.person.user, at=MORNING))
    assert Voucher.objects.filter(state="active").count() == 1
