"""How things are before a project starts: where the figure is from, and the day on which it was so."""

from django.db import migrations, models

GRANT = """
GRANT UPDATE (baseline_source, baseline_on) ON proposals_proposal TO allotment_app;
GRANT SELECT (baseline_on) ON proposals_proposal TO allotment_auditor;
"""


class Migration(migrations.Migration):
    dependencies = [("proposals", "0005_grants")]
    operations = [
        migrations.AddField(
            "proposal", "baseline_source", models.CharField(blank=True, max_length=200)
        ),
        migrations.AddField("proposal", "baseline_on", models.DateField(blank=True, null=True)),
        migrations.RunSQL(GRANT, migrations.RunSQL.noop),
    ]
