"""The counselling room between two real browsers: chat, voice and video through the portal's own signalling.

Devices are Chromium's fake ones. Candidates that are not on loopback are dropped, so nothing leaves the machine.
"""

import contextlib
import json
import os
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from redis import Redis

from core.live import REST_SECONDS
from counseling.wire import room_of
from tests.browser.chromium import QUIET, program
from tests.browser.looking import sideways, small_targets, violations
from tests.e2e.portal import Running

pytestmark = pytest.mark.browser
SITI, MAYA = "peserta", "konselor"
PATIENCE = 30_000
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
DEVICES = [
    *QUIET,
    *(["--no-sandbox"] if os.geteuid() == 0 else []),
    "--use-fake-device-for-media-stream",
    "--allow-loopback-in-peer-connection",
]
# Only candidates of this machine's loopback are sent, and connections are kept where a test can ask them.
ON_LOOPBACK = """(() => {
  const Real = RTCPeerConnection;
  window.calls = [];
  window.RTCPeerConnection = class extends Real {
    constructor(...how) { super(...how); window.calls.push(this); }
    set onicecandidate(hear) {
      super.onicecandidate = (event) => {
        if (!event.candidate || / (127\\.0\\.0\\.1|::1) /.test(event.candidate.candidate)) hear(event);
      };
    }
    async getStats() {
      const rows = new Map();
      (await super.getStats()).forEach((row, id) => rows.set(id, { ...row }));
      if (window.slow) rows.forEach((row) => {
        if (row.type === "candidate-pair") row.availableOutgoingBitrate = window.slow * 1000;
      });
      return rows;
    }
  };
})()"""
PICTURE = """() => {
  const seen = document.querySelector("video.them");
  return !!seen && !seen.hidden && seen.videoWidth > 0 && seen.currentTime > 0;
}"""
RECEIVED = """async (kind) => {
  let bytes = 0;
  (await calls.at(-1).getStats()).forEach((row) => {
    if (row.type === "inbound-rtp" && row.kind === kind) bytes += row.bytesReceived;
  });
  return bytes;
}"""
# The page no longer asks for what it missed: it has what is told to it.
NEVER_ASKS = """(() => {
  const real = window.setInterval;
  window.setInterval = (act, pause, ...rest) => (pause === 15000 ? 0 : real(act, pause, ...rest));
})()"""
REFUSE = """(name) => {
  navigator.mediaDevices.getUserMedia = async () => { throw new DOMException("no", name); };
}"""


@dataclass
class Room:
    """A session that goes on, as `tests.e2e.rooms` told it."""

    portal: Running
    told: dict[str, str]

    def url(self, what: str = "ruang") -> str:
        return f"{self.portal.url}/konseling/{self.told['pk']}/{what}/"

    def messages(self, kind: str = "text") -> list[str]:
        question = "SELECT coalesce(json_agg(body ORDER BY n), '[]') FROM counseling_message"
        [found] = self.portal.asks(f"{question} WHERE session_id = %s AND kind = %s", self.told["pk"], kind)
        return found

    def agreement(self) -> str:
        [found] = self.portal.asks("SELECT agreement FROM counseling_worksheet WHERE session_id = %s", self.told["pk"])
        return found

    def state(self) -> str:
        [found] = self.portal.asks("SELECT state FROM counseling_session WHERE id = %s", self.told["pk"])
        return found


@pytest.fixture(scope="module")
def with_devices(chromium: Browser) -> Iterator[Browser]:
    """Another Chromium with a camera that shows a pie and a microphone that beeps; asked first, it is not given."""
    path = program()
    assert path is not None
    browser = chromium.browser_type.launch(executable_path=path, args=DEVICES)
    yield browser
    browser.close()


@pytest.fixture(autouse=True)
def _patiently() -> Iterator[None]:
    expect.set_options(timeout=PATIENCE)
    yield
    expect.set_options(timeout=5_000)


@pytest.fixture
def room(portal: Running, tmp_path: Path) -> Room:
    told = tmp_path / "room.json"
    portal.tell(f"from tests.e2e.rooms import tell_room; tell_room({str(told)!r})")
    return Room(portal, json.loads(told.read_text()))


