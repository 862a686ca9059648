"""The page of people and employers that the partners know: whom one can register as, and who has an account already."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from integrations.sandbox import directory
from integrations.sandbox.page import SECURITY, SHOWN, environment
from integrations.sandbox.store import Store

STATUSES = {"active": ("aktif", "ok"), "bankrupt": ("pailit", "bad"), "closed": ("tutup", "bad")}


def routes(store: Store) -> list[Route]:
    template = environment().get_template("people.html")

    async def show(request: Request) -> Response:
        query = " ".join(request.query_params.get("cari", "")[:100].split())
        free = request.query_params.get("akun") == "belum"
        html = template.render(
            query=query,
            free=free,
            people=directory.people(store, query, free=free, limit=SHOWN),
            employers=directory.employers(store, query, limit=SHOWN),
            statuses=STATUSES,
        )
        return Response(html, media_type="text/html", headers=SECURITY)

    return [Route("/orang/", show, methods=["GET"])]
