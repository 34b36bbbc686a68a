-- Duties: what is owed to whom by when, what happens when it is late, and what a team means to do about a case.

-- One thing that somebody owes. It is open until `done_at`; it pauses only while a worker is waited for. That it was
-- late is written once, with a statement, and never taken back.
create table duty (
  docket_id int not null,
  duty_id uuid not null,
  kind text not null check (kind in ('reply','triage','investigation','cap','remedy','worker_verification','worker_update',
    'retaliation_check','referral_answer','state_action','task','review')),
  -- Who owes it, and the organisation on the case.
  org_id text not null,
  cso_org text not null,
  case_id uuid,
  thread_id uuid,
  issue_id uuid,
  starts_at timestamptz not null,
  due_at timestamptz not null,
  paused_at timestamptz,
  paused_seconds int not null default 0 check (paused_seconds >= 0),
  done_at timestamptz,
  overdue_at timestamptz,
  -- How many of the organisation's steps were taken.
  step int not null default 0,
  primary key (docket_id, duty_id)
);
create index duty_of_case on duty (case_id) where done_at is null;
create index duty_of_thread on duty (thread_id) where thread_id is not null;
create index duty_due on duty (due_at) where done_at is null and paused_at is null;
create index duty_of_org on duty (cso_org, due_at) where done_at is null;

-- What was done about a late duty: the steps that were taken, and who saw to them.
create table duty_event (
  docket_id int not null,
  duty_id uuid not null,
  n int not null,
  cso_org text not null,
  case_id uuid,
  thread_id uuid,
  act text not null check (act in ('overdue','remind_owner','remind_lead','offer_to_buyers','state','suggest_closure')),
  days int not null,
  at timestamptz not null,
  seen_by uuid,
  seen_at timestamptz,
  primary key (docket_id, duty_id, n)
);
create index duty_event_of_case on duty_event (case_id, at);

-- What an organisation has set to happen, so many days after a duty of this kind was due. `mail`: the free-of-content
-- message of platform/mail goes out too.
create table duty_step (
  org_id text not null,
  kind text not null,
  after_days int not null check (after_days between 0 and 365),
  act text not null check (act in ('remind_owner','remind_lead','offer_to_buyers','state','suggest_closure')),
  mail boolean not null default false,
  primary key (org_id, kind, after_days, act)
);

-- Days on which an organisation doesn't work in a country, and days on which it does although the calendar says no.
create table day_off (
  org_id text not null,
  country text not null check (country ~ '^[A-Z]{2}$'),
  day date not null,
  works boolean not null default false,
  primary key (org_id, country, day)
);

-- What somebody of the team does about a case by a day. The words are sealed to the organisation.
create table task (
  docket_id int not null,
  task_id uuid not null,
  case_id uuid not null,
  cso_org text not null,
  owner uuid,
  due_on date,
  version int not null default 0,
  by_member uuid not null,
  at timestamptz not null,
  changed_by uuid not null,
  done_at timestamptz,
  done_by uuid,
  envelope text not null,
  primary key (docket_id, task_id)
);
create index task_of_case on task (docket_id, case_id);
create index task_of_owner on task (cso_org, owner, due_on) where done_at is null;

-- Who of the team answers for a case, since when, and the day on which a case that was stopped is looked at again.
alter table case_file add column owner uuid;
alter table case_file add column owner_by uuid;
alter table case_file add column review_on date;
create index case_newest on case_file (cso_org, first_received desc, number desc);
create index case_of_owner on case_file (cso_org, owner);

-- A list of cases as somebody wants to see it again.
create table case_list (
  org_id text not null,
  list_id uuid not null,
  by_member uuid not null,
  shared boolean not null,
  name text not null check (length(name) between 1 and 60),
  filters jsonb not null,
  primary key (org_id, list_id)
);

do $$
declare t text;
begin
  foreach t in array array['duty','duty_event','duty_step','day_off','task','case_list'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_all on %I to vouch_owner using (true) with check (true)', t);
  end loop;
  foreach t in array array['duty','duty_event','task'] loop
    execute format('create policy app_own on %I to vouch_app using (cso_org = current_setting(''app.org'', true)) with check (cso_org = current_setting(''app.org'', true))', t);
  end loop;
  foreach t in array array['duty_step','day_off','case_list'] loop
    execute format('create policy app_own on %I to vouch_app using (org_id = current_setting(''app.org'', true)) with check (org_id = current_setting(''app.org'', true))', t);
  end loop;
  foreach t in array array['duty','duty_event'] loop
    execute format($p$create policy not_hidden on %I as restrictive for all to vouch_app using (
      strpos(nullif(current_setting('app.hidden', true), ''), coalesce(case_id::text, 'none')) = 0
      and strpos(nullif(current_setting('app.hidden', true), ''), coalesce(thread_id::text, 'none')) = 0)$p$, t);
    execute format('create policy jobs_read on %I for select to vouch_jobs using (true)', t);
    execute format('create policy eraser_all on %I to vouch_eraser using (true) with check (true)', t);
  end loop;
end $$;
create policy not_hidden on task as restrictive for all to vouch_app using (
  strpos(nullif(current_setting('app.hidden', true), ''), case_id::text) = 0);
-- A labour office owes duties of its own: it begins and ends them, and sees no other.
create policy app_state on duty to vouch_app using (org_id = current_setting('app.org', true) and current_setting('app.kind', true) = 'labour_office')
  with check (org_id = current_setting('app.org', true) and current_setting('app.kind', true) = 'labour_office');

grant select, insert, update on duty, task to vouch_app;
grant select, insert, update (seen_by, seen_at) on duty_event to vouch_app;
grant select, insert, update, delete on duty_step, day_off, case_list to vouch_app;
grant select on duty, duty_event, duty_step to vouch_jobs;
create policy jobs_read on duty_step for select to vouch_jobs using (true);
-- The day by which somebody answers a report is reckoned when it comes in.
grant select on day_off to vouch_anon, vouch_jobs;
create policy read on day_off for select to vouch_anon, vouch_jobs using (true);
-- What hangs on a thread goes with it.
grant select (docket_id, duty_id, thread_id), delete on duty, duty_event to vouch_eraser;
-- A case whose only report is erased keeps no words of the team about it.
create policy eraser_all on task to vouch_eraser using (true) with check (true);
grant select (docket_id, task_id, case_id), delete on task to vouch_eraser;
