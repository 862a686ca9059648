"""SQL of the monthly benchmark: people to begin with, all months opened in one statement, and the rows compared."""

# People are numbered on each side; number and side give every key, so that both sides have the same people.
NEXT = "SELECT count(*) + 1 FROM accounts_user WHERE starts_with(email, %(side)s)"

_KEY = "md5(%(side)s || ':{kind}:' || i)::uuid"
_EVERYBODY = "FROM generate_series(%(first)s::int, %(last)s::int) AS i"
_NAMES = "(ARRAY['Siti','Budi','Dewi','Agus','Sri','Eko','Ni Luh','Wahyu','Rahmawati','Joko','Putri','Yohanes'])"


def _key(kind: str) -> str:
    return _KEY.replace("{kind}", kind)


EMPLOYER = """
INSERT INTO participants_employer
    (id, npp, name, name_key, scale, address, contact_email, seen_at)
VALUES (md5('employer')::uuid, '99999999', 'PT Contoh', 'contoh', '', '', '', %(now)s) ON CONFLICT DO NOTHING
"""
USERS = f"""
INSERT INTO accounts_user
    (id, password, is_superuser, email, full_name, phone_sealed, language, is_active, is_staff, joined_at,
     session_epoch)
SELECT {_key("user")}, '!', false, %(side)s || i || '@contoh.invalid', {_NAMES}[1 + i %% 12] || ' Nomor ' || i, '',
    CASE WHEN i %% 20 = 0 THEN 'en' ELSE 'id' END, true, false, %(now)s, 0
{_EVERYBODY}
"""
PEOPLE = f"""
INSERT INTO participants_person
    (id, user_id, nik_sealed, nik_index, full_name, born_on, sex, address, state, verified_at, created_at)
SELECT {_key("person")}, {_key("user")}, '\\x00', decode(md5(%(side)s || i) || md5(%(side)s || i), 'hex'),
    {_NAMES}[1 + i %% 12] || ' Nomor ' || i, '1990-01-01', 'P', '', 'verified', %(now)s, %(now)s
{_EVERYBODY}
"""
PHK = f"""
INSERT INTO participants_phkevent
    (id, number, person_id, employer_id, phk_on, reason, contract, opened_by, reported_at, state, other_side_silent,
     asked_for, phi_case, proof_kind, receipt_number, confirmed_at, waiting_since)
SELECT {_key("phk")}, %(side)s || i, {_key("person")}, md5('employer')::uuid, %(filed)s, 'b', 'pkwtt', 'employer',
    %(now)s, 'confirmed', false, '', '', 'tanda_terima', %(side)s || i, %(now)s, %(now)s
{_EVERYBODY}
"""
CLAIMS = f"""
INSERT INTO claims_claim
    (id, number, person_id, phk_id, state, created_at, draft_until, bank_code, bank_name, account_sealed,
     account_holder, account_check, filed_at, reference_date, clock_from, decision_due_on, decided_at, end_reason)
SELECT {_key("claim")}, %(side)s || i, {_key("person")}, {_key("phk")}, 'active', %(now)s, %(today)s, '002', 'BRI', '',
    'Siti', 'matches', %(now)s, %(filed)s, %(filed)s, %(filed)s, %(now)s, ''
{_EVERYBODY}
"""
MONTHS = f"""
INSERT INTO claims_claimmonth (id, claim_id, n, state, opens_on, closes_on, regime)
SELECT md5(%(side)s || ':month' || n || ':' || i)::uuid, {_key("claim")}, n, 'scheduled',
    CASE WHEN n > 1 THEN %(today)s::date + (n - 2) * 30 END,
    CASE WHEN n > 1 THEN %(closes)s::date + (n - 2) * 30 END, ''
{_EVERYBODY}, generate_series(1, 6) AS n
"""
PERIODS = f"""
INSERT INTO ipk_missionperiod (person_id, n, first, last_day)
SELECT {_key("person")}, 2, %(filed)s, NULL
{_EVERYBODY}
"""
SEED = (EMPLOYER, USERS, PEOPLE, PHK, CLAIMS, MONTHS, PERIODS)

STILL_TO_OPEN = """
SELECT count(*) FROM claims_claimmonth WHERE state = 'scheduled' AND opens_on <= %(today)s
"""

