-- The network: who takes part, where work is done, whose keys seal what.
-- Login roles and their passwords are made by app/platform/roles.ts before this runs.
-- Every policy uses columns and settings only (app.org, app.kind, app.user …, set with SET LOCAL at the
-- start of each transaction), so that the same walls hold on a distributed database.

create table organisation (
  org_id text primary key,
  kind text not null check (kind in ('cso','union','recruiter','employer','association','buyer','labour_office','auditor')),
  name text not null,
  names jsonb not null default '{}',
  about text not null default '',
  country text not null,
  languages text[] not null default '{}',
  docket_id int,
  created_at timestamptz not null default now()
);

create table docket (
  docket_id int primary key,
  kind text not null check (kind in ('facility','recruiter','programme','organisation','unplaced')),
  id text not null,
  log_index bigint
);
-- Ids are compared without regard to case or kind (ledger.md 3).
create unique index docket_id_once on docket (lower(id));

create table workplace (
  docket_id int primary key,
  name text not null,
  country text not null,
  region text not null default '',
  sector text not null,
  headcount int not null check (headcount >= 0),
  employer_org text,
  receiver_org text not null,
  -- Copies of supply_link, so that a buyer's wall needs no other table.
  buyers text[] not null default '{}'
);

create table supply_link (
  buyer_org text not null,
  docket_id int not null,
  tier int not null check (tier between 1 and 9),
  primary key (buyer_org, docket_id)
);

create table member (
  member_id uuid primary key,
  org_id text not null,
  user_id text,
  email text not null,
  name text not null,
  role text not null,
  state text not null default 'active' check (state in ('invited','active','removed')),
  public_key jsonb,
  wrapped_key text,
  unique (org_id, email)
);
create index member_user on member (user_id);

-- A way in for one invited person, once. Only the token's hash is kept.
create table invitation (
  token_hash bytea primary key check (length(token_hash) = 32),
  org_id text not null,
  member_id uuid not null,
  expires_at timestamptz not null
);

-- The organisation's public keys. `released` = the log entry that announces it.
create table org_key (
  org_id text not null,
  kid text not null,
  jwk jsonb not null,
  current boolean not null default true,
  made_at timestamptz not null default now(),
  released bigint,
  primary key (org_id, kid)
);

-- The private ring key, sealed to one member's own public key.
create table ring_share (
  org_id text not null,
  kid text not null,
  member_id uuid not null,
  share text not null,
  primary key (org_id, kid, member_id)
);

create table ring_recovery (
  org_id text not null,
  kid text not null,
  wrapped text not null,
  primary key (org_id, kid)
);

-- A regulator's or auditor's recorded right to a docket's bundle (ledger.md 8).
create table licence (
  org_id text not null,
  docket_id int not null,
  granted_by text not null,
  purpose text not null,
  valid_from date not null,
  valid_until date not null,
  primary key (org_id, docket_id, valid_from)
);
