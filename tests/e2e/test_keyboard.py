"""Signing in and sending a claim without a mouse: every stop can be seen, and every button is reached by Tab."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from core import clock
from jkp_portal.demo.cast import PASSWORD
from tests.e2e import story
from tests.e2e.portal import Running
from tests.e2e.visitor import Visitor, eventually, visitor

pytestmark = pytest.mark.browser

MOST_STOPS = 60
WHERE = """() => {
  const e = document.activeElement, s = getComputedStyle(e), box = e.getBoundingClientRect();
  const name = (e.labels && e.labels.length ? e.labels[0].textContent : e.getAttribute('aria-label') || e.textContent);
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  const marked = e.type === 'radio' || e.type === 'checkbox' ? getComputedStyle(e.labels[0]) : s;
  return {
    tag: e.tagName,
    name: name.replace(/\\s+/g, ' ').trim(),
    seen: [s, marked].some((x) =>
      x.outlineStyle !== 'none' && parseFloat(x.outlineWidth) >= 2 || x.boxShadow !== 'none'),
    covered: box.width > 2 && top !== null && top !== e && !e.contains(top) && !top.contains(e)
      && !(e.labels && [...e.labels].some((l) => l.contains(top))),
  };
}"""


class Keys:
    """Somebody who has only a keyboard."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.keyboard = visitor.page.keyboard

    def to(self, name: str) -> None:
        """Press Tab until the control whose name begins so has the focus."""
        passed = []
        for _stop in range(MOST_STOPS):
            self.keyboard.press("Tab")
            here = self.visitor.page.evaluate(WHERE)
            if here["tag"] == "BODY":
                continue
            assert here["seen"], f"{self.visitor.path}: the focus on {here['name']!r} cannot be seen"
            assert not here["covered"], f"{self.visitor.path}: {here['name']!r} is covered while it has the focus"
            if here["name"].startswith(name):
                return
            passed.append(here["name"][:40])
        raise AssertionError(f"{self.visitor.path}: Tab never reached {name!r}, only {passed}")

    def type(self, name: str, text: str) -> None:
        self.to(name)
        self.keyboard.type(text)

    def tick(self, name: str) -> None:
        self.to(name)
        self.keyboard.press("Space")

    def enter(self, name: str) -> None:
        """Reach a link or a button and use it."""
        self.to(name)
        with self.visitor.page.expect_navigation():
            self.keyboard.press("Enter")
        self.visitor._look()


@pytest.fixture
def who(portal: Running) -> story.Worker:
    """A worker whose termination is confirmed by the time she applies."""
    who = story.worker(8103, "Kenanga Prameswari", today=clock.today())
    portal.partners.load(people=[who.person])
    return who


@pytest.fixture
def she(chromium: Browser, portal: Running, who: story.Worker) -> Iterator[Visitor]:
    with visitor(chromium, portal, width=1280) as she:
        story.registers(she, who)
        story.reports_phk(she, who)
        with visitor(chromium, portal, "hr.garmen@contoh.invalid") as hr:
            story.employer_agrees(hr, who)
        with visitor(chromium, portal, "mediator@contoh.invalid", width=1280) as mediator:
            story.mediator_accepts(mediator, who)
        story.reads_that_it_is_due(she)
        yield she


def test_signing_in_by_keyboard(chromium: Browser, portal: Running) -> None:
    with visitor(chromium, portal, width=1280) as he:
        keys = Keys(he)
        code = portal.next_sms("+6281190000001")
        he.open("/masuk/")
        keys.type("Email atau nomor HP", "hr.busana@contoh.invalid")
        keys.type("Kata sandi", PASSWORD)
        keys.enter("Masuk")
        keys.type("Kode 6 angka", eventually(code))
        keys.enter("Masuk")
        assert he.path == "/perusahaan/"


def test_sending_a_claim_by_keyboard(she: Visitor, who: story.Worker) -> None:
    keys = Keys(she)
    keys.enter("Ajukan klaim")
    keys.enter("Periksa data diri")
    keys.tick("Data diri ini benar")
    keys.enter("Simpan")
    keys.enter("Isi rekening bank")
    keys.type("Bank", "BRI")
    keys.type("Nomor rekening", who.account.number)
    keys.type("Nama pemilik rekening", who.person.full_name)
    keys.enter("Simpan rekening")
    keys.enter("Baca dan tanda tangani KAPK")
    code = she.portal.next_sms(who.person.phone)
    keys.enter("Kirim kode lewat SMS")
    keys.type("Ketik nama lengkap Anda", who.person.full_name)
    keys.type("Kode 6 angka", eventually(code))
    keys.tick("Saya sudah membaca dan menyetujui KAPK")
    keys.enter("Tanda tangani")
    keys.enter("Periksa dan kirim")
    keys.tick("Keterangan ini benar")
    keys.enter("Kirim klaim bulan ke-1")
    she.sees("Klaim bulan ke-1 terkirim", "JKP-")
