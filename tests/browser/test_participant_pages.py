"""Participants' pages in states that no story is in, and long lists (the others: tests/e2e/test_axe.py)."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from participants.enums import PhkReason, Side, Stance
from participants.operations import data_requests, phk, phk_drafts
from participants.operations.registration import begin_registration, set_contact
from tests.browser.looking import TEXT_SPACING, let_in, sideways, small_targets, violations
from tests.factories.accounts import officer, sign_in
from tests.factories.participants import (
    MORNING,
    EmployerFactory,
    PersonFactory,
    StaffFactory,
    at_mediator,
    report_phk,
    said,
)
from tests.participants.test_csv import file_of, people, row
from tests.participants.test_identity import NIK

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAMES = ("Siti Rahmawati", "Yohana Kewa", "Made Wirawan", "Nur Aisyah", "Agus Prasetyo", "Lestari Wulandari")
VISITOR = ("contact", "code")
WORKER = ("perusahaan", "excluded", "phk_answer")
HR = ("list", "import", "saved")
OFFICER = ("queue", "case")
PROTECTOR = ("wishes", "wish_case")
OWN = ("address", "wish")


class World:
    """Everybody in some state, and the addresses that show it."""

    def __init__(self) -> None:
        self.paths: dict[str, str] = {}
        self.employer = EmployerFactory(name="PT Busana Lestari Contoh", address="Jalan Slamet Riyadi 101, Surakarta")
        self.hr = StaffFactory(employer=self.employer, admin=True, user__full_name="Ratna Dewanti")
        self.siti = PersonFactory(full_name="Siti Rahmawati")
        self.officer = officer(Role.MEDIATOR, region="33", full_name="Bambang Sudarsono")
        self.protector = officer(Role.DATA_PROTECTION, full_name="Dewi Anggraini")

    def visitor(self, client: Client) -> None:
        row = begin_registration(
            nik=NIK,
            full_name="Siti Rahmawati",
            mother_name="Sulastri",
            born_on=date(1990, 7, 2),
            address="x",
            at=MORNING,
        )
        contact = {"email": "siti@contoh.invalid", "phone": "+6281234567890", "password": "kuda hijau makan es krim"}
        set_contact(registration=row, at=MORNING, **contact)
        session = client.session
        session["registration"] = str(row.pk)
        session.save()
        self.show({"contact": "register_contact", "code": "register_code"})

    def show(self, names: dict[str, str], *args: object) -> None:
        """Short names for pages that take the same arguments."""
        self.paths |= {short: reverse(f"participants:{name}", args=args) for short, name in names.items()}

    def worker(self) -> None:
        self.show({"excluded": "phk_report_excluded"})
        phk_drafts.keep_answers(
            user=self.siti.user,
            at=MORNING,
            employer=str(self.employer.pk),
            employer_name=self.employer.name,
            phk_on=date(2026, 11, 10),
            reason="i",
            contract="PKWTT",
            wage=4_500_000,
            no_proof=True,
        )
        self.paths["perusahaan"] = reverse("participants:phk_report_step", args=["perusahaan"]) + "?q=busana"
        asked = at_mediator(person=self.siti, employer=EmployerFactory(name="CV Warung Rasa Contoh"))
        self.paths["phk_answer"] = reverse("participants:phk", args=[asked.pk])

    def firm(self) -> None:
        self.crowd(22)
        taken = {"employer": self.employer, "actor": self.hr.user, "at": MORNING, "file_name": "phk-november.csv"}
        checked = phk.import_csv(content=file_of(row(nik="12"), row(nama="=1+1"), *people(30)[5:]), **taken)
        saved = phk.import_csv(content=file_of(*people(3)), **taken)
        phk.save_import(phk.start_saving(csv_import=saved, only_good=False, actor=self.hr.user, at=MORNING), at=MORNING)
        self.show({"list": "employer_phk_list"})
        self.paths |= {
            "import": reverse("participants:employer_import", args=[checked.pk]),
            "saved": reverse("participants:employer_import", args=[saved.pk]),
        }

    def crowd(self, count: int) -> None:
        for place in range(count):
            person = PersonFactory(full_name=NAMES[place % 6])
            at_mediator(employer=self.employer, person=person, with_proof=place % 3 > 0)

    def desk(self) -> None:
        event = report_phk(person=self.siti, employer=self.employer)
        phk.answer_other_side(
            event=event,
            side=Side.EMPLOYER,
            stance=Stance.DISPUTES,
            said=said(reason=PhkReason.I, phk_on=date(2026, 11, 9)),
            statement="Pekerja menyerahkan surat pengunduran diri pada 9 November 2026.",
            actor=self.hr.user,
            at=MORNING,
        )
        self.crowd(24)
        self.paths |= {
            "queue": reverse("participants:mediation"),
            "case": reverse("participants:mediation_case", args=[event.pk]),
        }

    def wishes(self) -> None:
        rows = [
            data_requests.ask(PersonFactory(full_name=name).user, wish="delete", text=f"Hapus data {name}.", at=MORNING)
            for name in NAMES
        ]
        self.show({"wishes": "wishes"})
        self.show({"wish_case": "wish_case"}, rows[0].pk)

    def own(self) -> None:
        self.show({"address": "address", "wish": "wish"})

    def client_of(self, group: tuple[str, ...]) -> Client:
        """Somebody who sees these pages, once what they show exists."""
        client = Client()
        if group is VISITOR:
            self.visitor(client)
            return client
        make, user = {
            WORKER: (self.worker, self.siti.user),
            OWN: (self.own, self.siti.user),
            HR: (self.firm, self.hr.user),
            OFFICER: (self.desk, self.officer),
            PROTECTOR: (self.wishes, self.protector),
        }[group]
        make()
        sign_in(client, user)
        return client


@pytest.fixture
def look(open_page, live_server, partners, monkeypatch):
    """`look("case", width=320)`: the page as the person sees it whose page it is."""
    monkeypatch.setattr("core.clock.now", lambda: MORNING)
    world = World()
    clients: dict[tuple[str, ...], Client] = {}

    def looker(name, **options):
        group = next(names for names in (VISITOR, WORKER, HR, OFFICER, PROTECTOR, OWN) if name in names)
        if group not in clients:
            clients[group] = world.client_of(group)
        client = clients[group]
        if group is OFFICER:
            client = sign_in(Client(), world.officer)
        page = open_page("/bantuan/", bypass_csp=True, **options)
        let_in(page, client, live_server.url)
        answer = page.goto(live_server.url + world.paths[name])
        assert answer.status == 200, (name, answer.status)
        return page

    return looker


groups = pytest.mark.parametrize(
    "names",
    [VISITOR, WORKER, HR, OFFICER, PROTECTOR, OWN],
    ids=["visitor", "worker", "hr", "officer", "protector", "own"],
)


@groups
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_and_targets_are_large(look, names, width):
    for name in names:
        page = look(name, width=width)
        assert violations(page) == [], name
        assert small_targets(page) == [], name


@groups
def test_nothing_is_cut_off_at_320_pixels_or_with_wide_text(look, names):
    for name in names:
        page = look(name, width=320)
        assert sideways(page) <= 0, name
        page.add_style_tag(content=TEXT_SPACING)
        assert sideways(page) <= 0, name
