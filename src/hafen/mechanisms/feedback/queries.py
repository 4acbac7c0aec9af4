from hafen.core.accounts.models import User
from hafen.mechanisms.feedback.models import FeedbackEntry, FeedbackQuerySet
from hafen.mechanisms.feedback.rules import VIEW_FEEDBACK


def feedback_visible_to(user: User) -> FeedbackQuerySet:
    if not VIEW_FEEDBACK.held_by(user):
        return FeedbackEntry.objects.none()
    return FeedbackEntry.objects.filter(municipality=user.municipality_id)
