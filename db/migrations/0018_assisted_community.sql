-- A peer who files for a worker without a phone or a network of their own, and what goes back to those who spoke:
-- what changed, notices, outreach.

-- A thread that somebody else filed is not the worker's word until the worker says so. Null: the worker filed it.
alter table thread add column filing text check (filing in ('unclaimed','unanswered','confirmed','corrected','disowned'));
-- The first root and reading key of a filed thread, wrapped by the worker's own code: what was sealed before it.
alter table thread add column earlier_key text;
-- What nobody confirmed is nobody's voice: no figure, no count of workers, no question about a remedy rests on it.
alter table thread add constraint own_word check (filing is null or filing in ('confirmed','corrected') or distinct_worker = 'unconfirmed');

create table coordinator (
  coordinator_id uuid primary key,
  cso_org text not null,
  -- Name and village, sealed to the organisation.
  envelope text not null,
  enrolled_at timestamptz not null,
  enrolled_by uuid not null,
  -- Hash of the look-up of the slip that the desk handed over; gone once the coordinator made a code of their own.
  slip_hash bytea,
  lookup_hash bytea,
  public_key jsonb,
  wrapped_key text,
  joined_at timestamptz,
  ended_at timestamptz,
  ended_by uuid
);
create unique index coordinator_slip on coordinator (slip_hash) where slip_hash is not null;
create unique index coordinator_code on coordinator (lookup_hash) where lookup_hash is not null;
create index coordinator_org on coordinator (cso_org);

-- Who filed a thread. Its state stands in the thread, in one place.
create table filing (
  docket_id int not null,
  thread_id uuid not null,
  cso_org text not null,
  coordinator_id uuid not null,
  filed_at timestamptz not null,
  claimed_at timestamptz,
  answered_at timestamptz,
  -- Whether the worker lets the coordinator read what the worker passes on.
  access boolean not null default false,
  primary key (docket_id, thread_id)
);
create index filing_coordinator on filing (coordinator_id);
create index filing_thread on filing (thread_id);

-- An answer that the worker passed on, sealed by the worker's phone to the coordinator alone.
create table filing_share (
  docket_id int not null,
  statement_id uuid not null,
  thread_id uuid not null,
  coordinator_id uuid not null,
  content text not null,
  shared_at timestamptz not null,
  primary key (docket_id, statement_id)
);
create index filing_share_thread on filing_share (thread_id);

-- Who was told what changed, about a case or a campaign.
create table change_told (
  docket_id int not null,
  statement_id uuid not null,
  thread_id uuid not null,
  case_id uuid,
  cso_org text not null,
  subject_kind text not null check (subject_kind in ('case','campaign')),
  subject_id uuid not null,
  at timestamptz not null,
  primary key (docket_id, statement_id)
);
create index change_told_subject on change_told (subject_kind, subject_id);
create index change_told_thread on change_told (thread_id);

-- What everybody may read. Words here are written to be public and name nobody.
create table notice (
  notice_id uuid primary key,
  cso_org text not null,
  seq int not null default 1,
  kind text not null check (kind in ('information','event','what_changed','broker_warning')),
  state text not null check (state in ('draft','published','withdrawn')),
  country text not null check (country ~ '^[A-Z]{2}$'),
  region text,
  corridor text check (corridor ~ '^[A-Z]{2}-[A-Z]{2}$'),
  texts jsonb not null,
  valid_from date not null,
  valid_until date not null,
  -- Of what_changed: the workplace, behind which at least ten confirmed workers stand.
  place_docket int,
  -- Of broker_warning: whom it warns of, how sure that is, and the right of reply.
  subject_org text,
  subject_name text,
  evidence text check (evidence in ('reported','corroborated','official')),
  invited_on date,
  reply_until date,
  reply jsonb,
  replied_at timestamptz,
  written_by uuid not null,
  written_at timestamptz not null,
  approved_by uuid,
  published_at timestamptz,
  withdrawn_by uuid,
  withdrawn_at timestamptz,
  check (kind <> 'broker_warning' or (subject_name is not null and evidence is not null)),
  check (kind <> 'what_changed' or place_docket is not null),
  check (state = 'draft' or (approved_by is not null and approved_by <> written_by and published_at is not null)),
  check (valid_until >= valid_from)
);
create index notice_public on notice (country, valid_until) where state <> 'draft';
create index notice_org on notice (cso_org);
create index notice_subject on notice (subject_org) where subject_org is not null;

create table outreach (
  outreach_id uuid primary key,
  cso_org text not null,
  held_on date not null,
  country text not null check (country ~ '^[A-Z]{2}$'),
  side text not null check (side in ('origin','destination')),
  topic text not null,
  reached int not null check (reached between 0 and 100000),
  -- Where and with whom, sealed to the organisation.
  envelope text not null,
  by_member uuid not null,
  at timestamptz not null
);
create index outreach_org on outreach (cso_org, held_on);

