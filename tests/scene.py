"""Whole neighbourhoods for tests that walk many pages, their history played by the real deeds."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from io import BytesIO
from random import Random
from uuid import UUID, uuid4

from django.core.files.base import ContentFile
from PIL import Image

from audit.models import Event
from demo import aftermath, stage, story
from demo.cast import Person
from demo.ideas import Idea
from demo.stage import Scene
from evidence.models import Observation
from grants import actions as grants
from grants.models import Award, Condition, Member, ProgressReport
from kit import clock
from ledger.models import Move
from people import actions as people
from people import uploads
from people.models import Invitation, Letter, Residency, Role, Upload, User
from places.models import Neighbourhood, Postcode, PostcodeEdition
from proposals import actions as proposals
from proposals.models import IncompatiblePair, Proposal
from rounds import actions as rounds
from rounds.calendar import evening
from rounds.models import Round
from tests import factories
from voting import actions as voting
from voting.models import Challenge, RollEntry, RollReport

# What each person is, in the words of `kit.access`.
STANDING: dict[str, frozenset[str]] = {
    "resident": frozenset({"resident"}),
    "officer": frozenset({"officer"}),
    "finance": frozenset({"finance"}),
    "chair": frozenset({"chair", "resident"}),
    "panel": frozenset({"panel", "resident"}),
    "secretary": frozenset({"secretary"}),
    "auditor": frozenset({"auditor"}),
}
_KEYS = {"officer": "sam", "finance": "priya", "chair": "marta", "secretary": "ivy"}

_CAST = (
    Person("resident", "Ruth Amos"),
    Person("sam", "Sam Oyelaran", does=("officer",), lives_here=False),
    Person("lewis", "Lewis Fenwick", does=("officer",), lives_here=False),
    Person("priya", "Priya Nair", does=("finance",), lives_here=False),
    Person("auditor", "Joan Whitgift", does=("auditor",), lives_here=False),
    Person("ivy", "Ivy Thorne", does=("secretary",), seat="secretary", lives_here=False),
    Person("marta", "Marta Green", seat="chair"),
    Person("panel", "Colin Brown", seat="panel"),
    Person("nadia", "Nadia Hussain", seat="panel"),
)


def _idea(title: str, pounds: int, pull: int) -> Idea:
    words = (title, "alley-clean-ups", "Clear it together.", "Behind the shops", "Rats.")
    return Idea(*words, (("Skips and tools", pounds),), 0, 30, pull, reached=0.8)


_IDEAS = (_idea("Clear the alley", 3000, 90), _idea("Paint the bridge", 4000, 10))


@dataclass
class Played:
    """A neighbourhood with a round behind it (`late`), one that takes ideas (`early`) and a draft.

    `values` holds what its URLs are made of: by the name of the part, or by route and part; what
    differs in another round goes before, as in "early:number".
    """

    area: Neighbourhood
    late: Round
    early: Round
    draft: Round
    people: dict[str, User]
    values: dict[str, object] = field(default_factory=dict)

    def value(self, route: str, part: str, when: str = "late") -> object:
        """What stands for one part of a route's URL in a round ("late", "early" or "draft")."""
        for key in (f"{route}:{part}", f"{when}:{part}", part):
            if key in self.values:
                return self.values[key]
        raise KeyError(
            f"{route} has a part <{part}> that the scene does not know:"
            " add it to tests/scene.py, with something real behind it"
        )


def play(slug: str, go: Callable[[datetime], None], site_officer: User, *, before: int) -> Played:
    """Play a neighbourhood. `before` is how many drafts it had earlier: its numbers start there."""
    scene = _scene(slug, go, site_officer)
    for _ in range(before):
        factories.round_in("draft", scene.area)
    late = _late(scene)
    early = _early(scene)
    draft = rounds.draft(scene.area, preset="small", title="The third round", by=scene.officer)
    played = Played(scene.area, late, early, draft, _people(scene))
    played.values = _values(played, scene)
    return played


