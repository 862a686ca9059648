"""Figures with their limits and goals, measured on real services: `./jkp bench NAME` runs benchmarks/NAME.py."""
