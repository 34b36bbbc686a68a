-- Protection: who may not see a case, how a worker may be reached, what keeps a worker safe, and what happens when
-- somebody is punished for speaking.

-- 1. The hidden wall. A member who has a conflict of interest, or has no role for a compartment, has no such case.

-- One member, one case or one report (`docket_id` is its own). It ends by the word of somebody else.
create table recusal (
  docket_id int not null,
  recusal_id uuid not null,
  about text not null check (about in ('case', 'thread')),
  about_id uuid not null,
  cso_org text not null,
  member_id uuid not null,
  why text not null check (why in ('family', 'friend', 'works_there', 'worked_there', 'money', 'accused', 'threatened', 'other')),
  by_member uuid not null,
  from_at timestamptz not null,
  ended_at timestamptz,
  ended_by uuid,
  primary key (docket_id, recusal_id),
  check (ended_by is null or ended_by <> member_id)
);
create index recusal_of on recusal (member_id) where ended_at is null;

-- Cases and reports that only members with the role see: children; violence that is gender based. It is left by the word
-- of two members.
create table compartment (
  docket_id int not null,
  about_id uuid not null,
  kind text not null check (kind in ('child', 'gbv')),
  about text not null check (about in ('case', 'thread')),
  cso_org text not null,
  since timestamptz not null,
  by_member uuid not null,
  leave_by uuid,
  leave_asked_at timestamptz,
  left_by uuid,
  left_at timestamptz,
  primary key (docket_id, about_id, kind),
  check (left_by is null or left_by <> leave_by)
);
create index compartment_of on compartment (cso_org) where left_at is null;

-- Who may see them. The one for children takes effect when a second member has agreed.
create table compartment_role (
  org_id text not null,
  member_id uuid not null,
  kind text not null check (kind in ('child', 'gbv')),
  granted_by uuid not null,
  granted_at timestamptz not null,
  agreed_by uuid,
  agreed_at timestamptz,
  primary key (org_id, member_id, kind),
  check (agreed_by is null or agreed_by <> granted_by)
);

-- A wall between a member and a case needs the case in the row.
alter table attachment add column case_id uuid;
update attachment a set case_id = s.case_id from statement s where s.docket_id = a.docket_id and s.statement_id = a.statement_id and s.case_id is not null;

-- app.hidden: what this member may not see, as `.docket:id,docket:id`; `.` = nothing is hidden. Left out, or empty, as a
-- connection leaves it behind: no row is seen at all. 'none' stands for no id, since it is no part of any.
do $$
declare t text;
begin
  foreach t in array array['statement','envelope','attachment','note','ask','consent','erasure'] loop
    execute format($p$create policy not_hidden on %I as restrictive for all to vouch_app using (
      strpos(nullif(current_setting('app.hidden', true), ''), coalesce(case_id::text, 'none')) = 0
      and strpos(nullif(current_setting('app.hidden', true), ''), coalesce(thread_id::text, 'none')) = 0)$p$, t);
  end loop;
  foreach t in array array['case_file','case_event','issue','disclosure','action'] loop
    execute format($p$create policy not_hidden on %I as restrictive for all to vouch_app using (
      strpos(nullif(current_setting('app.hidden', true), ''), coalesce(case_id::text, 'none')) = 0)$p$, t);
  end loop;
  foreach t in array array['erasure_item','move_ask','disclosure_voice'] loop
    execute format($p$create policy not_hidden on %I as restrictive for all to vouch_app using (
      strpos(nullif(current_setting('app.hidden', true), ''), coalesce(thread_id::text, 'none')) = 0)$p$, t);
  end loop;
end $$;
create policy not_hidden on thread as restrictive for all to vouch_app using (
  strpos(nullif(current_setting('app.hidden', true), ''), coalesce(case_id::text, 'none')) = 0
  and strpos(nullif(current_setting('app.hidden', true), ''), coalesce(thread_id::text, 'none')) = 0);

