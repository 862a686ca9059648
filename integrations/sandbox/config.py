"""What the environment decides."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Config:
    host: str
    port: int
    smtp_port: int
    data: Path
    api_key: str
    callback_secret: str
    portal_url: str
    settle_seconds: float

    @classmethod
    def from_environment(cls) -> "Config":
        """Read SANDBOX_* and the secrets shared with the portal; port 0 takes any free one."""
        env = os.environ
        return cls(
            host=env.get("SANDBOX_HOST", "127.0.0.1"),
            port=int(env.get("SANDBOX_PORT", "8100")),
            smtp_port=int(env.get("SANDBOX_SMTP_PORT", "8125")),
            data=Path(env.get("SANDBOX_DATA", ".local/sandbox")),
            api_key=env.get("PARTNER_API_KEY", "development-partner-key"),
            callback_secret=env.get("BANK_CALLBACK_SECRET", "development-callback-secret"),
            portal_url=env.get("PORTAL_BASE_URL", "").rstrip("/"),
            settle_seconds=float(env.get("SANDBOX_SETTLE_SECONDS", "2")),
        )
