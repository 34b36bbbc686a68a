// What the database itself says of who may do what, in the words of test/walls.ts.
import type pg from 'pg';

export type Door = { grants: string; policies: string[] };
/** By table, then by role without its `vouch_`. */
export type Walls = Record<string, Record<string, Door>>;

type Grant = { t: string; role: string; privilege: string; columns: string | null };
type Policy = { t: string; roles: string[]; cmd: string; expression: string };

const bare = (role: string): string => role.replace(/^vouch_/, '');

async function grantsOf(db: pg.Client): Promise<Grant[]> {
  const { rows } = await db.query<Grant>(`
    with ours as (select c.oid, c.relname, c.relacl, c.relowner from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'vouch' and c.relkind in ('r', 'p', 'v', 'm', 'f'))
    select relname as t, coalesce(r.rolname, 'public') as role, lower(a.privilege_type) as privilege, null as columns
      from ours cross join lateral aclexplode(coalesce(relacl, acldefault('r', relowner))) a left join pg_roles r on r.oid = a.grantee
      where a.grantee <> relowner
    union all
    select relname, coalesce(r.rolname, 'public'), lower(a.privilege_type), string_agg(at.attname::text, ' ' order by at.attname::text)
      from ours join pg_attribute at on at.attrelid = ours.oid cross join lateral aclexplode(at.attacl) a left join pg_roles r on r.oid = a.grantee
      group by 1, 2, 3`);
  return rows;
}

export async function policiesOf(db: pg.Client): Promise<Policy[]> {
  const { rows } = await db.query<Policy>(`
    select tablename as t, roles::text[] as roles, lower(cmd) as cmd, coalesce(qual, '') || ' ' || coalesce(with_check, '') as expression
      from pg_policies where schemaname = 'vouch'`);
  return rows;
}

/** `select by org now`: the settings that a policy asks for; `by columns` where it looks at the row alone; else every row. */
function inWords({ cmd, expression }: Policy): string {
  const settings = [...new Set([...expression.matchAll(/'app\.(\w+)'/g)].map((m) => m[1]))].sort();
  if (settings.length > 0) return `${cmd} by ${settings.join(' ')}`;
  return /^[\s()]*(true[\s()]*)+$/.test(expression) ? cmd : `${cmd} by columns`;
}

/** Every table of ours with every role but its owner that has a grant or a policy on it. */
export async function readWalls(db: pg.Client): Promise<Walls> {
  const { rows: tables } = await db.query<{ t: string }>(`
    select c.relname as t from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'vouch' and c.relkind in ('r', 'p', 'v', 'm', 'f') order by 1`);
  const walls: Walls = Object.fromEntries(tables.map(({ t }) => [t, {}]));
  const door = (t: string, role: string): Door =>
    ((walls[t] ??= {})[bare(role)] ??= { grants: '', policies: [] });
  const grants = new Map<Door, string[]>();
  for (const g of await grantsOf(db)) {
    const at = door(g.t, g.role);
    grants.set(at, [...(grants.get(at) ?? []), g.columns ? `${g.privilege}(${g.columns})` : g.privilege]);
  }
  for (const [at, words] of grants) at.grants = words.sort().join(' ');
  for (const p of await policiesOf(db))
    for (const role of p.roles) if (role !== 'vouch_owner') door(p.t, role).policies.push(inWords(p));
  for (const roles of Object.values(walls)) for (const at of Object.values(roles)) at.policies.sort();
  return walls;
}
