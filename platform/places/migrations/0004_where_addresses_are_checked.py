"""A neighbourhood says where and when addresses are checked, and where to write to instead."""

from django.db import migrations, models

GRANT = (
    "GRANT UPDATE (check_place, check_hours, check_write_to)"
    " ON places_neighbourhood TO allotment_app"
)


class Migration(migrations.Migration):
    dependencies = [("places", "0003_grants")]
    operations = [
        migrations.AddField(
            model_name="neighbourhood",
            name="check_place",
            field=models.CharField(blank=True, default="", max_length=200),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="neighbourhood",
            name="check_hours",
            field=models.CharField(blank=True, default="", max_length=200),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="neighbourhood",
            name="check_write_to",
            field=models.CharField(blank=True, default="", max_length=300),
            preserve_default=False,
        ),
        migrations.RunSQL(GRANT, migrations.RunSQL.noop),
    ]
