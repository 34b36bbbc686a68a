-- What the demo's loader leaves for the tour. Empty in a real installation.
create table demo_state (
  one boolean primary key default true check (one),
  tour jsonb not null
);
alter table demo_state enable row level security;
alter table demo_state force row level security;
create policy owner_all on demo_state to vouch_owner using (true) with check (true);
grant select, insert on demo_state to vouch_jobs;
create policy jobs_all on demo_state to vouch_jobs using (true) with check (true);
