"""Every event and who listens: the one place where a lower floor moves a higher one."""

from core.events import Event, subscribe

SUBSCRIPTIONS: dict[type[Event], tuple[str, ...]] = {}

subscribe(SUBSCRIPTIONS)
