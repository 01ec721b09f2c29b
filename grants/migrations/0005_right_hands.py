"""Money goes into the right hands, and no further than it is needed.

- Nobody who has an office in a place holds money of it: neither when an award is offered or accepted, nor when an account
  is entered, nor when an office or a seat is taken by somebody who holds an award that isn't done.
- The quorum and the number of seats stay while a round of the place is published and not decided.
- No payment goes beyond what the newest accepted report leaves needed.
- Nobody signs a round off who held another part in it.

An offer that an earlier version made to somebody with an office waits for somebody who may hold it.
"""

import uuid
from collections.abc import Sequence

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

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


def _columns(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


OFFICE = """
CREATE FUNCTION grants_refuse(rule text, words text) RETURNS void LANGUAGE plpgsql
  SET search_path = public, pg_temp AS $$
BEGIN
  RAISE EXCEPTION '%', words USING ERRCODE = '23514', CONSTRAINT = rule;
END $$;

-- A role or a seat in the place, or a role in all of them. Whoever asks first has locked the person.
CREATE FUNCTION grants_has_office(who uuid, place uuid) RETURNS boolean LANGUAGE sql STABLE
  SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM people_role
    WHERE person_id = who AND ended_at IS NULL AND (neighbourhood_id = place OR neighbourhood_id IS NULL)
  ) OR EXISTS (
    SELECT FROM grants_member m JOIN grants_panel p ON p.id = m.panel_id
    WHERE m.person_id = who AND m.left_at IS NULL AND p.neighbourhood_id = place
  )
$$;

CREATE FUNCTION grants_holds_award(who uuid, place uuid) RETURNS boolean LANGUAGE sql STABLE
  SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM grants_award a
    JOIN proposals_proposal i ON i.id = a.proposal_id JOIN rounds_round r ON r.id = i.round_id
    WHERE a.holder_id = who AND a.status IN ('offered', 'accepted')
      AND (r.neighbourhood_id = place OR place IS NULL)
  )
$$;

CREATE FUNCTION grants_place_of(award uuid) RETURNS uuid LANGUAGE sql STABLE
  SET search_path = public, pg_temp AS $$
  SELECT r.neighbourhood_id FROM grants_award a
  JOIN proposals_proposal i ON i.id = a.proposal_id JOIN rounds_round r ON r.id = i.round_id
  WHERE a.id = award
$$;

CREATE FUNCTION grants_lock_person(who uuid) RETURNS void LANGUAGE plpgsql
  SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM FROM people_user WHERE id = who FOR NO KEY UPDATE;
END $$;

"""

HELD = """
CREATE FUNCTION grants_award_held() RETURNS trigger LANGUAGE plpgsql
  SET search_path = public, pg_temp AS $$
DECLARE
  place uuid;
BEGIN
  SELECT r.neighbourhood_id INTO place FROM proposals_proposal i JOIN rounds_round r ON r.id = i.round_id
    WHERE i.id = NEW.proposal_id;
  IF TG_OP = 'UPDATE' AND NEW.holder_id IS DISTINCT FROM OLD.holder_id AND OLD.holder_id IS NOT NULL
    AND NOT grants_has_office(OLD.holder_id, place) THEN
    PERFORM grants_refuse('award_keeps_holder', 'an award keeps its holder');
  END IF;
  IF NEW.holder_id IS NULL OR NEW.status NOT IN ('offered', 'accepted') THEN
    RETURN NEW;
  END IF;
  PERFORM grants_lock_person(NEW.holder_id);
  IF grants_has_office(NEW.holder_id, place) THEN
    PERFORM grants_refuse('award_holder_without_office', 'whoever holds an award has no office in its place');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER grants_award_held BEFORE INSERT OR UPDATE OF holder_id, status ON grants_award
  FOR EACH ROW EXECUTE FUNCTION grants_award_held();
ALTER TABLE grants_award ENABLE ALWAYS TRIGGER grants_award_held;

CREATE FUNCTION grants_bankdetails_by_holder() RETURNS trigger LANGUAGE plpgsql
  SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM grants_lock_person(NEW.entered_by_id);
  IF grants_has_office(NEW.entered_by_id, grants_place_of(NEW.award_id))
    OR NEW.entered_by_id IS DISTINCT FROM (SELECT holder_id FROM grants_award WHERE id = NEW.award_id) THEN
    PERFORM grants_refuse('bank_details_by_holder', 'an account is entered by the one who holds the award');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER grants_bankdetails_by_holder BEFORE INSERT ON grants_bankdetails
  FOR EACH ROW EXECUTE FUNCTION grants_bankdetails_by_holder();
ALTER TABLE grants_bankdetails ENABLE ALWAYS TRIGGER grants_bankdetails_by_holder;

CREATE FUNCTION people_role_apart() RETURNS trigger LANGUAGE plpgsql
  SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.ended_at IS NULL THEN
    PERFORM grants_lock_person(NEW.person_id);
    IF grants_holds_award(NEW.person_id, NEW.neighbourhood_id) THEN
      PERFORM grants_refuse('role_without_award', 'this person holds an award of this place that is not done');
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER people_role_apart BEFORE INSERT OR UPDATE OF ended_at ON people_role
  FOR EACH ROW EXECUTE FUNCTION people_role_apart();
ALTER TABLE people_role ENABLE ALWAYS TRIGGER people_role_apart;
"""

PANEL = """
-- A round that is published and that the panel has not decided, all sittings closed.
CREATE FUNCTION grants_running_rounds(place uuid) RETURNS SETOF rounds_round LANGUAGE sql STABLE
  SET search_path = public, pg_temp AS $$
  SELECT r.* FROM rounds_round r
  WHERE r.neighbourhood_id = place AND r.origin = 'native'
    AND r.published_at IS NOT NULL AND r.cancelled_at IS NULL AND r.signed_off_at IS NULL
    AND (r.decided_at IS NULL OR EXISTS (
      SELECT FROM grants_meeting m WHERE m.round_id = r.id AND m.opened_at IS NOT NULL AND m.closed_at IS NULL
    ))
$$;

CREATE FUNCTION grants_panel_fixed() RETURNS trigger LANGUAGE plpgsql
  SET search_path = public, pg_temp AS $$
DECLARE
  running rounds_round;
BEGIN
  IF NEW.quorum <> OLD.quorum THEN
    SELECT * INTO running FROM grants_running_rounds(NEW.neighbourhood_id) LIMIT 1;
    IF FOUND THEN
      PERFORM grants_refuse('panel_fixed', format('the quorum stays: round %s is published', running.number));
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER grants_panel_fixed BEFORE UPDATE ON grants_panel
  FOR EACH ROW EXECUTE FUNCTION grants_panel_fixed();
ALTER TABLE grants_panel ENABLE ALWAYS TRIGGER grants_panel_fixed;

-- A seat with a vote that is given up can be filled again: no more than there were when the round was published.
CREATE FUNCTION grants_member_fixed() RETURNS trigger LANGUAGE plpgsql
  SET search_path = public, pg_temp AS $$
DECLARE
  place uuid;
  running rounds_round;
BEGIN
  SELECT neighbourhood_id INTO place FROM grants_panel WHERE id = NEW.panel_id FOR NO KEY UPDATE;
  IF NEW.left_at IS NOT NULL THEN
    RETURN NEW;
  END IF;
  PERFORM grants_lock_person(NEW.person_id);
  IF grants_holds_award(NEW.person_id, place) THEN
    PERFORM grants_refuse('role_without_award', 'this person holds an award of this place that is not done');
  END IF;
  IF NEW.position = 'secretary' THEN
    RETURN NEW;
  END IF;
  FOR running IN SELECT * FROM grants_running_rounds(place) LOOP
    IF (SELECT count(*) FROM grants_member WHERE panel_id = NEW.panel_id AND position <> 'secretary' AND left_at IS NULL)
      >= (SELECT count(*) FROM grants_member WHERE panel_id = NEW.panel_id AND position <> 'secretary'
        AND joined_at <= running.published_at AND (left_at IS NULL OR left_at > running.published_at)) THEN
      PERFORM grants_refuse('seats_fixed', format('the seats stay: round %s is published', running.number));
    END IF;
  END LOOP;
  RETURN NEW;
END $$;
CREATE TRIGGER grants_member_fixed BEFORE INSERT ON grants_member
  FOR EACH ROW EXECUTE FUNCTION grants_member_fixed();
ALTER TABLE grants_member ENABLE ALWAYS TRIGGER grants_member_fixed;
"""

NEEDED = """
-- The movement of a payment is written before its row says "sent", so the books hold it already.
CREATE FUNCTION grants_instalment_needed() RETURNS trigger LANGUAGE plpgsql
  SET search_path = public, pg_temp AS $$
DECLARE
  report grants_progressreport;
  held bigint;
  before bigint;
BEGIN
  IF NEW.status NOT IN ('due', 'approved', 'sent')
    OR TG_OP = 'UPDATE' AND (NEW.status = OLD.status OR OLD.status = 'approved' AND NEW.status = 'due') THEN
    RETURN NEW;
  END IF;
  SELECT * INTO report FROM grants_progressreport
    WHERE award_id = NEW.award_id AND accepted_at IS NOT NULL ORDER BY is_final DESC, sent_at DESC LIMIT 1;
  IF NOT FOUND THEN
    RETURN NEW;
  END IF;
  SELECT coalesce(sum(e.pence), 0) INTO held
    FROM ledger_entry e JOIN ledger_move m ON m.id = e.move_id JOIN ledger_account a ON a.id = e.account_id
    WHERE m.commitment_id = NEW.award_id AND a.kind = 'paid' AND m.id IS DISTINCT FROM NEW.move_id;
  SELECT coalesce(sum(pence), 0) INTO before FROM grants_instalment
    WHERE award_id = NEW.award_id AND number < NEW.number AND status IN ('due', 'approved');
  IF report.is_final AND held + before + NEW.pence > report.spent_pence THEN
    PERFORM grants_refuse('payment_needed', format('payment %s is more than the report leaves needed', NEW.number));
  END IF;
  IF NOT report.is_final AND report.spent_pence < held THEN
    PERFORM grants_refuse('payment_needed', format('payment %s waits: what was paid is not spent', NEW.number));
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER grants_instalment_needed BEFORE INSERT OR UPDATE OF status ON grants_instalment
  FOR EACH ROW EXECUTE FUNCTION grants_instalment_needed();
ALTER TABLE grants_instalment ENABLE ALWAYS TRIGGER grants_instalment_needed;
"""

# The record knows a person by another reference in every round: whoever did something in this one is found by it. What was
# done without one's own name (a holder's deeds), or by nobody's deed, is found by its rows.
SIGNED = """
CREATE FUNCTION grants_signed_off_apart() RETURNS trigger LANGUAGE plpgsql
  SET search_path = public, pg_temp AS $$
DECLARE
  who uuid;
BEGIN
  SELECT person_id INTO who FROM people_alias WHERE ref = NEW.actor_ref AND round_ref = NEW.round_ref;
  IF who IS NULL
    OR EXISTS (SELECT FROM audit.event WHERE round_ref = NEW.round_ref AND actor_ref = NEW.actor_ref
      AND role NOT IN ('auditor', 'resident', 'signed-in', 'person'))
    OR EXISTS (SELECT FROM rounds_round WHERE id = NEW.round_ref AND set_up_by_id = who)
    OR EXISTS (SELECT FROM rounds_duty WHERE round_id = NEW.round_ref AND person_id = who)
    OR EXISTS (SELECT FROM proposals_proposal i
      LEFT JOIN proposals_proposal_helpers h ON h.proposal_id = i.id
      WHERE i.round_id = NEW.round_ref AND who IN (i.lead_id, i.entered_by_id, h.user_id))
    OR EXISTS (SELECT FROM grants_award a JOIN proposals_proposal i ON i.id = a.proposal_id
      WHERE i.round_id = NEW.round_ref AND who IN (a.holder_id, a.offered_by_id))
    OR EXISTS (SELECT FROM grants_member m JOIN grants_panel p ON p.id = m.panel_id
      JOIN rounds_round r ON r.neighbourhood_id = p.neighbourhood_id
      WHERE r.id = NEW.round_ref AND m.person_id = who
        AND m.joined_at <= coalesce(r.decided_at, NEW.at) AND (m.left_at IS NULL OR m.left_at > r.published_at))
  THEN
    PERFORM grants_refuse('round_signed_off_apart', 'whoever signs a round off held another part in it');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER event_signed_off_apart BEFORE INSERT ON audit.event
  FOR EACH ROW WHEN (NEW.kind = 'round.signed_off') EXECUTE FUNCTION grants_signed_off_apart();
ALTER TABLE audit.event ENABLE ALWAYS TRIGGER event_signed_off_apart;
"""

# An idea that staff wrote down for somebody gets its lead once; no lead is ever put in another's place.
LEAD = """
CREATE FUNCTION proposals_proposal_lead_once() RETURNS trigger LANGUAGE plpgsql
  SET search_path = public, pg_temp AS $$
BEGIN
  IF OLD.lead_id IS NOT NULL AND NEW.lead_id IS DISTINCT FROM OLD.lead_id THEN
    PERFORM grants_refuse('proposal_lead_once', 'an idea keeps its lead');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER proposals_proposal_lead_once BEFORE UPDATE OF lead_id ON proposals_proposal
  FOR EACH ROW EXECUTE FUNCTION proposals_proposal_lead_once();
ALTER TABLE proposals_proposal ENABLE ALWAYS TRIGGER proposals_proposal_lead_once;
GRANT UPDATE (lead_id) ON proposals_proposal TO allotment_app;
"""

UNGUARD = """
REVOKE UPDATE (lead_id) ON proposals_proposal FROM allotment_app;
DROP TRIGGER proposals_proposal_lead_once ON proposals_proposal;
DROP FUNCTION proposals_proposal_lead_once();
DROP TRIGGER event_signed_off_apart ON audit.event;
DROP TRIGGER grants_instalment_needed ON grants_instalment;
DROP TRIGGER grants_member_fixed ON grants_member;
DROP TRIGGER grants_panel_fixed ON grants_panel;
DROP TRIGGER people_role_apart ON people_role;
DROP TRIGGER grants_bankdetails_by_holder ON grants_bankdetails;
DROP TRIGGER grants_award_held ON grants_award;
DROP FUNCTION grants_signed_off_apart(), grants_instalment_needed(), grants_member_fixed(), grants_panel_fixed(),
  people_role_apart(), grants_bankdetails_by_holder(), grants_award_held(), grants_running_rounds(uuid);
"""

UNOFFICE = """
DROP FUNCTION grants_place_of(uuid), grants_lock_person(uuid), grants_holds_award(uuid, uuid),
  grants_has_office(uuid, uuid), grants_refuse(text, text);
"""

# Offers that wait for an answer which nobody may give any more. Somebody has to be found: two weeks at least.
WAITING = """
UPDATE grants_award a SET status = 'waiting', holder_id = NULL,
  answer_by = greatest(a.answer_by, (kit_now() AT TIME ZONE 'Europe/London')::date + 14)
FROM proposals_proposal i JOIN rounds_round r ON r.id = i.round_id
WHERE i.id = a.proposal_id AND a.status = 'offered'
  AND (a.holder_id IS NULL OR i.lead_id IS NULL OR grants_has_office(a.holder_id, r.neighbourhood_id));
SET CONSTRAINTS ALL IMMEDIATE;
"""
HELD_AGAIN = """
UPDATE grants_award a SET status = 'offered', holder_id = coalesce(i.lead_id, i.entered_by_id)
FROM proposals_proposal i WHERE i.id = a.proposal_id AND a.status = 'waiting';
SET CONSTRAINTS ALL IMMEDIATE;
"""

GUARDED = (
    "grants_award",
    "grants_bankdetails",
    "grants_panel",
    "grants_member",
    "grants_instalment",
    "people_role",
    "proposals_proposal",
)
STATES = ["waiting", "offered", "accepted", "declined", "lapsed", "complete"]


def _person(**given: object) -> models.ForeignKey:
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
        **given,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("grants", "0004_from_the_site"),
        ("ledger", "0004_two_people_for_a_deposit"),
        ("proposals", "0005_grants"),
        ("rounds", "0004_grants"),
        ("audit", "0007_by_the_site"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HolderInvitation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("email", models.EmailField(max_length=254)),
                ("invited_at", models.DateTimeField(db_default=kit.clock.KitNow())),
                ("accepted_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("accepted_by", _person(null=True)),
                ("invited_by", _person()),
                (
                    "award",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to="grants.award",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="holderinvitation",
            constraint=models.UniqueConstraint(
                fields=("award",),
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="holder_invited_one_at_a_time",
            ),
        ),
        migrations.RemoveConstraint(model_name="award", name="award_status_known"),
        migrations.AddConstraint(
            model_name="award",
            constraint=models.CheckConstraint(
                condition=Q(status__in=STATES), name="award_status_known"
            ),
        ),
        migrations.RunSQL(OFFICE, UNOFFICE),
        migrations.RunSQL(WAITING, HELD_AGAIN),
        migrations.RunSQL(HELD + PANEL + NEEDED + SIGNED + LEAD, UNGUARD),
        *(migrations.RunSQL(not_emptied(table), emptied_again(table)) for table in GUARDED),
        migrations.AddConstraint(
            model_name="award",
            constraint=models.CheckConstraint(
                condition=Q(status="waiting", holder__isnull=True)
                | ~Q(status="waiting")
                & (Q(holder__isnull=False) | ~Q(status__in=["offered", "accepted"])),
                name="award_held_unless_waiting",
            ),
        ),
        migrations.RunSQL(from_site("grants_holderinvitation"), migrations.RunSQL.noop),
        migrations.RunSQL(
            by_deed("grants_holderinvitation", "INSERT", "UPDATE"),
            no_longer_by_deed("grants_holderinvitation"),
        ),
        migrations.RunSQL(
            app_may(
                "grants_holderinvitation",
                update=["accepted_at", "accepted_by_id", "withdrawn_at"],
            ),
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            app_may(
                "grants_award",
                update=[
                    "status",
                    "holder_id",
                    "holder_name",
                    "answer_by",
                    "answered_at",
                    "completed_at",
                ],
            ),
            migrations.RunSQL.noop,
        ),
    ]