@pytest.fixture
def enter(room: Room, with_devices: Browser) -> Iterator[Callable[..., Page]]:
    """`enter(SITI)`: a browser of hers with the room in it; what its scripts complain about fails the test."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def enter(who: str, *, scripts: bool = True, devices: bool = True, asks: bool = True) -> Page:
        context = with_devices.new_context(
            viewport=PHONE if who == SITI else DESK, java_script_enabled=scripts, locale="id-ID"
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        if devices:
            context.grant_permissions(["camera", "microphone"], origin=room.portal.url)
        context.add_cookies([{"name": "sessionid", "value": room.told[who], "url": room.portal.url}])
        context.add_init_script(ON_LOOPBACK if asks else ON_LOOPBACK + ";" + NEVER_ASKS)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(f"{who}: {error}"))
        page.goto(room.url())
        if scripts:
            expect(page.locator("[data-koneksi]")).to_contain_text("Cukup")
        return page

    yield enter
    for context in contexts:
        context.close()
    assert wrong == []


@pytest.fixture
def two(enter: Callable[..., Page]) -> tuple[Page, Page]:
    siti, maya = enter(SITI), enter(MAYA)
    expect(siti.locator("[data-said]")).to_have_text("Maya ada di sini.")
    expect(maya.locator("[data-said]")).to_have_text("Siti ada di sini.")
    return siti, maya


def write(page: Page, text: str) -> None:
    page.get_by_label("Tulis pesan").fill(text)
    page.get_by_role("button", name="Kirim").click()


def said(page: Page) -> list[str]:
    return page.locator(".chat .say:visible").all_inner_texts()


def step_up(page: Page, kind: str) -> None:
    page.locator(f"[data-add={kind}]:visible").click()


def call(caller: Page, other: Page, kind: str) -> float:
    """Ring and be answered; seconds from the answer until both have it."""
    step_up(caller, kind)
    expect(other.locator("[data-call-said]")).to_contain_text("ingin bicara")
    began = time.monotonic()
    other.locator(f"[data-answer={kind}]").click()
    for page in (caller, other):
        if kind == "video":
            page.wait_for_function(PICTURE, timeout=PATIENCE)
        else:
            expect(page.locator("[data-cap]")).to_contain_text("suara")
    return time.monotonic() - began


def grows(page: Page, kind: str) -> bool:
    """Whether bytes of this kind come in."""
    before = page.evaluate(RECEIVED, kind)
    page.wait_for_timeout(2000)
    return bool(page.evaluate(RECEIVED, kind) > before)


def test_two_browsers_see_each_other_and_chat_meanwhile(two: tuple[Page, Page], room: Room) -> None:
    siti, maya = two
    seconds = call(maya, siti, "video")
    print(f"\npicture on both sides {seconds:.1f} s after the answer")  # noqa: T201 - the figure that is asked for
    assert seconds < 20
    for page in two:
        assert grows(page, "video")
        assert grows(page, "audio")
    write(maya, "Kelihatan, Bu?")
    expect(siti.locator(".chat")).to_contain_text("Kelihatan, Bu?")
    write(siti, "Kelihatan dan terdengar.")
    expect(maya.locator(".chat")).to_contain_text("Kelihatan dan terdengar.")
    assert room.messages() == ["Kelihatan, Bu?", "Kelihatan dan terdengar."]
    expect(siti.locator("[data-cap]")).to_contain_text("MB terpakai")


def test_voice_goes_on_when_video_is_taken_away(two: tuple[Page, Page]) -> None:
    siti, maya = two
    call(maya, siti, "video")
    siti.locator("[data-drop]").click()
    for page, words in ((siti, "Video dimatikan. Suara jalan terus."), (maya, "Video Siti berhenti.")):
        expect(page.locator("[data-call-said]")).to_contain_text(words)
        expect(page.locator("[data-cap]")).to_contain_text("suara")
        expect(page.locator("video.them")).to_be_hidden()
        assert grows(page, "audio")
        assert not grows(page, "video")
    step_up(siti, "video")
    maya.wait_for_function(PICTURE, timeout=PATIENCE)


def test_a_weak_line_falls_to_voice_and_says_so(two: tuple[Page, Page]) -> None:
    siti, maya = two
    call(siti, maya, "video")
    began = time.monotonic()
    siti.evaluate("window.slow = 120")
    expect(siti.locator("[data-koneksi]")).to_have_text("Cukup untuk suara")
    expect(siti.locator("[data-call-said]")).to_contain_text("Koneksi terlalu lambat untuk video.")
    assert time.monotonic() - began >= 8  # not at the first bad moment
    expect(siti.locator("[data-cap]")).to_contain_text("suara")
    assert grows(maya, "audio")


def test_a_talk_without_pictures_says_nothing_about_the_line(two: tuple[Page, Page]) -> None:
    """What is measured of a voice is the voice: the first picture after a long talk stays."""
    siti, maya = two
    for page in two:
        page.evaluate("window.slow = 120")
    call(siti, maya, "voice")
    siti.wait_for_timeout(13_000)  # longer than the patience with a weak line
    siti.evaluate("window.slow = 900")
    step_up(siti, "video")
    maya.wait_for_function(PICTURE, timeout=PATIENCE)
    siti.wait_for_timeout(5000)  # what Maya measures of her own voice takes no picture away
    assert grows(maya, "video")
    expect(siti.locator("[data-call-said]")).to_have_text("")


def test_the_room_opens_and_speaks_on_a_weak_line(two: tuple[Page, Page]) -> None:
    """400 kbps with 400 ms of delay; the line of the call itself is not throttled by a browser."""
    siti, maya = two
    weak = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
    siti.context.new_cdp_session(siti).send("Network.emulateNetworkConditions", weak)
    siti.reload()
    expect(siti.locator("[data-koneksi]")).to_contain_text("Cukup")
    write(siti, "Maaf, sinyal saya lemah.")
    expect(maya.locator(".chat")).to_contain_text("Maaf, sinyal saya lemah.")
    call(maya, siti, "voice")
    assert grows(siti, "audio")
    write(maya, "Suara saja cukup.")
    expect(siti.locator(".chat")).to_contain_text("Suara saja cukup.")


def test_the_room_survives_its_process_and_the_call_survives_the_room(two: tuple[Page, Page], room: Room) -> None:
    siti, maya = two
    call(maya, siti, "video")
    room.portal.sockets.restart(meanwhile=lambda: _write_while_away(siti))
    expect(siti.locator("[data-said]")).to_have_text("Maya ada di sini.", timeout=60_000)
    expect(maya.locator(".chat")).to_contain_text("Masih di sana?", timeout=60_000)
    assert room.messages() == ["Masih di sana?"]
    assert grows(maya, "video")
    siti.locator("[data-leave]").click()  # signals go through again
    expect(maya.locator("[data-call-said]")).to_contain_text("Siti kembali ke obrolan.")
    seconds = call(siti, maya, "voice")
    print(f"\nvoice {seconds:.1f} s after the answer")  # noqa: T201


def _write_while_away(page: Page) -> None:
    expect(page.locator("[data-said]")).to_contain_text("Sambungan terputus")
    write(page, "Masih di sana?")
    expect(page.locator(".chat .me")).to_contain_text("belum terkirim")


def test_nothing_is_lost_while_redis_is_away(two: tuple[Page, Page], enter: Callable[..., Page], room: Room) -> None:
    """By a socket, by a form, by a page that is opened meanwhile: all have it, without a reload."""
    siti, maya = two
    assert eventually(room.portal.heartbeat, 60), "the worker does not work"
    pages, before = [siti, maya], room.portal.heartbeat()

    def without_redis() -> None:
        write(siti, "Ini lewat soket.")
        expect(maya.locator(".chat")).to_contain_text("Ini lewat soket.")
        by_forms = enter(MAYA, scripts=False)
        write(by_forms, "Ini lewat formulir.")
        expect(by_forms.locator(".chat")).to_contain_text("Ini lewat formulir.")
        pages.append(enter(SITI))
        write(pages[-1], "Ini dari halaman baru.")

    room.portal.redis.restart(meanwhile=without_redis)
    expected = ["Ini lewat soket.", "Ini lewat formulir.", "Ini dari halaman baru."]
    for page in pages:
        expect(page.locator(".chat .say:visible")).to_have_text(expected)
        expect(page.locator(".chat")).not_to_contain_text("belum terkirim")
        expect(page.locator("[data-koneksi]")).to_contain_text("Cukup")
    assert room.messages() == expected
    write(maya, "Semua kembali.")
    for page in (siti, pages[-1]):
        expect(page.locator(".chat")).to_contain_text("Semua kembali.")
    assert eventually(lambda: room.portal.heartbeat() != before, 90), "the worker does not come back"


def test_news_are_live_again_when_redis_is_back(enter: Callable[..., Page], room: Room) -> None:
    """From another process than that of the sockets, and one message brings what was missed before it."""
    siti, maya, group = enter(SITI, asks=False), enter(MAYA, scripts=False), room_of(UUID(room.told["pk"]))
    write(maya, "Selamat pagi.")
    expect(siti.locator(".chat")).to_contain_text("Selamat pagi.")
    room.portal.redis.restart(meanwhile=lambda: write(maya, "Masih di sana?"))
    time.sleep(REST_SECONDS)  # so long a process that was refused does not try again
    with contextlib.closing(Redis.from_url(room.portal.environ["REDIS_URL"])) as redis:
        assert eventually(lambda: redis.pubsub_channels(f"*{group}"), 30), "nobody listens again"
    assert said(siti) == ["Selamat pagi."]
    write(maya, "Redis sudah kembali.")
    expect(siti.locator(".chat .say:visible")).to_have_text(["Selamat pagi.", "Masih di sana?", "Redis sudah kembali."])


def eventually(happened: Callable[[], object], seconds: float) -> bool:
    until = time.monotonic() + seconds
    while not happened() and time.monotonic() < until:
        time.sleep(0.1)
    return bool(happened())


def test_a_call_that_rang_while_nobody_was_there_rings_when_they_come(enter: Callable[..., Page]) -> None:
    maya = enter(MAYA)
    step_up(maya, "voice")
    expect(maya.locator("[data-cap]")).to_contain_text("Menunggu Siti")
    siti = enter(SITI)
    expect(siti.locator("[data-call-said]")).to_have_text("Maya ingin bicara dengan suara.")
    siti.get_by_role("button", name="Tetap mengetik").click()
    expect(maya.locator("[data-call-said]")).to_contain_text("Siti kembali ke obrolan.")
    for page in (siti, maya):
        expect(page.locator("[data-stage]")).to_be_hidden()
        expect(page.locator("[data-steps]")).to_be_visible()


SLOW_DEVICES = """(patience) => {
  const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (wish) => {
    await new Promise((done) => setTimeout(done, patience));
    return open(wish);
  };
}"""


def test_looking_something_up_ends_no_call(two: tuple[Page, Page]) -> None:
    """The page of the counsellor has links; while a call is on they open beside it."""
    siti, maya = two
    call(maya, siti, "voice")
    with maya.context.expect_page() as beside:
        maya.get_by_role("link", name="Cari lowongan dan pelatihan").click()
    assert beside.value.url.endswith("/rekomendasi/")
    expect(maya.locator("[data-call-said]")).to_contain_text("Dibuka di tab baru")
    for page in two:
        assert grows(page, "audio")


def test_the_worksheet_is_saved_signed_and_agreed_during_one_call(two: tuple[Page, Page], room: Room) -> None:
    """Its forms answer beside the room; the session goes on until somebody ends it."""
    siti, maya = two
    call(maya, siti, "voice")
    maya.get_by_label("Yang disepakati").fill("Melamar operator jahit minggu ini.")
    maya.get_by_role("button", name="Simpan", exact=True).click()
    expect(maya.locator("#tersimpan")).to_contain_text("Tersimpan")
    assert room.agreement() == "Melamar operator jahit minggu ini."
    maya.get_by_label("Langkah berikutnya").fill("Menelepon dua minggu lagi.")
    maya.get_by_role("button", name="Selesaikan dan tandatangani").click()
    expect(maya.locator("[data-panel]")).to_contain_text("Panggilan dan ruang tetap terbuka.")
    assert maya.evaluate("document.activeElement.textContent") == "Tanda tangani Kertas Kerja"
    maya.get_by_label("Nama lengkap Anda").fill("Orang Lain")
    maya.get_by_role("button", name="Tanda tangani dan kirim").click()
    expect(maya.locator("[data-panel] .errs")).to_contain_text("Tulis nama lengkap Anda: Maya Lestari.")
    assert maya.evaluate("document.activeElement.matches('.errs')")
    maya.get_by_label("Nama lengkap Anda").fill("Maya Lestari")
    maya.get_by_role("button", name="Tanda tangani dan kirim").click()
    expect(maya.locator("[data-next]")).to_contain_text("Ruang masih terbuka.")
    assert room.state() == "open"
    with siti.context.expect_page() as beside:
        siti.get_by_role("link", name="Baca dan jawab").click()
    sheet = beside.value
    sheet.get_by_label("Nama lengkap Anda").fill("Siti Rahayu")
    sheet.get_by_role("button", name="Setujui dan tanda tangani").click()
    expect(sheet.locator("main")).to_contain_text("Disepakati berdua")
    expect(maya.locator("[data-next]")).to_contain_text("Disepakati berdua")
    expect(siti.locator("[data-sheet]")).to_be_hidden()
    for page in two:
        assert grows(page, "audio")
    assert violations(maya) == []
    maya.locator("[data-next]").get_by_role("link", name="Akhiri konseling").click()
    maya.get_by_role("button", name="Akhiri konseling").click()
    expect(siti.locator("[data-said]")).to_contain_text("sudah diakhiri")
    assert room.state() == "held"


def test_what_the_line_swallows_is_said_and_sent_again(two: tuple[Page, Page], room: Room) -> None:
    siti, maya = two
    call(maya, siti, "voice")
    maya.get_by_label("Yang disepakati").fill("Melamar operator jahit minggu ini.")
    maya.context.set_offline(True)
    maya.get_by_role("button", name="Selesaikan dan tandatangani").click()
    expect(maya.locator("[data-failed]")).to_contain_text("panggilan tetap jalan")
    maya.context.set_offline(False)
    maya.get_by_role("button", name="Selesaikan dan tandatangani").click()
    expect(maya.locator("[data-panel]")).to_contain_text("Yang akan Anda tanda tangani")
    expect(maya.locator("[data-failed]")).to_be_hidden()
    maya.get_by_role("link", name="Ubah dahulu").click()
    expect(maya.get_by_label("Yang disepakati")).to_have_value("Melamar operator jahit minggu ini.")
    assert grows(siti, "audio")
    siti.locator("[data-leave]").click()
    expect(maya.locator("[data-stage]")).to_be_hidden()
    with maya.expect_navigation():  # nobody speaks: as everywhere
        maya.get_by_role("button", name="Selesaikan dan tandatangani").click()
    assert maya.url.endswith("/tandatangan/")


def test_what_is_recommended_from_another_tab_stands_beside_the_room(two: tuple[Page, Page]) -> None:
    siti, maya = two
    maya.get_by_label("Yang disepakati").fill("Belum tersimpan.")
    tab = maya.context.new_page()
    tab.goto(maya.url + "rekomendasi/")
    tab.locator("form ul.list label.tick").first.click()
    tab.get_by_role("button", name="Kirim ke peserta").click()
    expect(siti.locator(".chat")).to_contain_text("Lowongan dari konselor")
    expect(maya.locator("[data-advice]")).to_contain_text("Belum dilamar")
    expect(maya.get_by_label("Yang disepakati")).to_have_value("Belum tersimpan.")


@pytest.mark.parametrize("slow", [0, 1], ids=["the participant's", "the counsellor's"])
def test_they_ring_while_the_own_devices_are_being_opened(two: tuple[Page, Page], slow: int) -> None:
    late, early = two[slow], two[1 - slow]
    late.evaluate(SLOW_DEVICES, 3000)
    step_up(late, "voice")
    step_up(early, "voice")
    for page in two:
        expect(page.locator("[data-cap]")).to_contain_text("suara")
        assert grows(page, "audio")


def test_they_hang_up_while_the_own_devices_are_being_opened(two: tuple[Page, Page]) -> None:
    siti, maya = two
    step_up(maya, "voice")
    expect(siti.locator("[data-call-said]")).to_have_text("Maya ingin bicara dengan suara.")
    siti.evaluate(SLOW_DEVICES, 2000)
    siti.locator("[data-answer=voice]").click()
    maya.locator("[data-leave]").click()
    expect(siti.locator("[data-call-said]")).to_contain_text("Maya kembali ke obrolan.")
    siti.wait_for_timeout(2500)
    for page in two:
        expect(page.locator("[data-stage]")).to_be_hidden()
        expect(page.locator("[data-steps]")).to_be_visible()


def test_both_ring_in_the_same_moment_and_are_connected(two: tuple[Page, Page]) -> None:
    for page in two:
        page.evaluate("setTimeout(() => document.querySelector('[data-steps] [data-add=voice]').click(), 300)")
    for page in two:
        expect(page.locator("[data-cap]")).to_contain_text("suara")
        assert grows(page, "audio")


@pytest.mark.parametrize(
    ("error", "help_text"),
    [
        ("NotAllowedError", "Peramban belum mengizinkan mikrofon."),
        ("NotFoundError", "Kami tidak menemukan mikrofon."),
        ("NotReadableError", "Aplikasi lain sedang memakai mikrofon."),
        ("AbortError", "Suara dan video tidak dapat dibuka di sini."),
    ],
)
def test_a_device_that_fails_is_explained_and_chat_goes_on(two: tuple[Page, Page], error: str, help_text: str) -> None:
    siti, maya = two
    siti.evaluate(REFUSE, error)
    step_up(siti, "voice")
    expect(siti.locator("main")).to_contain_text(help_text)
    assert violations(siti) == []
    expect(siti.locator("[data-stage]")).to_be_hidden()
    write(siti, "Saya pakai obrolan saja.")
    expect(maya.locator(".chat")).to_contain_text("Saya pakai obrolan saja.")
    if error != "AbortError":
        siti.evaluate("delete navigator.mediaDevices.getUserMedia")  # the real one is the prototype's
        siti.get_by_role("button", name="Coba lagi").click()
        expect(siti.locator("[data-stage]")).to_be_visible()


def test_a_camera_that_is_refused_by_the_browser_leaves_the_chat(enter: Callable[..., Page]) -> None:
    siti, maya = enter(SITI, devices=False), enter(MAYA)
    step_up(siti, "video")
    expect(siti.locator("[data-help]")).to_contain_text("Peramban belum mengizinkan")
    write(siti, "Kamera saya tidak jalan.")
    expect(maya.locator(".chat")).to_contain_text("Kamera saya tidak jalan.")


def test_without_sockets_messages_come_by_asking(enter: Callable[..., Page], room: Room) -> None:
    siti, maya = enter(SITI), enter(MAYA)
    siti.route_web_socket("**/ws/**", lambda socket: socket.close())
    siti.reload()
    write(siti, "Lewat jalan lain.")
    expect(maya.locator(".chat")).to_contain_text("Lewat jalan lain.", timeout=PATIENCE)
    write(maya, "Sampai juga.")
    expect(siti.locator(".chat")).to_contain_text("Sampai juga.", timeout=PATIENCE)
    expect(siti.locator(".chat .me")).not_to_contain_text("belum terkirim")
    assert room.messages() == ["Lewat jalan lain.", "Sampai juga."]
    assert said(siti) == ["Lewat jalan lain.", "Sampai juga."]


def test_what_is_refused_comes_back_into_the_field(two: tuple[Page, Page], room: Room) -> None:
    """B26, with scripts."""
    siti, maya = two
    write(siti, "kata " * 4_000)
    expect(siti.locator("[data-error]")).to_contain_text("pesan Anda 19999")
    assert len(siti.get_by_label("Tulis pesan").input_value()) == 20_000
    nasty = "<img src=x onerror=alert(1)> javascript:alert(1) https://contoh.invalid"
    write(siti, nasty)
    expect(maya.locator(".chat .say:visible")).to_have_text(nasty)
    assert maya.locator(".chat li:not(.rec) a, .chat img").count() == 0
    assert room.messages() == [nasty]


def test_the_other_one_sees_that_somebody_writes(two: tuple[Page, Page]) -> None:
    siti, maya = two
    maya.get_by_label("Tulis pesan").press_sequentially("Sebentar", delay=20)
    expect(siti.locator("[data-typing]")).to_have_text("Maya sedang menulis…")
    maya.get_by_label("Tulis pesan").press("Enter")
    expect(siti.locator("[data-typing]")).to_have_text("")
    expect(siti.locator(".chat")).to_contain_text("Sebentar")
    assert maya.evaluate("document.activeElement.name") == "body"


def test_the_number_appears_when_it_is_asked_for(two: tuple[Page, Page]) -> None:
    siti, maya = two
    expect(maya.locator("[data-dial]")).to_be_hidden()
    assert maya.locator("[data-dial] a").get_attribute("href") is None
    siti.get_by_role("button", name="Minta ditelepon").click()
    expect(maya.locator("[data-dial] a")).to_have_text(re.compile(r"^\+62857\d{8}$"))
    expect(siti.locator("main aside")).to_contain_text("Permintaan Anda sudah sampai.")


def test_the_end_is_told_to_both_at_once(two: tuple[Page, Page], room: Room) -> None:
    siti, maya = two
    call(maya, siti, "voice")
    siti.get_by_role("link", name="Akhiri konseling").click()
    siti.get_by_role("button", name="Akhiri konseling").click()
    expect(siti.locator("main")).to_contain_text("Konseling selesai.")
    expect(maya.locator("[data-said]")).to_contain_text("sudah diakhiri")
    expect(maya.locator("[data-stage]")).to_be_hidden()
    assert room.state() == "held"


def test_the_room_by_forms_alone(enter: Callable[..., Page], room: Room) -> None:
    siti, maya = enter(SITI, scripts=False), enter(MAYA, scripts=False)
    for page in (siti, maya):
        for shown in ("[data-steps]", "[data-stage]", "[data-help]", "[data-ring]"):
            expect(page.locator(shown)).to_be_hidden()
        assert sideways(page) <= 0
    write(maya, "Selamat pagi, Bu Siti.")
    siti.get_by_role("link", name="Muat pesan baru").click()
    expect(siti.locator(".chat")).to_contain_text("Selamat pagi, Bu Siti.")
    write(siti, "kata " * 4_000)
    expect(siti.locator(".msg:visible")).to_contain_text("paling panjang 2000 karakter")
    write(siti, "Pagi, Bu Maya.")
    siti.get_by_role("button", name="Minta ditelepon").click()
    maya.get_by_role("link", name="Muat sendiri tiap 20 detik").click()
    expect(maya.locator(".chat")).to_contain_text("Pagi, Bu Maya.")
    expect(maya.locator("main")).to_contain_text("Siti minta ditelepon: ")
    write(maya, "Saya telepon sekarang.")
    maya.get_by_role("link", name="Akhiri konseling").click()
    maya.get_by_role("button", name="Akhiri konseling").click()
    siti.get_by_role("link", name="Muat pesan baru").click()
    expect(siti.locator("main")).to_contain_text("Konseling selesai.")
    assert room.messages() == ["Selamat pagi, Bu Siti.", "Pagi, Bu Maya.", "Saya telepon sekarang."]


def test_everybody_can_use_the_room(two: tuple[Page, Page]) -> None:
    siti, maya = two
    write(maya, "Selamat pagi, Bu Siti. " + "Panjangsekali" * 20)
    expect(siti.locator(".chat")).to_contain_text("Selamat pagi")
    found: dict[str, Any] = {"ringing": [], "seeing": [], "chat": look(siti)}
    step_up(maya, "video")
    expect(siti.locator("[data-ring]")).to_be_visible()
    found["ringing"] = look(siti)
    siti.locator("[data-answer=video]").click()
    for page in two:
        page.wait_for_function(PICTURE, timeout=PATIENCE)
    assert siti.evaluate("document.activeElement.hasAttribute('data-mute')")
    found["seeing"] = look(siti) + look(maya)
    siti.locator("[data-leave]").click()
    assert siti.evaluate("document.activeElement.dataset.add") == "voice"
    assert found == {"chat": [], "ringing": [], "seeing": []}


def look(page: Page) -> list[str]:
    """What is wrong on a phone, a desk and the smallest screen."""
    found = []
    for width in (390, 1280, 320):
        page.set_viewport_size({"width": width, "height": 844})
        if sideways(page) > 0:
            found.append(f"{width}: cut off")
        found += [f"{width}: {line}" for line in [*violations(page), *small_targets(page)]]
    return found
