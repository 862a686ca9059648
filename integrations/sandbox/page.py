"""The page to look at: what was sent, what was received, and the switches. No script; its own small stylesheet."""

from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, select_autoescape
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from integrations.sandbox.control_api import outbox
from integrations.sandbox.faults import PARTNERS, Faults
from integrations.sandbox.store import Store

TEMPLATES = Path(__file__).parent / "templates"
SHOWN = 50
NAMES = {
    "dukcapil": "Dukcapil",
    "bpjs": "BPJS Ketenagakerjaan",
    "bank": "Bank pembayar",
    "sms": "Gerbang SMS",
    "karirhub": "Karirhub",
    "mail": "Server surel",
}
CHOICES: dict[str, tuple[str, dict[str, object]]] = {
    "sehat": ("Berjalan baik", {}),
    "mati": ("Mati: menjawab sedang dipelihara", {"down": True}),
    "lambat": ("Lambat: 3 detik tiap jawaban", {"slow": 3}),
    "galat": ("Galat 500 pada setiap panggilan", {"error_500": -1}),
    "separuh": ("Galat 500 pada separuh panggilan", {"error_rate": 50}),
    "kacau": ("Jawaban kacau, bukan JSON", {"garbage": "html"}),
    "terlambat": ("Dikerjakan, tetapi menjawab setelah 10 detik", {"timeout_then_success": 10}),
    "ganda": ("Bank: panggilan balik tiga kali, urutan acak", {"duplicate_callback": 2, "reorder_callbacks": True}),
    "bisu": ("Bank: tanpa panggilan balik", {"drop_callback": True}),
    "salah-jumlah": ("Bank: jumlah di rekening koran salah", {"wrong_total": True}),
}
BANK_ONLY = frozenset({"ganda", "bisu", "salah-jumlah"})
SECURITY = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
STATES = {
    "in_process": ("diproses", "run"),
    "settled": ("masuk rekening", "ok"),
    "rejected": ("ditolak bank", "bad"),
    "returned": ("dikembalikan", "wait"),
}

MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)
REASONS = {
    "account_closed": "rekening ditutup",
    "account_not_found": "rekening tidak ada",
    "account_dormant": "rekening tidak aktif",
}


def choices_for(partner: str) -> dict[str, str]:
    return {key: label for key, (label, _) in CHOICES.items() if partner == "bank" or key not in BANK_ONLY}


def chosen(switches: dict) -> str:
    """Return the key of the choice these switches are, or an empty text for a mixture set by a test."""
    return next((key for key, (_, values) in CHOICES.items() if values == switches), "")


def rupiah(amount: int) -> str:
    return f"Rp{amount:,}".replace(",", ".")


def day(text: str) -> str:
    """Write out an ISO date; what a partner sent that is none stays as it is."""
    try:
        date_ = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{date_.day} {MONTHS[date_.month - 1]} {date_.year}"


def clock(moment: str) -> str:
    return f"{day(moment[:10])}, {moment[11:16].replace(':', '.')} WIB"


def reason(code: str) -> str:
    return REASONS.get(code, code)


def environment() -> Environment:
    env = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=select_autoescape(), trim_blocks=True)
    env.filters |= {"rupiah": rupiah, "clock": clock, "day": day, "reason": reason}
    return env


def routes(store: Store, faults: Faults) -> list[Route]:
    env = environment()
    style = (TEMPLATES / "style.css").read_bytes()

    async def show(request: Request) -> Response:
        query = request.query_params.get("cari", "").strip()[:100]
        held = {name: rows[:SHOWN] for name, rows in outbox(store, query).items()}
        states = {partner: (faults.of(partner), choices_for(partner)) for partner in PARTNERS}
        html = env.get_template("outbox.html").render(
            query=query, held=held, states=states, names=NAMES, chosen=chosen, now=store.stamp(), tags=STATES
        )
        return Response(html, media_type="text/html", headers=SECURITY)

    async def switch(request: Request) -> Response:
        if not _same_site(request):
            return Response("Permintaan dari situs lain ditolak.", 403, SECURITY, "text/plain")
        form = await request.form()
        partner, choice = request.path_params["partner"], str(form.get("pilihan", ""))
        if partner not in PARTNERS or choice not in choices_for(partner):
            return Response("Pilihan ini tidak ada.", 422, SECURITY, "text/plain")
        faults.switch(partner, CHOICES[choice][1])
        return RedirectResponse("/#gangguan", 303)

    async def stylesheet(request: Request) -> Response:
        return Response(style, media_type="text/css")

    pages: list[tuple[str, Callable[[Request], Awaitable[Response]], str]] = [
        ("/", show, "GET"),
        ("/style.css", stylesheet, "GET"),
        ("/gangguan/{partner}", switch, "POST"),
    ]
    return [Route(path, view, methods=[method]) for path, view, method in pages]


def _same_site(request: Request) -> bool:
    """A form of another page must not switch anything: the browser names where it comes from."""
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")
