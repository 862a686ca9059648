"""Shared ground: workflow, clock, errors, jobs, events, audit, formatting."""
