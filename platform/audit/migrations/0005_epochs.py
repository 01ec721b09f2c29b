"""Up to which entry the numbers of transactions are those of another database server.

A dump that is restored elsewhere keeps the numbers of its old server, and the new one counts from its own. An epoch says
with which entry the new counting begins. The first one is made here, so that a site that was moved before this
version is right from now on.
"""

import uuid

from django.db import migrations, models

import kit.clock

EPOCHS = """
CREATE TABLE audit.epoch (
  id uuid PRIMARY KEY,
  first_id bigint NOT NULL CONSTRAINT epoch_first_id_positive CHECK (first_id > 0),
  at timestamptz NOT NULL DEFAULT public.kit_now(),
  cluster bigint NOT NULL DEFAULT (pg_control_system()).system_identifier
);
CREATE TRIGGER epoch_append_only BEFORE UPDATE OR DELETE ON audit.epoch
  FOR EACH ROW EXECUTE FUNCTION public.kit_append_only();
CREATE TRIGGER epoch_no_truncate BEFORE TRUNCATE ON audit.epoch
  FOR EACH STATEMENT EXECUTE FUNCTION public.kit_append_only();
ALTER TABLE audit.epoch ENABLE ALWAYS TRIGGER epoch_append_only;
ALTER TABLE audit.epoch ENABLE ALWAYS TRIGGER epoch_no_truncate;
GRANT SELECT ON audit.epoch TO allotment_app, allotment_sequencer, allotment_auditor;
INSERT INTO audit.epoch (id, first_id)
  SELECT gen_random_uuid(), coalesce(max(id), 0) + 1 FROM audit.event;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0004_words_that_last")]
    operations = [
        migrations.RunSQL(EPOCHS, "DROP TABLE audit.epoch"),
        migrations.CreateModel(
            name="Epoch",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("first_id", models.BigIntegerField()),
                ("at", models.DateTimeField(db_default=kit.clock.KitNow())),
            ],
            options={"db_table": 'audit"."epoch', "managed": False},
        ),
    ]
