"""Eligibility, claims, claim months, decisions and objections."""
