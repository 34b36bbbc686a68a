-- The business's side: what it is told and when, what it asks and is answered, its plan with every change, and its own
-- recruitment system, which it judges and improves.

-- When a business is told: on certain days, several things at once, so that no day of a call can be read from it. The
-- organisation on the case sets it; without a row the careful setting holds (batch.ts).
create table telling_rule (
  org_id text primary key,
  every_days int not null check (every_days between 1 and 31),
  weekday int not null check (weekday between 0 and 6),
  min_days int not null check (min_days between 0 and 60),
  extra_days int not null check (extra_days between 0 and 60),
  set_at timestamptz not null,
  set_by uuid not null
);

-- Which question to a worker is about which draft: told to whom, of which code. `draft_id`: the disclosure or the answer
-- that will have this id, and no other.
create table go_ahead (
  docket_id int not null,
  ask_id uuid not null,
  draft_id uuid not null,
  issue_id uuid not null,
  code text not null,
  to_org text not null,
  case_id uuid not null,
  thread_id uuid not null,
  cso_org text not null,
  at timestamptz not null,
  primary key (docket_id, ask_id)
);
create index go_ahead_draft on go_ahead (docket_id, draft_id);
create index go_ahead_thread on go_ahead (thread_id);

-- How a business that does not sign in was told.
alter table disclosure add column told_how text check (told_how in ('phone','letter','meeting','email'));

-- A planned action: proposed, agreed by the organisation on the case (open), and on. `overdue` and `verified` are no
-- states that anybody sets: the one is time's, the other the workers'. Who answers for it by name stands in the envelope.
alter table action drop constraint action_state_check;
alter table action add constraint action_state_check check (state in ('proposed','open','in_progress','done_reported','cancelled_with_reason'));
alter table action
  add column n int not null default 1,
  add column owner text,
  add column cost bigint check (cost >= 0),
  add column currency text check (currency ~ '^[A-Z]{3}$'),
  add column evidence text[] not null default '{}',
  add column entered_how text check (entered_how in ('phone','letter','meeting','email')),
  add column agreed_n int,
  add column agreed_at timestamptz,
  add column consulted text check (consulted in ('workers','representative','both')),
  add constraint action_money_check check (cost is null or currency is not null);

-- Every version of it, the first one too: a plan that was made easier later can be read as it was.
create table action_version (
  docket_id int not null,
  action_id uuid not null,
  n int not null,
  disclosure_id uuid not null,
  case_id uuid not null,
  cso_org text not null,
  by_org text not null,
  state text not null,
  remedy_type text not null,
  root_cause text,
  due_date date,
  owner text,
  cost bigint,
  currency text,
  evidence text[] not null default '{}',
  entered_how text,
  -- The sealed words of this version: the statement that made it.
  said_id uuid not null,
  at timestamptz not null,
  primary key (docket_id, action_id, n)
);
create index action_version_of on action_version (docket_id, disclosure_id);
insert into action_version (docket_id, action_id, n, disclosure_id, case_id, cso_org, by_org, state, remedy_type, root_cause, due_date, said_id, at)
  select docket_id, action_id, 1, disclosure_id, case_id, cso_org, by_org, 'proposed', remedy_type, root_cause, due_date, action_id, proposed_at from action;

-- What goes back and forth about one disclosure. A business reads what is written to it from `visible_from` on.
create table told_word (
  docket_id int not null,
  word_id uuid not null,
  disclosure_id uuid not null,
  action_id uuid,
  case_id uuid not null,
  cso_org text not null,
  to_org text not null,
  by_org text not null,
  kind text not null check (kind in ('question','answer','evidence','sent_back')),
  re uuid,
  entered_how text check (entered_how in ('phone','letter','meeting','email')),
  visible_from timestamptz not null,
  at timestamptz not null,
  primary key (docket_id, word_id)
);
create index told_word_of on told_word (docket_id, disclosure_id);

