from django.urls import path

from hafen.mechanisms.privacy.views import going_live, noticing, persons, restricting

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