# `{words}` are rows of (language, channel, state, subject, body), with {name} where the first name goes.
OPEN_ALL = """
WITH due AS (
    SELECT month.id, month.n, month.claim_id, month.closes_on, claim.person_id, person.user_id, account.language,
        split_part(account.full_name, ' ', 1) AS first_name
    FROM claims_claimmonth month
    JOIN claims_claim claim ON claim.id = month.claim_id
    JOIN participants_person person ON person.id = claim.person_id
    JOIN accounts_user account ON account.id = person.user_id
    WHERE month.state = 'scheduled' AND month.opens_on <= %(today)s AND claim.state = 'active'
    FOR UPDATE OF month SKIP LOCKED
), moved AS (
    UPDATE claims_claimmonth month SET state = 'open' FROM due WHERE month.id = due.id AND month.state = 'scheduled'
), logged AS (
    INSERT INTO claims_claimmonthlog (subject_id, move, from_state, to_state, actor_name, at, note)
    SELECT id, 'open', 'scheduled', 'open', 'JKP', %(now)s, '' FROM due
), collecting AS (
    INSERT INTO ipk_missionperiod (person_id, n, first, last_day)
    SELECT person_id, n, %(collect_from)s, closes_on FROM due
    ON CONFLICT (person_id) DO UPDATE
    SET n = excluded.n, first = excluded.first, last_day = excluded.last_day, claim_ref = excluded.claim_ref
), sending AS (
    INSERT INTO core_job
        (id, name, queue, args, state, attempts, due_at, rung_at, crashes, created_at, last_error)
    VALUES (gen_random_uuid(), 'notices.deliver', 'notices', jsonb_build_object('round_id', %(round)s::text), 'open', 0,
        %(now)s, %(now)s, 0, %(now)s, '')
)
INSERT INTO notices_notice
    (id, user_id, event, key, channel, topic, state, language, subject, body, link, urgent, address_sealed, round,
     attempts, reference, created_at, sent_at)
SELECT gen_random_uuid(), due.user_id, 'month_open', due.id || ':', said.channel, 'claim', said.state, due.language,
    said.subject, replace(said.body, %(name)s, due.first_name), '/klaim/' || due.claim_id || '/bulan/' || due.n || '/',
    false, '', CASE WHEN said.state = 'queued' THEN %(round)s::uuid END, 0, '', %(now)s,
    CASE WHEN said.state = 'sent' THEN %(now)s::timestamptz END
FROM due JOIN (VALUES {words}) AS said (language, channel, state, subject, body) USING (language)
ON CONFLICT DO NOTHING
"""

# What either side wrote, without the keys and moments that are its own: one line a table.
WRITTEN = """
WITH mine AS (
    SELECT account.id AS user_id, person.id AS person_id, claim.id AS claim_id,
        substr(account.email, length(%(side)s) + 1) AS who
    FROM accounts_user account
    JOIN participants_person person ON person.user_id = account.id
    JOIN claims_claim claim ON claim.person_id = person.id
    WHERE starts_with(account.email, %(side)s)
), rows AS (
    SELECT 'month' AS what, concat_ws('|', who, n, state, opens_on, closes_on) AS row
    FROM mine JOIN claims_claimmonth USING (claim_id)
    UNION ALL
    SELECT 'log', concat_ws('|', who, n, move, from_state, to_state, actor_id, actor_name, note)
    FROM mine JOIN claims_claimmonth month USING (claim_id) JOIN claims_claimmonthlog log ON log.subject_id = month.id
    UNION ALL
    SELECT 'period', concat_ws('|', who, n, first, last_day, claim_ref)
    FROM mine JOIN ipk_missionperiod USING (person_id)
    UNION ALL
    SELECT 'message', concat_ws('|', who, event, channel, topic, state, language, subject, body, urgent, attempts,
        reference, round IS NULL, sent_at IS NULL, key = (
            SELECT month.id || ':' FROM claims_claimmonth month WHERE month.claim_id = mine.claim_id AND month.n = 2
        ), link = '/klaim/' || claim_id || '/bulan/2/')
    FROM mine JOIN notices_notice USING (user_id)
)
SELECT what, count(*), md5(string_agg(md5(row), '' ORDER BY row)) FROM rows GROUP BY what ORDER BY what
"""