def _scene(slug: str, go: Callable[[datetime], None], by: User) -> Scene:
    code = {"ash": "E01000001", "birch": "E01000002"}[slug]
    area = stage.neighbourhood(
        slug,
        by,
        codes={code: f"{slug} 001A"},
        postcodes=stage.postcode_rows("ZZ9" if slug == "ash" else "ZZ8", [code]),
        today=clock.today(),
        name=slug.title(),
        town="Testham",
        trust_name="Testham Trust",
        contact_email="hello@example.org",
    )
    cast = stage.cast(area, _CAST, by)
    officer = cast["sam"]
    neighbours = stage.neighbours(area, 5, officer)
    money = stage.fund(
        area,
        officer,
        second=cast["priya"],
        name="Fund",
        source="A grant",
        starts_on=clock.today(),
        pounds=20_000,
    )
    year = clock.today().year
    stage.plan(money, officer, year, "Green and safe.", ["Alleys"], 10)
    stage.panel(area, _CAST, cast, officer, 3)
    return Scene(area, cast, neighbours, money, go)


def _dates(first: datetime) -> dict[str, object]:
    names = (
        "ideas_open_at",
        "ideas_close_at",
        "develop_closes_at",
        "voting_opens_at",
        "voting_closes_at",
        "challenge_closes_at",
        "panel_meets_at",
    )
    days = {n: evening((first + timedelta(days=10 * i)).date()) for i, n in enumerate(names)}
    return {**days, "outcomes_due_on": (first + timedelta(days=400)).date()}


def _announce(scene: Scene, title: str) -> Round:
    dates = _dates(clock.now() + timedelta(days=3))
    return story.announce(scene, preset="small", title=title, about="", pounds=5000, dates=dates)


def _late(scene: Scene) -> Round:
    """A round whose award is being delivered: paid once, reported on, not verified yet."""
    go, lead = scene.go, scene.cast["resident"]
    row = _announce(scene, "The first round")
    go(_moment(row, "ideas_open_at"))
    ideas = [(story.share_idea(scene, row, idea, lead), idea) for idea in _IDEAS]
    worked = [story.work_out(scene, proposal, idea) for proposal, idea in ideas]
    handed_in = [story.hand_in(proposal) for proposal in worked]
    go(_moment(row, "develop_closes_at"))
    for proposal in handed_in:
        story.check(scene, proposal)
    one, other = handed_in
    because = "They need the same wall."
    proposals.declare_incompatible(one, other=other, because=because, by=scene.officer)
    story.make_ready(scene, row)
    go(_moment(row, "voting_opens_at"))
    row.refresh_from_db()
    story.vote(row, scene.neighbours, {idea.title: idea.pull for idea in _IDEAS}, Random(1))
    voting.report_voted_as_me(row, by=lead, text="My page says that I have voted.")
    go(_moment(row, "voting_closes_at"))
    row = story.open_box(scene, row)
    story.raise_and_answer(scene, row, lead, "How are ties settled?", "By the lower cost.")
    go(_moment(row, "panel_meets_at"))
    row.refresh_from_db()
    aftermath.hold_meeting(scene, row, interests={}, otherwise={})
    aftermath.accept_and_pay(scene, row)
    go(clock.now() + timedelta(days=60))
    _report(scene, row)
    return row


def _report(scene: Scene, row: Round) -> None:
    award = Award.objects.get(proposal__round=row)
    holder = award.holder
    assert holder is not None
    grants.send_report(
        award,
        key=uuid4(),
        spent_pence=award.pence // 2,
        happened="We began.",
        value=aftermath.measured(award, 0.5),
        measured_on=clock.today(),
        how="Counted.",
        is_final=False,
        by=holder,
    )


def _early(scene: Scene) -> Round:
    """A round that takes ideas: one is shown, reported by somebody, and a helper is invited."""
    row = _announce(scene, "The second round")
    scene.go(_moment(row, "ideas_open_at"))
    lead = scene.cast["resident"]
    idea = story.share_idea(scene, row, _IDEAS[0], lead)
    proposals.report(idea, reason="It names somebody.", by=scene.neighbours[0])
    proposals.invite_helper(idea, email=scene.cast["panel"].email, by=lead)
    photo = _picture(lead, "An alley full of bags")
    proposals.change(idea, by=lead, photo=photo)
    return row


