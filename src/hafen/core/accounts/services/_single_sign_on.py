"""A municipality's own sign-in: set up, and whom it opens."""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from hafen.core.accounts import mails, oidc
from hafen.core.accounts.errors import AddressUnsafe, NotInvited
from hafen.core.accounts.models import (
    Invitation,
    LinkedIdentity,
    SignInProvider,
    User,
)
from hafen.core.accounts.oidc import Claims, Service
from hafen.core.accounts.services._invitations import redeem
from hafen.core.audit import services as audit
from hafen.core.db import versions
from hafen.core.places.models import Municipality


def service_of(provider: SignInProvider) -> Service:
    """Return what the client of OpenID Connect needs to know."""
    return Service(
        issuer=provider.issuer,
        client_id=provider.client_id,
        client_secret=str(provider.client_secret),
        redirect_uri=mails.absolute(
            "sign_in_came_back", slug=provider.municipality.slug
        ),
        allow_local=not settings.IS_TLS,
    )


@transaction.atomic
def save_provider(
    *,
    municipality: Municipality,
    name: str,
    issuer: str,
    client_id: str,
    client_secret: str,
    vouches_for_addresses: bool,
    is_active: bool,
    expected: int | None,
    by: User,
) -> SignInProvider:
    """Set up the own sign-in, after asking the service whether it is one.

    :param client_secret: empty to keep the one there is
    :raises AddressUnsafe: without TLS the secret would travel in the open
    :raises ProviderUnreachable: when no such service answers there
    :raises LostUpdate: when somebody changed it since it was read
    """
    if not oidc.is_safe(issuer, allow_local=not settings.IS_TLS):
        raise AddressUnsafe
    found = SignInProvider.objects.filter(municipality=municipality).first()
    row = (
        SignInProvider(municipality=municipality)
        if found is None
        else versions.locked(found, expected=expected)
    )
    if row.issuer and row.issuer != issuer:
        # The people of another service are other people.
        LinkedIdentity.objects.filter(provider=row).delete()
    row.name = name.strip()
    row.issuer = issuer
    row.client_id = client_id.strip()
    if client_secret:
        row.client_secret = client_secret
    row.vouches_for_addresses = vouches_for_addresses
    row.is_active = is_active
    if is_active:
        oidc.discover(service_of(row))
    if found is None:
        row.save()
    else:
        versions.save_next(row)
    audit.record(action="accounts.own_sign_in.saved", subject=row, by=by)
    return row


@transaction.atomic
def remove_provider(*, provider: SignInProvider, by: User) -> None:
    """Take the own sign-in away; accounts stay, with their other ways in."""
    audit.record(action="accounts.own_sign_in.removed", subject=provider, by=by)
    provider.delete()


@transaction.atomic
def identify(
    *, provider: SignInProvider, claims: Claims, now: datetime, today: date
) -> User:
    """Return whom the own sign-in opens: somebody who is here, or was invited.

    Nobody gets in by the address of another municipality, and nobody gets a
    right that no colleague gave.

    :raises NotInvited: for everybody else
    """
    links = LinkedIdentity.objects.filter(provider=provider).select_related("user")
    link = links.filter(subject=claims.subject).first()
    if link is not None:
        known: User = link.user
        return known
    if not claims.email or not (
        claims.is_email_verified or provider.vouches_for_addresses
    ):
        raise NotInvited
    user = _of_address(provider, claims.email) or _invited(
        provider, claims.email, now, today
    )
    # An address that was given to somebody new opens nothing of their forerunner.
    if links.filter(user=user).exists():
        raise NotInvited
    link = LinkedIdentity.objects.create(
        municipality_id=provider.municipality_id,
        provider=provider,
        user=user,
        subject=claims.subject,
    )
    audit.record(action="accounts.identity.linked", subject=link, by=user)
    mails.send_from_library(
        user=user, prefix="account/email/access_changed", context={}
    )
    return user


def _of_address(provider: SignInProvider, email: str) -> User | None:
    people = User.objects.filter(municipality_id=provider.municipality_id)
    return people.filter(email=email).first()


def _invited(provider: SignInProvider, email: str, now: datetime, today: date) -> User:
    """Redeem an open invitation: the service has proven the invited address."""
    invitations = Invitation.objects.filter(
        municipality_id=provider.municipality_id, email=email
    )
    invitation = invitations.open(now).first()
    if invitation is None:
        raise NotInvited
    return redeem(
        invitation=invitation,
        name=invitation.name,
        language=invitation.language,
        password=None,
        now=now,
        today=today,
    )
