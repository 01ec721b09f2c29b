"""The record's table, in its final form, and the erasable words that entries refer to."""

import uuid

from django.db import migrations, models

import kit.clock

EVENT = r"""
CREATE SCHEMA audit;
GRANT USAGE ON SCHEMA audit TO allotment_app, allotment_sequencer, allotment_auditor;
CREATE TABLE audit.event (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  event_uuid uuid NOT NULL CONSTRAINT event_uuid_unique UNIQUE,
  at timestamptz NOT NULL,
  kind text NOT NULL,
  place_ref uuid,
  round_ref uuid,
  actor_ref uuid,
  subject_ref uuid,
  role text NOT NULL,
  audience text NOT NULL CONSTRAINT event_audience_known CHECK (audience IN ('public', 'staff', 'auditor')),
  body bytea NOT NULL,
  salt bytea NOT NULL CONSTRAINT event_salt_length CHECK (octet_length(salt) = 16),
  leaf bytea NOT NULL GENERATED ALWAYS AS (sha256('\x00'::bytea || salt || body)) STORED,
  xid xid8 NOT NULL DEFAULT pg_current_xact_id()
);
CREATE INDEX event_by_place ON audit.event (place_ref, id);
CREATE INDEX event_by_round ON audit.event (round_ref, id);
CREATE INDEX event_by_subject ON audit.event (subject_ref, id);
GRANT SELECT ON audit.event TO allotment_app, allotment_sequencer, allotment_auditor;
GRANT INSERT (event_uuid, at, kind, place_ref, round_ref, actor_ref, subject_ref, role, audience, body, salt)
  ON audit.event TO allotment_app;
CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE ON audit.event
  FOR EACH ROW EXECUTE FUNCTION public.kit_append_only();
CREATE TRIGGER event_no_truncate BEFORE TRUNCATE ON audit.event
  FOR EACH STATEMENT EXECUTE FUNCTION public.kit_append_only();
ALTER TABLE audit.event ENABLE ALWAYS TRIGGER event_append_only;
ALTER TABLE audit.event ENABLE ALWAYS TRIGGER event_no_truncate;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = [("kit", "0001_roles_and_clock")]
    operations = [
        migrations.RunSQL(EVENT, "DROP SCHEMA audit CASCADE"),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("event_uuid", models.UUIDField(unique=True)),
                ("at", models.DateTimeField()),
                ("kind", models.TextField()),
                ("place_ref", models.UUIDField(null=True)),
                ("round_ref", models.UUIDField(null=True)),
                ("actor_ref", models.UUIDField(null=True)),
                ("subject_ref", models.UUIDField(null=True)),
                ("role", models.TextField()),
                ("audience", models.TextField()),
                ("body", models.BinaryField()),
                ("salt", models.BinaryField()),
                ("leaf", models.BinaryField()),
            ],
            options={"db_table": 'audit"."event', "managed": False},
        ),
        migrations.CreateModel(
            name="Words",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("event_uuid", models.UUIDField(db_index=True)),
                ("name", models.TextField()),
                ("salt", models.BinaryField()),
                ("text", models.TextField()),
                ("written_at", models.DateTimeField(db_default=kit.clock.KitNow())),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("event_uuid", "name"), name="words_once_per_entry"
                    )
                ]
            },
        ),
    ]
