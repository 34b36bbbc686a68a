-- The queue of those who answer workers: all channels in one list, who works on what, and what hangs on a thread beside
-- its words. Codes and times only; every word of a worker, and every word of the team about one, is an envelope.

-- Where a conversation came in (reference.md 10.3). What was written down by a member says so: `written_by`.
alter table thread add column channel text not null default 'web_form' check (channel in ('phone_hotline','missed_call_callback','sms','ivr',
  'voice_note','facebook_messenger','line','viber','whatsapp','imo','telegram','zalo','tiktok_dm','wechat','web_form','qr_poster','app',
  'in_person_outreach','peer_coordinator','community_radio','email','paper'));
alter table thread add column written_by uuid;
-- As a case worker coded it; what the worker's phone says of itself stays sealed.
alter table thread add column language text check (language ~ '^[a-z]{2,3}$');
alter table thread add column jobseeker boolean not null default false;
-- "They know I called": since when. Above everything, one hour.
alter table thread add column known_at timestamptz;
-- When a person decided below what was there: rules don't raise again for what was said until then.
alter table thread add column lowered_at timestamptz;
alter table thread add column assignee uuid;
alter table thread add column sub_status text check (sub_status ~ '^[a-z][a-z0-9_]{1,39}$');
alter table thread add column snoozed_until timestamptz;
-- Who changed the line last, for the colleague who comes second.
alter table thread add column queued_by uuid;
create index thread_queue on thread (receiver_org, known_at, urgency, due_at) where state = 'waiting';
-- Whoever speaks again is put off no longer; who flags retaliation from the phone stands first.
grant update (snoozed_until, known_at) on thread to vouch_anon;

-- One person on several phones (`same_person`: two threads), several persons on one phone (`other_person`: from a
-- statement on). A mark over threads: no key and no word is moved, so taking it back is complete.
create table tie (
  docket_id int not null,
  tie_id uuid not null,
  kind text not null check (kind in ('same_person','other_person')),
  cso_org text not null,
  thread_id uuid not null,
  other_docket int,
  other_thread uuid,
  from_statement uuid,
  -- Which of the two gave up being counted, and what it was counted as before: taking back restores it.
  uncounted uuid,
  was_counted text check (was_counted in ('unconfirmed','distinct','same_as_other')),
  at timestamptz not null,
  by_member uuid not null,
  undone_at timestamptz,
  undone_by uuid,
  primary key (docket_id, tie_id),
  check ((kind = 'same_person') = (other_thread is not null and other_docket is not null)),
  check ((kind = 'other_person') = (from_statement is not null))
);
create index tie_thread on tie (thread_id) where undone_at is null;
create index tie_other on tie (other_thread) where undone_at is null;

-- What was asked is answered and counted as help, never as an issue.
create table help_given (
  docket_id int not null,
  help_id uuid not null,
  thread_id uuid not null,
  cso_org text not null,
  topic text not null,
  entry_id uuid,
  at timestamptz not null,
  by_member uuid not null,
  primary key (docket_id, help_id)
);
create index help_given_of on help_given (cso_org, at);

-- A translation stands beside its original and says whose it is.
create table translation (
  docket_id int not null,
  translation_id uuid not null,
  thread_id uuid not null,
  cso_org text not null,
  statement_id uuid not null,
  language text not null check (language ~ '^[a-z]{2,3}$'),
  -- Null: `by_member` translated it. Else the machine whose text `by_member` put in.
  machine text check (machine ~ '^[A-Za-z0-9][A-Za-z0-9 ._-]{0,59}$'),
  by_member uuid not null,
  at timestamptz not null,
  envelope text not null,
  primary key (docket_id, translation_id)
);
create index translation_of on translation (thread_id, at);

-- Between shifts: words sealed to the team, and which threads nobody holds until somebody takes them.
create table handover (
  cso_org text not null,
  handover_id uuid not null,
  from_member uuid not null,
  to_member uuid,
  at timestamptz not null,
  envelope text not null,
  primary key (cso_org, handover_id)
);
create table handover_item (
  docket_id int not null,
  handover_id uuid not null,
  thread_id uuid not null,
  cso_org text not null,
  taken_by uuid,
  taken_at timestamptz,
  primary key (docket_id, handover_id, thread_id)
);

-- What an organisation tells anybody who asks, in its own words: offices, shelters, rights. Nothing of a worker.
create table help_entry (
  org_id text not null,
  entry_id uuid not null,
  version int not null,
  topic text not null,
  country text check (country ~ '^[A-Z]{2}$'),
  place text not null default '',
  title text not null,
  texts jsonb not null,
  phone text not null default '',
  address text not null default '',
  valid_until date,
  changed_at timestamptz not null,
  changed_by uuid not null,
  retired boolean not null default false,
  primary key (org_id, entry_id)
);

-- Each version stays: which wording a worker got can be looked up.
create table reply_template (
  org_id text not null,
  template_id uuid not null,
  version int not null,
  name text not null,
  texts jsonb not null,
  changed_at timestamptz not null,
  changed_by uuid not null,
  retired boolean not null default false,
  primary key (org_id, template_id, version)
);

create table triage_setting (
  org_id text primary key,
  sub_statuses jsonb not null,
  version int not null,
  changed_at timestamptz not null,
  changed_by uuid not null
);

create table saved_view (
  org_id text not null,
  view_id uuid not null,
  by_member uuid not null,
  shared boolean not null,
  name text not null,
  filters jsonb not null,
  primary key (org_id, view_id)
);

do $$
declare t text;
begin
  foreach t in array array['tie','help_given','translation','handover','handover_item','help_entry','reply_template','triage_setting','saved_view'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_all on %I to vouch_owner using (true) with check (true)', t);
  end loop;
  foreach t in array array['tie','help_given','translation','handover','handover_item'] loop
    execute format('create policy app_own on %I to vouch_app using (cso_org = current_setting(''app.org'', true)) with check (cso_org = current_setting(''app.org'', true))', t);
  end loop;
  foreach t in array array['help_entry','reply_template','triage_setting','saved_view'] loop
    execute format('create policy app_own on %I to vouch_app using (org_id = current_setting(''app.org'', true)) with check (org_id = current_setting(''app.org'', true))', t);
  end loop;
  foreach t in array array['help_given','translation','handover_item'] loop
    execute format('create policy not_hidden on %I as restrictive for all to vouch_app using (
      strpos(nullif(current_setting(''app.hidden'', true), ''''), thread_id::text) = 0)', t);
  end loop;
  foreach t in array array['tie','help_given','translation','handover','handover_item'] loop
    execute format('create policy eraser_all on %I to vouch_eraser using (true) with check (true)', t);
  end loop;
end $$;
create policy not_hidden on tie as restrictive for all to vouch_app using (
  strpos(nullif(current_setting('app.hidden', true), ''), thread_id::text) = 0
  and strpos(nullif(current_setting('app.hidden', true), ''), coalesce(other_thread::text, 'none')) = 0);

grant select, insert on help_given, translation, handover, reply_template to vouch_app;
grant select, insert on tie, handover_item to vouch_app;
grant update (undone_at, undone_by) on tie to vouch_app;
grant update (taken_by, taken_at) on handover_item to vouch_app;
grant select, insert, update on help_entry, triage_setting to vouch_app;
grant select, insert, update, delete on saved_view to vouch_app;

-- What hangs on a thread goes with it.
grant select, delete on tie, help_given, handover_item to vouch_eraser;
grant select (cso_org, handover_id), delete on handover to vouch_eraser;
grant select (docket_id, translation_id, thread_id, statement_id), delete on translation to vouch_eraser;
