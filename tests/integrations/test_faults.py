"""Every client against every fault, over real HTTP: what the caller learns, and that no person is refused."""

from collections.abc import Callable

import pytest

from integrations.bank import TransferState, bank_client
from integrations.bpjs import PhkNotice, bpjs_client
from integrations.breaker import Breaker
from integrations.dukcapil import DukcapilClient, dukcapil_client
from integrations.errors import PartnerOutcomeUnknown, PartnerRefused, PartnerUnavailable
from integrations.karirhub import karirhub_client
from integrations.sandbox.control import Control
from integrations.sandbox.stories import Story
from integrations.sms import sms_client
from integrations.transport import Patience, Transport
from tests.integrations.conftest import BRIEF


def notice(siti: Story) -> PhkNotice:
    phk = siti.phk
    person = siti.person
    return PhkNotice(
        "LP-1", person.nik, person.full_name, siti.employer.npp, phk.on, phk.reason, phk.contract, "worker"
    )


REPEATABLE: dict[str, tuple[str, Callable[[Story, Patience], object]]] = {
    "verify_identity": (
        "dukcapil",
        lambda s, p: dukcapil_client(patience=p).verify_identity(
            s.person.nik, s.person.full_name, s.person.mother_name
        ),
    ),
    "vital_status": ("dukcapil", lambda s, p: dukcapil_client(patience=p).vital_status(s.person.nik)),
    "membership": ("bpjs", lambda s, p: bpjs_client(patience=p).membership(s.person.nik)),
    "contributions": (
        "bpjs",
        lambda s, p: bpjs_client(patience=p).contributions(s.person.nik, s.phk.on, s.phk.on),
    ),
    "previous_benefits": ("bpjs", lambda s, p: bpjs_client(patience=p).previous_benefits(s.person.nik)),
    "search_employers": ("bpjs", lambda s, p: bpjs_client(patience=p).search_employers("busana")),
    "notify_phk": ("bpjs", lambda s, p: bpjs_client(patience=p).notify_phk(notice(s), "N-1")),
    "banks": ("bank", lambda s, p: bank_client(patience=p).banks()),
    "inquire_account": (
        "bank",
        lambda s, p: bank_client(patience=p).inquire_account(s.account.bank, s.account.number),
    ),
    "transfer_status": ("bank", lambda s, p: bank_client(patience=p).transfer_status("K-1")),
    "list_vacancies": ("karirhub", lambda s, p: karirhub_client(patience=p).vacancies("")),
    "send": ("sms", lambda s, p: sms_client(patience=p).send("S-1", "+6281200000001", "JKP: coba")),
}
FAULTS: dict[str, tuple[dict[str, object], str]] = {
    "down": ({"down": True}, "maintenance"),
    "slow": ({"slow": 2}, "slow"),
    "error": ({"error_500": -1}, "server_error"),
    "error after": ({"error_after": -1}, "server_error"),
    "html": ({"garbage": "html"}, "garbage"),
    "wrong types": ({"garbage": "types"}, "garbage"),
    "empty": ({"garbage": "empty"}, "garbage"),
    "cut off": ({"garbage": "cut"}, "cut_off"),
    "answers too late": ({"timeout_then_success": 2}, "slow"),
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("operation", REPEATABLE)
def test_a_fault_makes_the_partner_unavailable_and_names_the_reason(
    known: Control, siti: Story, operation: str, fault: str
) -> None:
    partner, call = REPEATABLE[operation]
    switches, reason = FAULTS[fault]
    known.fault(partner, **switches)

    with pytest.raises(PartnerUnavailable) as raised:
        call(siti, BRIEF)

    assert (raised.value.partner, raised.value.reason) == (partner, reason)
    known.fault(partner)
    call(siti, BRIEF)


@pytest.mark.parametrize("operation", REPEATABLE)
def test_a_partner_nobody_hears_is_unreachable(known: Control, siti: Story, settings: object, operation: str) -> None:
    settings.PARTNER_BASE_URL = "http://127.0.0.1:1"

    with pytest.raises(PartnerUnavailable) as raised:
        REPEATABLE[operation][1](siti, BRIEF)

    assert raised.value.reason == "unreachable"


@pytest.mark.parametrize("operation", REPEATABLE)
def test_a_wrong_key_is_our_fault_and_not_the_persons(
    known: Control, siti: Story, settings: object, operation: str
) -> None:
    settings.PARTNER_API_KEY = "wrong"

    with pytest.raises(PartnerUnavailable) as raised:
        REPEATABLE[operation][1](siti, BRIEF)

    assert raised.value.reason == "unauthorised"


TRANSFER_FAULTS = {
    "slow": "slow",
    "error": "server_error",
    "error after": "server_error",
    "html": "garbage",
    "wrong types": "garbage",
    "empty": "garbage",
    "cut off": "cut_off",
    "answers too late": "slow",
}


def pay(siti: Story, key: str = "K-1", amount: int = 3_000_000, patience: Patience = BRIEF) -> object:
    account = siti.account
    return bank_client(patience=patience).transfer(key, account.bank, account.number, account.name, amount, "JKP-1")


@pytest.mark.parametrize("fault", TRANSFER_FAULTS)
def test_a_transfer_whose_answer_is_lost_has_an_unknown_outcome_and_is_sent_once(
    known: Control, siti: Story, fault: str
) -> None:
    known.fault("bank", **FAULTS[fault][0], only=["transfer"])

    with pytest.raises(PartnerOutcomeUnknown) as raised:
        pay(siti, patience=Patience(timeout=0.4, tries=3, total=5))

    assert (raised.value.reason, raised.value.key) == (TRANSFER_FAULTS[fault], "K-1")
    known.fault("bank")
    known.settle_now()
    assert known.audit()["requests"] <= 1


def test_a_transfer_that_timed_out_and_succeeded_is_found_by_its_key(known: Control, siti: Story) -> None:
    known.fault("bank", timeout_then_success=2, only=["transfer"])

    with pytest.raises(PartnerOutcomeUnknown):
        pay(siti)

    assert bank_client().transfer_status("K-1").state is TransferState.IN_PROCESS
    known.settle_now()
    assert bank_client().transfer_status("K-1").state is TransferState.SETTLED
    assert known.audit()["total"] == 3_000_000


def test_a_transfer_that_failed_before_the_bank_took_it_is_an_unknown_key(known: Control, siti: Story) -> None:
    known.fault("bank", error_500=1, only=["transfer"])

    with pytest.raises(PartnerOutcomeUnknown):
        pay(siti)

    assert bank_client().transfer_status("K-1").state is TransferState.UNKNOWN_KEY


@pytest.mark.parametrize(("switches", "url"), [({"down": True}, ""), ({}, "http://127.0.0.1:1")])
def test_a_transfer_that_surely_did_not_arrive_is_only_unavailable(
    known: Control, siti: Story, settings: object, switches: dict[str, object], url: str
) -> None:
    known.fault("bank", **switches)
    settings.PARTNER_BASE_URL = url or settings.PARTNER_BASE_URL

    with pytest.raises(PartnerUnavailable):
        pay(siti)

    assert known.audit()["requests"] == 0


def test_a_repeatable_call_is_tried_again_after_a_passing_fault(known: Control, siti: Story) -> None:
    known.fault("dukcapil", error_500=2)

    answer = dukcapil_client(patience=Patience(timeout=1, tries=3, total=5)).vital_status(siti.person.nik)

    assert answer.known


def test_garbage_is_not_tried_again(known: Control, siti: Story) -> None:
    known.fault("sms", garbage="html")

    with pytest.raises(PartnerUnavailable):
        sms_client(patience=Patience(timeout=1, tries=3, total=5)).send("S-1", "+6281200000001", "JKP: coba")

    known.fault("sms")
    assert len(known.outbox()["messages"]) == 1


def test_a_message_tried_again_with_its_key_is_sent_once(known: Control, siti: Story) -> None:
    known.fault("sms", error_after=2)

    sent = sms_client(patience=Patience(timeout=1, tries=3, total=5)).send("S-1", "+6281200000001", "JKP: coba")

    assert sent == "SMS-00000001"
    assert len(known.outbox()["messages"]) == 1


def test_tries_stop_when_the_total_patience_is_used_up(known: Control, siti: Story) -> None:
    known.fault("dukcapil", slow=2)
    breaker = Breaker("dukcapil", url="redis://127.0.0.1:1/0")
    client = DukcapilClient(Transport("dukcapil", patience=Patience(timeout=0.2, tries=50, total=0.5), breaker=breaker))

    with pytest.raises(PartnerUnavailable):
        client.vital_status(siti.person.nik)

    assert known.faults()["dukcapil"] == {"slow": 2}


def test_a_notice_about_a_worker_nobody_knows_is_refused_by_name(known: Control, siti: Story) -> None:
    stranger = PhkNotice("LP-2", "9901010101900001", "Orang Lain", "99000001", siti.phk.on, "b", "PKWTT", "employer")

    with pytest.raises(PartnerRefused) as raised:
        bpjs_client().notify_phk(stranger, "N-2")

    assert raised.value.code == "unknown_worker"
