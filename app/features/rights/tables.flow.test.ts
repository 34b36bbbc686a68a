// Of every table it was decided what erasing does to it: a table that nobody decided about fails here.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { type TestWorld, testWorld } from '../../../test/world.ts';

/**
 * `row`: the erased statement's or thread's rows are deleted. `name`: the row stays, its reference to the thread or the
 * statement is taken out or replaced. `none`: it holds nothing of what one worker said, and why.
 */
const DECIDED: Readonly<Record<string, 'row' | 'name' | `none: ${string}`>> = {
  action: 'none: what a business said it will do',
  action_version: 'none: what a business planned, and how it changed',
  alert: 'none: free of content, no thread, no docket',
  anchor: 'none: public roots',
  ask: 'row',
  asking_round: 'none: counts and days of a round of questions',
  assessment: 'none: a business about itself',
  assessment_answer: 'none: a business about itself',
  attachment: 'row',
  audit_fetch: 'none: which auditor asked when',
  auditor: 'none: who audits',
  case_event: 'name',
  case_file: 'name',
  case_list: 'none: a member’s filters',
  claim: 'none: that a business says it is done',
  change_told: 'row',
  compartment: 'row',
  compartment_role: 'none: members',
  consent: 'row',
  cosignature: 'none: public',
  cosigner_answer: 'none: public',
  day_off: 'none: an organisation’s calendar',
  deletion_notice: 'none: place and commitment, which the ledger keeps',
  demo_state: 'none: the invented network',
  disclosure: 'none: which code was told to which business; its words are an envelope',
  disclosure_voice: 'row',
  docket: 'none: the registry',
  docket_head: 'none: hashes',
  docket_leaf: 'none: commitments that open to nothing',
  duty: 'row',
  duty_event: 'row',
  duty_step: 'none: an organisation’s setting',
  envelope: 'row',
  epoch: 'none: public',
  epoch_secret: 'none: blinds heads, opens no statement',
  erased_leaf: 'none: place, commitment, the opening of a key',
  erased_thread: 'none: a look-up’s hash, until the backups end',
  erasure: 'name',
  erasure_item: 'row',
  go_ahead: 'row',
  handout: 'none: who was handed which docket when',
  handover: 'row',
  handover_item: 'row',
  help_entry: 'none: what an organisation tells anybody who asks',
  help_given: 'row',
  idempotency: 'row',
  improvement_goal: 'none: a business about itself',
  improvement_level: 'none: a business about itself',
  improvement_review: 'none: what a supporter makes of a business',
  improvement_share: 'none: whom a business lets see its own progress',
  improvement_task: 'none: a business about itself',
  intake_hour: 'none: how many, by workplace and hour, for two days',
  invitation: 'none: members',
  issue: 'none: codes and counts of a case',
  joint: 'none: which code at which place organisations work on together; its words are copies among them',
  joint_case: 'none: which of its own cases an organisation works on with others',
  joint_copy: 'none: what organisations wrote to each other; a worker’s own words stay in the thread',
  joint_item: 'none: which party did what on which day',
  joint_part: 'none: codes, ranges and states of a part',
  joint_party: 'none: which organisation takes part',
  ledger_state: 'none: the log',
  notice: 'none: public words that name nobody',
  outreach: 'none: how many were met on which day',
  coordinator: 'none: whom the organisation enrolled',
  licence: 'none: who may hold what',
  log_entry: 'none: public',
  filing: 'row',
  filing_share: 'row',
  lost_leaf: 'none: commitments after a replay',
  member: 'none: members',
  migration: 'none: the schema',
  move_ask: 'row',
  move_copy: 'row',
  moved_leaf: 'none: place, commitment, the opening of a key',
  note: 'row',
  opening: 'row',
  org_key: 'none: public',
  organisation: 'none: the network',
  passkey_wrap: 'none: members',
  pattern: 'none: which organisations look at one broker',
  pattern_case: 'none: which cases name one broker',
  quarter_judged: 'none: whether at least k workers stood behind a quarter',
  record_secret: 'row',
  recusal: 'row',
  retaliation: 'row',
  retaliation_check: 'none: when a case is looked at again, and what came of it',
  safe_contact: 'row',
  safety_plan: 'row',
  safety_step: 'row',
  stop_rule: 'none: codes and days of a case',
  recovery: 'none: which backup was restored',
  referral: 'name',
  referral_event: 'row',
  referral_link: 'row',
  referral_package: 'row',
  release: 'name',
  released_figure: 'none: was published, counts at least k workers',
  remedy: 'none: what a business says it did',
  repayment: 'row',
  reply_template: 'none: wordings of an organisation',
  retention_rule: 'none: an organisation’s setting',
  ring_recovery: 'none: members',
  ring_share: 'none: members',
  round_thread: 'row',
  saved_view: 'none: a member’s filters',
  sector_pace: 'none: bands by sector, at least k workers at each place',
  sequencer_lease: 'none: the log',
  shift: 'none: members',
  sitting: 'none: keyed hashes, for a day',
  state_action: 'none: what an office did, by code and day',
  statement: 'row',
  sum_told: 'none: a sum of at least k workers, told to a business',
  supplier_pace: 'none: bands of a closed quarter, at least k workers',
  supply_link: 'none: the network',
  task: 'row',
  telling_rule: 'none: an organisation’s setting',
  thread: 'row',
  thread_lookup: 'row',
  tie: 'row',
  told_word: 'none: what a business and the organisation on the case write to each other',
  translation: 'row',
  triage_setting: 'none: an organisation’s setting',
  unplaced_reason: 'row',
  waiting_entry: 'none: public lines',
  waiting_leaf: 'none: commitments',
  watch: 'none: what members did; a keyed hash stands for the report',
  workplace: 'none: the network',
};

