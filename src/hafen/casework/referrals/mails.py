"""What an office is written: no name, no topic, only where to read and answer."""

from django.core.mail import EmailMessage
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from hafen.casework.referrals import keys
from hafen.casework.referrals.models import OpenQuestion, Referral
from hafen.core.ui.fields import spelled


def send_offer(referral: Referral, *, is_reminder: bool = False) -> None:
    town = referral.municipality
    with translation.override(town.default_language):
        due = referral.answer_due_on or timezone.localdate()
        day = formats.date_format(due, "SHORT_DATE_FORMAT")
        subject = (
            _("Reminder: please answer a referral by %(day)s.")
            if is_reminder
            else _("Please answer a referral by %(day)s.")
        )
        parts = [
            _("%(town)s refers somebody to you.") % {"town": town.name},
            _("You need no account. Read and answer here:"),
            keys.answer_address(referral),
            _("Please keep this address to yourselves: whoever has it can answer."),
            *_about_number(referral),
        ]
        _send(referral.email, subject % {"day": day}, parts)


def _about_number(referral: Referral) -> list[str]:
    """Say that the number comes another way; this mail never holds it."""
    if not referral.needs_number:
        return []
    owner = referral.owner
    return [
        _(
            "Who it is you read with a number of eight digits that we tell you by"
            " telephone or letter. You have none yet? Ask %(name)s."
        )
        % {"name": f"{owner.name} {spelled(owner.phone)}".strip()}
    ]


def send_withdrawal(referral: Referral) -> None:
    """Tell an office that it is over, and what it has to delete (Art. 19 DSGVO)."""
    town = referral.municipality
    with translation.override(town.default_language):
        subject = _("A referral of %(town)s was withdrawn") % {"town": town.name}
        parts = [
            _("Nothing more is to be done. Please delete what you were told."),
            keys.answer_address(referral),
        ]
        _send(referral.email, subject, parts)


def send_question(question: OpenQuestion) -> None:
    """Ask, or ask again, who is responsible."""
    town = question.municipality
    with translation.override(town.default_language):
        subject = _("%(town)s asks who is responsible") % {"town": town.name}
        asked_on = formats.date_format(question.asked_on, "SHORT_DATE_FORMAT")
        parts = [question.question]
        if question.reminders:
            parts.insert(
                0, _("We asked this on %(day)s and wait for it.") % {"day": asked_on}
            )
        _send(question.email, subject, parts, reply_to=question.owner.email or "")


def _send(to: str, subject: str, parts: list[str], *, reply_to: str = "") -> None:
    body = "\n\n".join(parts) + "\n"
    copies = [reply_to] if reply_to else None
    EmailMessage(subject=subject, body=body, to=[to], reply_to=copies).send()
