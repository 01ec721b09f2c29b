"""The one door: a code to any address, and in; nothing is lost on the way."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from people import actions
from people.models import SignInCode, SignUp, User
from people.refusals import CodeEnded, NewCodeNeeded, TooManyCodes, WrongCode
from people.tasks import forget_codes
from tests import factories, postgres
from tests.at_once import at_once
from tests.people.sign_in import CODE, ask, enter, last_code, sign_in

NEW = "new@example.org"
HALL = "198.51.100.7"
HOME = "198.51.100.8"
DOOR, CODE_PAGE = "/accounts/login/", "/accounts/code/"


@pytest.fixture
def person(db: None) -> User:
    return factories.person("Ruth Allen")


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def shown(answer: Any, address: str) -> str:
    """A page without what differs between any two visits."""
    return re.sub(r'value="[^"]{20,}"|nonce="[^"]+"', "", text(answer)).replace(address, "X")


# Known or not


def test_a_known_and_an_unknown_address_get_the_same_page_and_the_same_mail(person: User) -> None:
    pages = []
    for address in (person.email, NEW):
        answer = Client().post(DOOR, {"email": address}, follow=True)
        pages.append((answer.redirect_chain, shown(answer, address)))
    assert pages[0] == pages[1]
    known, unknown = mail.outbox
    assert (known.to, unknown.to) == ([person.email], [NEW])
    assert CODE.sub("", str(known.body)) == CODE.sub("", str(unknown.body))
    assert known.subject == unknown.subject
    assert not User.objects.filter(email=NEW).exists()


def test_a_known_and_an_unknown_address_cost_the_same(person: User) -> None:
    ask(Client(), "before@example.org")  # makes the counter of the network
    asked = []
    for address in (person.email, NEW):
        with CaptureQueriesContext(connection) as queries:
            ask(Client(), address)
        asked.append([re.sub(r"[0-9a-fx_]{4,}", "", query["sql"])[:60] for query in queries])
    assert asked[0] == asked[1]


def test_somebody_new_is_in_with_one_code_and_is_asked_who_they_are(db: None) -> None:
    client = Client()
    answer = sign_in(client, "  New@Example.org ")
    assert answer["Location"] == "/me/details/"
    assert is_in(client)
    person = User.objects.get()
    assert person.email == NEW
    assert EmailAddress.objects.get(user=person).verified
    assert len(mail.outbox) == 1


def test_somebody_known_is_in_with_one_code(person: User) -> None:
    client = Client()
    assert sign_in(client, person.email.upper())["Location"] == "/me/"
    assert client.session["_auth_user_id"] == str(person.pk)
    assert len(mail.outbox) == 1


def test_somebody_who_was_written_down_comes_in_as_themselves(db: None) -> None:
    written_down = User.objects.create_user(NEW, "Ada Hall")
    client = Client()
    sign_in(client, NEW)
    assert client.session["_auth_user_id"] == str(written_down.pk)
    assert EmailAddress.objects.get(user=written_down).verified
    assert not SignUp.objects.exists()


def test_another_address_that_one_has_shown_to_be_ones_own_lets_one_in(person: User) -> None:
    EmailAddress.objects.create(user=person, email=NEW, verified=True)
    User.objects.create_user("third@example.org")
    client = Client()
    sign_in(client, NEW)
    assert client.session["_auth_user_id"] == str(person.pk)


def test_an_address_that_somebody_only_claims_is_not_theirs(person: User) -> None:
    EmailAddress.objects.create(user=person, email=NEW, verified=False)
    client = Client()
    sign_in(client, NEW)
    assert client.session["_auth_user_id"] != str(person.pk)


def test_a_closed_account_is_told_of_after_the_code_alone(person: User) -> None:
    postgres.forge(User.objects.filter(pk=person.pk), is_active=False)
    client = Client()
    assert ask(client, person.email)["Location"] == CODE_PAGE
    assert enter(client, last_code())["Location"] == "/accounts/inactive/"
    assert not is_in(client)


# Where mail goes


def test_the_page_names_the_address_that_mail_goes_to(db: None) -> None:
    client = Client()
    page = client.post(DOOR, {"email": "Ruth@faß.de"}, follow=True)
    assert mail.outbox[0].to == ["ruth@xn--fa-hia.de"]
    assert "<b>ruth@xn--fa-hia.de</b> (that is ruth@faß.de)" in text(page)


@pytest.mark.parametrize("typed", ["", "ruth", "ruth@[127.0.0.1]", "ruth@ｅxample.org", "a" * 300])
def test_what_is_no_address_is_said_beside_the_field_and_kept(db: None, typed: str) -> None:
    answer = ask(Client(), typed)
    assert answer.status_code == 422
    assert f'value="{typed}"' in text(answer) or not typed
    assert 'id="id_email_error"' in text(answer)
    assert not mail.outbox


def test_a_mail_server_that_is_away_is_said_and_nothing_is_kept(
    person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object, **__: object) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", away)
    answer = ask(Client(), person.email)
    assert answer.status_code == 422
    assert "could not be sent just now" in text(answer)
    assert f'value="{person.email}"' in text(answer)
    assert not SignInCode.objects.exists()


# Where somebody was going, and what they wrote


def test_where_somebody_was_going_is_where_they_come_out(person: User) -> None:
    client = Client()
    page = client.get(DOOR, {"next": "/east-marsh/?a=1&b=2"})
    assert 'name="next" value="/east-marsh/?a=1&amp;b=2"' in text(page)
    answer = sign_in(client, person.email, next="/east-marsh/?a=1&b=2")
    assert answer["Location"] == "/east-marsh/?a=1&b=2"


def test_somebody_new_gives_a_name_and_goes_on_to_where_they_were_going(db: None) -> None:
    client = Client()
    answer = sign_in(client, NEW, next="/me/postcode/")
    page = client.get(answer["Location"])
    assert 'name="next" value="/me/postcode/"' in text(page)
    answer = client.post(answer["Location"], {"name": "Ada Hall", "next": "/me/postcode/"})
    assert answer["Location"] == "/me/postcode/"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example.org/", "//evil.example.org/", "/x" * 2000]
)
def test_nobody_is_sent_to_another_site(person: User, elsewhere: str) -> None:
    assert sign_in(Client(), person.email, next=elsewhere)["Location"] == "/me/"


def test_where_one_was_going_survives_a_wrong_code_and_a_new_one(person: User) -> None:
    client = Client()
    ask(client, person.email, next="/east-marsh/")
    enter(client, "AAAA-AAAA")
    client.post(CODE_PAGE, {"again": "1"})
    assert enter(client, last_code())["Location"] == "/east-marsh/"


def test_whoever_is_in_already_goes_straight_on(person: User) -> None:
    client = Client()
    client.force_login(person)
    assert client.get(DOOR, {"next": "/east-marsh/"})["Location"] == "/east-marsh/"
    assert client.get(DOOR)["Location"] == "/me/"
    assert client.get(CODE_PAGE)["Location"] == "/me/"


# Codes


@pytest.mark.parametrize("written", ["{}", "{} ", " {}", "{}\n"])
def test_a_code_is_taken_as_people_type_it(person: User, written: str) -> None:
    client = Client()
    ask(client, person.email)
    enter(client, written.format(last_code().lower().replace("-", " ")))
    assert is_in(client)


@pytest.mark.parametrize("wrong", ["", "AAAA-AAAA", "0", "ǅ" * 8, "x" * 40])
def test_a_wrong_or_empty_code_lets_nobody_in(person: User, wrong: str) -> None:
    client = Client()
    ask(client, person.email)
    answer = enter(client, wrong)
    assert answer.status_code == 422
    assert 'id="id_code_error"' in text(answer)
    assert not is_in(client)


def test_after_five_wrong_tries_the_right_code_is_too_late(person: User) -> None:
    client = Client()
    ask(client, person.email)
    right = last_code()
    for _ in range(4):
        assert WrongCode.message in text(enter(client, "AAAA-AAAA"))
    assert NewCodeNeeded.message in text(enter(client, "AAAA-AAAA"))
    assert CodeEnded.message in text(enter(client, right))
    assert not is_in(client)
    client.post(CODE_PAGE, {"again": "1"})
    enter(client, last_code())
    assert is_in(client)


def test_the_code_that_came_late_works_beside_the_newer_one(person: User) -> None:
    client = Client()
    ask(client, person.email)
    first = last_code()
    page = client.post(CODE_PAGE, {"again": "1"}, follow=True)
    assert "The one before still works too." in text(page)
    enter(client, first)
    assert is_in(client)
    assert not SignInCode.objects.exists()


@pytest.mark.parametrize("ended", ["by five wrong tries", "by time"])
def test_a_code_that_works_no_longer_is_not_said_to(person: User, ended: str) -> None:
    client = Client()
    ask(client, person.email)
    if ended == "by time":
        ago = timezone.now() - timedelta(minutes=15)
        postgres.forge(SignInCode.objects.all(), asked_at=ago)
    for _ in range(5 if ended == "by five wrong tries" else 0):
        enter(client, "AAAA-AAAA")
    page = client.post(CODE_PAGE, {"again": "1"}, follow=True)
    assert "We sent a new code." in text(page)
    assert "still works" not in text(page)


def test_a_code_works_in_the_browser_that_asked_for_it_alone(person: User) -> None:
    mine, other = Client(), Client()
    ask(mine, person.email)
    code = last_code()
    ask(other, person.email)
    enter(other, code)
    assert not is_in(other)


def test_a_code_of_one_address_lets_nobody_in_as_another(person: User) -> None:
    client = Client()
    ask(client, NEW)
    code = last_code()
    ask(client, person.email)
    enter(client, code)
    assert not is_in(client)


def test_a_code_ends_after_a_quarter_of_an_hour_and_is_forgotten(person: User) -> None:
    client = Client()
    ask(client, person.email)
    assert forget_codes(0) == 0
    ago = timezone.now() - timedelta(minutes=15)
    postgres.forge(SignInCode.objects.all(), asked_at=ago)
    assert CodeEnded.message in text(enter(client, last_code()))
    assert forget_codes(0) == 1


def test_the_table_holds_neither_address_nor_code(person: User) -> None:
    ask(Client(), person.email)
    with connection.cursor() as cursor:
        cursor.execute("SELECT encode(digest, 'escape') || id FROM people_signincode")
        (row,) = cursor.fetchone()
    assert person.email not in row
    assert last_code().replace("-", "") not in row


def test_the_database_refuses_a_sixth_try(person: User) -> None:
    ask(Client(), person.email)
    refused = pytest.raises(IntegrityError, match="sign_in_code_five_tries")
    with refused, transaction.atomic():
        SignInCode.objects.update(tries=6)


def test_the_privacy_page_says_what_asking_for_a_code_leaves(db: None) -> None:
    client = Client()
    ask(client, NEW)
    assert not User.objects.exists()
    assert not EmailAddress.objects.exists()
    page = text(client.get("/privacy/"))
    assert "There is no account before the code." in page
    assert "never confirmed" not in page
    assert "If somebody invites you to a role or to work on an idea: the e-mail address" in page


def test_the_second_page_without_the_first_says_what_is_missing(db: None) -> None:
    answer = Client().get(CODE_PAGE, follow=True)
    assert answer.redirect_chain[-1][0] == DOOR
    assert "your browser keeps no cookies" in text(answer)


def test_the_address_can_be_put_right(db: None) -> None:
    client = Client()
    ask(client, "rutg@example.org", next="/east-marsh/")
    page = text(client.get(CODE_PAGE))
    assert 'href="/accounts/login/?next=/east-marsh/"' in page
    assert 'value="rutg@example.org"' in text(client.get(DOOR))


def test_the_address_is_not_shown_once_its_codes_are_over(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client()
    ask(client, NEW)
    later = time.time() + 15 * 60
    monkeypatch.setattr(time, "time", lambda: later)
    assert NEW not in text(client.get(DOOR))
    assert client.get(CODE_PAGE)["Location"] == DOOR


def test_on_a_shared_computer_the_address_goes_with_the_browser(db: None) -> None:
    client = Client()
    ask(client, NEW, shared="on")
    assert client.session.get_expire_at_browser_close()


# Limits


def test_one_address_asks_five_times_from_one_network(person: User) -> None:
    for _ in range(5):
        ask(Client(REMOTE_ADDR=HALL), person.email)
    answer = ask(Client(REMOTE_ADDR=HALL), person.email)
    assert answer.status_code == 422
    assert "Wait ten minutes, then ask again." in text(answer)
    assert "in the browser that asked for it" in text(answer)
    assert len(mail.outbox) == 5


def test_nobody_keeps_somebody_else_out(person: User) -> None:
    for _ in range(6):
        ask(Client(REMOTE_ADDR=HALL), person.email)
    client = Client(REMOTE_ADDR=HOME)
    sign_in(client, person.email)
    assert is_in(client)
    assert ask(Client(REMOTE_ADDR=HALL), NEW).status_code == 302


def test_from_many_networks_an_address_is_written_to_thirty_times_an_hour(person: User) -> None:
    for number in range(30):
        actions.send_code(person.email, network=f"203.0.113.{number}")
    with pytest.raises(TooManyCodes, match="Wait an hour, then ask again"):
        actions.send_code(person.email, network="203.0.113.77")
    assert len(mail.outbox) == 30


def test_a_hall_asks_for_a_hundred_and_twenty_codes_a_minute(db: None) -> None:
    for number in range(120):
        actions.send_code(f"n{number}@example.org", network=HALL)
    with pytest.raises(TooManyCodes, match="Wait a minute, then ask again"):
        actions.send_code(NEW, network=HALL)


def test_the_counters_name_nobody(person: User) -> None:
    ask(Client(REMOTE_ADDR=HALL), person.email)
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(cache_key || value, ' ') FROM kit_cache")
        (kept,) = cursor.fetchone()
    assert person.email not in kept
    assert HALL not in kept


def test_a_thousand_people_keep_a_thousand_counters(db: None) -> None:
    cache.clear()
    for number in range(1000):
        actions.send_code(f"n{number}@example.org", network=f"10.0.{number // 100}.1")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM kit_cache WHERE cache_key LIKE '%%codes-here%%'")
        assert cursor.fetchone() == (1000,)


# At the same moment


@pytest.mark.usefixtures("committed_db")
def test_a_code_pressed_several_times_at_once_is_used_once() -> None:
    sent = actions.send_code(NEW, network=HOME)
    code = last_code()
    use = partial(actions.use_code, [sent], address=NEW, typed=code, network=HOME)
    given = at_once([use] * 4)
    assert sum(isinstance(each, actions.Arrival) for each in given) == 1
    assert sum(isinstance(each, CodeEnded) for each in given) == 3


@pytest.mark.usefixtures("committed_db")
def test_browsers_that_come_in_at_once_make_one_account() -> None:
    sent = [(actions.send_code(NEW, network=HOME), last_code()) for _ in range(3)]

    given = at_once(
        [
            partial(actions.use_code, [code], address=NEW, typed=typed, network=HOME)
            for code, typed in sent
        ]
    )
    assert {each.person for each in given if isinstance(each, actions.Arrival)} == {
        User.objects.get()
    }
    assert all(isinstance(each, actions.Arrival) for each in given)
    assert EmailAddress.objects.filter(verified=True).count() == 1


@pytest.mark.usefixtures("committed_db")
def test_tries_at_the_same_moment_are_each_counted() -> None:
    sent = actions.send_code(NEW, network=HOME)
    guess = partial(actions.use_code, [sent], address=NEW, typed="AAAA-AAAA", network=HOME)
    given = at_once([guess] * 8)
    assert SignInCode.objects.get().tries == 5
    assert sum(isinstance(each, CodeEnded) for each in given) == 3


# Beside the code


def test_on_a_shared_computer_the_session_ends_with_the_browser(person: User) -> None:
    client = Client()
    sign_in(client, person.email, shared="on")
    assert client.session.get_expire_at_browser_close()
    own = Client()
    sign_in(own, person.email)
    assert not own.session.get_expire_at_browser_close()


def test_whoever_has_a_second_step_is_asked_for_it_and_then_goes_on(person: User) -> None:
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    client = Client()
    answer = sign_in(client, person.email, next="/east-marsh/", shared="on")
    assert answer["Location"].startswith("/accounts/2fa/authenticate/")
    assert not is_in(client)
    answer = client.post("/accounts/2fa/authenticate/", {"code": now_code(secret)})
    assert is_in(client)
    assert answer["Location"] == "/east-marsh/"
    assert client.session.get_expire_at_browser_close()


def test_the_code_for_another_address_is_asked_for_in_the_same_words(person: User) -> None:
    client = Client()
    ask(client, person.email)
    sentence = re.search(r"We sent an e-mail with a code.*?</p>", text(client.get(CODE_PAGE)))
    assert sentence
    enter(client, last_code())
    client.post("/accounts/email/", {"action_add": "", "email": NEW})
    page = text(client.get("/accounts/confirm-email/"))
    assert sentence[0].replace(person.email, NEW) in page


def now_code(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time()))))


@pytest.mark.parametrize(
    "page",
    ["signup/", "login/code/", "login/code/confirm/", "password/reset/", "password/set/",
     "password/change/", "confirm-email/"],
)  # fmt: skip
def test_other_doors_of_the_library_lead_to_the_one(person: User, page: str) -> None:
    client = Client()
    assert client.get(f"/accounts/{page}?next=/x/")["Location"] == f"{DOOR}?next=%2Fx%2F"
    client.post(f"/accounts/{page}", {"email": NEW, "code": "AAAA-AAAA"})
    assert not mail.outbox
    assert not User.objects.filter(email=NEW).exists()
    if page != "confirm-email/":
        client.force_login(person)
        assert client.get(f"/accounts/{page}")["Location"] == "/me/"


@pytest.mark.parametrize(
    "page", ["email/", "2fa/totp/activate/", "2fa/webauthn/add/", "2fa/recovery-codes/generate/"]
)
def test_a_browser_left_open_changes_nothing_of_how_one_signs_in(
    person: User, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client()
    sign_in(client, person.email)
    assert "Sign in once more" not in text(client.get(f"/accounts/{page}"))
    later = time.time() + 601
    monkeypatch.setattr(time, "time", lambda: later)
    for answer in (
        client.get(f"/accounts/{page}"),
        client.post(f"/accounts/{page}", {"email": NEW, "action_add": "1", "code": "123456"}),
    ):
        assert answer.status_code == 403
        assert "Sign in once more" in text(answer)
    assert [row.email for row in EmailAddress.objects.filter(user=person)] == [person.email]
    assert client.get("/accounts/2fa/").status_code == 200


def test_nobody_can_have_a_password(person: User) -> None:
    client = Client()
    client.force_login(person)
    word = "correct horse battery"
    for page in ("set", "change"):
        client.post(f"/accounts/password/{page}/", {"password1": word, "password2": word})
    person.refresh_from_db()
    assert not person.has_usable_password()


@pytest.mark.django_db
def test_a_passkey_that_no_browser_sent_is_answered_in_words(client: Client) -> None:
    page = client.post(reverse("mfa_login_webauthn"), follow=True)
    text = page.content.decode()
    assert "Your browser sent no passkey" in text
    assert "Use a code instead." in text
    assert "This field is required" not in text


@pytest.mark.django_db
def test_the_buttons_of_passkeys_are_shown_only_where_scripts_run(client: Client) -> None:
    text = client.get(DOOR).content.decode()
    button = text.index('id="passkey_login"')
    assert 'class="needs-js"' in text[text.rindex("<p", 0, button) : button]
    assert 'href="/static/css/without_js' in text[text.index("<noscript>") :]
    assert text.count("<noscript>") == 1
