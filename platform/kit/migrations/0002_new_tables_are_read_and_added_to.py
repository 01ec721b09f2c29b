"""A new table starts with SELECT and INSERT for the app role; its migration grants the columns that
a deed changes (`kit.guards.app_may`).

Default privileges belong to the role that sets them: the owner, who runs this and makes the tables. Those
that stand already are narrowed by a migration of each app, which depends on this one.
"""

from django.db import migrations

from kit.guards import app_may

NARROW = """
ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE UPDATE, DELETE ON TABLES FROM allotment_app;
"""
WIDEN = """
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT UPDATE, DELETE ON TABLES TO allotment_app;
"""


class Migration(migrations.Migration):
    dependencies = [("kit", "0001_roles_and_clock")]
    operations = [
        migrations.RunSQL(NARROW, WIDEN),
        migrations.RunSQL(
            app_may("kit_cache", update=["value", "expires"], delete=True), migrations.RunSQL.noop
        ),
    ]
