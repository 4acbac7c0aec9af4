from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from hafen.core.db.context import current
from hafen.core.mail import services


class OutboxBackend(BaseEmailBackend):
    """Django's way to send a mail: into the outbox, in the open transaction.

    What any library sends takes this way too. The municipality is the one of
    the transaction's context, so somebody else's outbox is out of reach.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """
        Put the mails into the outbox.

        :raises NoContext: if the transaction works for no municipality
        :raises BadHeaderError: if an address holds a new line
        """
        context = current()
        for message in email_messages:
            services.enqueue(message=message, context=context, now=timezone.now())
        return len(email_messages)
