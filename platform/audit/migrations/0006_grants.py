"""The words of the record are read and added to, and erased by a deed that says so in an entry."""

from django.db import migrations

from kit.guards import app_may, auditor_may_read

GRANTS = (
    app_may("audit_words", delete=True),
    auditor_may_read("audit_words"),
)


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0005_epochs"),
        ("kit", "0002_new_tables_are_read_and_added_to"),
    ]
    operations = [migrations.RunSQL(sql, migrations.RunSQL.noop) for sql in GRANTS]
