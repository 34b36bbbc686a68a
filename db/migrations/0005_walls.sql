-- Who may do what. test/walls.test.ts lists every table and role and fails on one that nobody decided about.
do $$
declare t text;
begin
  for t in select tablename from pg_tables where schemaname = 'vouch' and tablename <> 'migration' loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_all on %I to vouch_owner using (true) with check (true)', t);
  end loop;
end $$;

grant usage on schema vouch to vouch_anon, vouch_app, vouch_sequencer, vouch_jobs, vouch_intake;

-- The public part of the network.
grant select on organisation, docket, workplace, org_key to vouch_anon, vouch_app;
create policy anon_read on organisation for select to vouch_anon using (kind in ('cso','union'));
create policy app_read on organisation for select to vouch_app using (
  kind in ('cso','union','labour_office','auditor','association') or org_id = current_setting('app.org', true)
  or current_setting('app.kind', true) in ('cso','union','labour_office','auditor'));
create policy anon_read on docket for select to vouch_anon, vouch_app, vouch_sequencer, vouch_jobs using (true);
create policy anon_read on workplace for select to vouch_anon using (true);
create policy app_read on workplace for select to vouch_app using (
  current_setting('app.kind', true) in ('cso','union','labour_office','auditor')
  or employer_org = current_setting('app.org', true) or current_setting('app.org', true) = any (buyers));
create policy anon_read on org_key for select to vouch_anon, vouch_app using (true);
grant insert on org_key to vouch_app;
grant update (current) on org_key to vouch_app;
create policy app_add on org_key for insert to vouch_app with check (org_id = current_setting('app.org', true));
create policy app_retire on org_key for update to vouch_app using (org_id = current_setting('app.org', true)) with check (org_id = current_setting('app.org', true));
grant select on supply_link to vouch_app;
create policy app_read on supply_link for select to vouch_app using (buyer_org = current_setting('app.org', true));

-- Organisations and workplaces enter the network through those who answer to workers.
grant insert on organisation, workplace, supply_link to vouch_app;
grant insert (docket_id, kind, id) on docket to vouch_app;
create policy app_register on organisation for insert to vouch_app with check (current_setting('app.kind', true) in ('cso','union'));
create policy app_register on docket for insert to vouch_app with check (current_setting('app.kind', true) in ('cso','union'));
create policy app_register on workplace for insert to vouch_app with check (
  current_setting('app.kind', true) in ('cso','union') and receiver_org = current_setting('app.org', true));
create policy app_register on supply_link for insert to vouch_app with check (current_setting('app.kind', true) in ('cso','union'));
grant select, insert, delete on invitation to vouch_app;
create policy app_own on invitation to vouch_app using (org_id = current_setting('app.org', true)) with check (org_id = current_setting('app.org', true));
create policy app_token on invitation for select to vouch_app using (token_hash = decode(current_setting('app.lookup', true), 'hex'));

grant select, insert, update on member to vouch_app;
create policy app_own on member for select to vouch_app using (org_id = current_setting('app.org', true) or user_id = current_setting('app.user', true));
create policy app_add on member for insert to vouch_app with check (org_id = current_setting('app.org', true));
create policy app_change on member for update to vouch_app using (org_id = current_setting('app.org', true)) with check (org_id = current_setting('app.org', true));
grant select, insert, delete on ring_share to vouch_app;
create policy app_own on ring_share to vouch_app using (org_id = current_setting('app.org', true)) with check (org_id = current_setting('app.org', true));
grant select, insert, update on ring_recovery to vouch_app;
create policy app_own on ring_recovery to vouch_app using (org_id = current_setting('app.org', true)) with check (org_id = current_setting('app.org', true));
grant select, insert on licence to vouch_app;
create policy app_read on licence for select to vouch_app using (org_id = current_setting('app.org', true) or granted_by = current_setting('app.org', true));
create policy app_grant on licence for insert to vouch_app with check (granted_by = current_setting('app.org', true) and current_setting('app.kind', true) in ('cso','union'));

