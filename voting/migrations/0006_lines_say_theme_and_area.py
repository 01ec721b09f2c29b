"""Lines of the ballot say what stages of a count go by, and beside which others they can't be
picked. Those that stand already say nothing.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("voting", "0005_keep_rule_previews")]
    operations = [
        migrations.AddField(
            model_name="ballotline", name="theme", field=models.TextField(blank=True)
        ),
        migrations.AddField(
            model_name="ballotline", name="area", field=models.TextField(blank=True)
        ),
        migrations.AddField(
            model_name="ballotline",
            name="not_with",
            field=models.JSONField(blank=True, default=list),
        ),
    ]
