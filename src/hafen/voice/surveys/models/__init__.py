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
from hafen.voice.surveys.models._assessments import (
    Assessment,
    Contribution,
    Partner,
)
from hafen.voice.surveys.models._conferences import (
    Conference,
    Side,
    Statement,
    Topic,
)
from hafen.voice.surveys.models._invitations import Invitation
from hafen.voice.surveys.models._occasions import (
    AfterService,
    Asked,
    Served,
    digest_of,
)
from hafen.voice.surveys.models._surveys import Survey, Wave, WaveQuerySet

__all__ = [
    "AfterService",
    "Asked",
    "Assessment",
    "Category",
    "Conference",
    "Contribution",
    "Invitation",
    "Mention",
    "OpenAnswer",
    "Partner",
    "Quote",
    "Response",
    "Served",
    "Side",
    "Statement",
    "Survey",
    "Topic",
    "Wave",
    "WaveQuerySet",
    "digest_of",
]
