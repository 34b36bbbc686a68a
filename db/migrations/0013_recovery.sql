-- Each restore of a backup: where its log stood, what was found of the public one, and whether it may go on (ledger.md 10).
create table recovery (
  at timestamptz primary key,
  -- When the backup was made, its newest epoch and its entries of the log.
  made timestamptz not null,
  epoch int not null,
  size bigint not null,
  state text not null check (state in ('unchecked', 'behind', 'fork', 'rehearsal', 'settled')),
  -- Entries of the public log, where somebody could be asked.
  seen bigint,
  -- What settled it: the public log or a quorum says the same; a replay; a person's word.
  how text check (how in ('same', 'replayed', 'said')),
  settled_at timestamptz,
  -- Of a replay: epochs taken back, leaves whose statement is gone.
  epochs int not null default 0,
  lost bigint not null default 0,
  -- Statements whose record secret isn't there: readable, and not to be proven any more.
  unproven bigint not null default 0,
  check ((state = 'settled') = (how is not null) and (state = 'settled') = (settled_at is not null))
);
alter table recovery enable row level security;
alter table recovery force row level security;
create policy owner_all on recovery to vouch_owner using (true) with check (true);
grant select, update on recovery to vouch_sequencer;
create policy seq_all on recovery to vouch_sequencer using (true) with check (true);
-- That a restore was, when, and from what day: what a worker whose words may be lost must be told.
grant select (at, made, state) on recovery to vouch_anon, vouch_app, vouch_jobs;
create policy read on recovery for select to vouch_anon, vouch_app, vouch_jobs using (true);

-- Lost leaves that nobody sent again: an `erased` leaf without a signature answers for them. The row stays, so that the
-- statement can't get a second leaf if it comes after all.
alter table lost_leaf add column given_up timestamptz;
grant select on lost_leaf to vouch_eraser;
grant update (given_up) on lost_leaf to vouch_eraser, vouch_sequencer;
create policy eraser_all on lost_leaf to vouch_eraser using (true) with check (true);

-- What one epoch gave to which docket: the journal is written by epoch.
create index docket_head_epoch on docket_head (epoch);

-- What was erased after the backup is erased again: its leaf says so.
grant insert on erasure to vouch_eraser;
