"""Goes to every screen as its person and draws it; see shots.py."""

import argparse
import io
import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page

from core import clock
from devkit.paths import ROOT
from integrations.sandbox.stories import NAMES
from integrations.sandbox.stories import story as told_story
from tests.browser.chromium import launched, program
from tests.e2e import story
from tests.e2e.elsewhere import ELSEWHERE, IN_THE_STORY
from tests.e2e.portal import Running, running_portal
from tests.e2e.screen import Screen
from tests.e2e.screens import SCREENS
from tests.e2e.told import paths_of_all_screens, told_database
from tests.e2e.visitor import Visitor, visitor

WIDTHS = {"m": 390, "d": 1280}
README = ROOT / "docs" / "images" / "dashboard.png"
README_SIZE, README_BYTES = (1280, 860), 150 * 1024


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.e2e.shots")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--readme", action="store_true")
    options = parser.parse_args(arguments)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    options.folder.mkdir(parents=True, exist_ok=True)
    path = program()
    if path is None:
        sys.exit("There is no chromium on the PATH.")
    with running_portal(Path(os.environ["E2E_FOLDER"]) / "portal") as portal, launched(path) as browser:
        artist = Artist(browser, portal, options.folder)
        if options.readme:
            artist.draw_readme()
        for screen in SCREENS:
            if not options.only or screen.name in options.only:
                artist.draw(screen)
        if not options.only:
            artist.draw_steps()
    return 0


class Artist:
    def __init__(self, browser: Browser, portal: Running, folder: Path) -> None:
        self.browser, self.portal, self.folder = browser, portal, folder
        with told_database(portal):
            self.paths = paths_of_all_screens()

    def draw(self, screen: Screen) -> None:
        with self._as(screen.who, WIDTHS["m"]) as somebody:
            somebody.page.goto(self.portal.url + self.paths[screen.name])
            for letter, width in WIDTHS.items():
                somebody.page.set_viewport_size({"width": width, "height": 900})
                self._save(somebody.page, f"{screen.name}-{letter}")

    def draw_steps(self) -> None:
        """The pages that are met only on the way, as a phone shows them."""
        wanted = {route for route, where in ELSEWHERE.items() if where == IN_THE_STORY}

        def look(page: Page, name: str) -> None:
            if name in wanted:
                self._save(page, f"langkah-{name.replace(':', '-')}-m")

        for email in ("hr.busana@contoh.invalid", "mediator@contoh.invalid"):  # a new device, a second factor
            self._sign_in(email, look)
        who = story.worker(8199, "Flamboyan Sekarwangi", today=clock.today())
        self.portal.partners.load(people=[who.person])
        with visitor(self.browser, self.portal, looker=look) as she:
            story.registers(she, who)
            story.reports_phk(she, who)
            with self._as("mediator", 1280) as mediator, self._as("hr.garmen", 390) as hr:
                story.employer_agrees(hr, who)
                story.mediator_accepts(mediator, who)
            story.reads_that_it_is_due(she)
            story.applies(she, who)

    def _sign_in(self, email: str, look: Callable[[Page, str], None]) -> None:
        """Through the pages, also when there is a session already."""
        somebody = Visitor(self.browser, self.portal, officer=True, looker=look)
        try:
            somebody.sign_in(email)
        finally:
            somebody.close()

    def draw_readme(self) -> None:
        """Siti's dashboard, in few enough colours to be small."""
        README.parent.mkdir(parents=True, exist_ok=True)
        with self._as("siti", README_SIZE[0]) as siti:
            siti.page.set_viewport_size({"width": README_SIZE[0], "height": README_SIZE[1]})
            siti.page.goto(self.portal.url + "/dasbor/")
            picture = Image.open(io.BytesIO(siti.page.screenshot()))
        picture.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(README, optimize=True)
        size = README.stat().st_size
        if size > README_BYTES:
            sys.exit(f"{README} has {size} bytes, more than {README_BYTES}")

    @contextmanager
    def _as(self, who: str, width: int) -> Iterator[Visitor]:
        phone = told_story(who, today=clock.today()).person.phone if who in NAMES else ""
        email = f"{who}@contoh.invalid" if who else ""
        with visitor(self.browser, self.portal, email, phone=phone, width=width) as somebody:
            yield somebody

    def _save(self, page: Page, name: str) -> None:
        page.screenshot(path=self.folder / f"{name}.png", full_page=True)