let t: TestWorld;
let admin: pg.Client;
before(async () => {
  t = await testWorld();
  admin = new pg.Client({ connectionString: t.adminUrl });
  await admin.connect();
});
after(async () => {
  await admin?.end();
  await t?.close();
});

const tables = async (where: string): Promise<string[]> =>
  (
    await admin.query<{
      t: string;
    }>(`select distinct c.relname as t from pg_class c join pg_namespace n on n.oid = c.relnamespace
      left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where n.nspname = 'vouch' and c.relkind in ('r', 'p') and ${where} order by 1`)
  ).rows.map((r) => r.t);

test('every table is decided about', async () => {
  assert.deepEqual(await tables('true'), Object.keys(DECIDED).sort());
});

test('every table that names a thread or a statement is emptied of it, or says why it need not be', async () => {
  const naming = await tables(
    `a.attname ~ '(thread|statement|answer)_?(id|statement)?$' and a.atttypid = 'uuid'::regtype`,
  );
  assert.ok(naming.length > 12, naming.join());
  const kept = naming.filter((name) => DECIDED[name]?.startsWith('none'));
  // A business's own report of its own action; a proof of what a member did.
  assert.deepEqual(kept, ['action', 'watch']);
});

test('the eraser may delete from every table that is emptied, and opens no sealed word, secret or key', async () => {
  const can = async (privilege: string) =>
    (
      await admin.query<{
        t: string;
      }>(`select c.relname as t from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'vouch' and c.relkind = 'r' and has_table_privilege('vouch_eraser', c.oid, '${privilege}')`)
    ).rows.map((r) => r.t);
  const deletes = await can('delete');
  for (const [table, what] of Object.entries(DECIDED))
    if (what === 'row') assert.ok(deletes.includes(table), table);
  const reads = await can('select');
  for (const table of ['envelope', 'record_secret', 'thread', 'idempotency', 'note']) assert.ok(!reads.includes(table), table); // prettier-ignore
  const columns = await admin.query<{ c: string }>(`select c.relname || '.' || a.attname as c from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid where n.nspname = 'vouch' and a.attnum > 0 and has_column_privilege('vouch_eraser', c.oid, a.attnum, 'select')
      and c.relname || '.' || a.attname in ('envelope.content', 'record_secret.m', 'thread.wrapped_key', 'thread.public_key', 'note.envelope', 'statement.key_raw')`); // prettier-ignore
  assert.deepEqual(columns.rows, []);
});
