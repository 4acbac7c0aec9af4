"""The hard rules of interpreting, once: in the database.

The ranked list, the services and the trigger ask the same function, so none of
them can believe something else than the others.
"""

from django.db.backends.utils import CursorWrapper

from hafen.core.db.guards import today
from hafen.exchange.interpreting.models import CHECKED_FOR, HEAVY, NOT_FOR_LAY

# In the order in which people read them.
RULES = (
    "PAUSED", "LANGUAGE", "MODE", "TRAINING", "SUBJECT", "GENDER", "ADULT", "PAPERS",
    "CHECKED", "APART", "BUSY", "AWAY", "TIME", "DISTANCE", "DAY", "LOAD",
)  # fmt: skip
# An own yes to this date and place is a newer word than the profile.
ANSWERED = ("TIME", "DISTANCE", "AWAY")


def _listed(words: frozenset[str]) -> str:
    return ", ".join(f"'{word}'" for word in sorted(words))


# `slots`: the parts of the week that the appointment touches, 0 to leave them out.
_BROKEN = f"""
CREATE OR REPLACE FUNCTION interpreting_broken_rules(
  an_appointment uuid, an_interpreter uuid, begins timestamptz, ends timestamptz,
  slots bigint) RETURNS text[] LANGUAGE sql STABLE AS $body$
  SELECT array_remove(ARRAY[
    CASE WHEN o.state <> 'OPEN' THEN 'PAUSED' END,
    CASE WHEN NOT EXISTS (SELECT 1 FROM interpreting_speech AS s
      WHERE s.interpreter_id = i.id AND s.language = a.language
      AND (a.dialect = '' OR lower(s.dialect) = lower(a.dialect))
      AND CASE WHEN a.mode = 'written'
        THEN s.written >= a.level AND s.direction IN ('BOTH', a.direction)
        ELSE s.spoken >= a.level AND s.direction = 'BOTH' END) THEN 'LANGUAGE' END,
    CASE WHEN NOT a.mode = ANY (i.modes) THEN 'MODE' END,
    CASE WHEN i.training = 'LAY' AND a.subject IN ({_listed(NOT_FOR_LAY)})
      THEN 'TRAINING' END,
    CASE WHEN a.subject = ANY (i.avoids) THEN 'SUBJECT' END,
    CASE WHEN a.gender_wish <> '' AND h.gender <> a.gender_wish THEN 'GENDER' END,
    CASE WHEN NOT h.is_adult THEN 'ADULT' END,
    CASE WHEN i.secrecy_on IS NULL OR i.contract_until < t.day
      OR h.clearance_until < t.day THEN 'PAPERS' END,
    CASE WHEN i.confirmed_on IS NULL OR i.confirmed_on <= {today()} - {CHECKED_FOR}
      THEN 'CHECKED' END,
    CASE WHEN EXISTS (SELECT 1 FROM interpreting_apart AS x
      WHERE x.interpreter_id = i.id AND x.institution_id = a.institution_id
      AND (x.code = '' OR x.code = a.code)) THEN 'APART' END,
    CASE WHEN a.mode <> 'written' AND EXISTS (
      SELECT 1 FROM interpreting_appointment AS b
      WHERE b.interpreter_id = i.id AND b.id <> a.id AND b.blocked && t.span)
      THEN 'BUSY' END,
    CASE WHEN a.mode <> 'written' AND EXISTS (SELECT 1 FROM interpreting_busy AS b
      WHERE b.interpreter_id = i.id AND t.day BETWEEN b.first_day AND b.last_day
      AND (b.weekday IS NULL OR b.weekday = extract(isodow FROM t.day) - 1)
      AND b.begins < t.until AND b.ends > t.since) THEN 'AWAY' END,
    CASE WHEN a.mode <> 'written' AND o.slots <> 0 AND slots & ~o.slots <> 0
      THEN 'TIME' END,
    CASE WHEN a.mode = 'on_site' AND pool_distance(
      a.latitude, a.longitude, o.latitude, o.longitude)
      > 10 * coalesce(o.radius_km, 32000) THEN 'DISTANCE' END,
    CASE WHEN a.mode <> 'written' AND (
      SELECT count(*) FROM interpreting_appointment AS b
      WHERE b.interpreter_id = i.id AND b.id <> a.id AND b.blocked IS NOT NULL
      AND (b.starts_at AT TIME ZONE m.time_zone)::date = t.day) >= i.most_per_day
      THEN 'DAY' END,
    CASE WHEN a.subject IN ({_listed(HEAVY)}) AND (
      SELECT count(*) FROM interpreting_appointment AS b
      WHERE b.interpreter_id = i.id AND b.id <> a.id
      AND b.state IN ('CONFIRMED', 'DONE') AND b.subject IN ({_listed(HEAVY)})
      AND date_trunc('week', b.starts_at AT TIME ZONE m.time_zone)
        = date_trunc('week', begins AT TIME ZONE m.time_zone))
      >= i.most_heavy_per_week THEN 'LOAD' END
  ], NULL)
  FROM interpreting_appointment AS a
  JOIN places_municipality AS m ON m.id = a.municipality_id
  JOIN interpreting_interpreter AS i ON i.municipality_id = a.municipality_id
  JOIN pool_offer AS o ON o.id = i.offer_id
  JOIN pool_helper AS h ON h.id = o.helper_id
  CROSS JOIN LATERAL (SELECT
    (begins AT TIME ZONE m.time_zone)::date AS day,
    (begins AT TIME ZONE m.time_zone)::time AS since,
    CASE WHEN (ends AT TIME ZONE m.time_zone)::date
      > (begins AT TIME ZONE m.time_zone)::date THEN time '24:00'
      ELSE (ends AT TIME ZONE m.time_zone)::time END AS until,
    tstzrange(begins, ends) AS span) AS t
  WHERE a.id = an_appointment AND i.id = an_interpreter
$body$
"""  # noqa: S608 - our own words, no input

