from django.urls import path

from hafen.core.places.views import days, hours, offices, settings, sites, territory
from hafen.core.places.views import public as pages

public = [
    path("sites/", pages.sites, name="sites"),
    path("sites/<slug:path>/", pages.site, name="site"),
    path("offices/", pages.offices, name="offices"),
]

staff = [
    path("sites/", sites.sites, name="sites"),
    path("sites/new/", sites.add_site, name="add_site"),
    path("sites/<uuid:pk>/", sites.site, name="site"),
    path("sites/<uuid:pk>/edit/", sites.edit_site, name="edit_site"),
    path("sites/<uuid:pk>/publish/", sites.publish_site, name="publish_site"),
    path("sites/<uuid:pk>/hours/", hours.edit_hours, name="edit_hours"),
    path("sites/<uuid:pk>/exception/", hours.add_exception, name="add_exception"),
    path("sites/<uuid:pk>/rooms/new/", sites.add_room, name="add_room"),
    path(
        "sites/<uuid:pk>/shortcomings/new/",
        sites.add_shortcoming,
        name="add_shortcoming",
    ),
    path(
        "opening-exceptions/<uuid:pk>/retract/",
        hours.retract_exception,
        name="retract_exception",
    ),
    path("rooms/<uuid:pk>/", sites.edit_room, name="edit_room"),
    path(
        "shortcomings/<uuid:pk>/decide/",
        sites.decide_shortcoming,
        name="decide_shortcoming",
    ),
    path("districts/", territory.districts, name="districts"),
    path("districts/import/", territory.import_districts, name="import_districts"),
    path("districts/<uuid:pk>/", territory.edit_district, name="edit_district"),
    path("territories/", territory.territories, name="territories"),
    path("territories/new/", territory.add_territory, name="add_territory"),
    path("territories/<uuid:pk>/", territory.edit_territory, name="edit_territory"),
    path("streets/", territory.streets, name="streets"),
    path("streets/new/", territory.add_street, name="add_street"),
    path("streets/<uuid:pk>/", territory.edit_street, name="edit_street"),
    path("streets/<uuid:pk>/remove/", territory.remove_street, name="remove_street"),
    path("offices/", offices.units, name="units"),
    path("offices/new/", offices.add_unit, name="add_unit"),
    path("offices/<uuid:pk>/", offices.unit, name="unit"),
    path("offices/<uuid:pk>/edit/", offices.edit_unit, name="edit_unit"),
    path("offices/<uuid:pk>/contacts/new/", offices.add_contact, name="add_contact"),
    path("offices/<uuid:pk>/assign/", offices.assign, name="assign"),
    path("office-contacts/<uuid:pk>/", offices.edit_contact, name="edit_contact"),
    path(
        "office-contacts/<uuid:pk>/remove/",
        offices.remove_contact,
        name="remove_contact",
    ),
    path("responsibilities/<uuid:pk>/doubt/", offices.doubt, name="doubt"),
    path(
        "responsibilities/<uuid:pk>/end/",
        offices.end_responsibility,
        name="end_responsibility",
    ),
    path("delegations/", offices.delegations, name="delegations"),
    path("delegations/new/", offices.propose_delegation, name="propose_delegation"),
    path(
        "delegations/<uuid:pk>/agree/",
        offices.agree_delegation,
        name="agree_delegation",
    ),
    path(
        "delegations/<uuid:pk>/in-force/",
        offices.put_delegation_in_force,
        name="put_delegation_in_force",
    ),
    path(
        "delegations/<uuid:pk>/withdraw/",
        offices.withdraw_delegation,
        name="withdraw_delegation",
    ),
    path("calendar/", days.calendar, name="calendar"),
    path("calendar/close/", days.close_days, name="close_days"),
    path("calendar/<uuid:pk>/reopen/", days.reopen_days, name="reopen_days"),
    path("calendar/holidays/", days.set_holiday, name="set_holiday"),
    path(
        "calendar/holidays/<uuid:pk>/remove/", days.unset_holiday, name="unset_holiday"
    ),
    path(
        "calendar/school-holidays/",
        days.load_school_holidays,
        name="load_school_holidays",
    ),
    path("settings/", settings.settings, name="settings"),
    path("settings/rooms/", settings.features, name="features"),
    path("settings/publication/", settings.publication, name="publication"),
]
