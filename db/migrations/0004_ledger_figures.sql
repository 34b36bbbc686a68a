-- The log, its secrets, and the figures that were released.

create table log_entry (
  idx bigint primary key,
  line text not null
);
-- Releases and key announcements that wait for the next epoch; order = id.
create table waiting_entry (
  id bigint generated always as identity primary key,
  line text not null unique
);
create table epoch (
  n int primary key,
  closed timestamptz not null,
  root bytea not null,
  dockets int not null,
  size bigint not null,
  log_root bytea not null,
  note text,
  published boolean not null default false
);
create table epoch_secret (
  n int primary key,
  k bytea not null check (length(k) = 32)
);
create table docket_leaf (
  docket_id int not null,
  leaf bigint not null,
  line text not null,
  epoch int not null,
  primary key (docket_id, leaf)
);
-- Only the sizes and roots that changed; frontier = what is needed to append the next leaf.
create table docket_head (
  docket_id int not null,
  epoch int not null,
  size bigint not null,
  root bytea not null,
  frontier jsonb not null,
  primary key (docket_id, epoch)
);
create table sequencer_lease (
  one boolean primary key default true check (one),
  holder uuid,
  fence bigint not null default 0
);
insert into sequencer_lease default values;

create table release (
  day date not null,
  audience text not null,
  name text not null,
  sha256 text not null,
  canonical text not null,
  primary key (day, audience)
);
-- audience = 'public' or an organisation's id. What is hidden carries no value at all.
create table released_figure (
  day date not null,
  audience text not null,
  n int not null,
  figure jsonb not null,
  primary key (day, audience, n)
);
