"""Pages about oneself, files, invitations, and the people of a neighbourhood for its officers."""

from django.urls import path

from people.views import door, files, invitation, me, staff, street

app_name = "people"

urlpatterns = [
    path("files/<uuid:upload>/", files.file, name="file"),
    path("accounts/login/", door.sign_in, name="sign-in"),
    path("accounts/code/", door.code, name="code"),
    path("me/invitations/<uuid:invitation>/", invitation.accept_mine, name="accept-mine"),
    path("accounts/invitation/<str:code>/", invitation.accept, name="accept"),
    path("me/details/", me.details, name="details"),
    path("me/postcode/", me.postcode, name="postcode"),
    path("me/postcode/ask/", me.ask_officer, name="ask-officer"),
    path("me/postcode/check/<uuid:home>/", me.ask_check, name="ask-check"),
    path("me/postcode/moved/<uuid:home>/", me.moved_out, name="moved-out"),
    path("<area:area>/street/", street.street, name="street"),
    path("staff/<area:area>/people/", staff.index, name="staff-people"),
    path("staff/<area:area>/people/invite/", staff.invite, name="invite"),
    path("staff/<area:area>/people/<uuid:person>/", staff.person, name="person"),
    path("staff/<area:area>/people/verify/<uuid:residency>/", staff.verify, name="verify"),
    path("staff/<area:area>/people/moved/<uuid:residency>/", staff.end_home, name="end-home"),
    path("staff/<area:area>/people/roles/<uuid:role>/end/", staff.end_role, name="end-role"),
    path(
        "staff/<area:area>/people/invitations/<uuid:invitation>/withdraw/",
        staff.withdraw,
        name="withdraw",
    ),
]
