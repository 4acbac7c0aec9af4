"""What accounts write to people; sent through Django's mail interface."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from hafen.core.accounts.models import AddressChange, Invitation, User


def send(*, template: str, to: str, language: str, context: dict[str, Any]) -> None:
    """Write one plain mail in the language of the receiver.

    :param template: `accounts/mail/….txt`; its first line is the subject
    """
    with translation.override(language):
        text = render_to_string(template, context)
        subject, _, body = text.strip().partition("\n")
        EmailMessage(subject=subject.strip(), body=body.strip() + "\n", to=[to]).send()


def absolute(name: str, **parts: str) -> str:
    """Return the address of a page of signing in, on the installation's host."""
    return settings.PUBLIC_URL + reverse(f"accounts_installation:{name}", kwargs=parts)


def send_invitation(*, invitation: Invitation, token: str) -> None:
    send(
        template="accounts/mail/invitation.txt",
        to=invitation.email,
        language=invitation.language,
        context={
            "invitation": invitation,
            "municipality": invitation.municipality,
            "by": invitation.invited_by,
            "url": absolute(
                "redeem_invitation",
                slug=invitation.municipality.slug,
                token=token,
            ),
        },
    )


def send_sign_in_link(*, user: User, token: str) -> None:
    if not user.email:
        return
    url = absolute("use_link", slug=user.municipality.slug, token=token)
    send(
        template="accounts/mail/sign_in_link.txt",
        to=user.email,
        language=user.language,
        context={"user": user, "municipality": user.municipality, "url": url},
    )


def send_address_change(*, change: AddressChange, token: str) -> None:
    """Write to the new address; the mail says nothing about other accounts."""
    user = change.user
    send(
        template="accounts/mail/address_change.txt",
        to=change.email,
        language=user.language,
        context={
            "user": user,
            "municipality": user.municipality,
            "url": absolute(
                "confirm_address", slug=user.municipality.slug, token=token
            ),
        },
    )


def send_address_was_changed(*, user: User, old: str) -> None:
    """Tell the old address, so that nobody loses their account unnoticed."""
    send(
        template="accounts/mail/address_was_changed.txt",
        to=old,
        language=user.language,
        context={"user": user, "municipality": user.municipality},
    )


def send_factor_was_reset(*, user: User, by: User) -> None:
    """Tell a person; somebody without an address is told by the colleague."""
    if not user.email:
        return
    send(
        template="accounts/mail/factor_was_reset.txt",
        to=user.email,
        language=user.language,
        context={"user": user, "by": by, "municipality": user.municipality},
    )


def send_from_library(*, user: User, prefix: str, context: dict[str, Any]) -> None:
    """Write a mail whose words allauth asks for, such as a reset of the password.

    :param prefix: allauth's name of the mail: "account/email/password_reset_key"
    """
    if not user.email:
        return
    name = prefix.rpartition("/")[2]
    send(
        template=f"accounts/mail/{name}.txt",
        to=user.email,
        language=user.language,
        context={**context, "user": user, "municipality": user.municipality},
    )
