"""Which rule a round is counted by: most votes that fit, or equal shares once it was previewed."""

from dataclasses import replace
from typing import cast

from django.db import transaction

from audit.actions import record
from people.models import User
from rounds.actions.drafting import locked, set_count
from rounds.models import Round
from rounds.refusals import BadRules, RoundClosed, RoundPublished
from rounds.rules import CountRules
from voting import refusals, terms
from voting.counting import Completion, Rule, Rules, RulesError, Score
from voting.models import RulePreview
from voting.trying.earlier import earlier_votes


def most_votes(round: Round) -> Rules:
    """The rules of this round with most votes that fit; fewest votes, ties and what is kept for
    themes as they are.
    """
    own = terms.count_rules(round)
    return Rules(
        misfit=own.misfit,
        min_votes=own.min_votes,
        ties=own.ties,
        lot_seed=own.lot_seed,
        stages=own.stages,
        zero_cost=own.zero_cost,
        blank=own.blank,
    )


def equal_shares(round: Round, *, comparison: bool = False) -> Rules:
    """The rules of this round with equal shares as they are offered: an idea is worth what it
    costs, shares grow by £1 at a time while something fits, and the rest goes by most votes.
    """
    return replace(
        most_votes(round),
        rule=Rule.EQUAL_SHARES,
        completion=Completion.ADD1_GREEDY,
        score=Score.VOTES,
        comparison=comparison,
    )


@transaction.atomic
def preview_rule(round: Round, *, on: Round, rules: Rules, by: User) -> RulePreview:
    """Note that staff looked at what `rules` would have done on the counted round `on`. Only a
    draft is set up. Raises RoundPublished, RoundClosed and CannotPreviewOn.
    """
    round = _draft(round)
    if on.pk not in {vote.round.pk for vote in earlier_votes(round.neighbourhood)}:
        raise refusals.CannotPreviewOn
    row = RulePreview.objects.create(round=round, on_round=on, rules=rules.to_manifest(), by=by)
    record(
        by=by,
        kind="round.rule_previewed",
        subject=round,
        role="officer",
        place=round.neighbourhood_id,
        round=round.pk,
        after={"on_round": on.pk, "rule": rules.rule.value, "rules": rules.to_manifest()},
    )
    return row


@transaction.atomic
def choose_rule(round: Round, *, rules: Rules, by: User) -> Round:
    """Let a draft be counted by `rules`, made from those that `round` came with. Equal shares only
    after a preview. Raises RoundPublished, RoundClosed, RulesChanged when somebody else changed
    them since, NotPreviewed, and NotARuleHere for what no round offers.
    """
    seen = round.rules["count"]
    round = _draft(round)
    if round.rules["count"] != seen:
        raise refusals.RulesChanged
    if rules.rule is Rule.EQUAL_SHARES and not previewed(round):
        raise refusals.NotPreviewed
    before, after = round.rules["count"], rules.to_manifest()
    if before == after:
        return round
    try:
        set_count(round, cast("CountRules", Rules.from_manifest(after).to_manifest()))
    except (BadRules, RulesError) as error:
        raise refusals.NotARuleHere from error
    record(
        by=by,
        kind="round.rule_chosen",
        subject=round,
        role="officer",
        place=round.neighbourhood_id,
        round=round.pk,
        before={"rules": before},
        after={"rules": after},
    )
    return round


def previewed(round: Round) -> bool:
    """Whether staff have seen what equal shares would have done on an earlier vote."""
    shares = RulePreview.objects.filter(round=round, rules__rule=Rule.EQUAL_SHARES.value)
    return shares.exists()


def _draft(round: Round) -> Round:
    round = locked(round)
    if round.published_at is not None:
        raise RoundPublished
    if round.cancelled_at is not None:
        raise RoundClosed("This draft was dropped.")
    return round
