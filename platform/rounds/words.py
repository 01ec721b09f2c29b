"""The rules in plain sentences, made from the rules themselves, so that page, ballot and receipt
say the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from kit.money import pounds
from rounds.count_words import count_sentences
from rounds.models import Round
from rounds.rules import RoundRules, of

PANEL_SENTENCES = {
    "confirms": "The panel funds what the vote picks, unless it publishes a reason for each change."
}


@dataclass(frozen=True)
class Part:
    """Sentences about one side of a round."""

    heading: str
    sentences: tuple[str, ...]


def panel_sentence(rules: Mapping[str, object] | RoundRules) -> str:
    """What the panel does with the vote; stands on round, ballot, receipt and result. Empty for a
    round that was brought in from elsewhere.
    """
    panel = rules.get("panel")
    mode = panel.get("mode") if isinstance(panel, Mapping) else None
    return PANEL_SENTENCES.get(str(mode), "")


def in_words(rules: RoundRules, pot_pence: int | None = None) -> list[Part]:
    """All rules, part by part, in the order in which a resident meets them; with a round's pot,
    only what can come about with that much money.
    """
    return [
        Part("Ideas", _ideas(rules)),
        Part("Who can vote", _who(rules)),
        Part("Your vote", _vote(rules)),
        Part("The count", count_sentences(rules["count"])),
        Part("Opening the votes", _opening(rules)),
        Part("If something looks wrong", _challenge(rules)),
        Part("The panel", _panel(rules)),
        Part("The money", _money(rules)),
        Part("What it changed", _outcome(rules, pot_pence)),
    ]


def pick_sentence(rules: RoundRules) -> str:
    """How many ideas one person may pick."""
    most = rules["vote"]["max_choices"]
    if most is None:
        return "You can pick as many ideas as you like."
    return "You can pick one idea." if most == 1 else f"You can pick up to {most} ideas."


def _ideas(rules: RoundRules) -> tuple[str, ...]:
    most = rules["proposals"]["max_asked_pence"]
    ask = f"up to {pounds(most)}" if most is not None else "any amount up to the whole pot"
    return (
        f"One project can ask for {ask}.",
        f"Up to {rules['proposals']['max_on_ballot']} ideas can go to the vote.",
    )


def _who(rules: RoundRules) -> tuple[str, ...]:
    return (
        "Everybody who lives here can vote, once somebody has checked their address.",
        "One person has one vote, however they cast it.",
    )


def _vote(rules: RoundRules) -> tuple[str, ...]:
    least = rules["vote"]["suggest_at_least"]
    hint = (f"We suggest at least {least}: then more people see something they chose.",)
    return (
        pick_sentence(rules),
        *(hint if least > 1 else ()),
        "You can change your vote until voting closes.",
        "Your name is not on your ballot, and you get a receipt to check it with.",
    )


def _opening(rules: RoundRules) -> tuple[str, ...]:
    if rules["custody"] == "keyholders":
        needed, of = rules["key_shares"]["needed"], rules["key_shares"]["of"]
        how = (
            f"{of} named people each keep a part of the key. Any {needed} of them open the votes,"
            f" after voting has closed. Together with somebody who runs the server, {needed} of"
            " them could open the votes earlier, and could then see who chose what."
        )
    else:
        how = (
            "Two named people open the votes together, after voting has closed. Until then the key"
            " lies on our server: somebody who runs the server could open the votes earlier, and"
            " could then see who chose what."
        )
    few = rules["whole_ballots_from"]
    return (
        how,
        f"With {few} ballots or more, every ballot is published without a name, so that anyone can"
        " count again.",
        f"With fewer than {few}, everybody sees the totals and the receipts; whole ballots go only"
        " to the people who check the count.",
    )


def _challenge(rules: RoundRules) -> tuple[str, ...]:
    days = rules["challenge"]["answer_days"]
    return (
        "After the count there is time to say that something looks wrong.",
        f"A named person who is not on the panel answers within {_days(days)}.",
        "No award is final while a question that could change it is open.",
    )


def _panel(rules: RoundRules) -> tuple[str, ...]:
    together = "What nobody wants to talk about is agreed together, in one vote."
    alone = "Each idea is decided on its own."
    return (
        panel_sentence(rules),
        "Most of the people on the panel live here. Anyone with an interest leaves for that item.",
        together if rules["panel"]["together"] else alone,
    )


def _money(rules: RoundRules) -> tuple[str, ...]:
    parts = rules["award"]["instalments"]
    return (
        f"A project has {_days(rules['award']['answer_days'])} to accept its offer.",
        "Money is paid in one part." if parts == 1 else f"Money is paid in up to {parts} parts.",
        "Two different people approve and authorise every payment.",
    )


_NONE_MEASURES = "No project here is large enough that it has to say first how things are."


def _outcome(rules: RoundRules, pot_pence: int | None) -> tuple[str, ...]:
    outcome = rules["outcome"]
    small = "A project may report what it did, without measuring what changed."
    above = pounds(outcome["baseline_from_pence"])
    limits = [rules["proposals"]["max_asked_pence"], pot_pence or None]
    most = min((limit for limit in limits if limit is not None), default=None)
    return (
        "Every project says afterwards what it did, and somebody else checks it.",
        _NONE_MEASURES
        if most is not None and most <= outcome["baseline_from_pence"]
        else f"A project above {above} measures how things are before it starts.",
        *((small,) if outcome["output_only_allowed"] else ()),
    )


def _days(days: int) -> str:
    return "one day" if days == 1 else f"{days} days"


def parts_of(round: Round) -> list[Part]:
    """The rules of a round in words; none for one that was brought in from elsewhere."""
    return in_words(of(round), round.pot_pence) if round.origin == "native" else []


def sentences(round: Round) -> list[str]:
    """The same, in one list."""
    return [sentence for part in parts_of(round) for sentence in part.sentences]
