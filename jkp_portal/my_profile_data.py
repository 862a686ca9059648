"""The profile, the registration as jobseeker and recommendations, as one takes one's own data along (UU 27/2022)."""

from typing import Any

from ipk.enums.profile import LISTED
from ipk.selectors import Entry, condition_of, consents_of, past_jobseekers, places_named, profile_of
from participants.models import Person
from training.selectors import recommendations_of

Json = dict[str, Any]


def profile_data(person: Person) -> Json:
    """Every part; dates in full, with where a job was first known from."""
    profile = profile_of(person)
    parts = {part.value.replace("-", "_"): [_entry(entry) for entry in profile.of(part)] for part in LISTED}
    return {
        "ringkasan": profile.summary,
        "tampilkan_email": profile.shows_email,
        "tampilkan_hp": profile.shows_phone,
        "foto": profile.photo.name if profile.photo else None,
        "tidak_punya": [str(part.label) for part in profile.none_of],
        "terakhir_diubah": profile.changed_at,
        **{name: rows for name, rows in parts.items() if rows},
    }


def _entry(entry: Entry) -> Json:
    told = {
        "nama": entry.title,
        "tempat": entry.place,
        "tingkat": entry.level,
        "mulai": entry.began_on,
        "selesai": entry.ended_on,
        "keterangan": entry.note,
        "asal": entry.source,
        "asal_per": entry.source_at,
    }
    return {name: value for name, value in told.items() if value not in ("", None)}


def jobseeker_data(person: Person) -> Json:
    """Every registration; what is kept with consent, and each consent with its time."""
    held = condition_of(person)
    return {
        "pendaftaran": [
            {
                "pekerjaan": row.job,
                "golongan": str(row.occupation),
                "kondisi": row.condition,
                "tempat": places_named(row.places),
                "luar_negeri": row.abroad,
                "negara": row.countries,
                "upah": row.wage,
                "siap": row.ready_on,
                "terdaftar": row.registered_at,
                "berakhir": row.ended_at,
            }
            for row in past_jobseekers(person)
        ],
        "kondisi_fisik": {"jenis": list(held.kinds), "kebutuhan": held.needs} if held else None,
        "persetujuan": [
            {"versi": row.text_version, "diberikan": row.given_at, "ditarik": row.withdrawn_at}
            for row in consents_of(person)
        ],
    }


def recommendation_data(person: Person) -> list[Json]:
    """What counsellors recommended, with why, by whom and what became of it."""
    return [
        {
            "program": row.programme.title,
            "lembaga": row.programme.institute.name,
            "alasan": row.why,
            "oleh": row.made_by.get_full_name(),
            "saat": row.made_at,
            "berlaku_sampai": row.valid_until,
            "keadaan": row.state,
        }
        for row in recommendations_of(person)
    ]
