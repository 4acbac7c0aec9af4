import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from hafen.core.accounts import mails
from hafen.core.accounts.errors import CardNotValid, LinkNotValid, NotYourself
from hafen.core.accounts.models import SignInCard, SignInLink, User
from hafen.core.accounts.services._invitations import fingerprint
from hafen.core.audit import services as audit
from hafen.core.db.identifiers import token as new_token

LINK_LASTS = timedelta(hours=24)
CARD_LASTS = timedelta(days=365)
WRONG_PINS = 5
CARD_RESTS = timedelta(minutes=15)


@dataclass(frozen=True)
class PrintedCard:
    """What stands on a new card; shown once, kept nowhere."""

    card: SignInCard
    secret: str
    pin: str


@transaction.atomic
def issue_card(*, user: User, today: date, now: datetime, by: User) -> PrintedCard:
    """Make a card for somebody without e-mail; older ones end.

    :raises NotYourself: nobody prints a way past their own password
    """
    if by.pk == user.pk:
        raise NotYourself
    user.cards.filter(revoked_at__isnull=True).update(revoked_at=now)
    secret = new_token()
    pin = f"{secrets.randbelow(1_000_000):06}"
    card = SignInCard.objects.create(
        municipality_id=user.municipality_id,
        user=user,
        secret_hash=fingerprint(secret),
        pin_hash=make_password(pin),
        issued_by=by,
        valid_until=today + CARD_LASTS,
    )
    audit.record(action="accounts.card.issued", subject=card, by=by)
    return PrintedCard(card=card, secret=secret, pin=pin)


@transaction.atomic
def revoke_card(*, card: SignInCard, now: datetime, by: User) -> None:
    """Make a card worthless at once, and end what was opened with it."""
    if card.revoked_at is not None:
        return
    card.revoked_at = now
    card.save(update_fields=["revoked_at", "updated_at"])
    card.user.session_round += 1
    card.user.save(update_fields=["session_round", "updated_at"])
    audit.record(action="accounts.card.revoked", subject=card, by=by)


def use_card(*, secret: str, pin: str, now: datetime, today: date) -> User:
    """Return whom the card opens.

    Not atomic as a whole: a wrong PIN is counted although the caller is refused.

    :raises CardNotValid: unknown, revoked, expired, resting, or a wrong PIN
    """
    with transaction.atomic():
        card = (
            SignInCard.objects.select_for_update(of=("self",))
            .select_related("user")
            .filter(
                secret_hash=fingerprint(secret),
                revoked_at__isnull=True,
                valid_until__gte=today,
                user__is_active=True,
            )
            .first()
        )
        if card is None or (card.rests_until and card.rests_until > now):
            # The same work as for a card that is known.
            make_password(pin)
            fits = False
        else:
            fits = _try_pin(card, pin, now)
    if card is None or not fits:
        raise CardNotValid
    found: User = card.user
    return found


def _try_pin(card: SignInCard, pin: str, now: datetime) -> bool:
    fits = check_password(pin, card.pin_hash)
    if fits:
        card.wrong_pins, card.rests_until, card.last_used_at = 0, None, now
    else:
        card.wrong_pins += 1
        if card.wrong_pins >= WRONG_PINS:
            card.wrong_pins, card.rests_until = 0, now + CARD_RESTS
        audit.record(action="accounts.card.refused", subject=card)
    card.save()
    return fits


@transaction.atomic
def make_sign_in_link(
    *, user: User, now: datetime, target: str = "", lasts: timedelta = LINK_LASTS
) -> str:
    """Return the secret of a link that signs this person in once.

    :raises LinkNotValid: for staff; a mailbox is not enough for them
    """
    if user.is_staff_now or not user.is_active:
        raise LinkNotValid
    secret = new_token()
    SignInLink.objects.create(
        municipality_id=user.municipality_id,
        user=user,
        token_hash=fingerprint(secret),
        target=target,
        expires_at=now + lasts,
    )
    return secret


@transaction.atomic
def send_sign_in_link(*, user: User, now: datetime, target: str = "") -> None:
    """Mail a link that signs in once.

    :raises LinkNotValid: for staff, and for people without an address
    """
    if not user.email:
        raise LinkNotValid
    secret = make_sign_in_link(user=user, now=now, target=target)
    mails.send_sign_in_link(user=user, token=secret)
    audit.record(action="accounts.link.sent", subject=user)


@transaction.atomic
def use_sign_in_link(*, token: str, now: datetime) -> tuple[User, str]:
    """Return whom the link opens and where it leads; it works once.

    :raises LinkNotValid: when it was used, has expired, or never was one
    """
    unused = SignInLink.objects.filter(
        token_hash=fingerprint(token), used_at__isnull=True, expires_at__gt=now
    )
    if unused.update(used_at=now) != 1:
        raise LinkNotValid
    link = SignInLink.objects.select_related("user").get(token_hash=fingerprint(token))
    user: User = link.user
    if not user.is_active or user.is_staff_now:
        raise LinkNotValid
    audit.record(action="accounts.link.used", subject=user, by=user)
    return user, link.target
