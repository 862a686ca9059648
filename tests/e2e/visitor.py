"""Somebody at a browser: opens, reads, fills in, presses. Every page met on the way is looked at."""

import gzip
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.urls import Resolver404, resolve
from django.utils import translation
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Response, expect

from jkp_portal.demo.cast import HEADS, HR, OFFICERS, PASSWORD, TOTP_SECRET
from tests.browser.looking import sideways
from tests.e2e.portal import Running

PATIENCE = 60.0  # seconds for what a worker does in the background
PHONES = {one.email: one.phone for one in (*HR, *HEADS)}
OFFICER_EMAILS = {officer.email for officer in OFFICERS}
PARTICIPANT_HTML, OFFICER_HTML = 14 * 1024, 30 * 1024
STEP_SECONDS = 30

_used_steps: dict[str, int] = {}
_cookies: dict[tuple[str, str], tuple[float, Any]] = {}
# An officer's code counts for twenty minutes of the machine's time: an older session would be asked for another.
FRESH = 8 * 60.0


class Visitor:
    """One browser of one person. `looker` is called with every new page, after the checks that always run."""

    def __init__(
        self,
        browser: Browser,
        portal: Running,
        *,
        width: int = 390,
        scripts: bool = True,
        officer: bool = False,
        looker: Callable[[Page, str], None] | None = None,
        cookies: Any = None,
    ) -> None:
        self.portal = portal
        self.officer = officer
        self.scripts = scripts
        self.looker = looker
        self.met: set[str] = set()  # names of the addresses that answered with a page
        self.context = browser.new_context(
            viewport={"width": width, "height": 844 if width < 600 else 900},
            java_script_enabled=scripts,
            locale="id-ID",
            timezone_id="Asia/Jakarta",
            storage_state=cookies,
        )
        self.context.set_default_timeout(15_000)
        self.page = self.context.new_page()
        self.said: list[str] = []
        self._pages: list[Response] = []
        self.page.on("console", self._hear)
        self.page.on("response", self._note)

    def close(self) -> None:
        self.context.close()

    # --- going and reading ---------------------------------------------------------------------------------------

    def open(self, path: str) -> None:
        self.page.goto(self.portal.url + path if path.startswith("/") else path)
        self._look()

    def follow(self, name: str, *, exact: bool = False) -> None:
        """Take the first link with these words."""
        self._leave(self.page.get_by_role("link", name=name, exact=exact).first)

    def press(self, name: str, *, within: Locator | None = None) -> None:
        """Press the first button of the page's main part with these words."""
        self._leave((within or self.page.locator("main")).get_by_role("button", name=name).first)

    def sees(self, *words: str) -> None:
        """The main part of the page says all of this."""
        for text in words:
            expect(self.page.locator("main")).to_contain_text(text)

    def reads(self) -> str:
        return " ".join(self.page.locator("main").inner_text().split())

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    def wait_for(self, text: str, *, at: str = "") -> None:
        """Load the page again until it says this, or the patience ends."""
        deadline = time.monotonic() + PATIENCE
        while text not in self.reads():
            assert time.monotonic() < deadline, f"{self.page.url} never said {text!r}: {self.reads()[:800]}"
            self.page.wait_for_timeout(250)
            self.open(at or self.path)

    # --- filling in ----------------------------------------------------------------------------------------------

    def write(self, label: str, text: str) -> None:
        self._field(label).fill(text)

    def _field(self, label: str) -> Locator:
        return self.page.get_by_label(re.compile(rf"^\s*{re.escape(label)}\s*(\(boleh dikosongkan\))?\s*$")).first

    def choose(self, label: str) -> None:
        """A radio button, a tick box, or a line of a list, by its words."""
        self.page.locator(".pick", has_text=label).locator("label").first.click()

    def select(self, label: str, option: str) -> None:
        self._field(label).select_option(label=option)

    def pick(self, label: str, value: str) -> None:
        """An option of a list by what it stands for, whatever it is called."""
        self._field(label).select_option(value)

    def date(self, legend: str, day: date) -> None:
        boxes = self.page.get_by_role("group", name=re.compile(rf"^\s*{re.escape(legend)}"))
        boxes.get_by_label("Hari").fill(str(day.day))
        boxes.get_by_label("Bulan").fill(str(day.month))
        boxes.get_by_label("Tahun").fill(str(day.year))

    def upload(self, label: str, name: str, content: bytes, kind: str = "image/jpeg") -> None:
        file = {"name": name, "mimeType": kind, "buffer": content}
        self._field(label).set_input_files(file)

    def unfold(self, summary: str) -> None:
        """Open a `details` unless it is open."""
        details = self.page.locator("details", has=self.page.locator("summary", has_text=summary)).first
        if details.get_attribute("open") is None:
            details.locator("summary").click()

    def download(self, name: str) -> bytes:
        """What the link with these words leads to, as this person gets it."""
        address = self.page.get_by_role("link", name=name).first.get_attribute("href")
        assert address
        answer = self.context.request.get(self.portal.url + address if address.startswith("/") else address)
        assert answer.status == 200, f"{address}: {answer.status}"
        return answer.body()

    # --- signing in ----------------------------------------------------------------------------------------------

    def sign_in(self, email: str, phone: str = "") -> "Visitor":
        """By password and whatever comes after it: the authenticator's code, or the one sent to a new device."""
        code = self.portal.next_sms(phone or PHONES.get(email, ""))
        self.open("/masuk/")
        self.write("Email atau nomor HP", email)
        self.write("Kata sandi", PASSWORD)
        self.press("Masuk")
        if self.path == "/masuk/kode/":
            self.write("Kode 6 angka", next_totp(email))
            self.press("Masuk")
        elif self.path == "/masuk/perangkat-baru/":
            self.write("Kode 6 angka", eventually(code))
            self.press("Masuk")
        assert not self.path.startswith("/masuk/"), self.reads()
        return self

    # --- looking -------------------------------------------------------------------------------------------------

    def _hear(self, message: ConsoleMessage) -> None:
        if not message.text.startswith("Failed to load resource"):  # said again by _note, with its address
            self.said.append(f"{self.page.url}: {message.text}")

    def _note(self, response: Response) -> None:
        if response.request.is_navigation_request():
            self._pages.append(response)
        elif response.status >= 400 or not response.url.startswith(self.portal.url):
            self.said.append(f"{self.page.url}: {response.status} {response.url}")

    def _leave(self, target: Locator) -> None:
        with self.page.expect_navigation():
            target.click()
        self._look()

    def _look(self) -> None:
        """What must hold of every page: it answers, fits the screen, is small, and breaks no rule of its own."""
        response = next((r for r in reversed(self._pages) if not 300 <= r.status < 400), None)
        self._pages.clear()
        assert response is not None
        assert response.status < 400 or response.status == 422, (
            f"{response.url}: {response.status} {self.reads()[:500]}"
        )
        assert sideways(self.page) <= 0, f"{self.page.url} scrolls sideways"
        size, most = len(gzip.compress(response.body(), 6)), OFFICER_HTML if self.officer else PARTICIPANT_HTML
        assert size <= most, f"{self.page.url}: {size} bytes of compressed HTML, at most {most}"
        assert self.said == [], self.said
        name = name_of(self.path)
        self.met.add(name)
        if self.looker is not None:
            self.looker(self.page, name)


