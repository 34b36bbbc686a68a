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
