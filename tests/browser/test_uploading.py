"""A photo goes ahead of its form over a line that breaks, in a real browser (B23)."""

import io
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from PIL import Image
from playwright.sync_api import Page, Request, Route, expect

from files.limits import PIECE
from files.models import StoredFile, Upload
from participants.models import PhkEvent
from tests.browser.looking import let_in, violations
from tests.factories.accounts import sign_in
from tests.factories.participants import EmployerFactory, PersonFactory, report_phk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BEGIN, PIECES = "**/unggah/", "**/unggah/*-*/"
EXIF_ORIENTATION, TURNED = 0x0112, 6


@dataclass
class Line:
    """What went over the wire, and where it is cut: the numbers of the pieces that never arrive, counted from 1."""

    cut: Callable[[int], bool] = lambda number: False
    offsets: list[int] = field(default_factory=list)
    forms: list[Request] = field(default_factory=list)

    def carry(self, route: Route) -> None:
        request = route.request
        if request.method != "PATCH":
            route.continue_()
            return
        self.offsets.append(int(request.headers["upload-offset"]))
        if self.cut(len(self.offsets)):
            route.abort("connectionreset")
        else:
            route.continue_()

    def note(self, request: Request) -> None:
        if request.method == "POST" and "/bukti/" in request.url:
            self.forms.append(request)


@pytest.fixture(scope="module")
def picture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A photo as phones make them: 12 megapixels' grain, lying on its side."""
    path = tmp_path_factory.mktemp("foto") / "Surat PHK.jpg"
    small = Image.frombytes("L", (300, 225), random.Random(7).randbytes(300 * 225))
    image = small.resize((2400, 1800), Image.Resampling.BICUBIC)
    exif = Image.Exif()
    exif[EXIF_ORIENTATION] = TURNED
    image.save(path, "JPEG", quality=97, exif=exif)
    return path


@pytest.fixture
def event() -> PhkEvent:
    return report_phk(person=PersonFactory(), employer=EmployerFactory())


@pytest.fixture
def line() -> Line:
    return Line()


@pytest.fixture
def page(open_page, live_server, event: PhkEvent, line: Line) -> Page:
    client = sign_in(Client(), event.person.user)
    page = open_page("/bantuan/", bypass_csp=True)
    let_in(page, client, live_server.url)
    page.route(PIECES, line.carry)
    page.on("request", line.note)
    page.goto(live_server.url + reverse("participants:proof_add", args=[event.pk]))
    return page


def choose(page: Page, picture: Path) -> None:
    page.get_by_label("Foto atau PDF").set_input_files(picture)


def submit(page: Page) -> None:
    page.locator("input[name=kind]").first.check()
    page.get_by_role("button", name="Tambah bukti").click()


def told(page: Page):
    return page.locator("[data-unggah] [role=status]")


def given(event: PhkEvent) -> StoredFile:
    """The file of the proof that was added here."""
    return event.proofs.get(file__name="Surat PHK.jpg").file


def sides(stored: StoredFile) -> tuple[int, int]:
    with default_storage.open(stored.location) as file:
        return Image.open(io.BytesIO(file.read())).size


def test_a_cut_in_the_middle_costs_one_piece(page: Page, line: Line, picture: Path, event: PhkEvent) -> None:
    line.cut = lambda number: number in {3, 4}
    choose(page, picture)
    expect(told(page)).to_contain_text("Sambungan terputus")
    expect(told(page)).to_contain_text("Surat PHK.jpg sudah terkirim", timeout=20_000)
    assert line.offsets[:6] == [0, PIECE, 2 * PIECE, 2 * PIECE, 2 * PIECE, 3 * PIECE]
    assert violations(page) == []
    submit(page)
    expect(page.get_by_text("Bukti ditambahkan.")).to_be_visible()
    upload, stored = Upload.objects.get(), given(event)
    assert upload.size < picture.stat().st_size / 2
    assert len(line.offsets) == -(-upload.size // PIECE) + 2
    assert (upload.state, stored.sha256, stored.name) == ("used", upload.sha256, "Surat PHK.jpg")
    assert sides(stored) == (1200, 1600)  # upright, and small
    assert len(line.forms[0].post_data_buffer or b"") < 2000, "the form carries the file once more"


def test_after_a_reload_the_same_file_goes_on_where_it_stopped(page: Page, line: Line, picture: Path) -> None:
    line.cut = lambda number: number > 2
    choose(page, picture)
    expect(told(page)).to_contain_text("Sambungan terputus")
    page.reload()
    expect(told(page)).to_contain_text("Surat PHK.jpg baru terkirim")
    line.offsets.clear()
    line.cut = lambda number: False
    choose(page, picture)
    submit(page)  # at once: the form waits for the file
    expect(page.get_by_text("Bukti ditambahkan.")).to_be_visible(timeout=20_000)
    assert line.offsets[0] == 2 * PIECE
    assert len(line.forms) == 1
    assert Upload.objects.get().state == "used"


def test_what_was_sent_survives_a_reload_and_another_mistake(page: Page, picture: Path) -> None:
    form = page.url
    choose(page, picture)
    expect(told(page)).to_contain_text("Surat PHK.jpg sudah terkirim", timeout=20_000)
    page.reload()
    expect(told(page)).to_contain_text("Surat PHK.jpg sudah terkirim")
    page.get_by_role("button", name="Tambah bukti").click()  # without a kind
    expect(page.locator(".errs")).to_be_visible()
    expect(told(page)).to_contain_text("Surat PHK.jpg sudah terkirim")
    submit(page)
    expect(page.get_by_text("Bukti ditambahkan.")).to_be_visible()
    asked = []
    page.on("request", lambda request: asked.append(request.method) if "/unggah/" in request.url else None)
    page.goto(form)
    expect(told(page)).to_be_hidden()
    assert asked == [], "what went with a form is asked about once more"


def test_without_the_way_ahead_the_form_sends_the_file(page: Page, line: Line, picture: Path, event: PhkEvent) -> None:
    page.route(BEGIN, lambda route: route.fulfill(status=429, body="{}"))
    choose(page, picture)
    expect(told(page)).to_contain_text("dikirim bersama formulirnya")
    submit(page)
    expect(page.get_by_text("Bukti ditambahkan.")).to_be_visible()
    assert not Upload.objects.exists()
    assert sides(given(event)) == (1200, 1600)
    sent = len(line.forms[0].post_data_buffer or b"")
    assert PIECE < sent < picture.stat().st_size / 2, "made small all the same"
