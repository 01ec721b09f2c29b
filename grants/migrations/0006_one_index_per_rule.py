"""A proposal has one decision and one award: its own key says so already."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("grants", "0005_right_hands"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="award",
            name="award_once_per_proposal",
        ),
        migrations.RemoveConstraint(
            model_name="decision",
            name="decision_once_per_proposal",
        ),
    ]
