-- Several organisations on one matter: an investigation (those who answer to workers, also across countries) or a
-- remediation (the organisation on the case and buyers whom the workplace supplies, each without seeing the others).
-- A party first finds its own row (`joint_party`, by organisation); what that row allows is said to the database
-- (app.joints, app.joint, app.upto, app.named) and opens the rest, as app.claim does for a business's own issue.

-- What every party may know. Nothing here names a party, a case, an issue or a time of day a worker did anything.
create table joint (
  docket_id int not null,
  joint_id uuid not null,
  kind text not null check (kind in ('investigation', 'remediation')),
  cso_org text not null,
  state text not null default 'open' check (state in ('open', 'closed')),
  code text,
  quarter text,
  -- Of a remediation, as of the day: what the business has done, and the word both sides' answers give.
  plan text check (plan in ('none', 'proposed', 'in_progress', 'done_reported')),
  outcome text check (outcome in ('claimed', 'verified', 'partly', 'disputed', 'unreachable')),
  as_of date not null,
  opened_on date not null,
  closed_on date,
  primary key (docket_id, joint_id)
);

create table joint_party (
  docket_id int not null,
  joint_id uuid not null,
  no int not null check (no between 1 and 60),
  org_id text not null,
  org_kind text not null,
  -- Copies: one buyer has no way to another's row of the network.
  name text not null,
  country text not null,
  role text not null check (role in ('lead', 'party', 'reader')),
  -- The organisation that leads.
  cso_org text not null,
  state text not null check (state in ('invited', 'joined', 'declined', 'left')),
  -- A buyer that agrees to be named to the other buyers that agree too.
  named boolean not null default false,
  invited_on date not null,
  answered_on date,
  -- What was said up to here it may read: nothing before it joined, no end while it is in, a fixed one once it left.
  until_seq int not null default 0,
  -- The case of its own that it came with: a wall between a member and that case is a wall before this, too.
  case_id uuid,
  primary key (docket_id, joint_id, no),
  unique (docket_id, joint_id, org_id)
);
create index joint_party_org on joint_party (org_id, state);

-- The log of the work: who (a number), what (a code), on which day. Words are copies, each sealed to one organisation.
create table joint_item (
  docket_id int not null,
  joint_id uuid not null,
  seq int not null,
  item_id uuid not null,
  kind text not null check (kind in ('opened', 'joined', 'left', 'named', 'linked', 'message', 'passed', 'task', 'task_done', 'task_passed',
    'decision', 'act', 'closed')),
  by_no int not null,
  code text,
  day date not null,
  due_day date,
  owner_no int,
  re uuid,
  -- Parties that its words were sealed to.
  to_nos int[] not null default '{}',
  content_sha text not null,
  primary key (docket_id, joint_id, seq),
  unique (docket_id, joint_id, item_id)
);

create table joint_copy (
  docket_id int not null,
  joint_id uuid not null,
  item_id uuid not null,
  for_org text not null,
  envelope text not null,
  primary key (docket_id, joint_id, item_id, for_org)
);

-- A party's own cases in it, for that party alone.
create table joint_case (
  docket_id int not null,
  joint_id uuid not null,
  case_docket int not null,
  case_id uuid not null,
  cso_org text not null,
  issue_id uuid,
  primary key (docket_id, joint_id, case_id)
);
create index joint_case_of on joint_case (case_docket, case_id);

-- The same for the others in it: codes, counts as ranges, states, a country, days.
create table joint_part (
  docket_id int not null,
  joint_id uuid not null,
  no int not null,
  org_id text not null,
  country text not null,
  cases text not null,
  workers text not null,
  codes text[] not null,
  states text[] not null,
  next_due date,
  overdue int not null default 0,
  as_of date not null,
  primary key (docket_id, joint_id, no)
);

-- How a supplier answers, once for each closed quarter, in bands, the same for every buyer that it supplies.
create table supplier_pace (
  docket_id int not null,
  quarter text not null,
  buyers text[] not null,
  state text not null check (state in ('shown', 'too_few')),
  first_plan text,
  overdue text,
  disputed text,
  made_on date not null,
  primary key (docket_id, quarter),
  check (state = 'shown' or (first_plan is null and overdue is null and disputed is null))
);
create table sector_pace (
  sector text not null,
  quarter text not null,
  state text not null check (state in ('shown', 'too_few')),
  remediations text,
  joined text,
  overdue text,
  disputed text,
  made_on date not null,
  primary key (sector, quarter),
  check (state = 'shown' or (remediations is null and joined is null and overdue is null and disputed is null))
);

