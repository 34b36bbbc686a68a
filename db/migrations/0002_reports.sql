-- What workers say. Plain at rest: receiver, docket, day, urgency class, and what a case worker codes later.
-- docket_id is the first place and is never updated; placed_in says where it is now.

-- The worker's code opens this and nothing else; the row is found by the hash of the look-up id.
create table thread_lookup (
  lookup_hash bytea primary key,
  docket_id int not null,
  thread_id uuid not null
);

-- One answer per key, for ever: a phone that lost our answer sends the same envelope again.
create table idempotency (
  key uuid primary key,
  content_sha bytea not null,
  answer jsonb not null
);

create table thread (
  docket_id int not null,
  thread_id uuid not null,
  placed_in int not null,
  receiver_org text not null,
  urgency text not null check (urgency in ('P0','P1','P2','P3')),
  received_day date not null,
  due_at timestamptz,
  answered_at timestamptz,
  state text not null default 'waiting' check (state in ('waiting','answered','closed')),
  flagged boolean not null default false,
  public_key jsonb not null,
  wrapped_key text not null,
  case_id uuid,
  case_docket int,
  distinct_worker text not null default 'unconfirmed' check (distinct_worker in ('unconfirmed','distinct','same_as_other')),
  help boolean not null default false,
  withdrawn boolean not null default false,
  erasure_asked boolean not null default false,
  primary key (docket_id, thread_id)
);
create index thread_inbox on thread (receiver_org, state, urgency, due_at);
create index thread_case on thread (case_docket, case_id);

create table statement (
  docket_id int not null,
  statement_id uuid not null,
  thread_id uuid,
  thread_docket int,
  case_id uuid,
  kind text not null,
  fields jsonb not null,
  commitment bytea not null,
  recorded_at timestamptz not null,
  placed_in int not null,
  cso_org text not null,
  to_org text,
  by_org text,
  by_member uuid,
  key_raw bytea,
  authority bytea,
  re uuid,
  moved_from int,
  primary key (docket_id, statement_id)
);
create index statement_thread on statement (thread_docket, thread_id);
create index statement_case on statement (docket_id, case_id) where case_id is not null;
create index statement_org on statement (cso_org, recorded_at);

-- Opens a statement's fields; kept apart (ledger.md 9), never in a bundle.
create table record_secret (
  docket_id int not null,
  statement_id uuid not null,
  m bytea not null check (length(m) = 32),
  primary key (docket_id, statement_id)
);

-- The sealed words. The readers' columns are copies, so that the wall needs no other table.
create table envelope (
  docket_id int not null,
  statement_id uuid not null,
  thread_id uuid,
  cso_org text,
  to_org text,
  content text not null,
  primary key (docket_id, statement_id)
);
create index envelope_thread on envelope (thread_id) where thread_id is not null;

create table attachment (
  docket_id int not null,
  statement_id uuid not null,
  n int not null,
  sha256 bytea not null,
  size int not null,
  thread_id uuid,
  cso_org text,
  to_org text,
  primary key (docket_id, statement_id, n)
);

-- Leaves that wait for the next epoch. Whoever may speak may put one in; only the sequencer takes them out.
create table waiting_leaf (
  docket_id int not null,
  waiting_id uuid not null,
  kind text not null check (kind in ('statement','moved','erased')),
  commitment bytea not null,
  target_docket int,
  target_commitment bytea,
  primary key (docket_id, waiting_id)
);

create table intake_hour (
  docket_id int not null,
  hour timestamptz not null,
  n int not null,
  primary key (docket_id, hour)
);

-- A P0 waits: content-free, one row a report, no thread, no docket.
create table alert (
  alert_id uuid primary key,
  org_id text not null,
  sent_at timestamptz
);
