"""How votes are counted, in plain sentences made from the published rules of a count.

docs/counting.md says exactly what each rule does. Other amounts than pounds are told by the
caller's own `money`.
"""

from collections.abc import Callable, Mapping

from kit.money import pounds

TIES = {
    "cost": "the cheaper one goes first",
    "votes": "the one that more people chose goes first",
    "number": "the one that comes first on the ballot goes first",
    "id": "the one whose code comes first goes first",
    "lot": "the one that is drawn first goes first (the lot can be checked: it follows from a line"
    " that is published before the vote)",
}
_BOUGHT_FIRST = {
    "cost": "The idea of which each of its people would pay the smallest part is bought first,"
    " then the next.",
    "cardinality": "The idea that costs each of its people least is bought first, then the next.",
    "points": "The idea that costs its people least for each point they gave is bought first, then"
    " the next.",
}
Count = Mapping[str, object]
Money = Callable[[int], str]


def count_sentences(
    count: Count, *, money: Money = pounds, by_points: bool = False
) -> tuple[str, ...]:
    """What `voting.counting` does under these rules (a manifest). `by_points` says that ballots
    give points, and that ideas are ranked by those.
    """
    if count["rule"] == "equal-shares":
        return (*_shares(count, money, by_points), *_either(count, money))
    most = "points" if by_points else "votes"
    return (
        f"Most {most} that fit: the idea with most {most} is picked first, then the next, while the"
        " money lasts.",
        _misfit(count),
        *_either(count, money, most),
    )


def _shares(count: Count, money: Money, by_points: bool) -> tuple[str, ...]:
    facts = (
        "Equal shares: everybody who votes has the same share of the pot, and an idea is bought by"
        " the people who chose it.",
        "They share its cost equally, and somebody who has less left pays what they have.",
        _BOUGHT_FIRST[str(count["utility"])],
    )
    return (*facts, *_left(count, money, by_points), *_held_against(count))


def _left(count: Count, money: Money, by_points: bool) -> tuple[str, ...]:
    completion = str(count["completion"])
    facts = []
    if completion.startswith("add1"):
        facts.append(_raised(count, money))
    if completion.endswith("greedy"):
        most = "points" if by_points else "votes"
        facts += [
            f"What is left after that goes to the idea with most {most} that fits.",
            _misfit(count),
        ]
    return tuple(facts) or ("Money that is left stays in the pot.",)


def _raised(count: Count, money: Money) -> str:
    step = count["add1_step"]
    grows = f"everybody’s share grows by {money(step) if isinstance(step, int) else step} at a time"
    if not count["add1_exhaustive"]:
        return (
            f"Then {grows} and the ideas are bought afresh. It ends just before they would cost"
            " more than the pot."
        )
    return (
        f"If another idea still fits into the pot, {grows} and the ideas are bought afresh. It ends"
        " when no other fits, or just before they would cost more than the pot."
    )


def _held_against(count: Count) -> tuple[str, ...]:
    if not count["comparison"]:
        return ()
    return (
        "The result is held against most votes that fit. If more people get more of what they chose"
        " by most votes, that result stands.",
    )


def _misfit(count: Count) -> str:
    if count["misfit"] == "skip":
        return "One that costs more than what is left is passed over, and the next is tried."
    return "The count ends at the first one that costs more than what is left."


def _either(count: Count, money: Money, most: str = "") -> tuple[str, ...]:
    votes = count["min_votes"]
    people = "one person" if votes == 1 else f"{votes} people"
    fewest = f"An idea needs the votes of at least {people}."
    # Ideas with equally many votes are not told apart by votes.
    keys = [key for key in str(count["ties"]).split(",") if key in TIES and key != most]
    facts = [TIES[key] for key in keys]
    equal = (
        f"If two ideas have the same number of {most}"
        if most
        else "If two ideas come out exactly equal"
    )
    last = f"{equal}, {'; if that is equal too, '.join(facts)}."
    return (*kept_sentences(count, money), fewest, *_part(count), last)


def kept_sentences(count: Count, money: Money = pounds) -> tuple[str, ...]:
    """What of the pot is kept for a theme or an area; nothing where nothing is."""
    kept = [_kept(stage, money) for stage in str(count.get("stages", "")).split(";") if stage]
    if not kept:
        return ()
    (much, name), *others = kept
    more = "".join(f", and at least {much} for {name}" for much, name in others)
    money_of = "each group with its own money" if others else "with that money"
    facts = (
        f"At least {much} of the pot is kept for {name}{more}: those ideas are counted first,"
        f" {money_of}. What they leave goes back.",
    )
    if count["rule"] != "equal-shares" or count["blank"] != "left-out":
        return facts
    return (*facts, "Everybody who chose one of those ideas has the same share of that money.")


def _kept(stage: str, money: Money) -> tuple[str, str]:
    """How much, and for what, of a text such as "theme:Safer streets=30%"."""
    group, _, much = stage.rpartition("=")
    return much if much.endswith("%") else money(int(much)), group.partition(":")[2]


def _part(count: Count) -> tuple[str, ...]:
    least = count.get("part_funding", 0)
    if not least:
        return ()
    return (
        "The next idea gets what is left at the end, if that is at least"
        f" {least}% of what it costs.",
    )
