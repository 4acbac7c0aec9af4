"""What a person must decide before real people's data may enter.

The software ships drafts and defaults; these eight it cannot know. Each waits
for a name and a date, and a banner says so until then.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True)
class Decision:
    """One decision.

    :param code: stable; it stands in the table
    :param question: what must be decided, in plain words
    :param help: how to come to it
    :param asked: whose decision it usually is
    """

    code: str
    title: Text
    question: Text
    help: Text
    asked: Text


DECISIONS = (
    Decision(
        "H1",
        _("Legal basis of each process"),
        _(
            "On which legal basis does each process work: the task of the authority"
            " with state law, or a consent?"
        ),
        _(
            "The record of processing names a proposal for every table. Compare it"
            " with the data protection act of your state."
        ),
        _("Legal office with the data protection officer"),
    ),
    Decision(
        "H2",
        _("Agreement with each partner"),
        _(
            "Does a partner work on your behalf (processor), or do you both decide"
            " (joint controllers, Art. 26 GDPR)?"
        ),
        _("Decide it for each organisation whose people get an account."),
        _("Legal office"),
    ),
    Decision(
        "H3",
        _("Periods of keeping"),
        _("How long is each kind of data kept, and what does your archive want?"),
        _("The record of processing shows the periods that are set now."),
        _("Records office with the archive"),
    ),
    Decision(
        "H4",
        _("Activities that need an extended certificate of conduct"),
        _("For which voluntary activities do you ask for the extended certificate?"),
        _(
            "Section 72a of Social Code VIII obliges you where minors are looked"
            " after; how close and how long the contact is decides."
        ),
        _("Youth welfare office with the volunteer coordination"),
    ),
    Decision(
        "H5",
        _("Data protection impact assessment"),
        _("Is the impact assessment (Art. 35 GDPR) done and signed?"),
        _("Vulnerable people and special categories make it mandatory."),
        _("Data protection officer"),
    ),
    Decision(
        "H6",
        _("Duty to report under section 87 of the Residence Act"),
        _("Is your office a public body in the sense of section 87?"),
        _(
            "A public body must report certain facts unasked. Decide it before you"
            " ask for anything about somebody's residence status."
        ),
        _("Legal office"),
    ),
    Decision(
        "H7",
        _("Wording of consents"),
        _("Are the texts of consent approved in every language that you use?"),
        _("A consent that the person cannot read is none."),
        _("Data protection officer with a sworn translator"),
    ),
    Decision(
        "H8",
        _("Local amounts"),
        _("Are rent limits, travel rates and allowances entered as they apply here?"),
        _("They change by law and by council decision; each has a first day."),
        _("Social welfare office and finance"),
    ),
)
BY_CODE = {decision.code: decision for decision in DECISIONS}
