"""Money comes into the books by two people: one entered it, with the day and the bank's reference, another confirmed it.
What came in before stays as it is: a movement without a row here."""

import uuid
from collections.abc import Sequence
from zoneinfo import ZoneInfo

import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

import kit.clock


def from_site(table: str) -> str:
    """SQL that lets only sessions which have shown the site's key write to `table`."""
    return f"""
CREATE TRIGGER kit_from_site BEFORE INSERT OR UPDATE OR DELETE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION public.kit_from_site();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER kit_from_site;
"""


def by_deed(table: str, *events: str) -> str:
    """SQL that lets rows of `table` change only in a transaction that wrote an entry of the record.
    `events` are INSERT, DELETE, UPDATE, or UPDATE OF columns.
    """
    name = table.replace(".", "_").replace('"', "")
    return f"""
CREATE CONSTRAINT TRIGGER {name}_by_deed AFTER {" OR ".join(events)} ON {table}
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.kit_by_deed();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}_by_deed;
"""


def no_longer_by_deed(table: str) -> str:
    """The reverse of `by_deed`."""
    name = table.replace(".", "_").replace('"', "")
    return f"DROP TRIGGER {name}_by_deed ON {table};"


def not_emptied(table: str) -> str:
    """SQL that refuses TRUNCATE of `table` to everyone: what guards rows one by one sees none."""
    return f"""
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION public.kit_append_only();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_no_truncate;
"""


def emptied_again(table: str) -> str:
    """The reverse of `not_emptied`."""
    return f"DROP TRIGGER {table}_no_truncate ON {table};"


def app_may(
    table: str, *, insert: bool = True, update: Sequence[str] = (), delete: bool = False
) -> str:
    """SQL that lets the app role read `table`, add rows, and beyond that only what is named.

    What it could do before is taken away. A row that a deed only locks needs one column of
    `update`: its `id`, which nothing that points to it lets anybody change.
    """
    verbs = ["SELECT", *(["INSERT"] if insert else []), *(["DELETE"] if delete else [])]
    changes = f"GRANT UPDATE ({_columns(update)}) ON {table} TO allotment_app;" if update else ""
    return f"""
REVOKE ALL ON {table} FROM allotment_app;
GRANT {", ".join(verbs)} ON {table} TO allotment_app;
{changes}
"""


def auditor_may_read(table: str, *columns: str) -> str:
    """SQL that lets the auditor role read `table`, or only some of its columns."""
    only = f"({_columns(columns)})" if columns else ""
    return f"""
REVOKE ALL ON {table} FROM allotment_auditor;
GRANT SELECT {only} ON {table} TO allotment_auditor;
"""


