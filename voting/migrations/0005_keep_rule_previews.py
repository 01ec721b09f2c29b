"""That staff looked at a rule on an earlier vote stays written down."""

from django.db import migrations

from kit.guards import append_only, free

TABLE = "voting_rulepreview"


class Migration(migrations.Migration):
    dependencies = [("voting", "0004_rule_previews")]
    operations = [migrations.RunSQL(append_only(TABLE), free(TABLE))]
