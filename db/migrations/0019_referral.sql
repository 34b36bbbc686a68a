-- Referral: what goes to another organisation or an office, only with the worker's yes for that one receiver, and what
-- the receiver does. A labour office is also a duty bearer: its acts are here, and a remedy of its is counted apart.

-- A yes is for one named receiver. Null: about no one in particular, which opens no referral.
alter table ask add column for_org text;
-- As the worker reads it, whom nobody tells which organisations are offices here.
alter table ask add column for_name text;
alter table consent add column for_org text;

-- What both sides may know. docket_id is the sender's own docket: where a worker spoke is not for the receiver to learn.
create table referral (
  docket_id int not null,
  referral_id uuid not null,
  -- record: about one worker. pattern: codes and ranges about a recruiter or broker, about nobody in particular.
  kind text not null check (kind in ('record', 'pattern')),
  cso_org text not null,
  to_org text not null,
  state text not null check (state in ('offered', 'declined_by_worker', 'accepted', 'sent', 'received_by_partner', 'service_started',
    'service_completed', 'service_unavailable', 'returned')),
  seq int not null default 0,
  basis text not null check (basis in ('consent', 'vital_interests', 'pattern')),
  service text not null,
  purpose text not null,
  urgency text not null check (urgency in ('P0', 'P1', 'P2', 'P3')),
  -- Which groups of facts went, never what they say.
  field_groups text[] not null default '{}',
  -- Of a pattern: what was counted when it went, as ranges; and the broker's own docket.
  facts jsonb,
  about_docket int,
  pattern_id uuid,
  offered_at timestamptz not null,
  sent_at timestamptz,
  due_at timestamptz,
  answered_at timestamptz,
  ended_at timestamptz,
  -- From here on the receiver has nothing to read, and is told to delete what it kept.
  withdrawn_at timestamptz,
  withdrawn_why text check (withdrawn_why in ('consent_withdrawn', 'recalled', 'erased')),
  deleted_at timestamptz,
  primary key (docket_id, referral_id)
);
create index referral_to on referral (to_org, sent_at);
create index referral_of on referral (cso_org, offered_at);

-- Whose it is: the sender's alone.
create table referral_link (
  docket_id int not null,
  referral_id uuid not null,
  cso_org text not null,
  case_docket int not null,
  case_id uuid not null,
  thread_docket int not null,
  thread_id uuid not null,
  scope text not null,
  ask_id uuid,
  -- What the receiver could put right: its "done" is a claim about these and nothing else.
  issue_ids uuid[] not null default '{}',
  primary key (docket_id, referral_id)
);
create index referral_link_case on referral_link (case_docket, case_id);
create index referral_link_thread on referral_link (thread_id);

-- The package itself, sealed to the receiver and the sender. Its row is deleted when the worker's yes ends.
create table referral_package (
  docket_id int not null,
  referral_id uuid not null,
  cso_org text not null,
  to_org text not null,
  content text not null,
  primary key (docket_id, referral_id)
);

-- Steps and words of both sides, in one row of numbers. The words are envelopes under the statement's id.
create table referral_event (
  docket_id int not null,
  referral_id uuid not null,
  seq int not null,
  cso_org text not null,
  to_org text not null,
  by_org text not null,
  by_member uuid,
  kind text not null check (kind in ('step', 'message', 'act', 'withdrawn', 'deleted')),
  from_state text,
  to_state text,
  at timestamptz not null,
  statement_docket int not null,
  statement_id uuid not null,
  primary key (docket_id, referral_id, seq)
);

-- What the state does. Never changed: a later act says what became of an earlier one.
create table state_action (
  docket_id int not null,
  action_id uuid not null,
  referral_id uuid not null,
  cso_org text not null,
  by_org text not null,
  act text not null,
  status text not null check (status in ('begun', 'done', 'failed')),
  re_action uuid,
  day date not null,
  at timestamptz not null,
  seq int not null,
  primary key (docket_id, action_id)
);
create index state_action_of on state_action (docket_id, referral_id);

-- Several cases, of one organisation or of several, that name one recruiter or broker. docket_id is the broker's.
create table pattern (
  docket_id int not null,
  pattern_id uuid not null,
  cso_org text not null,
  -- Those that may add cases of their own and see ranges of the others'.
  orgs text[] not null,
  raised_at timestamptz not null,
  primary key (docket_id, pattern_id)
);
create table pattern_case (
  docket_id int not null,
  pattern_id uuid not null,
  case_docket int not null,
  case_id uuid not null,
  cso_org text not null,
  primary key (docket_id, pattern_id, case_docket, case_id)
);
create index pattern_case_of on pattern_case (case_docket, case_id);

