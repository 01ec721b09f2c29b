"""How a round of the demonstration goes on: the same deeds that real people do, one stage at a
time.

The loader plays whole histories with them; *Move this round on* plays the next stage.
"""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from random import Random

from demo.ideas import Idea
from demo.stage import Scene
from evidence.models import Indicator, Kind
from kit import clock
from kit.actor import SYSTEM
from people.models import User
from proposals import actions as proposals
from proposals.actions.work import Cost
from proposals.models import CHECKS, Proposal
from rounds import actions as rounds
from rounds.models import Round
from voting import actions as voting
from voting.models import BallotLine
from voting.voters import Voter

_CHECKED = {
    "eligibility": "It fits the rules of the round.",
    "feasibility": "It can be done in the time, and the owner of the land has been asked.",
    "cost": "Compared with two quotes.",
    "safeguarding": "Nobody works alone with children; checks are in place where they are needed.",
}


def announce(
    scene: Scene, *, preset: str, title: str, about: str, pounds: int, dates: dict[str, object]
) -> Round:
    """Draft a round, name who does what, and publish it."""
    officer = scene.officer
    round_ = rounds.draft(
        scene.area,
        preset=preset,
        title=title,
        about=about,
        fund=scene.fund,
        pot_pence=pounds * 100,
        by=officer,
    )
    rules = round_.rules | {
        "custody": "two-people",
        "key_shares": {"needed": 2, "of": 2},
        "proposals": round_.rules["proposals"] | {"max_asked_pence": None},
    }
    rounds.change(round_, by=officer, rules=rules, panel_meets_where="The community hall", **dates)  # type: ignore[arg-type]
    duties = [
        ("opener", scene.officer),
        ("opener", scene.second_officer),
        ("secretary", scene.secretary),
        ("approver", scene.officer),
        ("authoriser", scene.finance),
        ("answerer", scene.second_officer),
    ]
    for kind, person in duties:
        rounds.give_duty(round_, kind=kind, person=person, by=officer)
    return rounds.publish(round_, by=officer)


def share_idea(scene: Scene, round_: Round, idea: Idea, lead: User) -> Proposal:
    """Somebody sends an idea in; what is about crime is looked at first."""
    writer = scene.second_officer if idea.paper else lead
    proposal = proposals.start_idea(
        round_,
        by=writer,
        entered_for=idea.paper,
        entered_from="paper" if idea.paper else "",
        consent=bool(idea.paper),
        title=idea.title,
        what=idea.what,
        where=idea.where,
        why=idea.why,
        theme=Kind.objects.get(code=idea.kind).theme,
        show_name=False,
    )
    proposal = proposals.share(proposal, by=writer)
    if proposal.waits_for_look:
        proposal = proposals.look_at(proposal, show=True, by=scene.officer)
    return proposal


def work_out(scene: Scene, proposal: Proposal, idea: Idea) -> Proposal:
    """Its lead says what it costs, who does it and what it should change."""
    kind = Kind.objects.get(code=idea.kind)
    indicator = Indicator.objects.get(number=idea.indicator) if idea.indicator else kind.indicator
    proposal = proposals.develop(
        proposal,
        by=_worker(proposal),
        costs=[Cost(label, pounds * 100) for label, pounds in idea.costs],
        kind=kind,
        indicator=indicator,
        who_delivers=idea.who,
        deliverer=""
        if idea.who in ("us", "trust")
        else f"{scene.area.name} {kind.name.lower()} group",
        baseline=None if idea.baseline is None else Decimal(idea.baseline),
        baseline_source=idea.counted,
        baseline_on=clock.today() - timedelta(days=5) if idea.counted else None,
        target=Decimal(idea.target),
        due=(proposal.round.panel_meets_at or clock.now()).date() + timedelta(days=365),
    )
    if proposal.waits_for_look:
        proposal = proposals.look_at(proposal, show=True, by=scene.officer)
    return proposal


def hand_in(proposal: Proposal) -> Proposal:
    """Its lead hands it in."""
    return proposals.submit(proposal, by=_worker(proposal))


def _worker(proposal: Proposal) -> User:
    """Its lead, or the officer who wrote it down."""
    person = proposal.lead or proposal.entered_by
    assert person is not None  # noqa: S101 - every idea here is somebody's
    return person


def check(scene: Scene, proposal: Proposal) -> Proposal:
    """An officer answers the four questions, and it can go to the vote."""
    for kind in CHECKS:
        proposals.check(proposal, kind=kind, passed=True, reason=_CHECKED[kind], by=scene.officer)
    return proposals.pass_to_vote(proposal, by=scene.officer)


def make_ready(scene: Scene, round_: Round) -> None:
    """Fix the ballot, draw up the list of voters, make the box."""
    voting.fix_ballot(round_, by=scene.officer)
    voting.draw_roll(round_, by=scene.officer)
    voting.make_box(round_, by=scene.officer)
    voting.ready(round_, by=scene.officer)


def vote(
    round_: Round, voters: Sequence[User], pull: dict[str, int], chance: Random
) -> dict[User, str]:
    """Each voter picks two to five ideas, the liked ones more often. Gives their receipt codes."""
    # In the order of the ideas: ballot numbers differ from one loading to the next.
    lines = list(BallotLine.objects.filter(round=round_).order_by("proposal__number"))
    weights = {line.number: max(1, pull.get(line.name, 40)) ** 2 for line in lines}
    receipts = {}
    for voter in voters:
        numbers = _pick(weights, min(len(lines), chance.randint(2, 5)), chance)
        field = voting.prepare(round_, by=Voter(voter), numbers=numbers)
        receipts[voter] = voting.cast(round_, by=Voter(voter), field=field, numbers=numbers).code
    voting.publish_batch(round_)
    return receipts


def _pick(weights: dict[int, int], count: int, chance: Random) -> list[int]:
    left = dict(weights)
    picked: list[int] = []
    for _ in range(count):
        number = chance.choices(list(left), list(left.values()))[0]
        picked.append(number)
        del left[number]
    return picked


def take_off(scene: Scene, round_: Round, person: User, reason: str) -> None:
    """Two officers take somebody off the list of voters before the close."""
    entry = Voter(person).entry(round_)
    assert entry is not None  # noqa: S101
    change = voting.ask_change(entry, by=scene.officer, what="void", reason=reason)
    voting.agree_change(change, by=scene.second_officer)


def says_somebody_voted(round_: Round, person: User, text: str) -> None:
    """A voter tells the officers that somebody else voted as them."""
    voting.report_voted_as_me(round_, by=person, text=text)


def open_box(scene: Scene, round_: Round) -> Round:
    """Close the vote; two named people press Open; the count runs."""
    round_.refresh_from_db()
    if round_.vote_sealed_at is None:
        voting.close(round_, by=SYSTEM)
    voting.press_open(round_, by=scene.officer)
    return voting.press_open(round_, by=scene.second_officer)


def raise_and_answer(scene: Scene, round_: Round, by: User, text: str, answer: str) -> None:
    """Somebody asks; a named person who isn't on the panel answers."""
    challenge = voting.raise_challenge(round_, about="count", text=text, by=by)
    voting.answer_challenge(challenge, answer=answer, upheld=False, by=scene.second_officer)
