-- Who closes epochs, what cosigners answered, where the log stands, and what a restore could not bring back.

-- The lease: who works, from when, until when. Its number goes up with each new holder; every write says its number.
alter table sequencer_lease add column name text, add column host text, add column pid int,
  add column since timestamptz, add column until timestamptz;

-- One row: since when the log stands still and why, since when it is below its quorum.
create table ledger_state (
  one boolean primary key default true check (one),
  halted_at timestamptz,
  halted_kind text,
  halted_why text,
  below_since timestamptz
);
insert into ledger_state default values;

-- Cosignatures as they came, each checked before it is kept; the first of a key for a size stays.
create table cosignature (
  size bigint not null,
  vkey text not null,
  line text not null,
  at timestamptz not null,
  primary key (size, vkey)
);
-- What each cosigner answered last.
create table cosigner_answer (
  vkey text primary key,
  size bigint not null,
  answer text not null,
  at timestamptz not null
);

-- Peaks of a docket's tree, 32 bytes each, largest first: as JSON they cost more than the hashes.
alter table docket_head add column peaks bytea;
update docket_head set peaks = coalesce((select string_agg(decode(p, 'hex'), ''::bytea order by o)
  from jsonb_array_elements_text(frontier -> 'peaks') with ordinality as x(p, o)), ''::bytea);
alter table docket_head alter column peaks set not null;
alter table docket_head drop column frontier;

-- After a replay: an epoch whose heads nobody could give back; leaves whose statement is gone.
alter table epoch add column lost boolean not null default false;
create table lost_leaf (
  docket_id int not null,
  leaf bigint not null,
  commitment bytea not null,
  epoch int not null,
  primary key (docket_id, leaf)
);

-- Which keys sign: a handful of lines among however many.
create index log_entry_key on log_entry (idx) where line like 'key %';

do $$
declare t text;
begin
  foreach t in array array['ledger_state','cosignature','cosigner_answer','lost_leaf'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_all on %I to vouch_owner using (true) with check (true)', t);
    execute format('create policy seq_all on %I to vouch_sequencer using (true) with check (true)', t);
  end loop;
end $$;
grant select, insert, update on cosignature, cosigner_answer to vouch_sequencer;
grant select, update on ledger_state to vouch_sequencer;
grant select, insert, delete on lost_leaf to vouch_sequencer;
-- A replay puts back registrations that the log holds and the backup doesn't.
grant insert (docket_id, kind, id, log_index) on docket to vouch_sequencer;
create policy seq_replay on docket for insert to vouch_sequencer with check (true);

-- Public state of the log, for the page that shows it and for the desk.
grant select on ledger_state, cosignature, cosigner_answer, sequencer_lease to vouch_anon, vouch_app, vouch_jobs;
grant select on lost_leaf to vouch_jobs;
create policy read on ledger_state for select to vouch_anon, vouch_app, vouch_jobs using (true);
create policy read on cosignature for select to vouch_anon, vouch_app, vouch_jobs using (true);
create policy read on cosigner_answer for select to vouch_anon, vouch_app, vouch_jobs using (true);
create policy read on sequencer_lease for select to vouch_anon, vouch_app, vouch_jobs using (true);
create policy read on lost_leaf for select to vouch_jobs using (true);
