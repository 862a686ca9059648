"""Print who can sign in to the demo."""

from typing import Any

from django.core.management.base import BaseCommand

from jkp_portal.demo.cast import HEADS, HR, OFFICERS, PASSWORD, WHERE


class Command(BaseCommand):
    help = "Lists the demo's sign-ins."

    def handle(self, *args: Any, **options: Any) -> None:
        rows = [(f"{name}@contoh.invalid", where) for name, where in WHERE.items()]
        rows += [(hr.email, "SDM perusahaan") for hr in HR]
        rows += [(head.email, f"pimpinan {head.institute}") for head in HEADS]
        rows += [(officer.email, str(officer.role.label)) for officer in OFFICERS]
        width = max(len(email) for email, _ in rows)
        self.stdout.write(f"Kata sandi semua orang: {PASSWORD}")
        for email, where in rows:
            self.stdout.write(f"  {email:<{width}}  {where}")
        self.stdout.write("Kode langkah kedua petugas tertera di halaman masuk demo, atau: ./jkp manage demo_code")
