"""How Django itself writes a day and a moment, in the admin: as `core.formatting.short_date`, with the zone's name."""

DATE_FORMAT = "j M Y"
DATETIME_FORMAT = "j M Y, H.i T"
TIME_FORMAT = "H.i"
