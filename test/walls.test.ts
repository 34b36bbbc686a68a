// Who may see and do what, asked of the database itself on every table × every role.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { runMigrations } from 'graphile-worker';
import pg from 'pg';
import { readWalls, policiesOf } from './walls.read.ts';
import { DECIDED, GROWING, LIBRARIES, ROLES, STANDING } from './walls.ts';
import { type TestWorld, testWorld } from './world.ts';

let t: TestWorld;
let admin: pg.Client;
before(async () => {
  t = await testWorld();
  const pool = new pg.Pool({ connectionString: t.world.jobsUrl, max: 1 });
  pool.on('error', () => {});
  await runMigrations({ pgPool: pool, schema: 'graphile_worker' });
  await pool.end();
  admin = new pg.Client({ connectionString: t.adminUrl });
  await admin.connect();
});
after(async () => {
  await admin?.end();
  await t?.close();
});

const column = async (text: string, values: unknown[] = []): Promise<string[]> =>
  (await admin.query<{ v: string }>(text, values)).rows.map((r) => r.v);
const TABLES = `from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'vouch' and c.relkind in ('r', 'p', 'v', 'm', 'f')`;

test('every table × role is as it was decided, and nobody forgot to decide', async () => {
  const found = await readWalls(admin);
  assert.ok(Object.keys(found).length > 30, 'the tables were not seen');
  assert.deepEqual(
    Object.keys(found).sort(),
    Object.keys(DECIDED).sort(),
    'tables that nobody decided about',
  );
  assert.deepEqual([...GROWING, ...STANDING].sort(), Object.keys(DECIDED).sort(), 'growing or standing?');
  for (const [table, roles] of Object.entries(DECIDED)) assert.deepEqual(found[table], roles, table);
});

test('there is no role but those decided about; none is above the walls, only logins log in', async () => {
  const { rows } = await admin.query<{ name: string; above: boolean; login: boolean }>(`
    select rolname as name, rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication as above, rolcanlogin as login
      from pg_roles where rolname !~ '^pg_' and not (rolsuper and oid = 10)`);
  assert.deepEqual(
    rows.map((r) => r.name).sort(),
    Object.keys(ROLES)
      .map((r) => `vouch_${r}`)
      .sort(),
  );
  for (const role of rows) {
    assert.equal(role.above, false, `${role.name} is above the walls`);
    assert.equal(role.login, role.name !== 'vouch_intake', role.name);
  }
  const members =
    await column(`select pg_get_userbyid(member) || ' is ' || pg_get_userbyid(roleid) as v from pg_auth_members
    where pg_get_userbyid(member) ~ '^vouch_'`);
  // The owner hands its definer function over, for which it must belong to the role that takes it.
  assert.deepEqual(members, ['vouch_owner is vouch_intake']);
});

test('row-level security is forced on every table, its owner included', async () => {
  const open = await column(
    `select c.relname as v ${TABLES} and not (c.relrowsecurity and c.relforcerowsecurity)`,
  );
  assert.deepEqual(open, ['migration']);
  const others = await column(
    `select c.relname as v ${TABLES} and pg_get_userbyid(c.relowner) <> 'vouch_owner'`,
  );
  assert.deepEqual(others, []);
});

