"""Words for what is stored as codes, and for what people read of a job."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hafen.core.taxonomy import queries as taxonomy
from hafen.core.taxonomy.reference import words_in
from hafen.exchange.interpreting.models import Appointment, Span
from hafen.exchange.pool import times

Choices = list[tuple[str, Any]]


def language_choices(today: date) -> Choices:
    """Return the languages one can interpret; German is the other side of each."""
    tag = get_language() or "de"
    rows = taxonomy.languages(today=today)
    return [(row.tag, row.name_in(tag)) for row in rows if not row.tag.startswith("de")]


def language_names(today: date) -> dict[str, str]:
    return dict(language_choices(today))


def language_name(tag: str, today: date) -> str:
    return language_names(today).get(tag, tag)


def spoken(appointment: Appointment, names: dict[str, str]) -> str:
    """Return "Kurmanji (Bahdini)"."""
    name = names.get(appointment.language, appointment.language)
    return f"{name} ({appointment.dialect})" if appointment.dialect else name


def when(span: Span) -> str:
    return times.moment(*span)


def day_of(span: Span) -> str:
    return date_format(timezone.localtime(span[0]), "SHORT_DATE_FORMAT")


def brief(appointment: Appointment) -> list[str]:
    """Return what may be told before anybody has said yes.

    Language, time, district, way, subject and a wish for a man or a woman: no
    address, no institution, nothing of the person.
    """
    names = language_names(timezone.localdate())
    lines = [_("Language: %(name)s") % {"name": spoken(appointment, names)}]
    lines += [_("When: %(when)s") % {"when": when(span)} for span in appointment.spans]
    if appointment.district is not None:
        lines.append(_("District: %(name)s") % {"name": appointment.district.name})
    lines.append(_("How: %(mode)s") % {"mode": appointment.get_mode_display()})
    lines.append(
        _("Subject: %(subject)s") % {"subject": appointment.get_subject_display()}
    )
    if appointment.gender_wish:
        wish = appointment.get_gender_wish_display()
        lines.append(_("Wished for: %(wish)s") % {"wish": wish})
    return lines


def case(appointment: Appointment) -> str:
    """Return in one line which appointment is meant, for the desks of the town."""
    with words_in(appointment.municipality.default_language):
        names = language_names(timezone.localdate())
        return _("Interpreting: %(language)s, %(when)s, %(institution)s") % {
            "language": spoken(appointment, names),
            "when": when(appointment.spans[0]),
            "institution": appointment.institution.name,
        }


def details(appointment: Appointment) -> list[str]:
    """Return what whoever comes needs to know to get there."""
    found = [appointment.institution.name]
    found += [appointment.place] if appointment.place else []
    found += [appointment.hint] if appointment.hint else []
    who = ", ".join(filter(None, [appointment.contact, appointment.contact_phone]))
    return [*found, who] if who else found
