-- The rights of those who spoke (ledger.md 2, 3, 9): erasure, moves, corrections, retention, and what a licensee must delete.
-- vouch_eraser (app/platform/roles.ts) is the one role that may delete what a worker said. It sees ids and commitments,
-- never sealed words; nobody signs in as it, only the machine in app/features/rights uses its gate.

-- One wish to erase. The row outlives what it erased: then it names no thread, no statement and no person.
create table erasure (
  docket_id int not null,
  erasure_id uuid not null,
  -- The thread (docket_id is its first docket); null once everything in it is gone.
  thread_id uuid,
  cso_org text not null,
  scope text not null check (scope in ('one', 'all')),
  -- The statement that 'one' is about; null once it is gone and nothing is left to show in its place.
  statement_id uuid,
  asked_by text not null check (asked_by in ('worker', 'organisation', 'retention')),
  reason text not null check (reason in ('worker', 'worker_asked_us', 'law', 'mistake', 'retention')),
  asked_member uuid,
  decided_member uuid,
  state text not null check (state in ('asked', 'approved', 'declined', 'sequenced', 'destroyed', 'answered')),
  asked_at timestamptz not null,
  decided_at timestamptz,
  sequenced_at timestamptz,
  destroyed_at timestamptz,
  answered_at timestamptz,
  -- Where a reader of the thread sees that something was: the day on which it was said.
  stood_on date,
  -- Cases count what is gone from them, no more.
  case_docket int,
  case_id uuid,
  primary key (docket_id, erasure_id)
);
create index erasure_open on erasure (state) where state in ('approved', 'sequenced', 'destroyed');
create index erasure_thread on erasure (thread_id) where thread_id is not null;

-- Each leaf that it erases, here and in every docket it was moved to. Gone when the secret is gone: erased_leaf stays.
create table erasure_item (
  docket_id int not null,
  commitment bytea not null check (length(commitment) = 32),
  erasure_id uuid not null,
  home int not null,
  thread_id uuid,
  cso_org text not null,
  statement_id uuid not null,
  -- The worker's own signature with the opening of `key` (ledger.md 8), where the worker asked.
  authority jsonb,
  state text not null check (state in ('asked', 'sequenced')),
  primary key (docket_id, commitment)
);
create index erasure_item_of on erasure_item (erasure_id);
create index erasure_item_thread on erasure_item (thread_id);

-- What a bundle shows of an erased leaf; no personal data. Written when the secret is destroyed.
create table erased_leaf (
  docket_id int not null,
  commitment bytea not null check (length(commitment) = 32),
  authority jsonb,
  erased_at timestamptz not null,
  primary key (docket_id, commitment)
);

-- What a code opens when all that it opened is gone: that it is gone, until the backups' last day.
create table erased_thread (
  lookup_hash bytea primary key,
  erased_at timestamptz not null,
  until date not null
);

-- The question to a worker whether it was at another workplace, and the copies that a "yes" would put on record. Their
-- secrets are made with the question, so that the phone can compute what it signs.
create table move_ask (
  docket_id int not null,
  move_id uuid not null,
  thread_id uuid not null,
  cso_org text not null,
  from_docket int not null,
  to_docket int not null,
  asked_member uuid not null,
  asked_at timestamptz not null,
  state text not null default 'asked' check (state in ('asked', 'agreed', 'refused', 'corrected', 'taken_back')),
  answered_at timestamptz,
  primary key (docket_id, move_id)
);
create index move_ask_thread on move_ask (thread_id);
create table move_copy (
  docket_id int not null,
  move_id uuid not null,
  statement_id uuid not null,
  thread_id uuid not null,
  m bytea not null check (length(m) = 32),
  primary key (docket_id, move_id, statement_id)
);
create index move_copy_thread on move_copy (thread_id);

-- The worker's signature on a move out of a named docket: the authority that a bundle shows beside the `moved` leaf.
create table moved_leaf (
  docket_id int not null,
  commitment bytea not null check (length(commitment) = 32),
  authority jsonb,
  moved_at timestamptz not null,
  primary key (docket_id, commitment)
);

-- Why a statement stays in `unplaced` for longer than 30 days (ledger.md 7). The closed list is in the code.
create table unplaced_reason (
  docket_id int not null,
  commitment bytea not null check (length(commitment) = 32),
  reason text not null check (reason in ('worker_unreachable', 'worker_unwilling', 'place_unregistered', 'several_places', 'under_inquiry', 'withdrawn')),
  by_org text not null,
  said_at timestamptz not null,
  primary key (docket_id, commitment)
);

-- An organisation's own rule for how long closed cases' words stay. In force only when a second member agreed.
create table retention_rule (
  org_id text primary key,
  months int not null check (months between 1 and 240),
  state text not null check (state in ('proposed', 'standing', 'off')),
  proposed_by uuid not null,
  proposed_at timestamptz not null,
  approved_by uuid,
  approved_at timestamptz,
  check (state <> 'standing' or (approved_by is not null and approved_by <> proposed_by))
);

