"""Where a drill takes place: a PostgreSQL and a Redis of its own, and this process moved there for as long."""

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from celery import current_app
from django.conf import settings
from django.db import connection
from django.test.utils import override_settings

from devkit.postgres import Postgres, choose_identity
from devkit.processes import Family
from devkit.redis_server import RedisServer

PLACE = ("HOST", "PORT", "USER", "PASSWORD", "NAME")


def own_database(family: Family, folder: Path) -> tuple[Postgres, str]:
    """A server that flushes what it commits, as in production: it can be crashed and started again. And its URL."""
    sockets = folder / "s"
    sockets.mkdir(mode=0o700)
    if choose_identity().user is not None:
        folder.chmod(0o711)  # the server runs as another user and must reach its folder
    server = Postgres(family, folder / "postgres", sockets, folder / "postgres.log", throwaway=False)
    return server, server.start()


def own_redis(family: Family, folder: Path) -> str:
    """The URL of a Redis that keeps nothing."""
    return RedisServer(family, folder / "redis", folder / "redis.log", throwaway=True).start()


@contextlib.contextmanager
def this_process_at(environ: Mapping[str, str]) -> Iterator[None]:
    """What this process reads, calls, stores and rings for lies where the world's processes look too."""
    before = {name: connection.settings_dict[name] for name in PLACE}
    connection.close()
    connection.settings_dict.update(_place_of(environ["DATABASE_URL"]))
    broker = current_app.conf.broker_url
    _ring_at(environ["REDIS_URL"])
    try:
        with override_settings(**_settings_of(environ)):
            yield
    finally:
        connection.close()
        connection.settings_dict.update(before)
        _ring_at(broker)


def _place_of(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    return dict(
        zip(PLACE, (parts.hostname, parts.port, parts.username, parts.password, parts.path.lstrip("/")), strict=True)
    )


def _settings_of(environ: Mapping[str, str]) -> dict[str, object]:
    stored = settings.STORAGES["default"] | {"OPTIONS": {"location": environ["MEDIA_ROOT"]}}
    return {
        "DEMO_MODE": environ["DEMO_MODE"] == "true",
        "REDIS_URL": environ["REDIS_URL"],
        "PARTNER_BASE_URL": environ["PARTNER_BASE_URL"],
        "PORTAL_BASE_URL": environ["PORTAL_BASE_URL"],
        "MEDIA_ROOT": environ["MEDIA_ROOT"],
        "STORAGES": settings.STORAGES | {"default": stored},
        "CACHES": {"default": settings.CACHES["default"] | {"LOCATION": environ["REDIS_URL"]}},
    }


def _ring_at(url: str) -> None:
    """Bells go to this broker; the pools that keep connections to another one are forgotten."""
    current_app.conf.broker_url = url
    current_app._after_fork()
