"""Somebody asks for their address to be checked: since when, kept until it is."""

from django.db import migrations, models

GRANT = "GRANT UPDATE (check_asked_at) ON people_residency TO allotment_app"


class Migration(migrations.Migration):
    dependencies = [("people", "0006_sign_in_codes")]
    operations = [
        migrations.AddField(
            model_name="residency",
            name="check_asked_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunSQL(GRANT, migrations.RunSQL.noop),
    ]