def _people(scene: Scene) -> dict[str, User]:
    return {kind: scene.cast[_KEYS.get(kind, kind)] for kind in STANDING}


def _moment(row: Round, name: str) -> datetime:
    moment: datetime = getattr(row, name)
    return moment


def _postcode(area: Neighbourhood) -> str:
    return Postcode.objects.filter(edition__neighbourhood=area)[0].postcode


def _picture(owner: User, alt: str = "") -> Upload:
    """A picture that only its owner and the staff may see yet."""
    dots = BytesIO()
    Image.new("RGB", (40, 30), "green").save(dots, "PNG")
    return uploads.receive(ContentFile(dots.getvalue(), "alley.png"), owner=owner, alt=alt)


def _invitation(area: Neighbourhood, by: User) -> tuple[Invitation, str]:
    """An invitation and the code in its letter."""
    row = people.invite(f"new@{area.slug}.example", kind="auditor", neighbourhood=area, by=by)
    letter = Letter.objects.get(to=row.email)
    found = re.search(r"/accounts/invitation/([^/\s]+)/", letter.text)
    assert found
    return row, found[1]


def _waiting(scene: Scene) -> UUID:
    """Money that one person entered and nobody has confirmed."""
    return stage.enter(scene.fund, scene.officer, 100, "Second part").pk


def _values(played: Played, scene: Scene) -> dict[str, object]:
    award = Award.objects.get(proposal__round=played.late)
    idea = Proposal.objects.get(round=played.early)
    area = played.area
    officer = scene.officer
    stranger = factories.person()
    waiting = people.state_residency(
        stranger, postcode=_postcode(area), neighbourhood=area, by=stranger
    )
    invitation, code = _invitation(area, officer)
    everywhere = PostcodeEdition.objects.create(name="Everywhere", dated=clock.today())
    return {
        "area": area,
        "number": played.late.number,
        "draft:number": played.draft.number,
        "deed": "hide",
        "idea": award.proposal.number,
        "item": award.proposal.number,
        "award": award.pk,
        "payment": 1,
        "early:number": played.early.number,
        "early:idea": idea.number,
        "form": "csv",
        "slug": area.slug,
        "pk": played.late.pk,
        "proposals:api-one:pk": award.proposal_id,
        "condition": Condition.objects.create(award=award, text="Show the insurance").pk,
        "report": ProgressReport.objects.get(award=award).pk,
        "proposals:answer-report:report": idea.reports.get().pk,
        "proposals:answer-report:idea": idea.number,
        "proposals:answer-report:number": played.early.number,
        "pair": IncompatiblePair.objects.get(one__round=played.late).pk,
        "member": Member.objects.get(person=scene.cast["panel"]).pk,
        "observation": Observation.objects.get(expectation__subject=award.proposal_id).pk,
        "challenge": Challenge.objects.get(round=played.late).pk,
        "entry": RollEntry.objects.get(round=played.late, voter=scene.cast["resident"]).pk,
        "voting:report:report": RollReport.objects.get(entry__round=played.late).pk,
        "duty": played.late.duties.order_by("pk").first().pk,  # type: ignore[union-attr]
        "move": Move.objects.filter(fund=scene.fund, kind="deposit").get().pk,
        "fund": scene.fund.pk,
        "deposit": _waiting(scene),
        "edition": PostcodeEdition.objects.get(neighbourhood=area).pk,
        "person": scene.cast["resident"].pk,
        "residency": waiting.pk,
        "home": Residency.objects.get(person=scene.cast["resident"]).pk,
        "role": Role.objects.get(person=scene.cast["lewis"]).pk,
        "invitation": invitation.pk,
        "code": code,
        "page": "reset/",
        "places:loaded-all:edition": everywhere.pk,
        "upload": _picture(scene.cast["resident"]).pk,
        "uuid": Event.objects.filter(subject_ref=award.proposal_id, audience="public")
        .newest_first()[0]
        .event_uuid,
    }
