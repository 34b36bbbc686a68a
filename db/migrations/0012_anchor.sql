-- Where the log's newest state was also written down: on a chain, at a calendar (ledger.md 12). Nothing here says more
-- than the public checkpoint, but for `fault`, which is the operator's own trouble with a provider.
create table anchor (
  anchor_id int generated always as identity primary key,
  kind text not null check (kind in ('evm', 'ots')),
  -- The contract's address, or the calendar's.
  place text not null check (length(place) between 1 and 300),
  size bigint not null check (size > 0),
  root bytea not null check (octet_length(root) = 32),
  -- waiting: not sent yet. pending: sent. done: on the chain. refused: what stands there is another history.
  state text not null default 'waiting' check (state in ('waiting', 'pending', 'done', 'refused')),
  -- The calendar's proof, as in a .ots file after its digest.
  proof bytea check (octet_length(proof) <= 65536),
  chain_id bigint,
  tx text check (tx ~ '^0x[0-9a-f]{64}$'),
  block bigint,
  made_at timestamptz not null,
  changed_at timestamptz not null,
  tried int not null default 0,
  fault text check (length(fault) <= 500),
  unique (kind, place, size)
);
alter table anchor enable row level security;
alter table anchor force row level security;
create policy owner_all on anchor to vouch_owner using (true) with check (true);
create policy jobs_all on anchor to vouch_jobs using (true) with check (true);
create policy read on anchor for select to vouch_anon, vouch_app using (true);
grant select, insert, delete on anchor to vouch_jobs;
grant update (state, proof, chain_id, tx, block, changed_at, tried, fault) on anchor to vouch_jobs;
grant select (anchor_id, kind, place, size, root, state, proof, chain_id, tx, block, made_at, changed_at)
  on anchor to vouch_anon, vouch_app;
