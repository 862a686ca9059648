"""Ask one address of the portal as the proxy would; exit 0 on a 2xx. For the containers' health checks."""

import os
import sys
import urllib.error
import urllib.request

TIMEOUT_SECONDS = 4


def main(url: str) -> int:
    host = os.environ.get("ALLOWED_HOSTS", "").split(",")[0]
    headers = {"X-Forwarded-Proto": "https"} | ({"Host": host} if host else {})
    request = urllib.request.Request(url, headers=headers)  # noqa: S310 - our own address, from the compose file
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS):  # noqa: S310
            return 0
    except urllib.error.URLError as error:
        print(f"{url}: {error}", file=sys.stderr)  # noqa: T201
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
