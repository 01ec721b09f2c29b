"""A vote is tried out on a round that is never committed: `voting` holds that it isn't."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("rounds", "0002_fix_rules_at_publishing")]
    operations = [
        migrations.RemoveConstraint("round", "round_origin_known"),
        migrations.AddConstraint(
            "round",
            models.CheckConstraint(
                condition=Q(origin__in=["native", "imported", "rehearsal"]),
                name="round_origin_known",
            ),
        ),
    ]
