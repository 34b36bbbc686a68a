-- Who may read the private feed (ledger.md 7): one row a certificate. A revoked one stays, so that its fetches keep a name.
create table auditor (
  -- SHA-256 of the client certificate.
  cert bytea primary key check (length(cert) = 32),
  name text not null,
  invited_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz
);

-- What each was given, when: an epoch, or the keys (-1).
create table audit_fetch (
  id bigint generated always as identity primary key,
  cert bytea not null,
  epoch int not null,
  at timestamptz not null
);
create index audit_fetch_of on audit_fetch (cert, at);

do $$
declare t text;
begin
  foreach t in array array['auditor','audit_fetch'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_all on %I to vouch_owner using (true) with check (true)', t);
    execute format('create policy jobs_all on %I to vouch_jobs using (true) with check (true)', t);
  end loop;
end $$;
grant select, insert on auditor, audit_fetch to vouch_jobs;
grant update (revoked_at) on auditor to vouch_jobs;
