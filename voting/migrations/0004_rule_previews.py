"""Staff look at another rule on an earlier vote before they may choose it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kit.clock


class Migration(migrations.Migration):
    dependencies = [
        ("rounds", "0002_fix_rules_at_publishing"),
        ("voting", "0003_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RulePreview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rules", models.JSONField()),
                ("at", models.DateTimeField(db_default=kit.clock.KitNow())),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "on_round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="rounds.round",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rule_previews",
                        to="rounds.round",
                    ),
                ),
            ],
            options={
                "ordering": ["at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("on_round", models.F("round")), _negated=True),
                        name="rule_preview_on_another_round",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rules__has_key", "rule")),
                        name="rule_preview_names_a_rule",
                    ),
                ],
            },
        ),
    ]
