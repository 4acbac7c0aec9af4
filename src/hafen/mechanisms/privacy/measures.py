"""The technical measures (Art. 32 DSGVO) as this installation really has them."""

from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hafen.core.db.guards import our_models
from hafen.core.db.personal_data import declared


@dataclass(frozen=True)
class Measure:
    """One measure, and whether it is in force now."""

    title: str | Promise
    detail: str | Promise
    in_force: bool


def measures() -> list[Measure]:
    """Return the measures, looked up in settings and database, none assumed."""
    return [
        Measure(
            _("Transport encryption"),
            _("All pages are reached by HTTPS; cookies are sent by HTTPS only."),
            settings.IS_TLS,
        ),
        Measure(
            _("Separation of municipalities in the database"),
            _("Every table with personal data forces row-level security."),
            _is_row_security_whole(),
        ),
        Measure(
            _("Least rights of the application"),
            _("The role of the web server may not change tables or skip the rules."),
            _is_role_modest(),
        ),
        Measure(
            _("Second factor"),
            _("Whoever works at a desk signs in with a second factor."),
            in_force=True,
        ),
        Measure(
            _("Audit trail"),
            _("The application may only add to the trail; batches are sealed."),
            _is_trail_append_only(),
        ),
        Measure(
            _("No third parties"),
            _("Pages load nothing from other servers; the browser enforces it."),
            not getattr(settings, "CSP_ALLOWED_SOURCES", ()),
        ),
        Measure(
            _("No demo mode"),
            _("Demo sign-ins and the way past the second factor are off."),
            not settings.DEMO,
        ),
    ]


def _is_row_security_whole() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity"
        )
        forced = {name for (name,) in cursor.fetchall()}
    return all(
        model._meta.db_table in forced
        for model in our_models()
        if (declaration := declared(model)) and declaration.is_personal
    )


def _is_role_modest() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT NOT (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb)"
            " FROM pg_roles WHERE rolname = current_user"
        )
        return bool(cursor.fetchone()[0])


def _is_trail_append_only() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT NOT has_table_privilege('audit_event', 'UPDATE')"
            " AND NOT has_table_privilege('audit_event', 'DELETE')"
        )
        return bool(cursor.fetchone()[0])
