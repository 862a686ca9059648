"""Properties are tried without a stopwatch: a busy machine is no failure of the law."""

from hypothesis import settings

settings.register_profile("rules", deadline=None, max_examples=150)
settings.load_profile("rules")