do $$
declare t text;
begin
  foreach t in array array['referral','referral_link','referral_package','referral_event','state_action','pattern','pattern_case'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_all on %I to vouch_owner using (true) with check (true)', t);
  end loop;
end $$;

grant select, insert on referral to vouch_app;
grant update (state, seq, urgency, field_groups, sent_at, due_at, answered_at, ended_at, withdrawn_at, withdrawn_why, deleted_at) on referral to vouch_app;
create policy app_cso on referral to vouch_app using (cso_org = current_setting('app.org', true)) with check (cso_org = current_setting('app.org', true));
-- The receiver has no row before it was sent.
create policy app_to on referral for select to vouch_app using (to_org = current_setting('app.org', true) and sent_at is not null);
create policy app_answer on referral for update to vouch_app using (to_org = current_setting('app.org', true) and sent_at is not null and withdrawn_at is null)
  with check (to_org = current_setting('app.org', true));
-- What it kept it says it deleted: the one thing it can still do.
create policy app_deleted on referral for update to vouch_app using (to_org = current_setting('app.org', true) and withdrawn_at is not null and deleted_at is null)
  with check (to_org = current_setting('app.org', true));

grant select, insert on referral_link to vouch_app;
grant update (ask_id, issue_ids) on referral_link to vouch_app;
create policy app_own on referral_link to vouch_app using (cso_org = current_setting('app.org', true)) with check (cso_org = current_setting('app.org', true));
create policy not_hidden on referral_link as restrictive for all to vouch_app using (
  strpos(nullif(current_setting('app.hidden', true), ''), coalesce(case_id::text, 'none')) = 0
  and strpos(nullif(current_setting('app.hidden', true), ''), coalesce(thread_id::text, 'none')) = 0);

grant select, insert, delete on referral_package to vouch_app;
create policy app_cso on referral_package to vouch_app using (cso_org = current_setting('app.org', true)) with check (cso_org = current_setting('app.org', true));
create policy app_to on referral_package for select to vouch_app using (to_org = current_setting('app.org', true));

grant select, insert on referral_event, state_action to vouch_app;
create policy app_side on referral_event for select to vouch_app using (
  cso_org = current_setting('app.org', true) or to_org = current_setting('app.org', true));
create policy app_add on referral_event for insert to vouch_app with check (by_org = current_setting('app.org', true));
create policy app_side on state_action for select to vouch_app using (
  cso_org = current_setting('app.org', true) or by_org = current_setting('app.org', true));
create policy app_add on state_action for insert to vouch_app with check (
  by_org = current_setting('app.org', true) and current_setting('app.kind', true) = 'labour_office');

grant select, insert on pattern, pattern_case to vouch_app;
create policy app_read on pattern for select to vouch_app using (current_setting('app.org', true) = any (orgs));
create policy app_raise on pattern for insert to vouch_app with check (
  cso_org = current_setting('app.org', true) and current_setting('app.kind', true) in ('cso', 'union'));
create policy app_own on pattern_case to vouch_app using (cso_org = current_setting('app.org', true)) with check (cso_org = current_setting('app.org', true));
create policy not_hidden on pattern_case as restrictive for all to vouch_app using (
  strpos(nullif(current_setting('app.hidden', true), ''), coalesce(case_id::text, 'none')) = 0);

-- Whether a yes still stands, and what a pattern counts, is looked up by the role that sees codes and no words.
grant select on referral, referral_link, pattern, pattern_case, state_action to vouch_jobs;
create policy jobs_read on referral for select to vouch_jobs using (true);
create policy jobs_read on referral_link for select to vouch_jobs using (true);
create policy jobs_read on pattern for select to vouch_jobs using (true);
create policy jobs_read on pattern_case for select to vouch_jobs using (true);
create policy jobs_read on state_action for select to vouch_jobs using (true);

-- What is erased takes the package and the words around it along; the receiver is left with "delete what you kept".
grant select (docket_id, referral_id, thread_docket, thread_id), delete on referral_link to vouch_eraser;
create policy eraser_all on referral_link to vouch_eraser using (true) with check (true);
grant select (docket_id, referral_id), delete on referral_package to vouch_eraser;
create policy eraser_all on referral_package to vouch_eraser using (true) with check (true);
grant select (docket_id, referral_id, statement_docket, statement_id), delete on referral_event to vouch_eraser;
create policy eraser_all on referral_event to vouch_eraser using (true) with check (true);
grant select (docket_id, referral_id, withdrawn_at), update (withdrawn_at, withdrawn_why) on referral to vouch_eraser;
create policy eraser_all on referral to vouch_eraser using (true) with check (true);
