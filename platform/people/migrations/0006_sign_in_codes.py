"""Codes that let somebody in: a table of keyed digests, of which rows go within the hour."""

import uuid

import django.db.models.functions.datetime
from django.db import migrations, models

from kit.guards import app_may, from_site

GUARDS = (
    app_may("people_signincode", update=["tries"], delete=True),
    from_site("people_signincode"),
)


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0005_grants_of_libraries"),
        ("kit", "0003_key_of_the_site"),
    ]

    operations = [
        migrations.CreateModel(
            name="SignInCode",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("digest", models.BinaryField()),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                (
                    "asked_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["asked_at"], name="signincode_asked")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("tries__lte", 5)), name="sign_in_code_five_tries"
                    )
                ],
            },
        ),
        *(migrations.RunSQL(sql, migrations.RunSQL.noop) for sql in GUARDS),
    ]
