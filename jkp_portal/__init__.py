"""Composes the portal: settings, addresses, processes, home pages."""

from jkp_portal.celery import app as celery_app

__all__ = ["celery_app"]
