"""Typed clients of the partners: dataclasses in and out, no table of ours. The contract of each is docs/partners.md."""
