-- What a remedy is worth by both sides: what a business, or the state, says it did; whom we asked and how they were drawn;
-- what each worker is owed and says was paid.

alter table issue
  -- Who made it good. Counted apart: a remedy by the state is not one by the employer.
  add column remedied_by text check (remedied_by in ('employer','recruiter','buyer','state')),
  -- Asked at least twice, a month gone, no answer: in no other count.
  add column unreachable int not null default 0,
  add column verdict text check (verdict in ('verified','disputed','partly','insufficient_evidence')),
  add column verified_at timestamptz,
  -- How often it came back after workers had said it was done; `raised_at` stays at the first day.
  add column relapses int not null default 0,
  add column relapsed_at timestamptz,
  add column relapse_of uuid;
-- The day on which it was first raised anywhere at this place, where this issue is another one's relapse.
alter table issue add column first_raised_at timestamptz;
-- The system judges: a business's "it is done" is taken up by it, and time passes.
grant update (verdict, unreachable, verified_at, remedied_by) on issue to vouch_jobs;

-- `amount`: what the worker says came, in the smallest unit of the currency.
alter table ask
  add column round_id uuid,
  add column tranche int,
  add column amount bigint check (amount >= 0),
  add column currency text check (currency ~ '^[A-Z]{3}$'),
  add column attempts int not null default 1,
  add column attempted_at timestamptz;
create index ask_round on ask (docket_id, round_id);
grant update (amount, currency) on ask to vouch_eraser;

-- One round of questions: how many there are, how many must be asked, and the checkpoint that drew them.
create table asking_round (
  docket_id int not null,
  round_id uuid not null,
  issue_id uuid not null,
  case_id uuid not null,
  cso_org text not null,
  n int not null,
  about text not null check (about in ('remedy','payment')),
  tranche int,
  -- The roster: how many workers it is about, as far as is known.
  roster_from int not null check (roster_from > 0),
  roster_to int not null,
  way text not null check (way in ('census','sample')),
  size int not null,
  severity int not null,
  opened_at timestamptz not null,
  -- The business learns the word after this day or when the round is ended, whenever the last answer came.
  ends_on date not null,
  seed_epoch int,
  seed text,
  drawn_at timestamptz,
  closed_at timestamptz,
  primary key (docket_id, round_id)
);
create index round_issue on asking_round (docket_id, issue_id);
create index round_case on asking_round (docket_id, case_id);

-- The frame: everybody of the case who could be asked when the round began; `drawn` are those who are.
create table round_thread (
  docket_id int not null,
  round_id uuid not null,
  thread_id uuid not null,
  thread_docket int not null,
  case_id uuid not null,
  cso_org text not null,
  drawn boolean not null default false,
  primary key (docket_id, round_id, thread_id)
);
create index round_thread_thread on round_thread (thread_id);

-- What a business or the state says: first what it will do and when, then what it did, with its own grade.
create table remedy (
  docket_id int not null,
  remedy_id uuid not null,
  issue_id uuid not null,
  case_id uuid not null,
  disclosure_id uuid,
  cso_org text not null,
  by_org text not null,
  party text not null check (party in ('employer','recruiter','buyer','state')),
  type text not null check (type in ('restitution','compensation','rehabilitation','satisfaction','guarantees_of_non_repetition')),
  tranche int check (tranche between 1 and 60),
  amount bigint check (amount >= 0),
  currency text check (currency ~ '^[A-Z]{3}$'),
  workers_entitled int check (workers_entitled >= 0),
  due_date date,
  planned_at timestamptz not null,
  paid bigint check (paid >= 0),
  workers_received int check (workers_received >= 0),
  done_date date,
  outcome text check (outcome in ('fully','partly')),
  quality int check (quality between 1 and 5),
  evidence text[] not null default '{}',
  reported_at timestamptz,
  check ((amount is null and paid is null) or currency is not null),
  primary key (docket_id, remedy_id)
);
create index remedy_issue on remedy (docket_id, issue_id);
create index remedy_of on remedy (by_org);

-- What one worker is owed. The organisation on the case only; a business is told a sum, of at least k workers.
create table repayment (
  docket_id int not null,
  issue_id uuid not null,
  thread_id uuid not null,
  thread_docket int not null,
  case_id uuid not null,
  cso_org text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  corridor text not null,
  recruiter text not null,
  quarter text not null,
  costs jsonb not null,
  interest bigint not null check (interest >= 0),
  reimbursed bigint not null check (reimbursed >= 0),
  -- The worker does not agree with the cohort's figure: then what the worker says counts.
  contested boolean not null default false,
  benchmark bigint,
  due bigint not null check (due >= 0),
  seq int not null,
  primary key (docket_id, issue_id, thread_id)
);
create index repayment_thread on repayment (thread_id);
create index repayment_case on repayment (docket_id, case_id);

create table sum_told (
  docket_id int not null,
  disclosure_id uuid not null,
  currency text not null,
  case_id uuid not null,
  cso_org text not null,
  to_org text not null,
  amount bigint not null,
  workers int not null check (workers >= 10),
  told_on date not null,
  primary key (docket_id, disclosure_id, currency)
);

do $$
declare t text;
begin
  foreach t in array array['asking_round','round_thread','remedy','repayment','sum_told'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_all on %I to vouch_owner using (true) with check (true)', t);
    execute format('create policy app_own on %I to vouch_app using (cso_org = current_setting(''app.org'', true)) with check (cso_org = current_setting(''app.org'', true))', t);
  end loop;
  -- A member who may not see the case sees nothing of its remedy.
  foreach t in array array['asking_round','remedy','sum_told'] loop
    execute format($p$create policy not_hidden on %I as restrictive for all to vouch_app using (
      strpos(nullif(current_setting('app.hidden', true), ''), case_id::text) = 0)$p$, t);
  end loop;
  foreach t in array array['round_thread','repayment'] loop
    execute format($p$create policy not_hidden on %I as restrictive for all to vouch_app using (
      strpos(nullif(current_setting('app.hidden', true), ''), case_id::text) = 0
      and strpos(nullif(current_setting('app.hidden', true), ''), thread_id::text) = 0)$p$, t);
  end loop;
end $$;

grant select, insert, update on asking_round, round_thread, remedy, repayment, sum_told to vouch_app;
create policy app_by on remedy to vouch_app using (by_org = current_setting('app.org', true)) with check (by_org = current_setting('app.org', true));
create policy app_to on sum_told for select to vouch_app using (to_org = current_setting('app.org', true));

-- Rounds end by themselves; figures count who remedied.
grant select on asking_round, round_thread, remedy to vouch_jobs;
grant update (closed_at) on asking_round to vouch_jobs;
create policy jobs_all on asking_round to vouch_jobs using (true) with check (true);
create policy jobs_all on round_thread to vouch_jobs using (true) with check (true);
create policy jobs_all on remedy to vouch_jobs using (true) with check (true);

grant select (docket_id, thread_id), delete on round_thread, repayment to vouch_eraser;
create policy eraser_all on round_thread to vouch_eraser using (true) with check (true);
create policy eraser_all on repayment to vouch_eraser using (true) with check (true);
