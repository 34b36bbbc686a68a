-- Evidence: a bundle is read in the docket's order and finds each statement by its commitment.
create index statement_commitment on statement (docket_id, commitment);

-- What a buyer may hold of a workplace at a quarter's end: judged once, for all workplaces at once, and never again. A
-- judgement that changed later would tell what happened meanwhile (docs/decisions/0031).
create table quarter_judged (
  docket_id int not null,
  -- First day of the quarter.
  quarter date not null,
  epoch int not null,
  holds boolean not null,
  -- Dockets that its `moved` leaves lead to: their heads stand in the bundle.
  moved_to int[] not null default '{}',
  judged_at timestamptz not null,
  primary key (docket_id, quarter)
);
alter table quarter_judged enable row level security;
alter table quarter_judged force row level security;
create policy owner_all on quarter_judged to vouch_owner using (true) with check (true);
grant select, insert on quarter_judged to vouch_jobs;
create policy jobs_all on quarter_judged to vouch_jobs using (true) with check (true);
