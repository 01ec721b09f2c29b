"""Who may do what with a proposal: small verdicts, each with its reason. Nothing here looks at the
clock.
"""

from collections.abc import Iterable, Mapping
from uuid import UUID

from audit.models import Words
from kit.access import YES, Verdict, no
from people.models import User
from people.standing import Standing
from proposals.models import IncompatiblePair, Proposal
from rounds.models import Round

# Words of entries that name an organisation, where whoever typed them did as asked.
_ORGANISATIONS = ("deliverer", "parent_organisation")


def is_staff(person: User, round: Round) -> bool:
    """Whether the person is an officer or finance officer where the round is."""
    return Standing(person).is_staff(round.neighbourhood)


def leads(proposal: Proposal, person: User) -> bool:
    """The lead, or the officer who wrote it down for somebody without an account."""
    if proposal.lead_id is None:
        return proposal.entered_by_id == person.pk
    return proposal.lead_id == person.pk


def works_on(proposal: Proposal, person: User) -> bool:
    """The lead, the officer who wrote it down, or a helper who accepted."""
    if person.pk in (proposal.lead_id, proposal.entered_by_id):
        return True
    return proposal.helpers.filter(pk=person.pk).exists()


def may_enter_for_somebody(round: Round, person: User) -> Verdict:
    """Whether the person may write an idea down for somebody else."""
    return (
        YES
        if is_staff(person, round)
        else no("Only an officer can write an idea down for somebody.")
    )


def may_edit(proposal: Proposal, person: User) -> Verdict:
    """Whether the person may change its words and costs."""
    if works_on(proposal, person):
        return YES
    if proposal.status != "draft" and is_staff(person, proposal.round):
        return YES
    return no("Only the people who work on this proposal can change it.")


def needs_consent(proposal: Proposal, person: User) -> bool:
    """Whether the person would change it as an officer, on behalf of those who work on it."""
    return not works_on(proposal, person)


def may_lead(proposal: Proposal, person: User) -> Verdict:
    """Whether the person may hand it in, withdraw it, invite helpers and ask for a second look."""
    return YES if leads(proposal, person) else no("Only the person who had the idea can do this.")


def may_check(proposal: Proposal, person: User) -> Verdict:
    """Whether the person may answer checks: an officer who does not work on the proposal."""
    if not is_staff(person, proposal.round):
        return no("Only an officer of this neighbourhood can check proposals.")
    if person.pk == proposal.lead_id or proposal.helpers.filter(pk=person.pk).exists():
        return no("You work on this proposal yourself, so somebody else must check it.")
    return YES


def may_review(proposal: Proposal, person: User) -> Verdict:
    """Whether the person may take the second look: not one of those who checked it the first
    time.
    """
    verdict = may_check(proposal, person)
    if not verdict:
        return verdict
    checked = proposal.checks.filter(by=person).exists()
    if checked or proposal.refused_by_id == person.pk:
        return no("Somebody who did not check it the first time must take the second look.")
    return YES


def told_to_the_public(words: Iterable[Words], about: Mapping[UUID, UUID | None]) -> list[Words]:
    """Of the words of entries those that everybody may read, `about` saying whose subject each
    entry has: what was typed for an organisation's name only where it is not a person's.
    """
    words = list(words)
    named = {
        word.event_uuid: subject
        for word in words
        if word.name in _ORGANISATIONS and (subject := about[word.event_uuid])
    }
    rows = Proposal.objects.filter(pk__in=named.values()).select_related("lead")
    ideas = rows.prefetch_related("helpers").in_bulk()
    of = {entry: ideas.get(subject) for entry, subject in named.items()}
    return [
        word
        for word in words
        if word.name not in _ORGANISATIONS or _is_told(word, of.get(word.event_uuid))
    ]


def _is_told(word: Words, idea: Proposal | None) -> bool:
    if idea is None or (word.name == "deliverer" and not idea.is_done_by_others):
        return False
    return bool(idea.told_of_it(word.text))


def withheld_from_public(subjects: Iterable[UUID]) -> set[UUID]:
    """Those of the given proposals that the public may not see, and those pairs of two with such a
    one: no page may show their words.
    """
    subjects, public = list(subjects), Proposal.objects.public().values("pk")
    unseen = Proposal.objects.filter(pk__in=subjects).exclude(pk__in=public)
    pairs = IncompatiblePair.objects.filter(pk__in=subjects)
    pairs = pairs.exclude(one__in=public, other__in=public)
    return {*unseen.values_list("pk", flat=True), *pairs.values_list("pk", flat=True)}
