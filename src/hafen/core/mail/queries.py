from django.db.models import QuerySet

from hafen.core.accounts.models import User
from hafen.core.mail.models import LetterBatch, Notice, OutgoingMail
from hafen.core.mail.rules import CARRY_NOTICES, VIEW_OUTBOX


def mails_visible_to(user: User) -> QuerySet[OutgoingMail]:
    if not VIEW_OUTBOX.held_by(user):
        return OutgoingMail.objects.none()
    return OutgoingMail.objects.filter(municipality=user.municipality_id).defer(
        "source"
    )


def notices_visible_to(user: User) -> QuerySet[Notice]:
    if not CARRY_NOTICES.held_by(user):
        return Notice.objects.none()
    return Notice.objects.filter(municipality=user.municipality_id)


def batches_visible_to(user: User) -> QuerySet[LetterBatch]:
    """Return the batches of letters; those whose letters were erased are empty."""
    if not CARRY_NOTICES.held_by(user):
        return LetterBatch.objects.none()
    return LetterBatch.objects.filter(municipality=user.municipality_id).order_by("-pk")


def open_notices(user: User) -> QuerySet[Notice]:
    """Return who still has to be told something by letter, call or visit."""
    return notices_visible_to(user).filter(state=Notice.State.OPEN)


def failed_mails(user: User) -> QuerySet[OutgoingMail]:
    return mails_visible_to(user).filter(state=OutgoingMail.State.FAILED)