do $$
declare t text;
begin
  foreach t in array array['recusal','compartment','compartment_role'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_all on %I to vouch_owner using (true) with check (true)', t);
  end loop;
end $$;
grant select, insert on recusal, compartment, compartment_role to vouch_app;
-- Nobody takes back what keeps themselves away.
grant update (ended_at, ended_by) on recusal to vouch_app;
create policy app_read on recusal for select to vouch_app using (cso_org = current_setting('app.org', true));
create policy app_add on recusal for insert to vouch_app with check (cso_org = current_setting('app.org', true) and by_member::text = current_setting('app.member', true));
create policy app_end on recusal for update to vouch_app using (cso_org = current_setting('app.org', true) and member_id::text <> current_setting('app.member', true))
  with check (cso_org = current_setting('app.org', true) and ended_by::text = current_setting('app.member', true));
grant update (since, by_member, leave_by, leave_asked_at, left_by, left_at) on compartment to vouch_app;
create policy app_own on compartment to vouch_app using (cso_org = current_setting('app.org', true)) with check (cso_org = current_setting('app.org', true));
grant update (agreed_by, agreed_at), delete on compartment_role to vouch_app;
create policy app_read on compartment_role for select to vouch_app using (org_id = current_setting('app.org', true));
create policy app_add on compartment_role for insert to vouch_app with check (
  org_id = current_setting('app.org', true) and granted_by::text = current_setting('app.member', true) and agreed_by is null);
create policy app_agree on compartment_role for update to vouch_app using (org_id = current_setting('app.org', true) and granted_by::text <> current_setting('app.member', true))
  with check (org_id = current_setting('app.org', true) and agreed_by::text = current_setting('app.member', true));
create policy app_take on compartment_role for delete to vouch_app using (org_id = current_setting('app.org', true));
grant select (docket_id, about_id), delete on recusal, compartment to vouch_eraser;
create policy eraser_all on recusal to vouch_eraser using (true) with check (true);
create policy eraser_all on compartment to vouch_eraser using (true) with check (true);

-- 2. How a worker may be reached. One row a thread: the newest wish. Numbers and words are in the sealed statement.
create table safe_contact (
  docket_id int not null,
  thread_id uuid not null,
  cso_org text not null,
  -- Null: any way. `thread` = only here, under the worker's own code.
  channel text check (channel in ('thread','phone','sms','line','messenger','whatsapp','viber','email','in_person','through_person')),
  -- Minutes since midnight at the worker's place; both or none. `from_minute` > `to_minute` goes over midnight.
  from_minute int check (from_minute between 0 and 1439),
  to_minute int check (to_minute between 0 and 1439),
  -- Monday = 1 … Sunday = 7; empty = any day.
  days int[] not null default '{}',
  zone text not null default 'Asia/Bangkok',
  never_call_back boolean not null default false,
  shared_device boolean not null default false,
  no_message boolean not null default false,
  set_by text not null check (set_by in ('worker','member')),
  -- The worker's own statement; or the words that a member wrote down, sealed to the team.
  statement_id uuid,
  envelope text,
  seq int not null,
  at timestamptz not null,
  primary key (docket_id, thread_id),
  check ((from_minute is null) = (to_minute is null))
);

-- 3. The plan that keeps a worker safe: why there is one, its steps, when it is looked at again.
create table safety_plan (
  docket_id int not null,
  plan_id uuid not null,
  thread_id uuid,
  case_id uuid,
  cso_org text not null,
  why text not null check (why in ('danger','known','retaliation','child','gbv','by_hand')),
  state text not null default 'open' check (state in ('open','closed')),
  opened_at timestamptz not null,
  due_at timestamptz not null,
  review_on date,
  closed_at timestamptz,
  closed_by uuid,
  seq int not null default 0,
  primary key (docket_id, plan_id),
  check (thread_id is not null or case_id is not null)
);
create index safety_plan_thread on safety_plan (thread_id);
create index safety_plan_case on safety_plan (case_id);
create table safety_step (
  docket_id int not null,
  step_id uuid not null,
  plan_id uuid not null,
  thread_id uuid,
  case_id uuid,
  cso_org text not null,
  risk text not null check (risk in ('violence','confinement','dismissal','denunciation','deportation','documents','family','self_harm','child','other')),
  step text not null check (step in ('stay_in_touch','safe_word','safe_place','shelter','leave_workplace','documents_copied','documents_back','doctor','police','lawyer','embassy','child_protection','stop_contact','other')),
  who text not null check (who in ('worker','member','partner','together')),
  due_at timestamptz not null,
  -- The words beside the codes, sealed to the team.
  envelope text,
  by_member uuid not null,
  at timestamptz not null,
  done_at timestamptz,
  done_by uuid,
  primary key (docket_id, step_id)
);
create index safety_step_of on safety_step (docket_id, plan_id);

-- 4. Punished for having spoken. Open: nothing of it is shown to a business or a buyer, in no figure either.
create table retaliation (
  docket_id int not null,
  flag_id uuid not null,
  thread_id uuid not null,
  cso_org text not null,
  raised_by text not null check (raised_by in ('worker','member')),
  raised_at timestamptz not null,
  -- What it was, as a member coded it from the worker's sealed word.
  what text check (what in ('dismissal','threat','documents','worse_work','police','other','not_this')),
  case_docket int,
  case_id uuid,
  issue_id uuid,
  coded_at timestamptz,
  coded_by uuid,
  -- Whether it may be shown is the organisation's to say, with the worker's agreement.
  shown boolean,
  decided_at timestamptz,
  decided_by uuid,
  primary key (docket_id, flag_id),
  check (shown is null or decided_at is not null)
);
create index retaliation_of_thread on retaliation (thread_id);
create index retaliation_of_case on retaliation (case_id);
alter table issue add column held boolean not null default false;

create table retaliation_check (
  docket_id int not null,
  check_id uuid not null,
  case_id uuid not null,
  cso_org text not null,
  month int not null check (month in (1, 3, 6, 12)),
  due_at timestamptz not null,
  asked_at timestamptz,
  done_at timestamptz,
  done_by uuid,
  outcome text check (outcome in ('none','retaliation','unreachable')),
  primary key (docket_id, check_id)
);
create unique index retaliation_check_once on retaliation_check (docket_id, case_id, month);

-- The question of a check, in the worker's thread, and which check it belongs to.
alter table ask drop constraint ask_kind_check;
alter table ask add constraint ask_kind_check check (kind in ('consent','remedy','go_ahead','payment','filing','satisfaction','retaliation'));
alter table ask add column check_id uuid;

-- 5. Acting would do more harm than not acting, and the worker agrees.
create table stop_rule (
  docket_id int not null,
  stop_id uuid not null,
  case_id uuid not null,
  cso_org text not null,
  harm_acting int not null check (harm_acting between 1 and 4),
  harm_waiting int not null check (harm_waiting between 1 and 4),
  worker text not null check (worker = 'agrees'),
  review_on date not null,
  by_member uuid not null,
  at timestamptz not null,
  reviewed_at timestamptz,
  reviewed_by uuid,
  outcome text check (outcome in ('stays','again')),
  primary key (docket_id, stop_id),
  check (harm_acting > harm_waiting)
);
create index stop_rule_of on stop_rule (docket_id, case_id);

do $$
declare t text;
begin
  foreach t in array array['safe_contact','safety_plan','safety_step','retaliation','retaliation_check','stop_rule'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_all on %I to vouch_owner using (true) with check (true)', t);
    execute format('create policy app_own on %I to vouch_app using (cso_org = current_setting(''app.org'', true)) with check (cso_org = current_setting(''app.org'', true))', t);
    execute format('grant select, insert, update on %I to vouch_app', t);
  end loop;
  foreach t in array array['safety_plan','safety_step','retaliation'] loop
    execute format($p$create policy not_hidden on %I as restrictive for all to vouch_app using (
      strpos(nullif(current_setting('app.hidden', true), ''), coalesce(case_id::text, 'none')) = 0
      and strpos(nullif(current_setting('app.hidden', true), ''), coalesce(thread_id::text, 'none')) = 0)$p$, t);
  end loop;
  foreach t in array array['retaliation_check','stop_rule'] loop
    execute format($p$create policy not_hidden on %I as restrictive for all to vouch_app using (
      strpos(nullif(current_setting('app.hidden', true), ''), case_id::text) = 0)$p$, t);
  end loop;
  foreach t in array array['safe_contact','safety_plan','safety_step','retaliation'] loop
    execute format('create policy eraser_all on %I to vouch_eraser using (true) with check (true)', t);
    execute format('grant select (docket_id, thread_id), delete on %I to vouch_eraser', t);
  end loop;
end $$;
create policy not_hidden on safe_contact as restrictive for all to vouch_app using (
  strpos(nullif(current_setting('app.hidden', true), ''), thread_id::text) = 0);
-- The worker says how to be reached, and that somebody punishes them, under their own code.
grant select, insert, update on safe_contact to vouch_anon;
create policy anon_own on safe_contact to vouch_anon using (thread_id::text = current_setting('app.thread', true))
  with check (thread_id::text = current_setting('app.thread', true) and set_by = 'worker');
grant insert on retaliation to vouch_anon;
create policy anon_add on retaliation for insert to vouch_anon with check (
  thread_id::text = current_setting('app.thread', true) and raised_by = 'worker' and what is null and issue_id is null and decided_at is null);
grant select (thread_id, raised_at) on retaliation to vouch_anon;
create policy anon_own on retaliation for select to vouch_anon using (thread_id::text = current_setting('app.thread', true));
grant update (urgency) on thread to vouch_anon;
-- Figures: what is held back, and what stands in a compartment.
grant select on retaliation, retaliation_check, compartment, safety_plan to vouch_jobs;
create policy jobs_read on safety_plan for select to vouch_jobs using (true);
create policy jobs_read on retaliation for select to vouch_jobs using (true);
create policy jobs_read on retaliation_check for select to vouch_jobs using (true);
create policy jobs_read on compartment for select to vouch_jobs using (true);