do $$
declare t text;
begin
  foreach t in array array['coordinator','filing','filing_share','change_told','notice','outreach'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_all on %I to vouch_owner using (true) with check (true)', t);
  end loop;
end $$;

-- The organisation's own people.
grant select, insert on coordinator to vouch_app;
grant update (ended_at, ended_by) on coordinator to vouch_app;
create policy app_own on coordinator to vouch_app using (cso_org = current_setting('app.org', true)) with check (cso_org = current_setting('app.org', true));
grant select on filing to vouch_app;
create policy app_own on filing for select to vouch_app using (cso_org = current_setting('app.org', true));
grant select, insert on change_told to vouch_app;
create policy app_own on change_told to vouch_app using (cso_org = current_setting('app.org', true)) with check (cso_org = current_setting('app.org', true));
grant select, insert, update on notice to vouch_app;
create policy app_own on notice to vouch_app using (cso_org = current_setting('app.org', true)) with check (cso_org = current_setting('app.org', true));
create policy app_about on notice for select to vouch_app using (subject_org = current_setting('app.org', true) and invited_on is not null);
create policy app_reply on notice for update to vouch_app using (subject_org = current_setting('app.org', true) and invited_on is not null)
  with check (subject_org = current_setting('app.org', true) and invited_on is not null);
grant select, insert on outreach to vouch_app;
create policy app_own on outreach to vouch_app using (cso_org = current_setting('app.org', true)) with check (cso_org = current_setting('app.org', true));
create policy not_hidden on filing as restrictive for all to vouch_app using (
  strpos(nullif(current_setting('app.hidden', true), ''), coalesce(thread_id::text, 'none')) = 0);
create policy not_hidden on change_told as restrictive for all to vouch_app using (
  strpos(nullif(current_setting('app.hidden', true), ''), coalesce(case_id::text, 'none')) = 0
  and strpos(nullif(current_setting('app.hidden', true), ''), coalesce(thread_id::text, 'none')) = 0);

-- Phones: the coordinator's by the look-up of its code or slip, the worker's by its thread.
grant select on coordinator to vouch_anon;
grant update (slip_hash, lookup_hash, public_key, wrapped_key, joined_at) on coordinator to vouch_anon;
create policy anon_code on coordinator for select to vouch_anon using (lookup_hash = decode(current_setting('app.lookup', true), 'hex')
  or slip_hash = decode(current_setting('app.lookup', true), 'hex') or coordinator_id::text = current_setting('app.coordinator', true));
create policy anon_join on coordinator for update to vouch_anon using (slip_hash = decode(current_setting('app.lookup', true), 'hex')) with check (slip_hash is null);
grant select, insert on filing to vouch_anon;
grant update (claimed_at, answered_at, access) on filing to vouch_anon;
create policy anon_add on filing for insert to vouch_anon with check (coordinator_id::text = current_setting('app.coordinator', true));
create policy anon_own on filing for select to vouch_anon using (thread_id::text = current_setting('app.thread', true) or coordinator_id::text = current_setting('app.coordinator', true));
create policy anon_change on filing for update to vouch_anon using (thread_id::text = current_setting('app.thread', true)) with check (thread_id::text = current_setting('app.thread', true));
grant select, insert, delete on filing_share to vouch_anon;
create policy anon_add on filing_share for insert to vouch_anon with check (thread_id::text = current_setting('app.thread', true));
create policy anon_read on filing_share for select to vouch_anon using (thread_id::text = current_setting('app.thread', true) or coordinator_id::text = current_setting('app.coordinator', true));
create policy anon_stop on filing_share for delete to vouch_anon using (thread_id::text = current_setting('app.thread', true));
-- The slip's look-up goes when the worker's own takes its place; what the worker says of a filing moves its state.
grant delete on thread_lookup to vouch_anon;
create policy anon_gone on thread_lookup for delete to vouch_anon using (lookup_hash = decode(current_setting('app.lookup', true), 'hex'));
grant update (filing, earlier_key, public_key, wrapped_key, distinct_worker) on thread to vouch_anon;

-- Everybody reads what was published, and that something was withdrawn.
grant select on notice to vouch_anon;
create policy public_read on notice for select to vouch_anon using (state in ('published','withdrawn'));

-- Erasure takes along who filed and what was passed on.
grant select (thread_id), delete on filing, filing_share, change_told to vouch_eraser;
create policy eraser_all on filing to vouch_eraser using (true) with check (true);
create policy eraser_all on filing_share to vouch_eraser using (true) with check (true);
create policy eraser_all on change_told to vouch_eraser using (true) with check (true);
