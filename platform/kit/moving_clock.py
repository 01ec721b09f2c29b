"""The clock of tests and demonstrations: `kit_now()` plus an offset kept in a one-row table.

Only the owner role can put it in place; a real installation never does.
"""

MOVING_CLOCK = """
CREATE TABLE IF NOT EXISTS kit_clock_offset (
  one_row boolean PRIMARY KEY DEFAULT true CONSTRAINT clock_offset_one_row CHECK (one_row),
  by interval NOT NULL DEFAULT '0'
);
INSERT INTO kit_clock_offset DEFAULT VALUES ON CONFLICT DO NOTHING;
REVOKE INSERT, UPDATE, DELETE ON kit_clock_offset FROM allotment_app;
GRANT SELECT ON kit_clock_offset TO allotment_app, allotment_sequencer, allotment_auditor;
CREATE OR REPLACE FUNCTION kit_now() RETURNS timestamptz LANGUAGE sql VOLATILE
  SET search_path = public, pg_temp
  AS $$ SELECT clock_timestamp() + (SELECT by FROM kit_clock_offset) $$;
"""