-- Anonymous intake: may put in, may read only what its own look-up id or key names.
grant select, insert on thread_lookup, idempotency, thread, statement, record_secret, envelope, attachment to vouch_anon;
grant insert on waiting_leaf, alert to vouch_anon, vouch_app;
create policy anon_add on thread_lookup for insert to vouch_anon with check (true);
create policy anon_own on thread_lookup for select to vouch_anon using (lookup_hash = decode(current_setting('app.lookup', true), 'hex'));
create policy anon_add on idempotency for insert to vouch_anon with check (true);
create policy anon_own on idempotency for select to vouch_anon using (key::text = any (string_to_array(current_setting('app.keys', true), ',')));
create policy anon_add on thread for insert to vouch_anon with check (case_id is null and distinct_worker = 'unconfirmed' and state = 'waiting');
create policy anon_own on thread for select to vouch_anon using (thread_id::text = current_setting('app.thread', true));
grant update (state, due_at, withdrawn, erasure_asked) on thread to vouch_anon;
create policy anon_change on thread for update to vouch_anon using (thread_id::text = current_setting('app.thread', true)) with check (thread_id::text = current_setting('app.thread', true));
create policy anon_add on statement for insert to vouch_anon with check (by_org is null and case_id is null);
create policy anon_own on statement for select to vouch_anon using (thread_id::text = current_setting('app.thread', true));
grant update (authority) on statement to vouch_anon;
create policy anon_change on statement for update to vouch_anon using (thread_id::text = current_setting('app.thread', true) and key_raw is not null) with check (thread_id::text = current_setting('app.thread', true));
create policy anon_add on record_secret for insert to vouch_anon with check (true);
create policy anon_own on record_secret for select to vouch_anon using (statement_id::text = any (string_to_array(current_setting('app.keys', true), ',')));
create policy anon_add on envelope for insert to vouch_anon with check (to_org is null);
create policy anon_own on envelope for select to vouch_anon using (thread_id::text = current_setting('app.thread', true));
create policy anon_add on attachment for insert to vouch_anon with check (to_org is null);
create policy anon_own on attachment for select to vouch_anon using (thread_id::text = current_setting('app.thread', true));
create policy add on waiting_leaf for insert to vouch_anon, vouch_app with check (true);
create policy add on alert for insert to vouch_anon, vouch_app with check (true);
grant select on ask to vouch_anon;
-- A worker's answer is noted as there; what it says is coded by the case worker.
grant update (answer_statement) on ask to vouch_anon;
create policy anon_own on ask for select to vouch_anon using (thread_id::text = current_setting('app.thread', true));
create policy anon_answer on ask for update to vouch_anon using (thread_id::text = current_setting('app.thread', true)) with check (thread_id::text = current_setting('app.thread', true));

-- Partners. The CSO on the case by cso_org, the employer by to_org; nobody else has a row here.
grant select, insert, update on thread, case_file, issue, disclosure, action, ask to vouch_app;
-- What was put on record stays as it is; only where it is placed now may change.
grant select, insert on statement to vouch_app;
grant update (placed_in) on statement to vouch_app;
grant select, insert on record_secret, envelope, attachment, case_event, note, consent to vouch_app;
grant usage on sequence case_number to vouch_app;
create policy app_own on thread to vouch_app using (receiver_org = current_setting('app.org', true)) with check (receiver_org = current_setting('app.org', true));
create policy app_own on statement to vouch_app using (cso_org = current_setting('app.org', true) or by_org = current_setting('app.org', true))
  with check (cso_org = current_setting('app.org', true) or by_org = current_setting('app.org', true));
create policy app_add on record_secret for insert to vouch_app with check (true);
create policy app_read on record_secret for select to vouch_app using (statement_id::text = any (string_to_array(current_setting('app.keys', true), ',')));
create policy app_read on envelope for select to vouch_app using (cso_org = current_setting('app.org', true) or to_org = current_setting('app.org', true));
create policy app_add on envelope for insert to vouch_app with check (cso_org = current_setting('app.org', true) or to_org = current_setting('app.org', true));
create policy app_read on attachment for select to vouch_app using (cso_org = current_setting('app.org', true) or to_org = current_setting('app.org', true));
create policy app_add on attachment for insert to vouch_app with check (cso_org = current_setting('app.org', true) or to_org = current_setting('app.org', true));
create policy app_own on case_file to vouch_app using (cso_org = current_setting('app.org', true)) with check (cso_org = current_setting('app.org', true));
create policy app_own on case_event to vouch_app using (cso_org = current_setting('app.org', true)) with check (cso_org = current_setting('app.org', true));
create policy app_own on issue to vouch_app using (cso_org = current_setting('app.org', true)) with check (cso_org = current_setting('app.org', true));
create policy app_own on note to vouch_app using (cso_org = current_setting('app.org', true)) with check (cso_org = current_setting('app.org', true));
create policy app_own on ask to vouch_app using (cso_org = current_setting('app.org', true)) with check (cso_org = current_setting('app.org', true));
create policy app_own on consent to vouch_app using (cso_org = current_setting('app.org', true)) with check (cso_org = current_setting('app.org', true));
create policy app_cso on disclosure to vouch_app using (cso_org = current_setting('app.org', true)) with check (cso_org = current_setting('app.org', true));
create policy app_to on disclosure for select to vouch_app using (to_org = current_setting('app.org', true) and visible_from <= nullif(current_setting('app.now', true), '')::timestamptz);
create policy app_cso on action to vouch_app using (cso_org = current_setting('app.org', true)) with check (cso_org = current_setting('app.org', true));
create policy app_by on action to vouch_app using (by_org = current_setting('app.org', true)) with check (by_org = current_setting('app.org', true));

