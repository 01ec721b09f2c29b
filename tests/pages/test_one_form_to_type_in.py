"""Nothing lost: who types in one form of a page loses nothing by sending another, since a page has
one form to type in, in whatever state it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.template import Node, engines
from django.template.base import NodeList, TextNode, VariableNode
from django.template.defaulttags import ForNode, IfNode
from django.template.loader_tags import IncludeNode
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.conftest import ROOT
from tests.routes import ROUTES
from tests.scene import play

# Pages with more than one such form, each with what makes it harmless.
WITH_REASON = {
    "people/postcode.html": (
        "one’s neighbourhood or another postcode: who sends the one has no use for the other"
    ),
    "voting/staff_rule.html": "the second has one tick, and comes after the look",
    "mfa/authenticate.html": "the second is filled in by a security key, not by hand",
    "voting/opening.html": (
        "never at once: nobody can press Open the votes while something keeps them from opening"
    ),
    "account/confirm_email_verification_code.html": (
        "a code or another address: who sends the one has no use for the other"
    ),
}
# Pages with buttons of other forms beside the one to type in, each with what makes it harmless.
BUTTONS_BESIDE = {
    "account/confirm_email_verification_code.html": "who asks for a new code needs no old one",
    "grants/staff/panel.html": "one choice of a person and one of a seat, none typed",
    "people/code.html": "who asks for a new code needs no old one",
    "people/postcode.html": "who lives elsewhere now types the new postcode after it",
    "people/staff_people.html": "an address and a name, which are at hand",
    "people/street.html": "the button says where one lives by the postcode that was found",
    "voting/staff_rule.html": "going back to the other rule has no use for the choices",
}
FORM = re.compile(r'<form\b[^>]*method="post"[^>]*>(.*?)</form>', re.DOTALL | re.IGNORECASE)
SELECT = re.compile(r'<select\b[^>]*name="([^"]*)"[^>]*>(.*?)</select>', re.DOTALL)
# A box, a list or a field that a template or a form's own template draws.
TYPED = re.compile(
    r"<textarea|<select"
    # An input without a type is a box to type in.
    r'|<input\b(?![^>]*\btype=["\']?(?:hidden|checkbox|submit|button|reset|image)\b)'
    r"|\{\{(?:field\b|[\w.]*form\}\}|[\w.]*\.as_field_group|find\}\}|preview\}\})"
)


def forms_in(html: str) -> int:
    """How many forms to type in: more than buttons, ticks and what is hidden."""
    return len([form for form in FORM.findall(html) if TYPED.search(form)])


def chosen_for_people(html: str) -> list[str]:
    """Lists whose first entry a browser takes although neither a person nor the page chose it."""
    return [
        name
        for name, body in SELECT.findall(html)
        if not re.search(r"<option\b[^>]*\bselected\b", body)
        and not re.match(r'\s*<option value=""', body)
    ]


def drawn(nodes: Any) -> str:
    """A template as text in the state that shows most forms: of branches with forms the one with
    most, and two of whatever is repeated.
    """
    return "".join(_of(node) for node in nodes)


def _of(node: Node) -> str:
    if isinstance(node, TextNode):
        return node.s
    if isinstance(node, VariableNode):
        return "{{" + str(node.filter_expression) + "}}"
    if isinstance(node, IncludeNode):
        name = node.template.var
        assert isinstance(name, str), f"an include whose name is not written: {name}"
        return drawn(_nodes(name))
    if isinstance(node, IfNode):
        branches = [drawn(body) for _, body in node.conditions_nodelists]
        if any("<form" in branch for branch in branches):
            return max(branches, key=forms_in)
        return "".join(branches)
    body = "".join(
        drawn(inner)
        for inner in (getattr(node, name, None) for name in node.child_nodelists)
        if isinstance(inner, NodeList)
    )
    return body * 2 if isinstance(node, ForNode) and "<form" in body else body


def _nodes(name: str) -> NodeList:
    page: Any = engines["django"].get_template(name)
    nodes: NodeList = page.template.nodelist
    return nodes


def pages() -> Iterator[str]:
    """Every template that is a page of its own."""
    root = ROOT / "templates"
    for path in sorted(root.rglob("*.html")):
        if not path.name.startswith("_") and "{% extends" in path.read_text()[:200]:
            yield path.relative_to(root).as_posix()


def test_no_page_has_two_forms_to_type_in_whatever_its_state() -> None:
    several = {name: count for name in pages() if (count := forms_in(drawn(_nodes(name)))) > 1}
    assert several.keys() == WITH_REASON.keys(), (
        "what is typed in one form is lost when another is sent: give each a page of its own, or"
        f" make one form of them: {several}"
    )


def test_no_button_beside_a_form_loses_what_is_typed_in_it() -> None:
    beside = {
        name
        for name in pages()
        if (html := drawn(_nodes(name)))
        and 0 < forms_in(html) < len([form for form in FORM.findall(html) if "<button" in form])
    }
    assert beside == BUTTONS_BESIDE.keys(), (
        "a button that is a form of its own loses what is typed beside it: make it a button of that"
        " form, or give what is typed a page of its own"
    )


@pytest.mark.slow
def test_no_page_that_anybody_opens_has_two_forms_to_type_in(db: None, clock: Any) -> None:
    site_officer = factories.with_role("officer", None)
    here = play("ash", clock.set, site_officer, before=0)
    addresses = {
        (route.name, reverse(route.name, kwargs=values))
        for route in ROUTES
        if "api" not in route.path
        for when in ("late", "early", "draft")
        for values in [{part: here.value(route.name, part, when) for part in route.parts}]
    }
    several, chosen = set(), set()
    for who, user in {**here.people, "site": site_officer, "visitor": None}.items():
        client = Client()
        if user:
            client.force_login(user)
        for name, url in addresses:
            page = _page(client, url)
            found = forms_in(page)
            several |= {f"{name} for {who}: {found}"} if found > 1 else set()
            chosen |= {f"{name}: {first}" for first in chosen_for_people(page)}
    assert not several, "\n".join(sorted(several))
    assert not chosen, "nobody chose the first of these: give the list an empty “Choose”, " + (
        "or say which one is chosen:\n" + "\n".join(sorted(chosen))
    )


def _page(client: Client, url: str) -> str:
    """What a page shows; whatever opening it changed is undone."""
    with transaction.atomic():
        answer = client.get(url)
        transaction.set_rollback(True)
    is_page = answer.headers.get("Content-Type", "").startswith("text/html")
    return answer.content.decode() if is_page else ""


@pytest.mark.parametrize(
    ("html", "count"),
    [
        ('<form method="post"><input type="hidden" name="a"><button>Go</button></form>', 0),
        ('<form method="post"><input type="checkbox" name="a"></form>', 0),
        ('<form method="get"><input type="text" name="a"></form>', 0),
        ('<form method="post"><input name="a" type="text"></form>', 1),
        ('<form method="post"><input name="a"></form>', 1),
        ('<form method="post"><input name="a" type="hidden"><input name="b"></form>', 1),
        ('<form method="post"><input name="a" type=hidden></form>', 0),
        *(
            (f'<form method="post"><input type="{kind}" name="a"></form>', 1)
            for kind in ("password", "url", "time", "datetime-local", "month", "color", "range")
        ),
        ('<form class="x" method="post">{{form}}</form><form method="post"><select></form>', 2),
        ('<form method="post">{{form.words.as_field_group}}</form>', 1),
        ('<form method="post">{{form.key}}<textarea></textarea><select></select></form>', 1),
    ],
)
def test_what_counts_as_a_form_to_type_in(html: str, count: int) -> None:
    assert forms_in(html) == count


@pytest.mark.parametrize(
    ("options", "chosen"),
    [
        ('<option value="">Choose</option><option value="1">One</option>', []),
        ('<option value="1">One</option><option value="2">Two</option>', ["a"]),
        ('<option value="1">One</option><option value="2"\n selected>Two</option>', []),
        ('\n <option value="" selected>Choose</option>', []),
    ],
)
def test_what_counts_as_chosen_for_somebody(options: str, chosen: list[str]) -> None:
    assert chosen_for_people(f'<select name="a">{options}</select>') == chosen
