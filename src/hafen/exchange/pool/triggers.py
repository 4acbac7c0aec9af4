"""What the database itself refuses of a placement.

A stored mark "the rules hold" would have to be believed, and grows stale as
soon as a fact changes. The triggers read the facts of both sides when a pair is
proposed, asked and confirmed, so whatever writes the row is refused alike: a
service, a bulk update, SQL by hand. The service asks the same function first,
to say which rule it is.
"""

from django.db.backends.utils import CursorWrapper

from hafen.core.db.guards import today

# The rules, in the order in which people read them.
RULES = (
    "KIND", "TIME", "LANGUAGE", "SKILL", "CLEARANCE", "GENDER", "ADULT", "DISTANCE",
    "EXCLUDED",
)  # fmt: skip

_DISTANCE = """
CREATE OR REPLACE FUNCTION pool_distance(
  lat1 float8, lon1 float8, lat2 float8, lon2 float8) RETURNS integer
LANGUAGE sql IMMUTABLE AS $body$
  SELECT CASE WHEN lat1 IS NULL OR lat2 IS NULL THEN 0 ELSE
    round(2 * 63710 * asin(sqrt(least(1,
      sin((radians(lat2) - radians(lat1)) / 2) ^ 2
      + cos(radians(lat1)) * cos(radians(lat2))
      * sin((radians(lon2) - radians(lon1)) / 2) ^ 2))))::integer END
$body$
"""

_BROKEN = """
CREATE OR REPLACE FUNCTION pool_broken_rules(a_need uuid, an_offer uuid)
RETURNS text[] LANGUAGE sql STABLE AS $body$
  SELECT array_remove(ARRAY[
    CASE WHEN n.kind <> o.kind THEN 'KIND' END,
    CASE WHEN NOT (CASE
      WHEN o.starts_at IS NOT NULL THEN coalesce(
        o.starts_at <= n.starts_at AND o.ends_at >= n.ends_at, false)
      ELSE n.slots = 0
        OR bit_count((n.slots & o.slots)::bit(64)) >= n.min_slots
      END) THEN 'TIME' END,
    CASE WHEN n.languages <> '{}'::jsonb AND NOT EXISTS (
      SELECT 1 FROM jsonb_each_text(n.languages) AS wanted
      WHERE (o.languages ->> wanted.key)::integer >= wanted.value::integer
      ) THEN 'LANGUAGE' END,
    CASE WHEN NOT n.skills <@ (h.skills || o.skills) THEN 'SKILL' END,
    CASE WHEN n.clearance > 0 AND (h.clearance < n.clearance
      OR h.clearance_until < TODAY) THEN 'CLEARANCE' END,
    CASE WHEN n.gender_wish <> '' AND h.gender <> n.gender_wish
      THEN 'GENDER' END,
    CASE WHEN (n.adults_only AND NOT h.is_adult)
      OR (o.adults_only AND n.is_for_minor) THEN 'ADULT' END,
    CASE WHEN pool_distance(n.latitude, n.longitude, o.latitude, o.longitude)
      > 10 * least(coalesce(n.radius_km, 32000), coalesce(o.radius_km, 32000))
      THEN 'DISTANCE' END,
    CASE WHEN EXISTS (SELECT 1 FROM pool_exclusion AS x
      WHERE x.helper_id = o.helper_id AND x.seeker_id = n.seeker_id)
      THEN 'EXCLUDED' END
  ], NULL)
  FROM pool_need AS n, pool_offer AS o JOIN pool_helper AS h ON h.id = o.helper_id
  WHERE n.id = a_need AND o.id = an_offer
$body$
"""

