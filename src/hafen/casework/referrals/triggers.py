"""What may go along, once more: the database takes papers of the person alone."""

from django.db.backends.utils import CursorWrapper

from hafen.core.db.guards import Step, steps

_CHECK = """
CREATE OR REPLACE FUNCTION referrals_check_document() RETURNS trigger
LANGUAGE plpgsql AS $body$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.referral_id = OLD.referral_id AND NEW.kind = OLD.kind
      AND (NEW.paper_id IS NULL OR NEW.paper_id = OLD.paper_id)
      AND (NEW.copy IS NULL OR OLD.copy IS NOT NULL) THEN
    RETURN NEW;
  END IF;
  IF NOT EXISTS (
    SELECT FROM referrals_referral AS sent
    JOIN cases_clientpaper AS paper ON paper.client_id = sent.client_id
    WHERE sent.id = NEW.referral_id AND sent.ended_on IS NULL
      AND 'PAPERS' = ANY (sent.categories)
      AND paper.id = NEW.paper_id AND paper.kind = NEW.kind
  ) THEN
    RAISE EXCEPTION 'only a paper of the person goes along' USING ERRCODE = '23514',
      CONSTRAINT = 'only_a_paper_of_the_person_goes_along';
  END IF;
  RETURN NEW;
END $body$
"""


def register() -> None:
    steps.register(Step("referrals", _lay))


def _lay(cursor: CursorWrapper) -> None:
    """Lay the function and its trigger; again and again with the same result."""
    name, table = "referrals_check_document", "referrals_referraldocument"
    cursor.execute(_CHECK)
    cursor.execute(f'DROP TRIGGER IF EXISTS {name} ON "{table}"')
    cursor.execute(
        f'CREATE TRIGGER {name} BEFORE INSERT OR UPDATE ON "{table}"'
        f" FOR EACH ROW EXECUTE FUNCTION {name}()"
    )
