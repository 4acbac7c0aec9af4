"""The reports that come ready; `pilot` stands apart for its own shape."""

from django.utils.translation import gettext_lazy as _

from hafen.evidence.reports.figures._cases import PROGRAMME
from hafen.evidence.reports.figures._contacts import EXPECTED
from hafen.evidence.reports.measuring import Section, Template, templates

_CONTACTS = Section(
    _("Contacts"),
    (
        "contacts",
        "contacts_month",
        "contacts_channel",
        "contacts_setting",
        "unrecorded",
    ),
)  # fmt: skip
_NEEDS = Section(_("Needs"), ("topics",))
_PERSONS = Section(
    _("Persons"),
    (
        "accompanied", "persons_accommodation", "persons_residence",
        "persons_legal_area", "persons_german", "persons_gender", "persons_age",
        "persons_nationality",
    ),
)  # fmt: skip
_CASES = Section(
    _("Cases"),
    (
        "cases", "cases_outcome", "goals_reached", "areas", "cases_stage",
        "cases_programme",
    ),
)  # fmt: skip
_PROGRAMMES = Section(
    _("Work in the programmes"),
    (
        "advised", "programmes", "cases_running", "goals", "cases_plan", "agreements",
        "follow_ups", "delays",
    ),
)  # fmt: skip
_ACCESS = Section(_("Access to case management"), ("refused", "criteria"))
_HOURS = Section(_("Consultation hours"), ("hours", "waiting"))
_REFERRALS = Section(
    _("Referrals"),
    (
        "referrals", "referrals_targets", "referrals_offices", "referrals_refused",
        "referrals_topics",
    ),
)  # fmt: skip
_TRENDS = Section(_("Trends"), ("load_cases", "load_hours", "reached_years"))
_POSTS = Section(_("Posts"), ("posts",))
_OUTREACH = Section(
    _("Arrivals and visits at home"),
    ("arrivals", "coverage", "approached", "home_visits", "handed_over"),
)
_VOLUNTEERS = Section(
    _("Volunteers"), ("volunteers", "volunteers_month", "volunteers_left")
)
_INQUIRIES = Section(
    _("Inquiries"),
    (
        "inquiries", "inquiries_who", "inquiries_kind", "inquiries_topics",
        "inquiries_channel", "inquiries_result",
    ),
)  # fmt: skip
_OTHERS = Section(_("Figures of other offices"), ("outside",))

TEMPLATES = (
    Template(
        "steering", _("Steering overview"),
        _("The whole on one page, without names: people, sites, help and work."),
        (
            Section(_("Overview"), ("accompanied", "steering", "sites")),
            Section(
                _("People and homes"), ("persons_accommodation", "persons_residence")
            ),
            Section(
                _("Reached"), ("contacts", "first_home_visits", "households_reached")
            ),
            Section(_("Help"), ("matches", "volunteers", "inquiries")),
        ),
        given=(EXPECTED,),
    ),
    Template(
        "contacts", _("Contact report"),
        _("Contacts by group, month, channel and occasion, and what people need."),
        (
            _CONTACTS,
            _NEEDS,
            Section(
                _("Consultation hours"), ("consultation_visits", "visits_weekday")
            ),
            _HOURS,
            Section(_("Network"), ("actors", "citizens", "cooperations")),
        ),
    ),
    Template(
        "team", _("Report on the work of the team"),
        _("Annex of a council paper: consultation hours, arrivals and visits,"
          " referrals, cases and what they reached, in detail."),
        (_HOURS, _OUTREACH, _REFERRALS, _CASES, _TRENDS, _NEEDS, _OTHERS),
        given=(PROGRAMME,),
    ),
    Template(
        "inquiries", _("Inquiry report"),
        _("Who asks, what about, by which way, with whom it was clarified and how it"
          " ended."),
        (_INQUIRIES,),
    ),
    Template(
        "accommodation", _("Accommodation and status report"),
        _("Persons by accommodation, residence and legal area, homes visited, and"
          " where people live."),
        (
            _PERSONS,
            Section(_("Visits"), ("first_home_visits", "households_reached")),
            _OUTREACH,
            Section(_("Districts"), ("districts",)),
            Section(_("Sites"), ("sites",)),
            _OTHERS,
        ),
        given=(EXPECTED,),
    ),
    Template(
        "exchange", _("Exchange report"),
        _("Needs, offers and matches by kind, volunteers, interpreting and training."),
        (
            Section(_("Exchange"), ("needs", "offers", "matches")),
            _VOLUNTEERS,
            Section(_("Interpreting and training"), ("interpreting", "training")),
        ),
    ),
    Template(
        "integration-management", _("Integration management (Baden-Württemberg)"),
        _("Persons and households advised, cases by programme and outcome, contacts"
          " and topics of a year."),
        (_PERSONS, _CASES, _PROGRAMMES, _REFERRALS, _CONTACTS, _NEEDS, _POSTS),
        given=(PROGRAMME,),
    ),
    Template(
        "wir", _("WIR centre of diversity (Hesse)"),
        _("Inquiries by sender, topic and result, contacts of the network, trainings,"
          " volunteers and interpreters."),
        (
            _INQUIRIES,
            _HOURS,
            _REFERRALS,
            Section(_("Network"), ("actors", "contacts_month")),
            Section(
                _("Training"), ("training", "training_topics", "training_groups")
            ),
            _VOLUNTEERS,
            Section(
                _("Interpreters and guides"),
                ("deployments", "helper_languages", "interpreting", "paid"),
            ),
            _POSTS,
        ),
    ),
    Template(
        "kim", _("Municipal integration management (North Rhine-Westphalia)"),
        _("Case management by stage and outcome, persons by legal area, and the work"
          " with other offices."),
        (
            _ACCESS,
            _CASES,
            _PROGRAMMES,
            _REFERRALS,
            Section(_("Structural obstacles"), ("obstacles",)),
            Section(
                _("Persons"),
                ("accompanied", "persons_legal_area", "persons_residence"),
            ),
            _NEEDS,
            Section(_("Network"), ("actors", "cooperations")),
            _POSTS,
        ),
        given=(PROGRAMME,),
    ),
    Template(
        "load", _("Outcome and load"),
        _("What casework reaches, how the load moves, and on how few it rests."),
        (
            _CASES,
            Section(
                _("Load"), ("cases_employee", "visits_weekday", "waiting", "follow_ups")
            ),
            _TRENDS,
            _VOLUNTEERS,
            _POSTS,
        ),
        given=(PROGRAMME,),
    ),
    Template(
        "quality", _("Quality of the data"),
        _("What is missing in the records or came late, so that figures can be"
          " trusted."),
        (
            Section(_("Contacts"), ("quality",)),
            Section(_("Persons"), ("quality_persons",)),
            Section(_("Entries"), ("delays",)),
        ),
    ),
)  # fmt: skip


def register() -> None:
    for template in TEMPLATES:
        templates.register(template)