_STEP = """
CREATE OR REPLACE FUNCTION pool_check_match() RETURNS trigger
LANGUAGE plpgsql AS $body$
DECLARE
  broken text[];
  seats integer;
  pairing boolean;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF NEW.need_id <> OLD.need_id OR NEW.offer_id <> OLD.offer_id THEN
      RAISE EXCEPTION 'a placement keeps its two sides' USING ERRCODE = '23514',
        CONSTRAINT = 'a_placement_keeps_its_two_sides';
    END IF;
    IF NEW.state = OLD.state THEN
      RETURN NEW;
    END IF;
    IF NOT (OLD.state || '>' || NEW.state) = ANY (ARRAY[
      'PROPOSED>ASKED', 'PROPOSED>WITHDRAWN', 'ASKED>ACCEPTED', 'ASKED>DECLINED',
      'ASKED>EXPIRED', 'ASKED>WITHDRAWN', 'ACCEPTED>CONFIRMED',
      'ACCEPTED>DECLINED', 'ACCEPTED>WITHDRAWN', 'CONFIRMED>RUNNING',
      'CONFIRMED>ENDED', 'CONFIRMED>WITHDRAWN', 'RUNNING>ENDED']) THEN
      RAISE EXCEPTION 'no step leads from % to %', OLD.state, NEW.state
        USING ERRCODE = '23514', CONSTRAINT = 'a_placement_goes_its_steps';
    END IF;
  ELSIF NEW.state NOT IN ('PROPOSED', 'ASKED') THEN
    RAISE EXCEPTION 'a placement begins with a proposal' USING ERRCODE = '23514',
      CONSTRAINT = 'a_placement_goes_its_steps';
  END IF;
  IF NEW.state NOT IN ('PROPOSED', 'ASKED', 'CONFIRMED') THEN
    RETURN NEW;
  END IF;
  IF NEW.state = 'CONFIRMED' THEN
    -- The rows of both sides are the lock: two desks give a place away once.
    SELECT places INTO seats FROM pool_offer WHERE id = NEW.offer_id FOR UPDATE;
    IF (SELECT count(*) FROM pool_match WHERE offer_id = NEW.offer_id
        AND state IN ('CONFIRMED', 'RUNNING') AND id <> NEW.id) >= seats THEN
      RAISE EXCEPTION 'the offer has no free place' USING ERRCODE = '23514',
        CONSTRAINT = 'an_offer_is_never_over_its_places';
    END IF;
    SELECT places, kind IN ('SPONSORSHIP') INTO seats, pairing
      FROM pool_need WHERE id = NEW.need_id FOR UPDATE;
    IF (SELECT count(*) FROM pool_match WHERE need_id = NEW.need_id
        AND state IN ('CONFIRMED', 'RUNNING') AND id <> NEW.id) >= seats THEN
      RAISE EXCEPTION 'the need has no free place' USING ERRCODE = '23514',
        CONSTRAINT = 'a_need_is_never_over_its_places';
    END IF;
    IF pairing AND (NEW.talk_on IS NULL OR NEW.seeker_agreed_at IS NULL) THEN
      RAISE EXCEPTION 'both agree and talk first' USING ERRCODE = '23514',
        CONSTRAINT = 'a_sponsorship_begins_with_a_talk';
    END IF;
  END IF;
  broken := pool_broken_rules(NEW.need_id, NEW.offer_id);
  IF broken IS NULL OR broken <> '{}' THEN
    RAISE EXCEPTION 'broken: %', broken USING ERRCODE = '23514',
      CONSTRAINT = 'a_placement_keeps_the_hard_rules';
  END IF;
  RETURN NEW;
END $body$
"""

_PLACES = """
CREATE OR REPLACE FUNCTION pool_check_places() RETURNS trigger
LANGUAGE plpgsql AS $body$
BEGIN
  IF NEW.places < OLD.places AND (SELECT count(*) FROM pool_match
      WHERE (need_id = NEW.id OR offer_id = NEW.id)
      AND state IN ('CONFIRMED', 'RUNNING')) > NEW.places THEN
    RAISE EXCEPTION 'more places are taken' USING ERRCODE = '23514',
      CONSTRAINT = 'places_that_are_taken_stay';
  END IF;
  RETURN NEW;
END $body$
"""

_KEEP = """
CREATE OR REPLACE FUNCTION pool_keep_step() RETURNS trigger
LANGUAGE plpgsql AS $body$
BEGIN
  -- An account that goes leaves its step; a new key seals the note anew.
  IF to_jsonb(NEW) - '{by_id,note,updated_at}'::text[]
      <> to_jsonb(OLD) - '{by_id,note,updated_at}'::text[]
      OR NEW.by_id <> OLD.by_id OR (NEW.by_id IS NOT NULL AND OLD.by_id IS NULL) THEN
    RAISE EXCEPTION 'a step is never changed' USING ERRCODE = '23514',
      CONSTRAINT = 'a_step_is_never_changed';
  END IF;
  RETURN NEW;
END $body$
"""

_TRIGGERS = (
    ("pool_match", "BEFORE INSERT OR UPDATE", "pool_check_match"),
    ("pool_need", "BEFORE UPDATE", "pool_check_places"),
    ("pool_offer", "BEFORE UPDATE", "pool_check_places"),
    ("pool_matchstep", "BEFORE UPDATE", "pool_keep_step"),
)


def lay(cursor: CursorWrapper) -> None:
    """Lay the functions and triggers; again and again with the same result."""
    for function in (
        _DISTANCE,
        _BROKEN.replace("TODAY", today()),
        _STEP,
        _PLACES,
        _KEEP,
    ):
        cursor.execute(function)
    for table, moment, function in _TRIGGERS:
        cursor.execute(f'DROP TRIGGER IF EXISTS {function} ON "{table}"')
        cursor.execute(
            f'CREATE TRIGGER {function} {moment} ON "{table}"'
            f" FOR EACH ROW EXECUTE FUNCTION {function}()"
        )
