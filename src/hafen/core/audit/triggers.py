"""One trigger writes every change of every table of ours into the trail.

It sees what no `save()` sees: bulk updates, cascades, SQL by hand.
"""

from django.db.backends.utils import CursorWrapper

from hafen.core.audit.models import KEEP_DAYS
from hafen.core.db.guards import our_models
from hafen.core.db.personal_data import declared

# A value longer than this stands as its hash: the trail is no second archive.
LONGEST_VALUE = 300

_FUNCTION = f"""
CREATE OR REPLACE FUNCTION hafen_audit_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
DECLARE
  before jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
  after jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END;
  shown jsonb := coalesce(after, before);
  personal text[] := TG_ARGV[0]::text[];
  key text := NULLIF(current_setting('hafen.audit_key', true), '');
  changed text[];
  told jsonb;
BEGIN
  SELECT array_agg(name ORDER BY name) INTO changed
  FROM jsonb_object_keys(shown) AS name
  WHERE name NOT IN ('updated_at', 'created_at', 'version')
    AND before -> name IS DISTINCT FROM after -> name;
  IF changed IS NULL THEN
    RETURN NULL;
  END IF;
  SELECT jsonb_object_agg(name, CASE
    WHEN shown ->> name IS NULL THEN 'null'::jsonb
    WHEN name = ANY (personal) OR length(shown ->> name) > {LONGEST_VALUE} THEN
      CASE WHEN key IS NOT NULL THEN to_jsonb('#' || left(encode(sha256(
        convert_to(key || (shown ->> name) || key, 'UTF8')), 'hex'), 20)) END
    ELSE shown -> name END) INTO told
  FROM unnest(changed) AS name;
  INSERT INTO audit_event (kind, municipality_id, actor_id, channel, request_id,
    action, subject_table, subject_id, fields, values)
  VALUES ('CHANGE',
    coalesce((shown ->> 'municipality_id')::uuid,
      NULLIF(current_setting('hafen.municipality', true), '')::uuid),
    NULLIF(current_setting('hafen.actor', true), '')::uuid,
    coalesce(NULLIF(current_setting('hafen.channel', true), ''), 'unknown'),
    coalesce(current_setting('hafen.request', true), ''),
    lower(TG_OP), TG_TABLE_NAME,
    coalesce(shown ->> 'id', shown ->> 'page_ptr_id', shown ->> 'entry_ptr_id'),
    changed, told);
  RETURN NULL;
END $body$
"""


_PRUNE = f"""
CREATE OR REPLACE FUNCTION hafen_audit_prune(town uuid, upto integer)
RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
DECLARE
  oldest timestamptz := now() - interval '{KEEP_DAYS} days';
  final bigint;
  gone bigint;
BEGIN
  SELECT last_event INTO final FROM audit_seal
  WHERE municipality_id = town AND number = upto AND sealed_at < oldest;
  IF final IS NULL THEN
    RETURN 0;
  END IF;
  DELETE FROM audit_event WHERE municipality_id IS NULL AND at < oldest;
  DELETE FROM audit_event WHERE municipality_id = town AND id <= final;
  GET DIAGNOSTICS gone = ROW_COUNT;
  RETURN gone;
END $body$
"""


def lay(cursor: CursorWrapper) -> None:
    """Lay the function, and one trigger on each table that is not exempt."""
    cursor.execute(_FUNCTION)
    # Events go by this door alone, and only when their period has ended.
    cursor.execute(_PRUNE)
    name = "hafen_audit_prune(uuid, integer)"
    cursor.execute(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC")
    cursor.execute(f"GRANT EXECUTE ON FUNCTION {name} TO hafen_web, hafen_worker")
    for model in our_models():
        table = model._meta.db_table
        cursor.execute(f'DROP TRIGGER IF EXISTS hafen_audit ON "{table}"')
        if not getattr(model, "is_audited", True) or getattr(
            model, "append_only", False
        ):
            continue
        declaration = declared(model)
        names = declaration.fields if declaration else ()
        columns = ",".join(
            str(field.column)
            for field in model._meta.local_fields
            if field.name in names
        )
        cursor.execute(
            f'CREATE TRIGGER hafen_audit AFTER INSERT OR UPDATE OR DELETE ON "{table}"'
            f" FOR EACH ROW EXECUTE FUNCTION hafen_audit_change('{{{columns}}}')"
        )
