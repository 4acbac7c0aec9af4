"""Writes of places: one verb per function, atomic; triggers keep the trail."""

from hafen.core.places.outlines import Problem
from hafen.core.places.services.content import content_changed
from hafen.core.places.services.days import (
    close_days,
    load_school_holidays,
    reopen_days,
    set_holiday,
    unset_holiday,
)
from hafen.core.places.services.delegations import (
    agree_delegation,
    propose_delegation,
    put_delegation_in_force,
    require_delegation,
    withdraw_delegation,
)
from hafen.core.places.services.districts import (
    ImportResult,
    import_districts,
    rename_district,
)
from hafen.core.places.services.hours import (
    HoursRow,
    except_day,
    replace_hours,
    retract_exception,
)
from hafen.core.places.services.municipalities import (
    change_municipality,
    create_municipality,
    set_features,
    set_published,
)
from hafen.core.places.services.offices import (
    assign_responsibility,
    doubt_responsibility,
    end_responsibility,
    remove_contact,
    save_contact,
    save_unit,
)
from hafen.core.places.services.sites import (
    decide_shortcoming,
    publish_site,
    record_shortcoming,
    save_room,
    save_site,
    withdraw_site,
)
from hafen.core.places.services.territory import (
    remove_street,
    remove_territory,
    save_street,
    save_territory,
)

__all__ = [
    "HoursRow",
    "ImportResult",
    "Problem",
    "agree_delegation",
    "assign_responsibility",
    "change_municipality",
    "close_days",
    "content_changed",
    "create_municipality",
    "decide_shortcoming",
    "doubt_responsibility",
    "end_responsibility",
    "except_day",
    "import_districts",
    "load_school_holidays",
    "propose_delegation",
    "publish_site",
    "put_delegation_in_force",
    "record_shortcoming",
    "remove_contact",
    "remove_street",
    "remove_territory",
    "rename_district",
    "reopen_days",
    "replace_hours",
    "require_delegation",
    "retract_exception",
    "save_contact",
    "save_room",
    "save_site",
    "save_street",
    "save_territory",
    "save_unit",
    "set_features",
    "set_holiday",
    "set_published",
    "unset_holiday",
    "withdraw_delegation",
    "withdraw_site",
]
