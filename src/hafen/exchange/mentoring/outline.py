"""What the concept of a programme says."""

from django.utils.translation import gettext_lazy as _

from hafen.information.knowledge.outlines import Outline, Part, outlines

PROGRAMME = Outline(
    "mentoring.programme",
    (
        Part("qualification", _("Qualification of the guides")),
        Part("tasks", _("Description of their tasks")),
        Part("support", _("Support by the municipality")),
        Part("budget", _("Budget"), is_needed=False),
    ),
)


def register() -> None:
    outlines.register(PROGRAMME)