_CHECK = f"""
CREATE OR REPLACE FUNCTION interpreting_check_appointment() RETURNS trigger
LANGUAGE plpgsql AS $body$
DECLARE
  broken text[];
BEGIN
  IF NEW.state <> 'CONFIRMED' OR OLD.state = 'CONFIRMED'
      AND NEW.interpreter_id = OLD.interpreter_id
      AND NEW.blocked IS NOT DISTINCT FROM OLD.blocked THEN
    RETURN NEW;
  END IF;
  broken := interpreting_broken_rules(
    NEW.id, NEW.interpreter_id, NEW.starts_at, NEW.ends_at, 0);
  broken := ARRAY(SELECT unnest(broken)
    EXCEPT SELECT unnest(ARRAY[{_listed(frozenset(ANSWERED))}]));
  IF broken IS NULL OR broken <> '{{}}' THEN
    RAISE EXCEPTION 'broken: %', broken USING ERRCODE = '23514',
      CONSTRAINT = 'an_appointment_keeps_the_hard_rules';
  END IF;
  RETURN NEW;
END $body$
"""

_OPEN_AGAIN = """
CREATE OR REPLACE FUNCTION interpreting_open_again() RETURNS trigger
LANGUAGE plpgsql AS $body$
BEGIN
  -- Whoever is erased leaves no settled appointment without anybody behind.
  IF NEW.interpreter_id IS NULL AND OLD.interpreter_id IS NOT NULL THEN
    NEW.blocked := NULL;
    IF NEW.state = 'CONFIRMED' THEN
      NEW.state := 'OPEN';
      NEW.confirmed_at := NULL;
    END IF;
  END IF;
  RETURN NEW;
END $body$
"""

_KEEP_VOUCHER = """
CREATE OR REPLACE FUNCTION interpreting_keep_voucher() RETURNS trigger
LANGUAGE plpgsql AS $body$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.number <> 1 + (SELECT coalesce(max(number), 0)
        FROM interpreting_voucher WHERE municipality_id = NEW.municipality_id
        AND kind = NEW.kind AND year = NEW.year) THEN
      RAISE EXCEPTION 'numbers follow each other' USING ERRCODE = '23514',
        CONSTRAINT = 'vouchers_are_numbered_without_gaps';
    END IF;
    RETURN NEW;
  END IF;
  -- An account that goes leaves the paper.
  IF to_jsonb(NEW) - '{issued_by_id,updated_at}'::text[]
      <> to_jsonb(OLD) - '{issued_by_id,updated_at}'::text[] THEN
    RAISE EXCEPTION 'a voucher is never changed' USING ERRCODE = '23514',
      CONSTRAINT = 'a_voucher_is_never_changed';
  END IF;
  RETURN NEW;
END $body$
"""

_TRIGGERS = (
    # After the row is written: the function reads it as it stands then.
    ("interpreting_appointment", "interpreting_check_appointment", "AFTER UPDATE"),
    ("interpreting_appointment", "interpreting_open_again", "BEFORE UPDATE"),
    ("interpreting_voucher", "interpreting_keep_voucher", "BEFORE INSERT OR UPDATE"),
)


def lay(cursor: CursorWrapper) -> None:
    """Lay the functions and triggers; again and again with the same result."""
    for function in (_BROKEN, _CHECK, _OPEN_AGAIN, _KEEP_VOUCHER):
        cursor.execute(function)
    for table, name, moment in _TRIGGERS:
        cursor.execute(f'DROP TRIGGER IF EXISTS {name} ON "{table}"')
        cursor.execute(
            f'CREATE TRIGGER {name} {moment} ON "{table}"'
            f" FOR EACH ROW EXECUTE FUNCTION {name}()"
        )
