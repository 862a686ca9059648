from training import money_admin, registry_admin

__all__ = ["money_admin", "registry_admin"]
