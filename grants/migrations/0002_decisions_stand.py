"""A decision, once made, is never changed or removed: only a new fact may follow it."""

from django.db import migrations

from kit import guards


class Migration(migrations.Migration):
    dependencies = [("grants", "0001_initial")]

    operations = [
        migrations.RunSQL(guards.append_only("grants_decision"), guards.free("grants_decision")),
    ]
