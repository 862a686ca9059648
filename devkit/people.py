"""Print the demo's people with their sign-ins; nothing while the portal has no such command."""

import django
from django.core.management import call_command, get_commands

if __name__ == "__main__":
    django.setup()
    if "demo_people" in get_commands():
        call_command("demo_people")
