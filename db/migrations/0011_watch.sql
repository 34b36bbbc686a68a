-- The operator is watched too: what members of organisations open, hand out, change and set. The proof is a statement of
-- kind `access` in the organisation's own docket; these rows are what is counted and shown.

-- One a statement. `about` says by a keyed hash which report or case it was: two openings of one can be told, not which.
create table watch (
  docket_id int not null,
  statement_id uuid not null,
  org_id text not null,
  member_id uuid,
  role text not null,
  act text not null check (act in ('opened', 'exported', 'merged', 'edited', 'setting')),
  what text not null,
  about text,
  -- Sealed reports in a list, statements in an export.
  n int not null default 1,
  at timestamptz not null,
  primary key (docket_id, statement_id)
);
create index watch_of_org on watch (org_id, at);

-- What a worker sees: a kind of role and a week, for the own report or for what was told to a business in their name.
-- `docket_id`, `about_id`: the thread, or the disclosure.
create table opening (
  docket_id int not null,
  about_id uuid not null,
  opening_id uuid not null,
  org_id text not null,
  role text not null,
  act text not null,
  -- Monday, UTC.
  week date not null,
  primary key (docket_id, about_id, opening_id)
);
create index opening_about on opening (about_id);

-- Whose agreement a disclosure rests on: those workers see that it was read.
create table disclosure_voice (
  docket_id int not null,
  disclosure_id uuid not null,
  thread_id uuid not null,
  cso_org text not null,
  primary key (docket_id, disclosure_id, thread_id)
);
create index disclosure_voice_thread on disclosure_voice (thread_id);

-- When one member began to look at one thing, and looked last: what is read again in one sitting is counted once. `key` is
-- a keyed hash.
create table sitting (
  docket_id int not null,
  member_id uuid not null,
  key bytea not null,
  began timestamptz not null,
  at timestamptz not null,
  primary key (docket_id, member_id, key)
);
create index sitting_at on sitting (at);

-- The businesses that were told of an issue, copied to its row, so that their wall needs no other table.
alter table issue add column told_orgs text[] not null default '{}';
update issue i set told_orgs = told.orgs
  from (select docket_id, issue_id, array_agg(distinct to_org order by to_org) as orgs from disclosure group by docket_id, issue_id) told
  where told.docket_id = i.docket_id and told.issue_id = i.issue_id;
drop policy app_claim_read on issue;
drop policy app_claim on issue;
create policy app_claim_read on issue for select to vouch_app using (
  issue_id::text = current_setting('app.claim', true) and current_setting('app.org', true) = any (told_orgs));
create policy app_claim on issue for update to vouch_app using (
  issue_id::text = current_setting('app.claim', true) and current_setting('app.org', true) = any (told_orgs))
  with check (issue_id::text = current_setting('app.claim', true) and current_setting('app.org', true) = any (told_orgs));

-- Disclosures of before: those in the case whose last word on telling the business is yes.
insert into disclosure_voice (docket_id, disclosure_id, thread_id, cso_org)
  select d.docket_id, d.disclosure_id, c.thread_id, d.cso_org from disclosure d
  join (select distinct on (docket_id, case_id, thread_id, scope) docket_id, case_id, thread_id, scope, state from consent
    order by docket_id, case_id, thread_id, scope, at desc) c on c.docket_id = d.docket_id and c.case_id = d.case_id
  join thread t on t.thread_id = c.thread_id and not t.withdrawn
  where c.state = 'given' and c.scope like 'share\_%employer' group by 1, 2, 3, 4;

do $$
declare t text;
begin
  foreach t in array array['watch','opening','disclosure_voice','sitting'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_all on %I to vouch_owner using (true) with check (true)', t);
  end loop;
end $$;

grant select, insert on watch to vouch_app;
create policy app_own on watch to vouch_app using (org_id = current_setting('app.org', true)) with check (org_id = current_setting('app.org', true));
-- Put in by whoever opened; read by nobody of the organisations: they have their own list.
grant insert on opening to vouch_app;
create policy app_add on opening for insert to vouch_app with check (org_id = current_setting('app.org', true));
-- A worker sees no organisation's id and no member's, and no finer time than a week.
grant select (docket_id, about_id, role, act, week) on opening to vouch_anon;
create policy anon_own on opening for select to vouch_anon using (about_id::text = any (string_to_array(current_setting('app.about', true), ',')));
grant select, insert on disclosure_voice to vouch_app;
create policy app_own on disclosure_voice to vouch_app using (cso_org = current_setting('app.org', true)) with check (cso_org = current_setting('app.org', true));
grant select (disclosure_id, thread_id) on disclosure_voice to vouch_anon;
create policy anon_own on disclosure_voice for select to vouch_anon using (thread_id::text = current_setting('app.thread', true));
grant select, insert, update (began, at) on sitting to vouch_app;
create policy app_own on sitting to vouch_app using (member_id::text = current_setting('app.member', true)) with check (member_id::text = current_setting('app.member', true));
grant select (at), delete on sitting to vouch_jobs;
create policy jobs_forget on sitting for delete to vouch_jobs using (true);
create policy jobs_age on sitting for select to vouch_jobs using (true);
-- What is erased takes with it that it was opened.
grant select (about_id), delete on opening to vouch_eraser;
create policy eraser_all on opening to vouch_eraser using (true);
grant select (thread_id), delete on disclosure_voice to vouch_eraser;
create policy eraser_all on disclosure_voice to vouch_eraser using (true);
