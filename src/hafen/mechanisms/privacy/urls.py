from django.urls import path

from hafen.mechanisms.privacy.views import (
    confirming,
    going_live,
    keeping,
    noticing,
    persons,
    restricting,
)

staff = [
    path("going-live/", going_live.decisions, name="decisions"),
    path("going-live/<slug:code>/", going_live.decision, name="decision"),
    path(
        "going-live/<slug:code>/withdraw/",
        going_live.withdraw_confirmation,
        name="withdraw_confirmation",
    ),
    path("requests-of-persons/", persons.listing, name="requests"),
    path("requests-of-persons/search/", persons.search, name="search_person"),
    path("requests-of-persons/new/", persons.receive, name="receive_request"),
    path("requests-of-persons/<uuid:pk>/", persons.detail, name="request"),
    path(
        "requests-of-persons/<uuid:pk>/copy.zip",
        persons.download,
        name="request_copy",
    ),
    path("requests-of-persons/<uuid:pk>/close/", persons.close, name="close_request"),
    path(
        "requests-of-persons/<uuid:pk>/restriction/<slug:name>/",
        restricting.step,
        name="restriction_step",
    ),
    path(
        "requests-of-persons/<uuid:pk>/letter.pdf",
        restricting.letter,
        name="restriction_letter",
    ),
    path(
        "requests-of-persons/recipients/<uuid:pk>/",
        confirming.note_recipient,
        name="note_recipient",
    ),
    path("periods-and-deletion/", keeping.overview, name="keeping"),
    path("periods-and-deletion/rows/<str:label>/", keeping.rows, name="due_rows"),
    path("periods-and-deletion/holds/", keeping.holds, name="holds"),
    path(
        "periods-and-deletion/holds/search/",
        keeping.find_for_hold,
        name="find_for_hold",
    ),
    path("periods-and-deletion/holds/new/", keeping.place_hold, name="place_hold"),
    path(
        "periods-and-deletion/holds/<uuid:pk>/",
        keeping.change_hold,
        name="change_hold",
    ),
    path("periods-and-deletion/own/", keeping.own_periods, name="own_periods"),
    path("periods-and-deletion/<uuid:pk>/", keeping.step, name="deletion_step"),
    path(
        "periods-and-deletion/<uuid:pk>/archive.xlsx",
        keeping.archive_list,
        name="archive_list",
    ),
    path("data-protection-notices/", noticing.notices, name="notices"),
    path("data-protection-notices/new/", noticing.prepare, name="prepare_notice"),
    path("data-protection-notices/<uuid:pk>/", noticing.notice, name="notice"),
    path(
        "data-protection-notices/<uuid:pk>/release/",
        noticing.release,
        name="release_notice",
    ),
    path("data-protection-notice/", noticing.sheet, name="notice_sheet"),
    path("record-of-processing/", going_live.record, name="record"),
    path("record-of-processing/pack.xlsx", going_live.pack, name="pack"),
]
public = [
    path(
        "erasure/<uuid:pk>/<str:code>/",
        confirming.confirm_erasure,
        name="confirm_erasure",
    ),
]
