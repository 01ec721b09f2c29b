"""The address of the page "Which rule?" is kept for the site itself."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("places", "0001_initial"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="neighbourhood",
            name="neighbourhood_slug_not_reserved",
        ),
        migrations.AddConstraint(
            model_name="neighbourhood",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "slug__in",
                        (
                            "me",
                            "panel",
                            "staff",
                            "audit",
                            "api",
                            "data",
                            "accounts",
                            "static",
                            "media",
                            "healthz",
                            "readyz",
                            "record",
                            "demo",
                            "privacy",
                            "accessibility",
                            "contact",
                            "which-rule",
                        ),
                    ),
                    _negated=True,
                ),
                name="neighbourhood_slug_not_reserved",
            ),
        ),
    ]
