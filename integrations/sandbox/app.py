"""The sandbox as one ASGI application: the partners, the control door, and a page to look at it all."""

import asyncio
import contextlib
import hmac
import json
from collections.abc import AsyncIterator, Awaitable, Callable

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from integrations.sandbox import bank, bpjs, control_api, dukcapil, karirhub, page, people_page, sms
from integrations.sandbox.callbacks import Callbacks
from integrations.sandbox.config import Config
from integrations.sandbox.faults import Faults, Plan
from integrations.sandbox.partner import Call, Operation, Refusal, Reply, error
from integrations.sandbox.store import Store

PARTNERS = {
    "dukcapil": dukcapil.OPERATIONS,
    "bpjs": bpjs.OPERATIONS,
    "bank": bank.OPERATIONS,
    "sms": sms.OPERATIONS,
    "karirhub": karirhub.OPERATIONS,
}
GARBAGE = {
    "html": Reply(b"<html><body>Bad Gateway</body></html>", media_type="text/html"),
    "types": Reply(
        {
            "match": 1,
            "memberships": {},
            "rows": "x",
            "banks": None,
            "vacancies": 3,
            "name": 5,
            "status": [],
            "as_of": "?",
        }
    ),
    "empty": Reply(b""),
}


class CutOff(Response):
    """An answer that breaks off in the middle."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(b"content-type", b"application/json"), (b"content-length", b"1000")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b'{"match":', "more_body": True})


class Sandbox:
    """Store, faults and back office together."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.store = Store(config.data)
        self.emptied = 0
        self.faults = Faults(self.store)
        self.callbacks = Callbacks(
            self.store,
            self.faults,
            secret=config.callback_secret,
            portal_url=config.portal_url,
            settle_seconds=config.settle_seconds,
        )

    def knows(self, request: Request) -> bool:
        given = request.headers.get("x-api-key", "")
        return hmac.compare_digest(given.encode(), self.config.api_key.encode())

    async def answer(self, partner: str, operation: Operation, request: Request) -> Response:
        """Answer one partner call, going wrong where a switch says so."""
        if not self.knows(request):
            return _response(error(401, "unauthorised"))
        content = await request.body()  # before any pause: a caller that leaves has still said what it wants
        plan = Plan() if operation.name == "audit" else self.faults.plan(partner, operation.name)
        if plan.down:
            return _response(error(503, "maintenance"), retry_after="5")
        emptied = self.emptied
        await asyncio.sleep(plan.slow)
        if emptied != self.emptied:  # said to partners that have been forgotten since
            return _response(error(503, "maintenance"))
        if plan.fails:
            return _response(error(500, "internal"))
        reply = self._handle(operation, request, content)
        await asyncio.sleep(plan.lingers)
        if plan.fails_after:
            return _response(error(500, "internal"))
        if plan.garbage == "cut":
            return CutOff()
        return _response(GARBAGE.get(plan.garbage, reply))

    def _handle(self, operation: Operation, request: Request, content: bytes) -> Reply:
        try:
            call = Call(
                store=self.store,
                faults=self.faults,
                body=_object(content),
                key=request.headers.get("idempotency-key", ""),
                path=request.path_params,
                settle_seconds=self.callbacks.settle_seconds,
            )
            return operation.answer(call)
        except Refusal as refusal:
            return error(refusal.status, refusal.code)


def _object(content: bytes) -> dict:
    try:
        body = json.loads(content) if content else {}
    except ValueError:
        raise Refusal(422, "invalid_request") from None
    if not isinstance(body, dict):
        raise Refusal(422, "invalid_request")
    return body


def _response(reply: Reply, *, retry_after: str = "") -> Response:
    headers = {"Retry-After": retry_after} if retry_after else None
    return Response(reply.encoded(), reply.status, headers, reply.media_type)


def _partner_routes(sandbox: Sandbox) -> list[Route]:
    def endpoint(partner: str, operation: Operation) -> Callable[[Request], Awaitable[Response]]:
        async def view(request: Request) -> Response:
            return await sandbox.answer(partner, operation, request)

        return view

    return [
        Route(f"/{partner}{operation.path}", endpoint(partner, operation), methods=[operation.method])
        for partner, operations in PARTNERS.items()
        for operation in operations
    ]


def _control_routes(sandbox: Sandbox) -> list[Route]:
    store, faults, callbacks = sandbox.store, sandbox.faults, sandbox.callbacks

    def reset(_body: dict, _path: dict) -> dict:
        store.empty()
        sandbox.emptied += 1
        return {}

    doors: dict[str, tuple[str, Callable[[dict, dict], object]]] = {
        "/_control/load": ("POST", lambda body, path: control_api.load(store, body)),
        "/_control/people/{nik}": ("POST", lambda body, path: control_api.change(store, path["nik"], body)),
        "/_control/faults": ("GET", lambda body, path: faults.all()),
        "/_control/faults/{partner}": (
            "PUT",
            lambda body, path: control_api.switch(faults, path["partner"], body),
        ),
        "/_control/settings": ("POST", lambda body, path: control_api.configure(store, body)),
        "/_control/credits": ("POST", lambda body, path: control_api.pay_in(store, body)),
        "/_control/outbox": ("POST", lambda body, path: control_api.outbox(store, **body)),
        "/_control/callbacks": ("POST", lambda body, path: callbacks.take()),
        "/_control/advance": ("POST", lambda body, path: control_api.settle_now(store, callbacks)),
        "/_control/reset": ("POST", reset),
    }
    return [Route(path, _door(sandbox, act), methods=[method]) for path, (method, act) in doors.items()]


def _door(sandbox: Sandbox, act: Callable[[dict, dict], object]) -> Callable[[Request], Awaitable[Response]]:
    async def view(request: Request) -> Response:
        if not sandbox.knows(request):
            return _response(error(401, "unauthorised"))
        try:
            return _response(Reply(act(_object(await request.body()), request.path_params)))
        except Refusal as refusal:
            return _response(error(refusal.status, refusal.code))

    return view


async def health(request: Request) -> Response:
    return Response("ok", media_type="text/plain")


def build(sandbox: Sandbox) -> Starlette:
    """Return the application; its lifetime is that of the bank's back office."""

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        office = asyncio.create_task(sandbox.callbacks.run())
        yield
        office.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await office

    doors = [*_partner_routes(sandbox), *_control_routes(sandbox)]
    pages = [*page.routes(sandbox.store, sandbox.faults), *people_page.routes(sandbox.store)]
    return Starlette(routes=[Route("/healthz", health), *doors, *pages], lifespan=lifespan)
