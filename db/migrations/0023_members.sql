-- Members: a key that a passkey opens, and who is on shift when.

-- The member's own private key, wrapped by what one passkey's authenticator computes: the server holds it, nobody here
-- opens it. Which passkeys there are stands with the sign-in (schema auth).
create table passkey_wrap (
  org_id text not null,
  member_id uuid not null,
  credential_id text not null,
  wrapped text not null,
  made_at timestamptz not null,
  primary key (org_id, member_id, credential_id)
);
alter table passkey_wrap enable row level security;
alter table passkey_wrap force row level security;
create policy owner_all on passkey_wrap to vouch_owner using (true) with check (true);
grant select, insert, update, delete on passkey_wrap to vouch_app;
-- One's own only; whoever removes a member takes theirs away without reading it.
create policy app_own on passkey_wrap to vouch_app
  using (org_id = current_setting('app.org', true) and member_id::text = current_setting('app.member', true))
  with check (org_id = current_setting('app.org', true) and member_id::text = current_setting('app.member', true));
create policy app_drop on passkey_wrap for delete to vouch_app using (org_id = current_setting('app.org', true));

create table shift (
  org_id text not null,
  shift_id uuid not null,
  member_id uuid not null,
  -- desk: works through the queue; on_call: is called when something can't wait (P0, day and night).
  kind text not null check (kind in ('desk','on_call')),
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  check (ends_at > starts_at),
  primary key (org_id, shift_id)
);
create index shift_of_org on shift (org_id, ends_at);
alter table shift enable row level security;
alter table shift force row level security;
create policy owner_all on shift to vouch_owner using (true) with check (true);
grant select, insert, delete, update (member_id) on shift to vouch_app;
create policy app_own on shift to vouch_app using (org_id = current_setting('app.org', true)) with check (org_id = current_setting('app.org', true));
-- Whom an alert reaches.
grant select on shift to vouch_jobs;
create policy jobs_read on shift for select to vouch_jobs using (true);
