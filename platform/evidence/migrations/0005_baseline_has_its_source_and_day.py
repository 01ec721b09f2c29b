"""What a project is measured against says where its first figure is from, and of which day."""

from django.db import migrations, models

GRANT = "GRANT UPDATE (baseline_source, baseline_on) ON evidence_expectation TO allotment_app;"


class Migration(migrations.Migration):
    dependencies = [("evidence", "0004_grants")]
    operations = [
        migrations.AddField(
            "expectation", "baseline_source", models.CharField(blank=True, max_length=200)
        ),
        migrations.AddField("expectation", "baseline_on", models.DateField(blank=True, null=True)),
        migrations.RunSQL(GRANT, migrations.RunSQL.noop),
    ]
