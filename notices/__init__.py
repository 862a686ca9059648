"""Every message and letter that leaves the portal."""
