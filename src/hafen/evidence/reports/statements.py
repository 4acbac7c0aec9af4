"""What `fences` counts of casework in a period: kind, code, and a number."""

# Cases that were open on some day of the period are those advised in it. A follow-up
# is a note, a talk or a visit at home in the period.
PROGRAMMES = """
  WITH advised AS (
    SELECT *, coalesce(programme_id::text, '') AS code,
      closed_on IS NOT NULL AND closed_on <= last AS is_closed
    FROM cases_case
    WHERE municipality_id = {here} AND opened_on <= last
      AND (closed_on IS NULL OR closed_on >= first)
      AND (programme IS NULL OR programme_id = programme)
  ), theirs AS (
    SELECT id FROM cases_case
    WHERE municipality_id = {here} AND (programme IS NULL OR programme_id = programme)
  ), closed AS (
    SELECT code, closed_on - opened_on AS days FROM advised WHERE is_closed
  ), followed AS (
    SELECT advised.id,
      (SELECT count(*) FROM cases_note AS note
        WHERE note.case_id = advised.id AND note."on" BETWEEN first AND last)
      + (SELECT count(*) FROM consultations_visitor AS visitor
        WHERE visitor.household_id = advised.household_id
          AND visitor.day BETWEEN greatest(first, advised.opened_on)
            AND least(last, coalesce(advised.closed_on, last)))
      + (SELECT count(*) FROM outreach_homevisit AS visit
        JOIN outreach_arrival AS arrival ON arrival.id = visit.arrival_id
        WHERE arrival.household_id = advised.household_id AND visit.result = 'MET'
          AND visit."on" BETWEEN greatest(first, advised.opened_on)
            AND least(last, coalesce(advised.closed_on, last))) AS number
    FROM advised
  ), planned AS (
    SELECT DISTINCT paper.case_id FROM cases_integrationagreement AS paper
    WHERE paper.municipality_id = {here} AND paper.signed_on <= last
  )
  SELECT CASE WHEN is_closed THEN 'CLOSED' ELSE 'GOING' END, code, count(*)
    FROM advised GROUP BY 1, 2
  UNION ALL SELECT CASE WHEN opened_on < first THEN 'BEFORE' ELSE 'OPENED' END, code,
    count(*) FROM advised GROUP BY 1, 2
  UNION ALL SELECT 'DAYS', code, percentile_disc(0.5) WITHIN GROUP (ORDER BY days)
    FROM closed GROUP BY code
  UNION ALL SELECT 'DAYS', 'ALL', percentile_disc(0.5) WITHIN GROUP (ORDER BY days)
    FROM closed HAVING count(*) > 0
  UNION ALL SELECT 'RUNNING', CASE
      WHEN last < opened_on + interval '12 months' THEN '0'
      WHEN last < opened_on + interval '30 months' THEN '12'
      WHEN last < opened_on + interval '36 months' THEN '30'
      WHEN last < opened_on + interval '48 months' THEN '36' ELSE '48' END, count(*)
    FROM advised WHERE NOT is_closed GROUP BY 2
  UNION ALL SELECT 'HOUSEHOLDS', '', count(DISTINCT household_id) FROM advised
  UNION ALL SELECT 'PERSONS', '', count(DISTINCT member.client_id)
    FROM advised JOIN cases_membership AS member
      ON member.household_id = advised.household_id
      AND (advised.client_id IS NULL OR advised.client_id = member.client_id)
      AND member.valid_from <= last
      AND (member.valid_until IS NULL OR member.valid_until >= first)
    JOIN cases_client AS client
      ON client.id = member.client_id AND client.same_as_id IS NULL
  UNION ALL SELECT 'CHECKED', '', count(*) FROM advised WHERE criteria <> '{{}}'
  UNION ALL SELECT 'CRITERIA', criterion, count(*)
    FROM advised, unnest(criteria) AS criterion GROUP BY 2
  UNION ALL SELECT 'PLAN', (id IN (SELECT case_id FROM planned))::text, count(*)
    FROM advised GROUP BY 2
  UNION ALL SELECT 'SIGNED', (number > 1)::text, count(*)
    FROM cases_integrationagreement
    WHERE municipality_id = {here} AND signed_on BETWEEN first AND last
      AND case_id IN (SELECT id FROM theirs) GROUP BY 2
  UNION ALL SELECT 'GOALS', domain || '|' || CASE
      WHEN ended_on IS NULL OR ended_on > last THEN 'OPEN' ELSE state END, count(*)
    FROM cases_goal
    WHERE municipality_id = {here} AND since <= last
      AND (ended_on IS NULL OR ended_on >= first)
      AND case_id IN (SELECT id FROM theirs) GROUP BY 2
  UNION ALL SELECT 'AREAS', area.domain || '|' || area.outcome, count(*)
    FROM cases_areaoutcome AS area JOIN advised ON advised.id = area.case_id
    WHERE is_closed AND area.outcome <> 'NO_SUBJECT' GROUP BY 2
  UNION ALL SELECT 'FOLLOWED', CASE WHEN number = 0 THEN '0' WHEN number < 3 THEN '1'
      WHEN number < 6 THEN '3' ELSE '6' END, count(*)
    FROM followed GROUP BY 2
  UNION ALL SELECT 'FOLLOW_UPS', '', coalesce(sum(number), 0)::bigint FROM followed
"""
# Contacts with people of its cases, while these were open.
CONTACTS_OF_PROGRAMME = """
    SELECT coalesce(visitor.contact_id, visit.contact_id) AS id
    FROM consultations_visitor AS visitor
    JOIN cases_case AS file ON file.household_id = visitor.household_id
      AND (file.client_id IS NULL OR visitor.client_id IS NULL
        OR file.client_id = visitor.client_id)
      AND file.opened_on <= visitor.day
      AND (file.closed_on IS NULL OR file.closed_on >= visitor.day)
    LEFT JOIN consultations_visit AS visit ON visit.id = visitor.visit_id
    WHERE file.programme_id = programme
"""
CONTACTS = """
  WITH counted AS (
    SELECT * FROM contacts_contact
    WHERE municipality_id = {here} AND held_on BETWEEN first AND last
      AND (programme IS NULL OR id IN ({theirs}))
  )
  SELECT 'CUBE', concat_ws('|', to_char(held_on, 'YYYY-MM'), channel, setting,
      extract(isodow FROM held_on), "group"), count(*) FROM counted GROUP BY 2
  UNION ALL SELECT 'TOPIC', topic, count(*) FROM counted, unnest(topics) AS topic
    WHERE "group" = 'b' GROUP BY 2
"""
# By month: how many cases were open at its end, opened and closed, with what end.
TRENDS = """
  WITH months AS (
    SELECT to_char(day, 'YYYY-MM') AS code,
      least((day + interval '1 month')::date - 1, last) AS until
    FROM generate_series(date_trunc('month', first::timestamp), last::timestamp,
      interval '1 month') AS day
  ), here AS (
    SELECT * FROM cases_case
    WHERE municipality_id = {here} AND (programme IS NULL OR programme_id = programme)
  ), followed AS (
    SELECT note."on" AS day FROM cases_note AS note JOIN here ON here.id = note.case_id
    UNION ALL SELECT visitor.day FROM consultations_visitor AS visitor
      JOIN here ON here.household_id = visitor.household_id
        AND visitor.day BETWEEN here.opened_on AND coalesce(here.closed_on, last)
    UNION ALL SELECT visit."on" FROM outreach_homevisit AS visit
      JOIN outreach_arrival AS arrival ON arrival.id = visit.arrival_id
      JOIN here ON here.household_id = arrival.household_id
        AND visit."on" BETWEEN here.opened_on AND coalesce(here.closed_on, last)
      WHERE visit.result = 'MET'
  )
  SELECT 'GOING', code, count(here.id) FROM months LEFT JOIN here
    ON opened_on <= months.until AND (closed_on IS NULL OR closed_on > months.until)
    GROUP BY 2
  UNION ALL SELECT 'OPENED', to_char(opened_on, 'YYYY-MM'), count(*) FROM here
    WHERE opened_on BETWEEN first AND last GROUP BY 2
  UNION ALL SELECT 'CLOSED', to_char(closed_on, 'YYYY-MM'), count(*) FROM here
    WHERE closed_on BETWEEN first AND last GROUP BY 2
  UNION ALL SELECT 'REACHED', to_char(closed_on, 'YYYY-MM'), count(*) FROM here
    WHERE closed_on BETWEEN first AND last AND outcome = 'REACHED' GROUP BY 2
  UNION ALL SELECT 'FOLLOWED', to_char(day, 'YYYY-MM'), count(*) FROM followed
    WHERE day BETWEEN first AND last GROUP BY 2
"""
# How many days later something was written down than it was.
DELAYS = """
  WITH theirs AS (
    SELECT id FROM cases_case
    WHERE municipality_id = {here} AND (programme IS NULL OR programme_id = programme)
  ), written AS (
    SELECT 'CONTACT' AS kind, held_on AS day, created_at FROM contacts_contact
      WHERE municipality_id = {here} AND held_on BETWEEN first AND last
        AND (programme IS NULL OR id IN ({theirs}))
    UNION ALL SELECT 'CASE', opened_on, created_at FROM cases_case
      WHERE id IN (SELECT id FROM theirs) AND opened_on BETWEEN first AND last
    UNION ALL SELECT 'NOTE', "on", created_at FROM cases_note
      WHERE municipality_id = {here} AND "on" BETWEEN first AND last
        AND case_id IN (SELECT id FROM theirs)
    UNION ALL SELECT 'SHEET', "on", min(created_at) FROM cases_needrating
      WHERE municipality_id = {here} AND "on" BETWEEN first AND last
        AND case_id IN (SELECT id FROM theirs)
      GROUP BY case_id, "on"
  ), late AS (
    SELECT kind, (created_at AT TIME ZONE '{zone}')::date - day AS days FROM written
  )
  SELECT kind, CASE WHEN days < 1 THEN '0' WHEN days < 4 THEN '1'
    WHEN days < 15 THEN '4' ELSE '15' END, count(*)
  FROM late GROUP BY 1, 2
"""
REFERRALS = """
  WITH sent AS (
    SELECT *, coalesce(organisation_id::text, unit_id::text, '') AS office,
      split_part(topic, '.', 1) AS domain
    FROM referrals_referral
    WHERE municipality_id = {here} AND offered_at IS NOT NULL
      AND (offered_at AT TIME ZONE '{zone}')::date BETWEEN first AND last
      AND (programme IS NULL OR case_id IN (
        SELECT id FROM cases_case WHERE programme_id = programme))
  )
  SELECT 'OFFICE', office || '|' || CASE
      WHEN arrived_on IS NOT NULL THEN 'ARRIVED' WHEN state = 'REFUSED' THEN 'REFUSED'
      WHEN answered_at IS NOT NULL THEN 'ACCEPTED' ELSE 'WAITING' END, count(*)
    FROM sent WHERE way = 'TOLD' GROUP BY 2
  UNION ALL SELECT 'TARGET', office || '|' || way, count(*) FROM sent
    WHERE way IN ('TOLD', 'SLIP') GROUP BY 2
  UNION ALL SELECT 'REFUSED', refusal, count(*) FROM sent
    WHERE way = 'TOLD' AND arrived_on IS NULL AND state = 'REFUSED' GROUP BY 2
  UNION ALL SELECT 'MINUTES', office,
    percentile_disc(0.5) WITHIN GROUP (ORDER BY answer_minutes) FROM sent
    WHERE answer_minutes IS NOT NULL GROUP BY 2
  UNION ALL SELECT 'MINUTES', 'ALL',
    percentile_disc(0.5) WITHIN GROUP (ORDER BY answer_minutes) FROM sent
    WHERE answer_minutes IS NOT NULL HAVING count(*) > 0
  UNION ALL SELECT 'TOPIC', domain, count(*) FROM sent GROUP BY 2
  UNION ALL SELECT 'WAY', way, count(*) FROM sent GROUP BY 2
"""
# A file, or an arrival without one, counts once, however often it was announced.
OUTREACH = """
  WITH came AS (
    SELECT *, coalesce(household_id, id) AS file FROM outreach_arrival
    WHERE municipality_id = {here} AND ending NOT IN ('GONE', 'TWICE')
      AND "on" BETWEEN first AND last
  ), met AS (
    SELECT arrival_id, max(persons_met) AS most FROM outreach_homevisit
    WHERE result = 'MET' AND "on" <= last GROUP BY 1
  ), files AS (
    SELECT file, max(persons) AS size, least(max(persons), max(CASE
        WHEN reached_on <= last THEN coalesce(most, persons) ELSE 0 END)) AS reached
    FROM came LEFT JOIN met ON met.arrival_id = came.id GROUP BY file
  )
  SELECT 'KIND', kind, count(*) FROM came GROUP BY 2
  UNION ALL SELECT 'HOUSEHOLDS', (reached > 0)::text, count(*) FROM files GROUP BY 2
  UNION ALL SELECT 'PERSONS', 'true', coalesce(sum(reached), 0)::bigint FROM files
  UNION ALL SELECT 'PERSONS', 'false', coalesce(sum(size - reached), 0)::bigint
    FROM files
  UNION ALL SELECT 'APPROACHED', coalesce(approached_on <= due_on, false)::text,
    count(*) FROM came WHERE due_on <= last OR approached_on <= last GROUP BY 2
  UNION ALL SELECT 'VISITS', result, count(*) FROM outreach_homevisit
    WHERE municipality_id = {here} AND "on" BETWEEN first AND last GROUP BY 2
  UNION ALL SELECT 'HANDED', CASE
      WHEN state IN ('ACCEPTED', 'BEGUN', 'ANSWERED', 'CLOSED') THEN 'ACCEPTED'
      WHEN state IN ('DRAFT', 'CHECKED', 'OFFERED') THEN 'PENDING' ELSE state END,
    count(*) FROM outreach_handover
    WHERE municipality_id = {here}
      AND (created_at AT TIME ZONE '{zone}')::date BETWEEN first AND last GROUP BY 2
"""
# Of the people in households on a day: what their entry lacks, and what cannot be.
QUALITY = """
  WITH members AS (
    SELECT client.*, age(day, born_on) AS age FROM cases_client AS client
    WHERE client.municipality_id = {here} AND client.same_as_id IS NULL
      AND EXISTS (SELECT FROM cases_membership AS member
        WHERE member.client_id = client.id AND member.valid_from <= day
          AND (member.valid_until IS NULL OR member.valid_until >= day))
  ), doubtful AS (
    SELECT sort_key, born_on FROM members WHERE born_on IS NOT NULL
    GROUP BY 1, 2 HAVING count(*) > 1
  )
  SELECT 'ALL', '', count(*) FROM members
  UNION ALL SELECT 'LACKS', 'birth', count(*) FROM members WHERE born_on IS NULL
  UNION ALL SELECT 'LACKS', 'gender', count(*) FROM members WHERE gender = ''
  UNION ALL SELECT 'LACKS', 'languages', count(*) FROM members
    WHERE languages = '{{}}'
  UNION ALL SELECT 'LACKS', 'residence', count(*) FROM members WHERE NOT EXISTS (
    SELECT FROM cases_circumstance AS known
    WHERE known.client_id = members.id AND known.kind = 'RESIDENCE'
      AND known.valid_from <= day
      AND (known.valid_until IS NULL OR known.valid_until >= day))
  UNION ALL SELECT 'LACKS', 'age', count(*) FROM members
    WHERE born_on > day OR age > '110 years'
  UNION ALL SELECT 'LACKS', 'twice', count(*) FROM members
    JOIN doubtful USING (sort_key, born_on)
"""
