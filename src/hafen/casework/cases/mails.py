"""What an office is written that takes part in a grid: no case, no person."""

from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _

from hafen.casework.cases import keys
from hafen.casework.cases.models import GridShare


def send_grid(share: GridShare) -> None:
    town = share.municipality
    with translation.override(town.default_language):
        parts = [
            _("%(town)s: somebody agreed that your office takes part in the grid.")
            % {"town": town.name},
            _("Read there which offices do what, and fill in what yours does:"),
            keys.grid_address(share),
            _(
                "Who is behind the number you learn from who is responsible,"
                " not by mail."
            ),
            _("Please keep this address to yourselves: whoever has it can answer."),
        ]
        subject = _("Counselling grid: your office is asked to fill it in")
    EmailMessage(subject=subject, body="\n\n".join(parts), to=[share.email]).send()
