-- What the demo's loader leaves for the tour. Empty in a real installation.
-- The row is written before anything else, without a tour: only a database that bears it was begun as a demo, and may
-- be emptied when a load was cut off. The tour is the last thing that is written.
create table demo_state (
  one boolean primary key default true check (one),
  tour jsonb
);
alter table demo_state enable row level security;
alter table demo_state force row level security;
create policy owner_all on demo_state to vouch_owner using (true) with check (true);
grant select, insert, update (tour) on demo_state to vouch_jobs;
create policy jobs_all on demo_state to vouch_jobs using (true) with check (true);
