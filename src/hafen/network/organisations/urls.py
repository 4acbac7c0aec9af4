from django.urls import path

from hafen.network.organisations import views

staff = [
    path("organisations/", views.listing, name="listing"),
    path("organisations/new/", views.create, name="create"),
    path("organisations/map/", views.network_map, name="map"),
    path("organisations/serving/", views.serving, name="serving"),
    path("organisations/people/", views.persons, name="persons"),
    path("organisations/duplicates/", views.duplicates, name="duplicates"),
    path("organisations/duplicates/<uuid:merge>/part/", views.part, name="part"),
    path("organisations/<uuid:pk>/merge/<uuid:other>/", views.merge, name="merge"),
    path(
        "organisations/<uuid:pk>/people/<uuid:person>/merge/<uuid:other>/",
        views.merge_persons,
        name="merge_persons",
    ),
    path(
        "organisations/<uuid:pk>/people/merges/<uuid:merge>/part/",
        views.part_persons,
        name="part_persons",
    ),
    path("agreements/", views.agreements, name="agreements"),
    path("agreements/new/", views.create_agreement, name="create_agreement"),
    path("agreements/<uuid:pk>/", views.agreement, name="agreement"),
    path("agreements/<uuid:pk>/edit/", views.edit_agreement, name="edit_agreement"),
    path(
        "agreements/<uuid:pk>/deliverables/<uuid:deliverable>/done/",
        views.delivered,
        name="delivered",
    ),
    path("networks/", views.networks, name="networks"),
    path("networks/new/", views.create_network, name="create_network"),
    path("networks/matrix/", views.membership_matrix, name="matrix"),
    path("networks/presence/", views.attendance, name="attendance"),
    path("networks/speakers/", views.speakers, name="speakers"),
    path("networks/<uuid:pk>/", views.network, name="network"),
    path("networks/<uuid:pk>/edit/", views.edit_network, name="edit_network"),
    path(
        "networks/<uuid:pk>/translate/<language:into>/",
        views.translate_network,
        name="translate_network",
    ),
    path("networks/<uuid:pk>/members/new/", views.add_member, name="add_member"),
    path(
        "networks/<uuid:pk>/members/<uuid:row>/end/",
        views.end_membership,
        name="end_membership",
    ),
    path(
        "networks/<uuid:pk>/members/<uuid:row>/take-back/",
        views.take_back_membership,
        name="take_back_membership",
    ),
    path("networks/<uuid:pk>/speakers/new/", views.name_speaker, name="name_speaker"),
    path(
        "networks/<uuid:pk>/speakers/<uuid:row>/end/",
        views.end_speaker,
        name="end_speaker",
    ),
    path("networks/<uuid:pk>/seats/new/", views.take_seat, name="take_seat"),
    path("networks/<uuid:pk>/seats/<uuid:row>/end/", views.end_seat, name="end_seat"),
    path("presentations/", views.appearances, name="appearances"),
    path("presentations/new/", views.record_appearance, name="record_appearance"),
    path("presentations/<uuid:pk>/", views.appearance, name="appearance"),
    path(
        "presentations/<uuid:pk>/edit/", views.edit_appearance, name="edit_appearance"
    ),
    path(
        "presentations/<uuid:pk>/take-back/",
        views.take_back_appearance,
        name="take_back_appearance",
    ),
    path(
        "presentations/<uuid:pk>/materials/<uuid:material>/remove/",
        views.remove_material,
        name="remove_material",
    ),
    path("organisations/<uuid:pk>/cooperation/", views.cooperation, name="cooperation"),
    path(
        "organisations/<uuid:pk>/cooperation/level/", views.set_level, name="set_level"
    ),
    path(
        "organisations/<uuid:pk>/cooperation/sites/",
        views.add_presence,
        name="add_presence",
    ),
    path(
        "organisations/<uuid:pk>/cooperation/sites/<uuid:presence>/end/",
        views.end_presence,
        name="end_presence",
    ),
    path("organisations/<uuid:pk>/", views.detail, name="detail"),
    path("organisations/<uuid:pk>/edit/", views.edit, name="edit"),
    path("organisations/<uuid:pk>/move/", views.move, name="move"),
    path("organisations/<uuid:pk>/history/", views.history, name="history"),
    path(
        "organisations/<uuid:pk>/translate/<language:into>/",
        views.translate,
        name="translate",
    ),
    path("organisations/<uuid:pk>/people/", views.people, name="people"),
    path(
        "organisations/<uuid:pk>/people/<uuid:person>/consent/",
        views.consent,
        name="consent",
    ),
    path(
        "organisations/<uuid:pk>/people/<uuid:person>/consent/withdraw/",
        views.withdraw,
        name="withdraw",
    ),
    path("organisations/<uuid:pk>/people/new/", views.add_person, name="add_person"),
    path(
        "organisations/<uuid:pk>/people/<uuid:person>/",
        views.edit_person,
        name="edit_person",
    ),
    path(
        "organisations/<uuid:pk>/people/<uuid:person>/remove/",
        views.remove_person,
        name="remove_person",
    ),
    path("organisations/<uuid:pk>/editors/new/", views.appoint, name="appoint"),
    path(
        "organisations/<uuid:pk>/editors/<uuid:editor>/dismiss/",
        views.dismiss,
        name="dismiss",
    ),
]
public = [
    path("networks/<slug:address>/", views.public_network, name="public_network"),
    path("organisations/", views.public_listing, name="public_listing"),
    path("organisations/<slug:address>/", views.public_detail, name="public_detail"),
]
