"""Signing in by e-mail or phone; everything else is allauth's."""

from allauth.account.auth_backends import AuthenticationBackend


class RoleAwareBackend(AuthenticationBackend):
    """allauth's backend under the portal's name, so that what it does can be narrowed in one place."""