-- A business that reports its own action as done opens the one issue that it is about (app.claim), and nothing else.
create policy app_claim_read on issue for select to vouch_app using (issue_id::text = current_setting('app.claim', true));
create policy app_claim on issue for update to vouch_app using (issue_id::text = current_setting('app.claim', true)) with check (issue_id::text = current_setting('app.claim', true));
create policy app_claim on disclosure for update to vouch_app using (issue_id::text = current_setting('app.claim', true) and to_org = current_setting('app.org', true))
  with check (issue_id::text = current_setting('app.claim', true) and to_org = current_setting('app.org', true));

-- The hourly bound: anonymous intake may count, nobody may read.
grant select, insert, update on intake_hour to vouch_intake;
create policy count on intake_hour to vouch_intake using (true) with check (true);
create function count_intake(dockets int[], at_hour timestamptz) returns table (docket_id int, n int)
  language sql security definer set search_path = vouch as $f$
    insert into vouch.intake_hour as h (docket_id, hour, n)
      select d, at_hour, count(*)::int from unnest(dockets) d group by d order by d
      on conflict (docket_id, hour) do update set n = h.n + excluded.n
      returning h.docket_id, h.n $f$;
revoke all on function count_intake from public;
alter function count_intake owner to vouch_intake;
grant execute on function count_intake to vouch_anon;

-- The sequencer: commitments and heads, never words, never secrets of statements.
grant select, delete on waiting_leaf, waiting_entry to vouch_sequencer;
grant select, insert, update on epoch, log_entry, epoch_secret, docket_leaf, docket_head, sequencer_lease to vouch_sequencer;
grant select on docket to vouch_sequencer, vouch_jobs;
grant update (log_index) on docket to vouch_sequencer;
create policy seq_all on waiting_leaf to vouch_sequencer using (true);
create policy seq_all on waiting_entry to vouch_sequencer using (true);
create policy seq_all on epoch to vouch_sequencer using (true) with check (true);
create policy seq_all on log_entry to vouch_sequencer using (true) with check (true);
create policy seq_all on epoch_secret to vouch_sequencer using (true) with check (true);
create policy seq_all on docket_leaf to vouch_sequencer using (true) with check (true);
create policy seq_all on docket_head to vouch_sequencer using (true) with check (true);
create policy seq_all on sequencer_lease to vouch_sequencer using (true) with check (true);
create policy seq_mark on docket for update to vouch_sequencer using (true) with check (true);

-- Public state of the log, for pages and receipts.
grant select on epoch to vouch_anon, vouch_app, vouch_jobs;
create policy read on epoch for select to vouch_anon, vouch_app, vouch_jobs using (true);
grant insert on waiting_entry to vouch_app, vouch_jobs;
grant usage on all sequences in schema vouch to vouch_jobs;
create policy add on waiting_entry for insert to vouch_app, vouch_jobs with check (true);

-- Jobs: evidence, figures, alerts. Reads codes and secrets, never envelopes, never look-ups.
grant select on organisation, workplace, supply_link, member, org_key, licence, thread, statement, record_secret, case_file, case_event, issue, ask, consent, disclosure, action,
  log_entry, epoch_secret, docket_leaf, docket_head, alert, release, released_figure to vouch_jobs;
grant insert, update on alert to vouch_jobs;
grant insert on release, released_figure to vouch_jobs;
grant select, delete on intake_hour to vouch_jobs;
grant update (released) on org_key to vouch_jobs;
grant update (outcome, outcome_at) on issue to vouch_jobs;
grant update (outcome) on disclosure to vouch_jobs;
do $$
declare t text;
begin
  foreach t in array array['organisation','workplace','supply_link','member','org_key','licence','thread','statement','record_secret','case_file','case_event','issue','ask','consent',
    'disclosure','action','log_entry','epoch_secret','docket_leaf','docket_head','alert','release','released_figure','intake_hour'] loop
    execute format('create policy jobs_all on %I to vouch_jobs using (true) with check (true)', t);
  end loop;
end $$;

-- Released figures: the public's to everyone, an organisation's own to its members.
grant select on release, released_figure to vouch_anon, vouch_app;
create policy public_read on release for select to vouch_anon, vouch_app using (audience = 'public');
create policy public_read on released_figure for select to vouch_anon, vouch_app using (audience = 'public');
create policy own_read on release for select to vouch_app using (audience = current_setting('app.org', true));
create policy own_read on released_figure for select to vouch_app using (audience = current_setting('app.org', true));