do $$
declare t text;
begin
  foreach t in array array['joint','joint_party','joint_item','joint_copy','joint_case','joint_part','supplier_pace','sector_pace'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_all on %I to vouch_owner using (true) with check (true)', t);
  end loop;
end $$;

grant select, insert on joint, joint_party, joint_item, joint_copy, joint_case to vouch_app;
grant select on joint_part to vouch_app;
grant update (state, closed_on) on joint to vouch_app;
grant update (state, named, answered_on, until_seq, case_id) on joint_party to vouch_app;
create policy app_party on joint for select to vouch_app using (joint_id::text = any (string_to_array(current_setting('app.joints', true), ',')));
create policy app_open on joint for insert to vouch_app with check (
  cso_org = current_setting('app.org', true) and current_setting('app.kind', true) in ('cso', 'union'));
create policy app_lead on joint for update to vouch_app using (cso_org = current_setting('app.org', true)) with check (cso_org = current_setting('app.org', true));

create policy app_own on joint_party for select to vouch_app using (org_id = current_setting('app.org', true));
create policy app_answer on joint_party for update to vouch_app using (org_id = current_setting('app.org', true)) with check (org_id = current_setting('app.org', true));
create policy app_lead on joint_party for select to vouch_app using (cso_org = current_setting('app.org', true) and joint_id::text = current_setting('app.joint', true));
create policy app_invite on joint_party for insert to vouch_app with check (
  cso_org = current_setting('app.org', true) and current_setting('app.kind', true) in ('cso', 'union')
  and (state = 'invited' or org_id = current_setting('app.org', true)));
-- The others: whoever answers to workers is known by name; a buyer only by agreement of both.
create policy app_fellow on joint_party for select to vouch_app using (
  joint_id::text = current_setting('app.joint', true)
  and (org_kind <> 'buyer' or (named and current_setting('app.named', true) = '1')));
create policy not_hidden on joint_party as restrictive for all to vouch_app using (
  org_id <> current_setting('app.org', true) or strpos(nullif(current_setting('app.hidden', true), ''), coalesce(case_id::text, 'none')) = 0);

create policy app_read on joint_item for select to vouch_app using (
  joint_id::text = current_setting('app.joint', true) and seq <= nullif(current_setting('app.upto', true), '')::int);
create policy app_add on joint_item for insert to vouch_app with check (joint_id::text = current_setting('app.joint', true));
create policy app_own on joint_copy for select to vouch_app using (for_org = current_setting('app.org', true));
create policy app_add on joint_copy for insert to vouch_app with check (joint_id::text = current_setting('app.joint', true));
create policy app_own on joint_case to vouch_app using (cso_org = current_setting('app.org', true)) with check (cso_org = current_setting('app.org', true));
create policy not_hidden on joint_case as restrictive for all to vouch_app using (
  strpos(nullif(current_setting('app.hidden', true), ''), case_id::text) = 0);
create policy app_read on joint_part for select to vouch_app using (joint_id::text = current_setting('app.joint', true));

grant select on supplier_pace, sector_pace to vouch_app;
create policy app_chain on supplier_pace for select to vouch_app using (current_setting('app.org', true) = any (buyers));
create policy app_sector on sector_pace for select to vouch_app using (current_setting('app.kind', true) in ('association', 'cso', 'union'));

-- Figures and the plan's state are copied by the jobs role, which sees codes and never words.
grant select on joint, joint_party, joint_case, joint_item to vouch_jobs;
grant select, insert, update on joint_part to vouch_jobs;
create policy jobs_all on joint_part to vouch_jobs using (true) with check (true);
grant update (plan, outcome, as_of) on joint to vouch_jobs;
grant select, insert on supplier_pace, sector_pace to vouch_jobs;
create policy jobs_all on joint to vouch_jobs using (true) with check (true);
create policy jobs_read on joint_party for select to vouch_jobs using (true);
create policy jobs_read on joint_case for select to vouch_jobs using (true);
create policy jobs_read on joint_item for select to vouch_jobs using (true);
create policy jobs_all on supplier_pace to vouch_jobs using (true) with check (true);
create policy jobs_all on sector_pace to vouch_jobs using (true) with check (true);
