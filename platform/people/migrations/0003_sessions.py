"""Sessions move to a table of their own, where they are hashed and locked (`people.sessions`).

Sessions of the version before end here, once: everybody signs in again. Their table,
`django_session`, held cookies that anybody who read it could use, so it is emptied and closed to
the app's account. It stays, empty, because Django's app stays: `clearsessions` is its command.

Of the new table the app's account changes only what saving a session changes. A session goes with
its person whoever deletes them: the reference itself says so, for Django's own way of deleting
needs rights that the app's account has not.
"""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

WITH_ITS_PERSON = """
ALTER TABLE people_session ADD CONSTRAINT session_person FOREIGN KEY (person_id)
  REFERENCES people_user (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
"""
GRANTS = """
REVOKE ALL ON people_session FROM allotment_app;
GRANT SELECT, INSERT, DELETE ON people_session TO allotment_app;
GRANT UPDATE (session_data, person_id, expire_date) ON people_session TO allotment_app;
"""
CLOSE_THE_OLD = """
TRUNCATE django_session;
REVOKE ALL ON django_session FROM allotment_app;
"""
OPEN_THE_OLD = "GRANT SELECT, INSERT, UPDATE, DELETE ON django_session TO allotment_app"


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_signs_worth_a_look"),
        ("sessions", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Session",
            fields=[
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                ("session_key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                (
                    "made_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("device", models.CharField(default="unknown", max_length=8)),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("session_key__regex", "^[0-9a-f]{64}$")),
                        name="session_key_is_a_digest",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("device__in", ("phone", "tablet", "computer", "unknown"))
                        ),
                        name="session_device_known",
                    ),
                ],
            },
        ),
        migrations.RunSQL(WITH_ITS_PERSON, migrations.RunSQL.noop),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
        migrations.RunSQL(CLOSE_THE_OLD, OPEN_THE_OLD),
    ]
