"""Signing in with a passkey, as a telephone with a real one does."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests import factories
from tests.journeys.person import Person

pytestmark = pytest.mark.browser
Come = Callable[[str], Person]
_SHARED = "Other people use this phone or computer too"


def of_a_name(somebody: Person) -> str:
    """The site at a name: browsers keep passkeys for no bare number."""
    return somebody.site.url.replace("127.0.0.1", "localhost")


def has_a_passkey(somebody: Person) -> Person:
    """A telephone that keeps passkeys, and one that it made for the site."""
    browser = somebody.context.new_cdp_session(somebody.page)
    browser.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    browser.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page = somebody.page
    page.goto(f"{of_a_name(somebody)}/accounts/2fa/webauthn/add/")
    page.fill('[name="name"]', "Telephone")
    page.check('[name="passwordless"]')
    page.click("#mfa_webauthn_add")
    page.wait_for_url(lambda url: "/webauthn/add/" not in url)
    page.context.clear_cookies()
    return somebody


@pytest.mark.parametrize("shared", [True, False])
def test_with_a_passkey_too_a_shared_computer_forgets_when_the_browser_is_closed(
    person: Come, shared: bool
) -> None:
    factories.person("Ruth Allen", email="ruth@example.org")
    ruth = person("ruth@example.org")
    ruth.visit(f"{of_a_name(ruth)}/accounts/login/").ask_for_code().enter_code()
    page = has_a_passkey(ruth).page
    page.goto(f"{of_a_name(ruth)}/accounts/login/")
    page.get_by_label(_SHARED).set_checked(shared)
    page.click("#passkey_login")
    page.wait_for_url("**/me/**")
    cookie = next(one for one in page.context.cookies() if one["name"] == "sessionid")
    assert (cookie["expires"] == -1) is shared
