"""What a visit of a person opens in the database, and nothing else.

The functions run as the owner, past the policies of the files: they ask for the
secret of the visit themselves, and name each column that comes out. Whoever has
no such secret gets nothing, with whatever SQL.
"""

from django.db.backends.utils import CursorWrapper

from hafen.core.db.guards import MUNICIPALITY, Step, functions, today

MINUTES = 20

# One adult with an open case in a file that is not restricted. The case counts where
# it is the person's own or the household's.
_OPEN = """
  NOT household.is_restricted AND household.ended_on IS NULL
  AND client.same_as_id IS NULL
  AND (client.born_on IS NULL OR client.born_on <= ({today} - interval '18 years'))
  AND EXISTS (
    SELECT FROM cases_case AS file
    WHERE file.household_id = household.id AND file.closed_on IS NULL
      AND NOT file.is_left_behind
      AND (file.client_id IS NULL OR file.client_id = client.id)
  )
"""

_WHO = """
  SELECT access.id, client.id, household.id, client.notice_on,
    client.notice_edition::text
  FROM ownview_ownaccess AS access
  JOIN cases_client AS client ON client.id = access.client_id
  JOIN cases_household AS household ON household.id = client.household_id
  WHERE access.municipality_id = {here}
    AND access.session_key = encode(sha256(convert_to(secret, 'UTF8')), 'hex')
    AND access.session_since > now() - interval '{minutes} minutes'
    AND access.ended_on IS NULL AND access.until >= {today}
    AND {open}
"""

# A topic of health, the mind or violence is never shown.
_PLAIN = """
  SELECT NOT EXISTS (
    SELECT FROM taxonomy_term AS term
    JOIN taxonomy_vocabulary AS vocabulary ON vocabulary.id = term.vocabulary_id
    WHERE vocabulary.code = 'needs' AND 'S3' = ANY (term.flags)
      AND term.code IN (topic, split_part(topic, '.', 1))
  )
"""

