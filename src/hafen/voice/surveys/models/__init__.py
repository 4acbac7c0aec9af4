"""What is asked, what was answered, and who was invited: three sorts of tables.

No key leads from an answer to an invitation, and no time from one to the other.
"""

from hafen.voice.surveys.models._answers import (
    Category,
    Mention,
    OpenAnswer,
    Quote,
    Response,
)
from hafen.voice.surveys.models._invitations import Invitation
from hafen.voice.surveys.models._surveys import Survey, Wave, WaveQuerySet

__all__ = [
    "Category",
    "Invitation",
    "Mention",
    "OpenAnswer",
    "Quote",
    "Response",
    "Survey",
    "Wave",
    "WaveQuerySet",
]