def name_of(path: str) -> str:
    """The name of the address, `app:name` or `name`."""
    language = "en" if path.startswith("/en/") else "id"
    try:
        with translation.override(language):
            return resolve(path).view_name
    except Resolver404:
        return path


def next_totp(email: str) -> str:
    """A code of the officer's authenticator that was not used yet: of this half minute or the next."""
    now = int(time.time()) // STEP_SECONDS
    step = max(_used_steps.get(email, 0) + 1, now)
    if step > now + 1:  # three sign-ins within half a minute
        time.sleep(STEP_SECONDS - time.time() % STEP_SECONDS)
        return next_totp(email)
    _used_steps[email] = step
    return format_hotp_value(hotp_value(TOTP_SECRET, step))


def eventually(look: Callable[[], Any], *, patience: float = PATIENCE) -> Any:
    """What `look` returns as soon as it stops raising LookupError."""
    deadline = time.monotonic() + patience
    while True:
        try:
            return look()
        except LookupError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


@contextmanager
def visitor(
    browser: Browser, portal: Running, email: str = "", *, phone: str = "", **options: Any
) -> Iterator[Visitor]:
    """A browser of its own. With `email` signed in: through the pages, and for a while then with the same session."""
    officer = email in OFFICER_EMAILS
    since, kept = _cookies.get((portal.url, email), (0.0, None)) if email else (0.0, None)
    if officer and time.monotonic() - since > FRESH:
        kept = None
    somebody = Visitor(browser, portal, officer=officer, cookies=kept, **options)
    try:
        if email and kept is None:
            somebody.sign_in(email, phone)
            _cookies[portal.url, email] = (time.monotonic(), somebody.context.storage_state())
        yield somebody
    finally:
        somebody.close()