-- Who was handed a docket's bundle or a statement's content, and how far the docket had grown: the first `size` leaves.
-- Written by whatever hands out (evidence, licences); `given_by` = the organisation whose statements they are, where it is one.
create table handout (
  docket_id int not null,
  handout_id uuid not null,
  to_org text not null,
  what text not null check (what in ('bundle', 'content')),
  epoch int not null,
  size bigint not null,
  at timestamptz not null,
  primary key (docket_id, handout_id)
);
create index handout_to on handout (to_org);

-- What a licensee must delete: place and commitment, no words. `sent` = it was shown to them.
create table deletion_notice (
  docket_id int not null,
  commitment bytea not null check (length(commitment) = 32),
  to_org text not null,
  leaf bigint not null,
  why text not null check (why in ('erased', 'withdrawn')),
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'acknowledged')),
  cso_org text not null,
  made_at timestamptz not null,
  due_at timestamptz not null,
  sent_at timestamptz,
  acknowledged_at timestamptz,
  acknowledged_by uuid,
  primary key (docket_id, commitment, to_org, why)
);
create index deletion_notice_to on deletion_notice (to_org, state);
create index deletion_notice_by on deletion_notice (cso_org, state);

-- From the worker's wish on nobody reads the words any more, though they stand until the leaf is out.
alter table thread add column erasing boolean not null default false;
create index thread_lookup_of on thread_lookup (thread_id);
create index attachment_sha on attachment (sha256);

