from django.urls import path

from hafen.core.accounts.views import (
    details,
    entrance,
    joining,
    leaving,
    own,
    papers,
    people,
    positions,
    single_sign_on,
    teams,
)

installation = [
    path("account/me/", own.me, name="me"),
    path("account/me/edit/", details.edit_me, name="edit_me"),
    path(
        "account/me/address/withdraw/",
        details.withdraw_own_address,
        name="withdraw_own_address",
    ),
    path("account/me/language/", own.change_language, name="change_language"),
    path("account/me/sessions/", own.end_sessions, name="end_own_sessions"),
    path(
        "account/me/sessions/others/", own.end_other_sessions, name="end_other_sessions"
    ),
    path("account/me/sessions/<uuid:pk>/", own.end_session, name="end_own_session"),
    path("account/me/undertaking/", own.sign_undertaking, name="sign_undertaking"),
    path("account/second-factor/", own.enrol, name="enrol"),
    path("account/link/", entrance.ask_for_link, name="ask_for_link"),
    path("account/link/sent/", entrance.link_sent, name="link_sent"),
    path("account/link/<slug:slug>/<str:token>/", entrance.use_link, name="use_link"),
    path(
        "account/address/<slug:slug>/<str:token>/",
        details.confirm_address,
        name="confirm_address",
    ),
    path("account/card/<slug:slug>/<str:secret>/", entrance.use_card, name="use_card"),
    path(
        "account/own/<slug:slug>/",
        single_sign_on.leave_for_sign_in,
        name="leave_for_sign_in",
    ),
    path(
        "account/own/<slug:slug>/back/",
        single_sign_on.sign_in_came_back,
        name="sign_in_came_back",
    ),
    path(
        "account/invitation/<slug:slug>/<str:token>/",
        entrance.redeem_invitation,
        name="redeem_invitation",
    ),
]

staff = [
    path("people/", people.people, name="people"),
    path("people/invite/", joining.invite, name="invite"),
    path(
        "people/invitations/<uuid:pk>/withdraw/",
        joining.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path("people/new/", joining.add_person, name="add_person"),
    path("people/<uuid:pk>/", people.person, name="person"),
    path("people/<uuid:pk>/edit/", details.edit_person, name="edit_person"),
    path(
        "people/<uuid:pk>/address/withdraw/",
        details.withdraw_address,
        name="withdraw_address",
    ),
    path("people/<uuid:pk>/roles/", people.grant_role, name="grant_role"),
    path(
        "people/<uuid:pk>/roles/<uuid:role>/revoke/",
        people.revoke_role,
        name="revoke_role",
    ),
    path("people/<uuid:pk>/second-factor/", people.reset_factor, name="reset_factor"),
    path("people/<uuid:pk>/sessions/", people.end_sessions, name="end_sessions"),
    path("people/<uuid:pk>/active/", people.set_active, name="set_active"),
    path("people/<uuid:pk>/leave/", leaving.leave, name="leave"),
    path("people/<uuid:pk>/card/", papers.issue_card, name="issue_card"),
    path(
        "people/<uuid:pk>/card/<uuid:card>/revoke/",
        papers.revoke_card,
        name="revoke_card",
    ),
    path(
        "people/<uuid:pk>/undertaking/",
        papers.record_undertaking,
        name="record_undertaking",
    ),
    path(
        "people/<uuid:pk>/undertaking/<uuid:text>/print/",
        papers.print_undertaking,
        name="print_undertaking",
    ),
    path("undertakings/", papers.undertakings, name="undertakings"),
    path("undertakings/roles/", papers.set_conditions, name="set_conditions"),
    path("own-sign-in/", single_sign_on.own_sign_in, name="own_sign_in"),
    path(
        "own-sign-in/remove/",
        single_sign_on.remove_own_sign_in,
        name="remove_own_sign_in",
    ),
    path("rights/", papers.rights, name="rights"),
    path("teams/", teams.teams, name="teams"),
    path("teams/serving/", teams.serving, name="serving"),
    path("teams/new/", teams.edit_team, name="new_team"),
    path("teams/<uuid:pk>/", teams.team, name="team"),
    path("teams/<uuid:pk>/edit/", teams.edit_team, name="edit_team"),
    path("teams/<uuid:pk>/archive/", leaving.archive_team, name="archive_team"),
    path("teams/<uuid:pk>/posts/", positions.add_position, name="add_position"),
    path(
        "teams/<uuid:pk>/posts/<uuid:position>/",
        positions.edit_position,
        name="edit_position",
    ),
    path("teams/<uuid:pk>/report/", positions.activity_report, name="activity_report"),
    path("teams/<uuid:pk>/members/", teams.add_member, name="add_member"),
    path(
        "teams/<uuid:pk>/members/<uuid:membership>/end/",
        teams.end_membership,
        name="end_membership",
    ),
    path("absences/", teams.absences, name="absences"),
    path("absences/<uuid:pk>/remove/", teams.remove_absence, name="remove_absence"),
    path("deputies/<uuid:pk>/remove/", teams.remove_deputy, name="remove_deputy"),
]
