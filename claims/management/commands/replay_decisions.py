"""Today's rules over the facts of every stored decision: every difference is printed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claims.selectors.replay import differences


class Command(BaseCommand):
    help = "Jalankan aturan hari ini atas fakta yang tersimpan dan cetak setiap perbedaan."

    def handle(self, *args: Any, **options: Any) -> None:
        found = 0
        for difference in differences():
            found += 1
            self.stdout.write(f"{difference.subject}  {difference.run_id}  rules {difference.rules_version}")
            for what, stored, now in difference.changes:
                self.stdout.write(f"    {what}: {stored} -> {now}")
        if found:
            raise CommandError(f"{found} stored runs would be answered otherwise today")
        self.stdout.write("Every stored run is answered alike today.")
