from hafen.voice.inquiries.models._agreements import Agreement
from hafen.voice.inquiries.models._checks import Check, Checklist
from hafen.voice.inquiries.models._inquiries import (
    LIVING,
    Inquiry,
    InquiryQuerySet,
)
from hafen.voice.inquiries.models._mailboxes import IncomingMail, Mailbox
from hafen.voice.inquiries.models._parties import Accused, Conversation, ThirdParty
from hafen.voice.inquiries.models._people import (
    ContactPoint,
    PersonMerge,
    Requester,
    RequesterEmail,
)
from hafen.voice.inquiries.models._placed import Placed
from hafen.voice.inquiries.models._said import Complaint, Message, Step
from hafen.voice.inquiries.models._texts import ReplyTemplate, ReplyTemplateText

__all__ = [
    "LIVING",
    "Accused",
    "Agreement",
    "Check",
    "Checklist",
    "Complaint",
    "ContactPoint",
    "Conversation",
    "IncomingMail",
    "Inquiry",
    "InquiryQuerySet",
    "Mailbox",
    "Message",
    "PersonMerge",
    "Placed",
    "ReplyTemplate",
    "ReplyTemplateText",
    "Requester",
    "RequesterEmail",
    "Step",
    "ThirdParty",
]