def _columns(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


# Whoever enters or confirms is of the trust's staff in that place, then.
GUARDS = """
CREATE FUNCTION ledger_is_staff(who uuid, place uuid) RETURNS boolean LANGUAGE sql STABLE
  SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM people_role
    WHERE person_id = who AND (neighbourhood_id = place OR neighbourhood_id IS NULL)
      AND kind IN ('officer', 'finance') AND ended_at IS NULL
  )
$$;

CREATE FUNCTION ledger_deposit_guard() RETURNS trigger LANGUAGE plpgsql
  SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.confirmed_at IS NOT NULL OR NEW.taken_back_at IS NOT NULL THEN
      PERFORM ledger_refuse('deposit_waits_first', 'a deposit waits before a second person confirms it');
    END IF;
    IF NOT EXISTS (SELECT FROM ledger_fund WHERE id = NEW.fund_id AND neighbourhood_id = NEW.neighbourhood_id) THEN
      PERFORM ledger_refuse('deposit_of_the_place', 'the fund belongs to another place');
    END IF;
    IF NOT ledger_is_staff(NEW.entered_by_id, NEW.neighbourhood_id) THEN
      PERFORM ledger_refuse('deposit_by_staff', 'only staff of the trust enter money');
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.taken_back_at IS NOT NULL THEN
    PERFORM ledger_refuse('deposit_stands', 'this deposit was taken back');
  END IF;
  IF OLD.confirmed_at IS NOT NULL
    AND (NEW.confirmed_at, NEW.confirmed_by_id, NEW.move_id)
      IS DISTINCT FROM (OLD.confirmed_at, OLD.confirmed_by_id, OLD.move_id) THEN
    PERFORM ledger_refuse('deposit_stands', 'this deposit was confirmed');
  END IF;
  IF OLD.confirmed_at IS NULL AND NEW.confirmed_at IS NOT NULL
    AND NOT ledger_is_staff(NEW.confirmed_by_id, NEW.neighbourhood_id) THEN
    PERFORM ledger_refuse('deposit_by_staff', 'only staff of the trust confirm money');
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER ledger_deposit_guard BEFORE INSERT OR UPDATE ON ledger_deposit
  FOR EACH ROW EXECUTE FUNCTION ledger_deposit_guard();
ALTER TABLE ledger_deposit ENABLE ALWAYS TRIGGER ledger_deposit_guard;

-- Nothing comes in but what two people said. The movement is written first, the row then names it: hence deferred.
CREATE FUNCTION ledger_move_confirmed() RETURNS trigger LANGUAGE plpgsql
  SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM ledger_deposit
    WHERE move_id = NEW.id AND (fund_id, pence) = (NEW.fund_id, NEW.pence) AND confirmed_at IS NOT NULL
  ) THEN
    PERFORM ledger_refuse('deposit_by_two_people', format('nobody confirmed deposit %s', NEW.id));
  END IF;
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER ledger_move_confirmed AFTER INSERT ON ledger_move
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.kind = 'deposit' AND NEW.reverses_id IS NULL) EXECUTE FUNCTION ledger_move_confirmed();
ALTER TABLE ledger_move ENABLE ALWAYS TRIGGER ledger_move_confirmed;
"""
UNGUARD = """
DROP TRIGGER ledger_move_confirmed ON ledger_move;
DROP FUNCTION ledger_move_confirmed();
DROP TRIGGER ledger_deposit_guard ON ledger_deposit;
DROP FUNCTION ledger_deposit_guard(), ledger_is_staff(uuid, uuid);
"""

CHANGES = [
    "confirmed_by_id",
    "confirmed_at",
    "move_id",
    "taken_back_by_id",
    "taken_back_at",
    "taken_back_because",
]


def _person(**given: object) -> models.ForeignKey:
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
        **given,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0003_grants"),
        ("grants", "0004_from_the_site"),
        ("people", "0005_grants_of_libraries"),
        ("places", "0003_grants"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Deposit",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("pence", models.BigIntegerField()),
                ("memo", models.CharField(blank=True, max_length=200)),
                ("received_on", models.DateField()),
                ("bank_reference", models.CharField(max_length=40)),
                ("entered_at", models.DateTimeField(db_default=kit.clock.KitNow())),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("taken_back_at", models.DateTimeField(null=True)),
                ("taken_back_because", models.CharField(blank=True, max_length=200)),
                ("confirmed_by", _person(null=True)),
                ("entered_by", _person()),
                ("taken_back_by", _person(null=True)),
                (
                    "fund",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deposits",
                        to="ledger.fund",
                    ),
                ),
                (
                    "move",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deposit",
                        to="ledger.move",
                    ),
                ),
                (
                    "neighbourhood",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deposits",
                        to="places.neighbourhood",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="deposit",
            constraint=models.CheckConstraint(condition=Q(pence__gt=0), name="deposit_positive"),
        ),
        migrations.AddConstraint(
            model_name="deposit",
            constraint=models.CheckConstraint(
                condition=~Q(bank_reference=""), name="deposit_has_reference"
            ),
        ),
        migrations.AddConstraint(
            model_name="deposit",
            constraint=models.CheckConstraint(
                condition=Q(
                    received_on__lte=django.db.models.functions.datetime.TruncDate(
                        "entered_at", tzinfo=ZoneInfo("Europe/London")
                    )
                ),
                name="deposit_not_in_the_future",
            ),
        ),
        migrations.AddConstraint(
            model_name="deposit",
            constraint=models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("entered_by")),
                name="deposit_confirmed_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="deposit",
            constraint=models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True, move__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False, move__isnull=False),
                name="deposit_confirmed_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="deposit",
            constraint=models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True, taken_back_because="")
                | Q(taken_back_at__isnull=False) & ~Q(taken_back_because=""),
                name="deposit_taken_back_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="deposit",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Upper("bank_reference"),
                F("neighbourhood"),
                condition=Q(taken_back_at__isnull=True),
                name="deposit_reference_once",
            ),
        ),
        migrations.RunSQL(from_site("ledger_deposit"), migrations.RunSQL.noop),
        migrations.RunSQL(
            by_deed("ledger_deposit", "INSERT", "UPDATE"), no_longer_by_deed("ledger_deposit")
        ),
        migrations.RunSQL(GUARDS, UNGUARD),
        migrations.RunSQL(not_emptied("ledger_deposit"), emptied_again("ledger_deposit")),
        migrations.RunSQL(app_may("ledger_deposit", update=CHANGES), migrations.RunSQL.noop),
        migrations.RunSQL(auditor_may_read("ledger_deposit"), migrations.RunSQL.noop),
    ]
