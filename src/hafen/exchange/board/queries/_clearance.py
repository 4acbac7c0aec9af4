"""Who may write about children: one of the two has been checked, the one who helps."""

from datetime import date

from django.db.models import Q

from hafen.core.places.models import Municipality
from hafen.exchange.board.categories import Risk, risk_of
from hafen.exchange.board.models import Member, Post
from hafen.exchange.pool.queries import is_cleared_for_minors
from hafen.network.organisations.models import Organisation


def needs_clearance(post: Post, day: date) -> bool:
    """Return whether only somebody who has been checked may answer a notice.

    That is so for all about children, unless a checked author offers help there:
    then it is parents who answer.
    """
    if risk_of(post.category) != Risk.CHILDREN:
        return False
    author = post.member
    return not (post.is_offer and author is not None and is_cleared(author, day))


def is_cleared(member: Member, day: date) -> bool:
    """Return whether the municipality has checked somebody for work with children."""
    body = member.organisation
    if body is not None and body.is_verified and body.is_published:
        return True
    return has_cleared_address(member.municipality, member.email, day)


def has_cleared_address(town: Municipality, email: str, day: date) -> bool:
    """Return whether it is the address of a verified organisation, of its editor, or
    of a helper whose extended certificate the desk has seen.
    """
    whose = Q(email__iexact=email) | Q(
        editors__user__email__iexact=email, editors__user__is_active=True
    )
    bodies = Organisation.objects.published().filter(
        whose, municipality=town, is_verified=True
    )
    is_of_body = bool(email) and bodies.exists()
    return is_of_body or is_cleared_for_minors(town, email, day)
