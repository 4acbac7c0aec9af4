from datetime import date

from django import template
from django.utils.translation import ngettext

from hafen.exchange.pool.models import Kind
from hafen.exchange.volunteers.models import Volunteer

register = template.Library()


@register.filter
def kinds_of_help(volunteer: Volunteer) -> str:
    return ", ".join(str(Kind(kind).label) for kind in volunteer.kinds)


@register.filter
def days_in_stage(volunteer: Volunteer, today: date) -> str:
    days = (today - volunteer.stage_since).days
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}


@register.filter
def as_hours(minutes: int) -> str:
    """Return minutes as a clock shows them: 90 becomes 1:30."""
    return f"{minutes // 60}:{minutes % 60:02d}"