do $$
declare t text;
begin
  foreach t in array array['erasure','erasure_item','erased_leaf','erased_thread','move_ask','move_copy','moved_leaf','unplaced_reason','retention_rule','handout','deletion_notice'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_all on %I to vouch_owner using (true) with check (true)', t);
  end loop;
end $$;

grant usage on schema vouch to vouch_eraser;

-- The worker: asks, and answers the question of a move; sees how far it is.
grant select, insert on erasure, erasure_item to vouch_anon;
create policy anon_add on erasure for insert to vouch_anon with check (
  asked_by = 'worker' and reason = 'worker' and state = 'approved' and asked_member is null
  and thread_id::text = current_setting('app.thread', true));
create policy anon_own on erasure for select to vouch_anon using (thread_id::text = current_setting('app.thread', true));
create policy anon_add on erasure_item for insert to vouch_anon with check (state = 'asked' and thread_id::text = current_setting('app.thread', true));
create policy anon_own on erasure_item for select to vouch_anon using (thread_id::text = current_setting('app.thread', true));
grant update (erasing) on thread to vouch_anon;
grant select on erased_thread to vouch_anon;
create policy anon_own on erased_thread for select to vouch_anon using (lookup_hash = decode(current_setting('app.lookup', true), 'hex'));
grant select, insert on move_copy to vouch_anon;
create policy anon_own on move_copy to vouch_anon using (thread_id::text = current_setting('app.thread', true)) with check (thread_id::text = current_setting('app.thread', true));
grant select on move_ask to vouch_anon;
grant update (state, answered_at) on move_ask to vouch_anon;
create policy anon_own on move_ask for select to vouch_anon using (thread_id::text = current_setting('app.thread', true));
create policy anon_answer on move_ask for update to vouch_anon using (thread_id::text = current_setting('app.thread', true)) with check (thread_id::text = current_setting('app.thread', true));
grant insert on moved_leaf to vouch_anon;
create policy anon_add on moved_leaf for insert to vouch_anon with check (authority is not null);
grant update (placed_in) on thread, statement to vouch_anon;

-- The organisation: asks, and another member decides; both are told apart by the row.
grant select, insert on erasure to vouch_app;
grant update (state, decided_member, decided_at) on erasure to vouch_app;
create policy app_own on erasure for select to vouch_app using (cso_org = current_setting('app.org', true));
create policy app_add on erasure for insert to vouch_app with check (
  cso_org = current_setting('app.org', true) and asked_by = 'organisation' and state = 'asked' and asked_member::text = current_setting('app.member', true));
create policy app_decide on erasure for update to vouch_app using (cso_org = current_setting('app.org', true) and state = 'asked')
  with check (cso_org = current_setting('app.org', true) and (state = 'declined'
    or (state = 'approved' and decided_member::text = current_setting('app.member', true) and decided_member <> asked_member)));
grant select on erasure_item to vouch_app;
create policy app_own on erasure_item for select to vouch_app using (cso_org = current_setting('app.org', true));
grant select, insert on move_ask to vouch_app;
grant update (state, answered_at) on move_ask to vouch_app;
create policy app_own on move_ask to vouch_app using (cso_org = current_setting('app.org', true)) with check (cso_org = current_setting('app.org', true));
grant insert on move_copy to vouch_app;
create policy app_add on move_copy for insert to vouch_app with check (true);
grant select, insert on unplaced_reason to vouch_app;
grant update (reason, said_at) on unplaced_reason to vouch_app;
create policy app_own on unplaced_reason to vouch_app using (by_org = current_setting('app.org', true)) with check (by_org = current_setting('app.org', true));
grant select, insert, update on retention_rule to vouch_app;
create policy app_own on retention_rule to vouch_app using (org_id = current_setting('app.org', true)) with check (org_id = current_setting('app.org', true));
grant select, insert on handout to vouch_app, vouch_jobs;
create policy app_own on handout for select to vouch_app using (to_org = current_setting('app.org', true));
create policy app_add on handout for insert to vouch_app with check (true);
create policy jobs_all on handout to vouch_jobs using (true) with check (true);
grant select on deletion_notice to vouch_app;
grant update (state, sent_at, acknowledged_at, acknowledged_by) on deletion_notice to vouch_app;
create policy app_read on deletion_notice for select to vouch_app using (to_org = current_setting('app.org', true) or cso_org = current_setting('app.org', true));
create policy app_answer on deletion_notice for update to vouch_app using (to_org = current_setting('app.org', true)) with check (to_org = current_setting('app.org', true));
-- Of withdrawals the jobs role tells licensees; it lets a case follow its threads to another workplace.
grant update (placed_in) on case_file to vouch_jobs;
grant select, insert on deletion_notice to vouch_jobs;
create policy jobs_all on deletion_notice to vouch_jobs using (true) with check (true);

-- Bundles, the auditors' feed, figures.
grant select on erased_leaf, moved_leaf, unplaced_reason, erasure, erasure_item, retention_rule to vouch_jobs;
create policy jobs_read on erased_leaf for select to vouch_jobs using (true);
create policy jobs_read on moved_leaf for select to vouch_jobs using (true);
create policy jobs_read on unplaced_reason for select to vouch_jobs using (true);
create policy jobs_read on erasure for select to vouch_jobs using (true);
create policy jobs_read on erasure_item for select to vouch_jobs using (true);
create policy jobs_read on retention_rule for select to vouch_jobs using (true);
-- Retention asks by the organisation's standing rule.
grant insert on erasure to vouch_jobs;
create policy jobs_add on erasure for insert to vouch_jobs with check (asked_by = 'retention' and reason = 'retention' and state = 'approved' and asked_member is not null and decided_member <> asked_member);

-- The eraser. Columns, where a table holds words or keys.
grant select, update on erasure to vouch_eraser;
grant select, insert, update, delete on erasure_item to vouch_eraser;
grant select, insert on erased_leaf, erased_thread to vouch_eraser;
grant delete on erased_thread to vouch_eraser;
grant select, delete on thread_lookup, attachment, ask, consent, move_ask, move_copy, unplaced_reason to vouch_eraser;
grant select (docket_id, commitment) on moved_leaf to vouch_eraser;
grant update (answer_statement, coded, quality) on ask to vouch_eraser;
grant select (key), delete on idempotency to vouch_eraser;
grant select (docket_id, thread_id, placed_in, receiver_org, case_docket, case_id, received_day, erasing), update (erasing), delete on thread to vouch_eraser;
grant select (docket_id, statement_id, thread_id, thread_docket, case_id, kind, fields, commitment, recorded_at, placed_in, cso_org, to_org, by_org, re, moved_from), delete on statement to vouch_eraser;
grant select (docket_id, statement_id), delete on record_secret to vouch_eraser;
grant select (docket_id, statement_id), delete on envelope to vouch_eraser;
grant select (docket_id, note_id, thread_id, case_id), delete on note to vouch_eraser;
grant select (docket_id, case_id, opened_at), update (first_received) on case_file to vouch_eraser;
grant select (docket_id, case_id, seq, statement_id, consent_ref), update (consent_ref, reason) on case_event to vouch_eraser;
grant select (day, audience, canonical), update (canonical, sha256) on release to vouch_eraser;
grant insert on waiting_leaf to vouch_eraser;
grant select on docket_leaf, epoch, handout, docket to vouch_eraser;
grant select, insert on deletion_notice to vouch_eraser;
do $$
declare t text;
begin
  foreach t in array array['erasure','erasure_item','erased_leaf','erased_thread','thread_lookup','attachment','ask','consent','move_ask','move_copy','unplaced_reason','moved_leaf',
    'idempotency','thread','statement','record_secret','envelope','note','case_file','case_event','waiting_leaf','docket_leaf','epoch','handout','docket','deletion_notice'] loop
    execute format('create policy eraser_all on %I to vouch_eraser using (true) with check (true)', t);
  end loop;
end $$;
-- What releases rest on names threads; what was released does not.
create policy eraser_kept on release to vouch_eraser using (audience = 'kept') with check (audience = 'kept');
