#!/usr/bin/env python
"""Django's command line. `./jkp manage …` runs it with the demo's services."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jkp_portal.settings.dev")
    execute_from_command_line(sys.argv)
