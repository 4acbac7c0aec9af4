"""Who a password or a session may stand for."""

from typing import Any

from allauth.account.auth_backends import (
    AuthenticationBackend as LibraryAuthenticationBackend,
)

from hafen.core.accounts.models import User
from hafen.core.accounts.services import may_sign_in


class AuthenticationBackend(LibraryAuthenticationBackend):
    """As the library's, but invented people exist in the demo alone."""

    def user_can_authenticate(self, user: Any) -> bool:
        return bool(super().user_can_authenticate(user)) and may_sign_in(user)

    def get_user(self, user_id: Any) -> User | None:
        """Return whom a session stands for; their town comes in the same query."""
        people = User.objects.select_related("municipality")
        user = people.filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None
