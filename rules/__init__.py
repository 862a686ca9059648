"""The law of Jaminan Kehilangan Pekerjaan, as pure functions over facts.

No framework, no database, no clock: every date is passed in, and every answer names its article. Start with
`rules.eligibility.decide`, `rules.monthly.decide` and `rules.deadlines`; docs/law/README.md shows them in use.
"""

from typing import Final

# Stored with every decision. It changes whenever the same facts may be answered differently.
VERSION: Final = "2026.11"
