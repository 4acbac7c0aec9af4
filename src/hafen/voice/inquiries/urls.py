from django.urls import path

from hafen.voice.inquiries import views
from hafen.voice.inquiries.views import public as visitors
from hafen.voice.inquiries.views.party import party

public = [
    path("inquiry/", visitors.ask, name="ask"),
    path("inquiry/neighbourhood/<slug:address>/", views.sheet, name="sheet"),
    path("inquiry/mine/", visitors.mine, name="mine"),
    path("inquiry/sent/<str:mark>/", visitors.sent, name="sent"),
    path("inquiry/party/<uuid:pk>/<slug:code>/", party, name="party"),
    path("inquiry/new/<slug:kind>/", visitors.write, name="write"),
    path("inquiry/<slug:short_id>/<slug:code>/", visitors.own_page, name="own_page"),
]
staff = [
    path("inquiries/", views.listing, name="listing"),
    path("inquiries/agreements/", views.agreements, name="agreements"),
    path("inquiries/agreements/new/", views.agreement, name="add_agreement"),
    path("inquiries/agreements/<uuid:pk>/", views.agreement, name="agreement"),
    path("inquiries/new/", views.note, name="note"),
    path("inquiries/settings/", views.settings, name="settings"),
    path("inquiries/settings/point/", views.point, name="add_point"),
    path("inquiries/settings/point/<uuid:pk>/", views.point, name="point"),
    path("inquiries/settings/mailbox/", views.mailbox, name="add_mailbox"),
    path("inquiries/settings/mailbox/<uuid:pk>/", views.mailbox, name="mailbox"),
    path("inquiries/settings/template/", views.template, name="add_template"),
    path("inquiries/settings/template/<uuid:pk>/", views.template, name="template"),
    path("inquiries/settings/checklist/", views.checklist, name="add_checklist"),
    path("inquiries/settings/checklist/<uuid:pk>/", views.checklist, name="checklist"),
    path("inquiries/figures/", views.figures, name="figures"),
    path("inquiries/mail/", views.drop_mail, name="drop_mail"),
    path("inquiries/summaries/", views.summaries, name="summaries"),
    path("inquiries/<uuid:pk>/", views.detail, name="detail"),
    path("inquiries/<uuid:pk>/sort/", views.sort, name="sort"),
    path("inquiries/<uuid:pk>/reply/", views.reply, name="reply"),
    path("inquiries/<uuid:pk>/remark/", views.remark, name="remark"),
    path("inquiries/<uuid:pk>/close/", views.close, name="close"),
    path("inquiries/<uuid:pk>/step/", views.step, name="step"),
    path("inquiries/<uuid:pk>/parties/", views.parties, name="parties"),
    path(
        "inquiries/<uuid:pk>/parties/<uuid:party>/let-go/",
        views.let_go,
        name="let_go",
    ),
    path("inquiries/<uuid:pk>/person/", views.person, name="person"),
    path("inquiries/<uuid:pk>/person/known-as/", views.known_as, name="known_as"),
    path(
        "inquiries/<uuid:pk>/person/<uuid:merge>/part/",
        views.part_people,
        name="part_people",
    ),
    path("inquiries/<uuid:pk>/checklist/", views.lay_checklist, name="lay_checklist"),
    path("inquiries/<uuid:pk>/checks/<uuid:check>/", views.tick, name="tick"),
    path("inquiries/<uuid:pk>/clarify/", views.clarify, name="clarify"),
    path("inquiries/<uuid:pk>/complaint/", views.complaint, name="complaint"),
    path("inquiries/<uuid:pk>/onward/", views.onward, name="onward"),
    path("inquiries/<uuid:pk>/merge/", views.merge, name="merge"),
    path("inquiries/<uuid:pk>/history/", views.history, name="history"),
]
