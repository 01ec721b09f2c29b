"""What became of an idea after the vote, on the idea's own page: its room knows nothing of votes,
panels and money.
"""

from django import template

from grants.story import Story, stage
from proposals.models import Proposal

register = template.Library()


@register.simple_tag
def story_of(proposal: Proposal) -> Story | None:
    """The story of an idea that everybody may read; None before there is one."""
    return stage(proposal) if proposal.is_public else None


@register.inclusion_tag("grants/_story.html")
def how_far(story: Story) -> dict[str, Story]:
    """The story, drawn."""
    return {"story": story}
