from allauth.mfa.models import Authenticator
from django.db import transaction

from hafen.core.accounts import mails
from hafen.core.accounts.errors import NotYourself
from hafen.core.accounts.models import OpenSession, User
from hafen.core.audit import services as audit


def has_second_factor(user: User) -> bool:
    """Return whether an app or a key is enrolled; printed codes are no factor."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    enrolled = Authenticator.objects.filter(user_id=user.pk, type__in=kinds)
    return bool(enrolled.exists())


@transaction.atomic
def reset_second_factor(*, user: User, by: User) -> None:
    """Take away all factors of a colleague who lost them, and tell them.

    The next sign-in leads to the enrolment before anything else.

    :raises NotYourself: nobody lifts their own second factor this way
    """
    if by.pk == user.pk:
        raise NotYourself
    Authenticator.objects.filter(user_id=user.pk).delete()
    end_sessions(user=user, by=by)
    audit.record(action="accounts.second_factor.reset", subject=user, by=by)
    mails.send_factor_was_reset(user=user, by=by)


@transaction.atomic
def end_sessions(*, user: User, by: User) -> None:
    """End all sessions of a person on all devices at once."""
    user.session_round += 1
    user.save(update_fields=["session_round", "updated_at"])
    OpenSession.objects.filter(user_id=user.pk).delete()
    audit.record(action="accounts.sessions.ended", subject=user, by=by)
