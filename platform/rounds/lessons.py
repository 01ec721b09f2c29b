"""What earlier rounds taught, one sentence for each kind of project, for whoever sets up the
next.
"""

from django.urls import reverse

from evidence import track_record
from rounds.models import Round


def of(round: Round) -> list[tuple[str, str]]:
    """Sentences with the address of the page that has more. Empty for a first round."""
    records = track_record.of_place(round.neighbourhood, up_to_round=round.number - 1)
    if not records:
        return []
    page = reverse("pages:learning", args=[round.neighbourhood, round.number - 1])
    facts = [f"{record.kind.name}: {_small(record.sentence)}" for record in records]
    return [*((sentence, "") for sentence in facts[:-1]), (facts[-1], page)]


def _small(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
