"""What a changed parameter would do to open claims. Nothing is written."""

import argparse
import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claims.selectors.replay import effects_of
from core.formatting import rupiah
from rules.errors import RulesError
from rules.trial import parameter, read_value


class Command(BaseCommand):
    help = "Daftar akibat perubahan satu parameter atas klaim yang berjalan. Tidak ada yang ditulis."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("name", help="nama parameter, lihat `python -m rules table`")
        parser.add_argument("value", help='nilai baru sebagai JSON, misalnya ["1/2","1/2","1/2","1/2","1/2","1/2"]')
        parser.add_argument("--since", type=date.fromisoformat, required=True, help="berlaku sejak (YYYY-MM-DD)")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            changed = parameter(options["name"])
            value = read_value(changed.values[-1].value, json.loads(options["value"]))
        except (RulesError, ValueError) as error:
            raise CommandError(str(error)) from error
        months = touched = total = 0
        for effect in effects_of(changed, value, options["since"]):
            months += 1
            if not effect.changes:
                continue
            touched += 1
            total += effect.amount_then - effect.amount
            now, then = rupiah(effect.amount, "id"), rupiah(effect.amount_then, "id")
            window = f"sampai {effect.closes_on} -> {effect.closes_then}"
            self.stdout.write(f"{effect.claim} bulan {effect.n}: {now} -> {then}, {window}")
        self.stdout.write(f"{touched} dari {months} bulan berubah; selisih {rupiah(total, 'id')}")
