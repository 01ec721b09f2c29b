"""Pages of allauth that this site has not: making an account apart, its own codes, passwords.

Their addresses lead to the one door, or somebody who is signed in to their own page. They stand
before allauth's, which are never reached.
"""

from django.urls import path

from people.views import door

app_name = "old-doors"

urlpatterns = [
    path("signup/", door.gone, name="sign-up"),
    path("login/code/", door.gone, name="login-code"),
    path("login/code/confirm/", door.gone, name="confirm-login-code"),
    path("password/<path:page>", door.gone, name="password"),
    path("confirm-email/", door.confirm_address, name="confirm-address"),
]