-- "It is planned", "it is done", as a business says it. It has no way to the issue or to any clock: whoever judges takes
-- the word up from here.
create table claim (
  docket_id int not null,
  claim_id uuid not null,
  kind text not null check (kind in ('planned','done','dropped')),
  issue_id uuid not null,
  disclosure_id uuid not null,
  action_id uuid not null,
  cso_org text not null,
  by_org text not null,
  at timestamptz not null,
  taken_at timestamptz,
  primary key (docket_id, claim_id)
);
create index claim_waiting on claim (docket_id) where taken_at is null;
drop policy app_claim_read on issue;
drop policy app_claim on issue;
drop policy app_claim on disclosure;
grant update (claimed_at) on issue to vouch_jobs;

-- A business's own judgement of its recruitment system. No worker, no case, no report is in any of these.
create table assessment (
  org_id text not null,
  assessment_id uuid not null,
  checklist text not null,
  version int not null,
  began_on date not null,
  handed_in_on date,
  -- Organisations that support it and may read it: copied here, so that the wall needs no other table.
  supporters text[] not null default '{}',
  primary key (org_id, assessment_id)
);
create table assessment_answer (
  org_id text not null,
  assessment_id uuid not null,
  question text not null,
  value text not null check (value in ('yes','partly','no','not_applicable')),
  -- Words and files, sealed to the business and to those who support it.
  envelope text,
  files jsonb not null default '[]',
  n int not null,
  at timestamptz not null,
  by_member uuid not null,
  supporters text[] not null default '{}',
  primary key (org_id, assessment_id, question)
);
create table improvement_goal (
  org_id text not null,
  goal_id uuid not null,
  area text not null,
  level int not null check (level between 1 and 4),
  until date not null,
  n int not null,
  set_on date not null,
  dropped_on date,
  supporters text[] not null default '{}',
  primary key (org_id, goal_id)
);
create table improvement_task (
  org_id text not null,
  task_id uuid not null,
  goal_id uuid,
  area text not null,
  owner text not null,
  due_date date not null,
  status text not null check (status in ('open','in_progress','done','dropped')),
  -- A planned action of a remedy that is part of this plan, where the business links one.
  action_docket int,
  action_id uuid,
  n int not null,
  envelope text not null,
  at timestamptz not null,
  done_on date,
  supporters text[] not null default '{}',
  primary key (org_id, task_id)
);
-- What a supporter makes of it: confirmed, or not yet.
create table improvement_review (
  org_id text not null,
  review_id uuid not null,
  assessment_id uuid not null,
  area text not null,
  by_org text not null,
  verdict text not null check (verdict in ('confirmed','more_evidence','doubted')),
  envelope text,
  at timestamptz not null,
  primary key (org_id, review_id)
);
-- Levels by quarter: all that a buyer gets, from those of its suppliers who share it.
create table improvement_level (
  org_id text not null,
  org_name text not null,
  org_kind text not null,
  quarter date not null,
  area text not null,
  level int not null check (level between 1 and 4),
  reviewed boolean not null default false,
  zero_fees boolean not null default false,
  shared_with text[] not null default '{}',
  primary key (org_id, quarter, area)
);
create table improvement_share (
  org_id text not null,
  with_org text not null,
  since date not null,
  primary key (org_id, with_org)
);