test('a policy looks at columns and settings only: no subquery, no function of ours', async () => {
  const policies = await policiesOf(admin);
  assert.ok(policies.length > 80);
  const known = new Set([
    ...['current_setting', 'decode', 'string_to_array', 'any', 'array', 'nullif', 'strpos', 'coalesce'],
  ]);
  for (const { t: table, expression } of policies) {
    assert.doesNotMatch(expression, /\b(select|from|exists)\b/i, `${table}: ${expression}`);
    for (const [, name = ''] of expression.matchAll(/\b(\w+)\s*\(/g))
      assert.ok(
        known.has(name.toLowerCase()) || ['and', 'or', 'not', 'in'].includes(name.toLowerCase()),
        `${table}: ${name}(…)`,
      );
  }
});

test('growing tables: the key begins with docket_id, nothing is unique without it, no trigger, no foreign key', async () => {
  const { rows } = await admin.query<{ t: string; first: string; isPrimary: boolean; columns: string[] }>(
    `select c.relname as t, i.indisprimary as "isPrimary",
        array(select a.attname::text from unnest(i.indkey) with ordinality k(n, o) join pg_attribute a on a.attrelid = c.oid and a.attnum = k.n order by o) as columns
      from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'vouch' and i.indisunique and c.relname = any ($1)`,
    [GROWING],
  );
  for (const table of GROWING) {
    const unique = rows.filter((r) => r.t === table);
    assert.equal(unique.find((r) => r.isPrimary)?.columns[0], 'docket_id', `${table}: primary key`);
    for (const index of unique)
      assert.ok(index.columns.includes('docket_id'), `${table}: ${index.columns.join(', ')}`);
  }
  assert.deepEqual(
    await column(`select c.relname || '.' || tgname as v from pg_trigger g join pg_class c on c.oid = g.tgrelid
      join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'vouch'`),
    [],
  );
  assert.deepEqual(
    await column(`select conrelid::regclass::text || '.' || conname as v from pg_constraint k join pg_namespace n on n.oid = k.connamespace
      where n.nspname = 'vouch' and contype = 'f'`),
    [],
  );
});

test('functions of ours: one, that counts; anonymous intake may call it, nobody else', async () => {
  const { rows } = await admin.query<{ name: string; definer: boolean; owner: string; callers: string[] }>(`
    select p.proname as name, prosecdef as definer, pg_get_userbyid(proowner) as owner,
        array(select r.rolname::text from pg_roles r where r.rolname ~ '^vouch_' and has_function_privilege(r.oid, p.oid, 'execute') order by 1) as callers
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname in ('vouch', 'public')`);
  assert.deepEqual(rows, [
    {
      name: 'count_intake',
      definer: true,
      owner: 'vouch_intake',
      callers: ['vouch_anon', 'vouch_intake', 'vouch_owner'],
    },
  ]);
});

test('a library’s schema is one role’s own: no other role enters, and that role enters no other library’s', async () => {
  const found = await column(
    `select nspname as v from pg_namespace where nspname !~ '^(pg_|information_schema$)'`,
  );
  assert.deepEqual(found.sort(), [...Object.keys(LIBRARIES), 'public', 'vouch'].sort());
  for (const [schema, only] of Object.entries(LIBRARIES)) {
    const tables = await column(
      `select c.relname as v from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = $1 and c.relkind in ('r', 'p')`,
      [schema],
    );
    assert.ok(tables.length > 2, `${schema} is empty: it was not seen`);
    const enter = await column(
      `select rolname as v from pg_roles where rolname ~ '^vouch_' and has_schema_privilege(oid, $1, 'usage')`,
      [schema],
    );
    assert.deepEqual(enter, [only], schema);
    const owners = await column(
      `select distinct pg_get_userbyid(c.relowner)::text as v from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = $1`,
      [schema],
    );
    assert.deepEqual(owners, [only], schema);
  }
  const inOurs = await column(
    `select rolname as v from pg_roles where rolname ~ '^vouch_' and has_schema_privilege(oid, 'vouch', 'usage') order by 1`,
  );
  assert.deepEqual(
    inOurs,
    ['anon', 'app', 'eraser', 'intake', 'jobs', 'owner', 'sequencer'].map((r) => `vouch_${r}`),
  );
});

test('a role that says nothing of who asks sees no row that belongs to anybody', async () => {
  await admin.query(`insert into vouch.thread (docket_id, thread_id, placed_in, receiver_org, urgency, received_day, public_key, wrapped_key)
    values (0, gen_random_uuid(), 0, 'somebody', 'P2', '2026-11-21', '{}', 'x')`);
  await admin.query(
    `insert into vouch.envelope (docket_id, statement_id, thread_id, cso_org, content) values (0, gen_random_uuid(), gen_random_uuid(), 'somebody', 'x')`,
  );
  for (const gate of [t.world.anon, t.world.app])
    for (const table of ['thread', 'envelope'] as const)
      assert.equal(
        (await gate.read({}, (db) => db.selectFrom(table).selectAll().execute())).length,
        0,
        table,
      );
  const mine = await t.world.app.read({ org: 'somebody', kind: 'cso' }, (db) =>
    db.selectFrom('thread').select('docket_id').execute(),
  );
  assert.equal(mine.length, 1);
  const other = await t.world.app.read({ org: 'another', kind: 'cso' }, (db) =>
    db.selectFrom('thread').select('docket_id').execute(),
  );
  assert.equal(other.length, 0);
  // The sequencer has no way to a worker's words or to what opens a commitment, whatever it says of itself.
  for (const table of ['envelope', 'record_secret', 'thread', 'statement'] as const)
    await assert.rejects(
      t.world.sequencer.read({ org: 'somebody' }, (db) => db.selectFrom(table).selectAll().execute()),
      /permission denied/,
    );
  for (const table of ['envelope', 'thread_lookup', 'idempotency', 'note'] as const)
    await assert.rejects(
      t.world.jobs.read({}, (db) => db.selectFrom(table).selectAll().execute()),
      /permission denied/,
    );
});

/** Says of whom it is, and is read by nobody of an organisation; or reads nothing back. */
const NO_CASE_BEHIND: readonly string[] = ['move_copy'];

test('who may not see a case has it in no table: each that names a case or a thread has the wall', async () => {
  const { rows: naming } = await admin.query<{ t: string; columns: string[] }>(`
    select c.relname as t, array_agg(a.attname::text order by a.attname) as columns
      from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
      where n.nspname = 'vouch' and c.relkind = 'r' and not a.attisdropped and a.attname in ('case_id', 'thread_id')
        and (has_table_privilege('vouch_app', c.oid, 'select') or has_any_column_privilege('vouch_app', c.oid, 'select'))
      group by 1`);
  assert.ok(naming.length > 15, naming.map((n) => n.t).join());
  const { rows: walls } = await admin.query<{
    t: string;
    kind: string;
    cmd: string;
    roles: string;
    q: string;
    c: string | null;
  }>(`
    select tablename as t, permissive as kind, cmd, roles::text as roles, qual as q, with_check as c
      from pg_policies where schemaname = 'vouch' and policyname = 'not_hidden'`);
  const wrong: string[] = [];
  for (const { t: table, columns } of naming) {
    const wall = walls.find((w) => w.t === table);
    if (!wall) wrong.push(`${table}: no policy not_hidden`);
    // '-' stands in every uuid: it would hide every row without a case from whoever may not see one.
    else if (wall.kind !== 'RESTRICTIVE' || wall.cmd !== 'ALL' || wall.roles !== '{vouch_app}' || wall.c)
      wrong.push(`${table}: not restrictive for all to vouch_app using`);
    else if (/'-'/.test(wall.q)) wrong.push(`${table}: '-' is part of every id, take 'none'`);
    else
      for (const column of columns)
        if (!new RegExp(`strpos\\([^)]*app\\.hidden[^]*?\\b${column}\\b`).test(wall.q))
          wrong.push(`${table}: ${column}`);
    // An empty setting is what a connection leaves behind. It opens nothing.
    if (wall && !/NULLIF\(current_setting\('app\.hidden'/i.test(wall.q))
      wrong.push(`${table}: an empty app.hidden opens it`);
  }
  assert.deepEqual(
    wrong.filter((w) => !NO_CASE_BEHIND.includes(w.split(':')[0] ?? '')),
    [],
  );
});
