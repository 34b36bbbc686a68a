import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';
import type { Entry, EntryInput, Templates, TemplateInput, ViewInput, Views } from './contract.ts';

const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

type EntryRow = {
  entry_id: string;
  version: number;
  topic: Entry['topic'];
  country: string | null;
  place: string;
  title: string;
  texts: Record<string, string>;
  phone: string;
  address: string;
  valid_until: string | null;
  changed_at: Date;
  name: string | null;
  retired: boolean;
};

/** The organisation's directory: what stands first, then what is over. Small, so it is searched in the browser. */
export const entriesOf = async (db: Db, org: string, now: Date): Promise<Entry[]> =>
  (
    await sql<EntryRow>`select e.*, m.name from help_entry e left join member m on m.member_id = e.changed_by
      where e.org_id = ${org} order by e.retired, e.topic, e.title, e.entry_id limit 2000`.execute(db)
  ).rows.map((r) => ({
    entryId: r.entry_id,
    version: r.version,
    topic: r.topic,
    country: r.country,
    place: r.place,
    title: r.title,
    texts: r.texts,
    phone: r.phone,
    address: r.address,
    validUntil: r.valid_until,
    retired: r.retired,
    changedAt: r.changed_at.toISOString(),
    by: r.name,
    expired: r.valid_until !== null && r.valid_until < dayOf(now),
  }));

export const entryStands = async (
  tx: Tx,
  org: string,
  { entryId, now }: { entryId: string; now: Date },
): Promise<boolean> =>
  (
    await sql`select 1 from help_entry where org_id = ${org} and entry_id = ${entryId} and not retired
      and (valid_until is null or valid_until >= ${dayOf(now)}::date)`.execute(tx)
  ).rows.length > 0;

export type Version = { version: number; name: string | null };
export const entryVersion = async (tx: Tx, org: string, entryId: string): Promise<Version | undefined> => {
  await sql`select 1 from help_entry where org_id = ${org} and entry_id = ${entryId} for update`.execute(tx);
  return (
    await sql<Version>`select e.version, m.name from help_entry e left join member m on m.member_id = e.changed_by
      where e.org_id = ${org} and e.entry_id = ${entryId}`.execute(tx)
  ).rows[0];
};

export type By = { org: string; by: string; at: Date };
export const saveEntry = (tx: Tx, e: EntryInput, { org, by, at }: By) =>
  sql`insert into help_entry (org_id, entry_id, version, topic, country, place, title, texts, phone, address, valid_until, changed_at, changed_by, retired)
    values (${org}, ${e.entryId}, ${e.version + 1}, ${e.topic}, ${e.country}, ${e.place}, ${e.title}, ${JSON.stringify(e.texts)}, ${e.phone},
      ${e.address}, ${e.validUntil}, ${at}, ${by}, ${e.retired})
    on conflict (org_id, entry_id) do update set version = excluded.version, topic = excluded.topic, country = excluded.country,
      place = excluded.place, title = excluded.title, texts = excluded.texts, phone = excluded.phone, address = excluded.address,
      valid_until = excluded.valid_until, changed_at = excluded.changed_at, changed_by = excluded.changed_by, retired = excluded.retired`.execute(
    tx,
  );

type TemplateRow = {
  template_id: string;
  version: number;
  name: string;
  texts: Record<string, string>;
  changed_at: Date;
  retired: boolean;
  member: string | null;
};
/** The newest version of each. */
export const templatesOf = async (db: Db, org: string): Promise<Templates['templates']> =>
  (
    await sql<TemplateRow>`select distinct on (t.template_id) t.template_id, t.version, t.name, t.texts, t.changed_at, t.retired, m.name as member
      from reply_template t left join member m on m.member_id = t.changed_by
      where t.org_id = ${org} order by t.template_id, t.version desc`.execute(db)
  ).rows
    .map((r) => ({
      templateId: r.template_id,
      version: r.version,
      name: r.name,
      texts: r.texts,
      retired: r.retired,
      changedAt: r.changed_at.toISOString(),
      by: r.member,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));

export const templateVersion = async (
  tx: Tx,
  org: string,
  templateId: string,
): Promise<Version | undefined> =>
  (
    await sql<Version>`select t.version, m.name from reply_template t left join member m on m.member_id = t.changed_by
      where t.org_id = ${org} and t.template_id = ${templateId} order by t.version desc limit 1`.execute(tx)
  ).rows[0];

export const addTemplateVersion = (tx: Tx, t: TemplateInput, { org, by, at }: By) =>
  sql`insert into reply_template (org_id, template_id, version, name, texts, changed_at, changed_by, retired)
    values (${org}, ${t.templateId}, ${t.version + 1}, ${t.name}, ${JSON.stringify(t.texts)}, ${at}, ${by}, ${t.retired})`.execute(
    tx,
  );

type ViewRow = {
  view_id: string;
  by_member: string;
  shared: boolean;
  name: string;
  filters: Views['views'][number]['filters'];
};
export const viewsOf = async (db: Db, org: string, member: string): Promise<Views['views']> =>
  (
    await sql<ViewRow>`select * from saved_view where org_id = ${org} and (shared or by_member = ${member}) order by name, view_id limit 100`.execute(
      db,
    )
  ).rows.map((r) => ({
    viewId: r.view_id,
    name: r.name,
    shared: r.shared,
    filters: r.filters,
    mine: r.by_member === member,
  }));

export const viewOwner = async (tx: Tx, org: string, viewId: string): Promise<string | undefined> =>
  (
    await sql<{
      by_member: string;
    }>`select by_member from saved_view where org_id = ${org} and view_id = ${viewId} for update`.execute(tx)
  ).rows[0]?.by_member;

export const saveView = (tx: Tx, v: ViewInput, { org, by }: Omit<By, 'at'>) =>
  sql`insert into saved_view (org_id, view_id, by_member, shared, name, filters)
    values (${org}, ${v.viewId}, ${by}, ${v.shared}, ${v.name}, ${JSON.stringify(v.filters)})
    on conflict (org_id, view_id) do update set shared = excluded.shared, name = excluded.name, filters = excluded.filters`.execute(
    tx,
  );
export const dropView = (tx: Tx, org: string, viewId: string) =>
  sql`delete from saved_view where org_id = ${org} and view_id = ${viewId}`.execute(tx);