do $$
declare t text;
begin
  foreach t in array array['telling_rule','go_ahead','action_version','told_word','claim','assessment','assessment_answer','improvement_goal',
    'improvement_task','improvement_review','improvement_level','improvement_share'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_all on %I to vouch_owner using (true) with check (true)', t);
  end loop;
  foreach t in array array['action_version','told_word'] loop
    execute format($p$create policy not_hidden on %I as restrictive for all to vouch_app using (
      strpos(nullif(current_setting('app.hidden', true), ''), coalesce(case_id::text, 'none')) = 0)$p$, t);
  end loop;
end $$;
create policy not_hidden on go_ahead as restrictive for all to vouch_app using (
  strpos(nullif(current_setting('app.hidden', true), ''), coalesce(case_id::text, 'none')) = 0
  and strpos(nullif(current_setting('app.hidden', true), ''), coalesce(thread_id::text, 'none')) = 0);

grant select, insert, update on telling_rule to vouch_app;
create policy app_own on telling_rule to vouch_app using (org_id = current_setting('app.org', true)) with check (org_id = current_setting('app.org', true));

grant select, insert on go_ahead to vouch_app;
create policy app_own on go_ahead to vouch_app using (cso_org = current_setting('app.org', true)) with check (cso_org = current_setting('app.org', true));
grant select (thread_id), delete on go_ahead to vouch_eraser;
create policy eraser_all on go_ahead to vouch_eraser using (true);

grant select, insert on action_version, told_word to vouch_app;
create policy app_cso on action_version to vouch_app using (cso_org = current_setting('app.org', true)) with check (cso_org = current_setting('app.org', true));
create policy app_by on action_version to vouch_app using (by_org = current_setting('app.org', true)) with check (by_org = current_setting('app.org', true));
create policy app_cso on told_word to vouch_app using (cso_org = current_setting('app.org', true)) with check (cso_org = current_setting('app.org', true));
create policy app_to on told_word for select to vouch_app using (to_org = current_setting('app.org', true) and visible_from <= nullif(current_setting('app.now', true), '')::timestamptz);
create policy app_ask on told_word for insert to vouch_app with check (to_org = current_setting('app.org', true) and by_org = current_setting('app.org', true));

grant insert on claim to vouch_app;
create policy app_add on claim for insert to vouch_app with check (by_org = current_setting('app.org', true) or cso_org = current_setting('app.org', true));
grant select, update (taken_at) on claim to vouch_jobs;
create policy jobs_all on claim to vouch_jobs using (true) with check (true);
-- A plan that came, or a remedy that was reported, ends what was owed.
grant update (due_at, paused_at, paused_seconds, done_at) on duty to vouch_jobs;
create policy jobs_end on duty for update to vouch_jobs using (kind in ('cap','remedy')) with check (kind in ('cap','remedy'));

grant select, insert, update on assessment, assessment_answer, improvement_goal, improvement_task, improvement_level to vouch_app;
grant select, insert on improvement_review to vouch_app;
grant select, insert, delete on improvement_share to vouch_app;
do $$
declare t text;
begin
  foreach t in array array['assessment','assessment_answer','improvement_goal','improvement_task','improvement_level','improvement_share'] loop
    execute format($p$create policy app_own on %I to vouch_app using (org_id = current_setting('app.org', true)) with check (org_id = current_setting('app.org', true))$p$, t);
  end loop;
  foreach t in array array['assessment','assessment_answer','improvement_goal','improvement_task'] loop
    execute format($p$create policy app_supports on %I for select to vouch_app using (current_setting('app.org', true) = any (supporters))$p$, t);
  end loop;
end $$;
-- 'buyers' among those it is shared with: every buyer; which of them it supplies, the reading says.
create policy app_shared on improvement_level for select to vouch_app using (current_setting('app.org', true) = any (shared_with)
  or ('buyers' = any (shared_with) and current_setting('app.kind', true) = 'buyer'));
create policy app_review on improvement_level for update to vouch_app using (current_setting('app.org', true) = any (shared_with)
  and current_setting('app.kind', true) in ('cso','union')) with check (current_setting('app.org', true) = any (shared_with));
create policy app_with on improvement_share for select to vouch_app using (with_org = current_setting('app.org', true));
create policy app_read on improvement_review for select to vouch_app using (org_id = current_setting('app.org', true) or by_org = current_setting('app.org', true));
create policy app_add on improvement_review for insert to vouch_app with check (by_org = current_setting('app.org', true));
