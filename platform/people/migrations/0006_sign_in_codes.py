"""Codes that let somebody in: a table of keyed digests, of which rows go within the hour."""

import uuid
from collections.abc import Sequence

import django.db.models.functions.datetime
from django.db import migrations, models


def from_site(table: str) -> str:
    """SQL that lets only sessions which have shown the site's key write to `table`."""
    return f"""
CREATE TRIGGER kit_from_site BEFORE INSERT OR UPDATE OR DELETE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER kit_from_site;
"""


def app_may(
    table: str, *, insert: bool = True, update: Sequence[str] = (), delete: bool = False
) -> str:
    """SQL that lets the app role read `table`, add rows, and beyond that only what is named.

    What it could do before is taken away. A row that a deed only locks needs one column of
    `update`: its `id`, which nothing that points to it lets anybody change.
    """
    verbs = ["SELECT", *(["INSERT"] if insert else []), *(["DELETE"] if delete else [])]
    changes = f"GRANT UPDATE ({_columns(update)}) ON {table} TO allotment_app;" if update else ""
    return f"""
REVOKE ALL ON {table} FROM allotment_app;
GRANT {", ".join(verbs)} ON {table} TO allotment_app;
{changes}
"""


def _columns(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


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