_SHOWN = """
  WITH me AS (SELECT * FROM ownview_who(secret)),
  files AS (
    SELECT file.id FROM cases_case AS file JOIN me ON file.household_id = me.household
    WHERE NOT file.is_left_behind
      AND (file.client_id IS NULL OR file.client_id = me.client)
  ),
  sent AS (
    SELECT row.* FROM referrals_referral AS row JOIN me ON row.client_id = me.client
    WHERE row.offered_at IS NOT NULL AND ownview_plain(row.topic)
      -- What went out without consent (child protection) is told in a talk.
      AND row.gate::text IN ('CONSENT', 'NAMELESS')
      AND (row.case_id IS NULL OR row.case_id IN (SELECT id FROM files))
  )
  SELECT jsonb_build_object(
    'access', me.access, 'client', me.client, 'household', me.household,
    'restricted_since', (
      SELECT min(asked.in_force_since) FROM privacy_rightsrequest AS asked
      WHERE asked.municipality_id = {here} AND asked.state::text = 'IN_FORCE'
        AND me.client = ANY (asked.held || asked.doors)
    ),
    'notice_on', me.notice_on, 'notice_edition', me.notice_edition,
    'appointments', (
      SELECT jsonb_agg(jsonb_build_object(
        'id', row.id, 'starts_at', row.starts_at, 'site', site.name,
        'street', site.street, 'house_number', site.house_number,
        'interpreter', row.interpreting_id IS NOT NULL
      ) ORDER BY row.starts_at, row.id)
      FROM consultations_visitor AS visitor
      JOIN consultations_appointment AS row ON row.id = visitor.appointment_id
      JOIN places_site AS site ON site.id = row.site_id
      WHERE visitor.client_id = me.client AND row.state::text = 'ARRANGED'
        AND row.ends_at > now()
    ),
    'agreements', (
      SELECT jsonb_agg(jsonb_build_object(
        'id', row.id, 'content', encode(row.content, 'base64'),
        'signed_on', row.signed_on, 'review_on', row.review_on
      ) ORDER BY row.signed_on, row.id)
      FROM cases_integrationagreement AS row
      WHERE row.client_id = me.client AND row.case_id IN (SELECT id FROM files)
        AND NOT row.is_special AND row.signed_on IS NOT NULL
        AND row.withdrawn_on IS NULL AND row.replaced_on IS NULL
    ),
    'consents', (
      SELECT jsonb_agg(jsonb_build_object(
        'id', row.id, 'kind', row.kind, 'purpose', row.purpose,
        'categories', row.categories, 'recipient', row.recipient,
        'given_on', row.given_on, 'valid_until', row.valid_until
      ) ORDER BY row.given_on, row.id)
      FROM cases_consent AS row
      WHERE row.client_id = me.client AND row.kind::text <> 'RELEASE'
        AND row.given_on IS NOT NULL AND row.withdrawn_on IS NULL
        AND row.valid_until >= {today} AND ownview_plain(row.purpose)
    ),
    'papers', (
      SELECT jsonb_agg(jsonb_build_object(
        'kind', row.kind, 'valid_until', row.valid_until
      ) ORDER BY row.valid_until, row.id)
      FROM cases_clientpaper AS row
      WHERE row.client_id = me.client AND row.settled_on IS NULL
    ),
    'contested', (
      SELECT jsonb_agg(jsonb_build_object(
        'id', row.id, 'about', row.about, 'words', encode(row.words, 'base64'),
        'since', row.since, 'settled_on', row.settled_on, 'how', row.how
      ) ORDER BY row.since DESC, row.id)
      FROM cases_contestedpoint AS row
      WHERE row.client_id = me.client AND NOT row.is_left_behind
    ),
    'applications', (
      SELECT jsonb_agg(jsonb_build_object(
        'form', row.form, 'agency', row.agency, 'state', row.state,
        'due_on', row.due_on, 'ended_on', row.ended_on, 'missing', (
          SELECT jsonb_agg(paper.name ORDER BY paper.created_at, paper.id)
          FROM cases_applicationpaper AS paper
          WHERE paper.application_id = row.id AND paper.got_on IS NULL
        )
      ) ORDER BY row.ended_on DESC, row.due_on, row.id)
      FROM cases_application AS row
      WHERE row.client_id = me.client AND row.case_id IN (SELECT id FROM files)
        AND NOT row.is_special
    ),
    'referrals', (
      SELECT jsonb_agg(jsonb_build_object(
        'id', row.id, 'topic', row.topic, 'recipient', row.recipient,
        'state', row.state, 'offered_at', row.offered_at,
        'appointment_at', row.appointment_at, 'papers', (
          SELECT jsonb_agg(paper.kind ORDER BY paper.created_at, paper.id)
          FROM referrals_referraldocument AS paper WHERE paper.referral_id = row.id
        )
      ) ORDER BY row.offered_at DESC, row.id)
      FROM sent AS row WHERE row.state::text <> 'WITHDRAWN'
    ),
    'readings', (
      SELECT jsonb_agg(jsonb_build_object(
        'at', row.at, 'action', row.action, 'functions', row.functions,
        'office', row.office
      ) ORDER BY row.at DESC)
      FROM (
        SELECT event.at,
          -- That there is a note of these kinds is nothing for a telephone.
          CASE WHEN event.action::text IN ('cases.household.read',
            'cases.client.read', 'cases.consent.read', 'referrals.told.read',
            'referrals.document.read', 'cases.grid.read')
            THEN event.action::text ELSE 'cases.case.read' END AS action,
          ARRAY(
            SELECT DISTINCT given.role::text FROM accounts_roleassignment AS given
            WHERE given.user_id = event.actor_id ORDER BY 1
          ) AS functions,
          COALESCE(event.values ->> 'office', (
            SELECT team.name FROM accounts_teammembership AS member
            JOIN accounts_team AS team ON team.id = member.team_id
            WHERE member.user_id = event.actor_id
            ORDER BY member.valid_from DESC, member.id LIMIT 1
          )) AS office
        FROM audit_event AS event
        WHERE event.municipality_id = {here} AND event.kind::text = 'READ'
          AND (event.action::text IN ('cases.household.read', 'cases.client.read',
            'cases.consent.read', 'cases.case.read', 'cases.special.read',
            'cases.secret.read', 'cases.grid.read')
            -- By an office, of what the person sees here.
            OR event.action::text IN ('referrals.told.read', 'referrals.document.read')
            AND event.values ->> 'referral' IN (SELECT id::text FROM sent))
          AND event.subject_id IN (
            SELECT id::text FROM files
            UNION SELECT me.client::text UNION SELECT me.household::text
          )
        ORDER BY event.id DESC LIMIT 50
      ) AS row
    )
  )
  FROM me
"""


def register() -> None:
    functions.register(Step("ownview", _lay))


def _lay(cursor: CursorWrapper) -> None:
    day = today()
    fill = {"here": MUNICIPALITY, "today": day, "minutes": MINUTES}
    opens = _OPEN.format(today=day)
    who = "TABLE (access uuid, client uuid, household uuid, notice_on date,"
    who += " notice_edition text)"
    asked = "SELECT EXISTS (SELECT FROM cases_client AS client JOIN cases_household"
    asked += " AS household ON household.id = client.household_id"
    asked += f" WHERE client.id = person AND client.municipality_id = {MUNICIPALITY}"
    asked += f" AND {opens})"
    _define(cursor, "ownview_plain(topic text)", "boolean", _PLAIN)
    _define(cursor, "ownview_opens(person uuid)", "boolean", asked)
    _define(cursor, "ownview_who(secret text)", who, _WHO.format(open=opens, **fill))
    _define(cursor, "ownview_shown(secret text)", "jsonb", _SHOWN.format(**fill))
    cursor.execute(
        "GRANT EXECUTE ON FUNCTION ownview_shown(text), ownview_opens(uuid)"
        " TO hafen_web, hafen_worker"
    )


def _define(cursor: CursorWrapper, head: str, gives: str, body: str) -> None:
    """Lay a function that runs as the owner; nobody may call it yet."""
    cursor.execute(
        f"CREATE OR REPLACE FUNCTION {head} RETURNS {gives}"
        " LANGUAGE sql STABLE SECURITY DEFINER"
        f" SET search_path = public, pg_temp AS $body$ {body} $body$"
    )
    cursor.execute(f"REVOKE ALL ON FUNCTION {head} FROM PUBLIC")
