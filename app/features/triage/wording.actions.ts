import type { World } from '../../platform/world.ts';
import { type Member, NOTHING, caseReading, caseWork } from '../network/index.ts';
import { watched } from '../record/index.ts';
import { type Refusal, refuse } from '../refusal.ts';
import type { Entry, EntryInput, Settings, SettingsInput, TemplateInput, Templates, ViewInput, Views } from './contract.ts'; // prettier-ignore
import { colleagues, saveSetting, settingOf } from './queue.store.ts';
import { DONE, type Done } from './queue.actions.ts';
import { addTemplateVersion, dropView, entriesOf, entryVersion, saveEntry, saveView, templateVersion, templatesOf, viewOwner, viewsOf } from './wording.store.ts'; // prettier-ignore

/** What a member sets for the team. */
const set = (who: Member, what: string) =>
  ({ org: who.orgId, member: who.memberId, role: who.role, act: 'setting', what }) as const;

const changed = (name: string | null, version: number): Refusal =>
  refuse('conflict', `${name ?? 'A colleague'} changed it meanwhile. Look at it again; nothing of yours was kept.`, [{ path: 'version', why: String(version) }]); // prettier-ignore

export const readEntries = (world: World, who: Member): Promise<{ entries: Entry[] } | Refusal> =>
  caseReading(world, who, async (db, now) => ({ entries: await entriesOf(db, who.orgId, now) }));

/** Anybody who answers workers keeps the directory; each change is on record. */
export function keepEntry(
  world: World,
  who: Member,
  input: EntryInput,
): Promise<{ version: number } | Refusal> {
  return caseWork(world, who, async (tx, now) => {
    const before = await entryVersion(tx, who.orgId, input.entryId);
    if ((before?.version ?? 0) !== input.version) return changed(before?.name ?? null, before?.version ?? 0);
    await watched(tx, world, set(who, input.retired ? 'entry_retired' : 'entry_kept'));
    await saveEntry(tx, input, { org: who.orgId, by: who.memberId, at: now });
    return { version: input.version + 1 };
  });
}

export const readTemplates = (world: World, who: Member): Promise<Templates | Refusal> =>
  caseReading(world, who, async (db) => ({ templates: await templatesOf(db, who.orgId) }));

export function keepTemplate(
  world: World,
  who: Member,
  input: TemplateInput,
): Promise<{ version: number } | Refusal> {
  return caseWork(world, who, async (tx, now) => {
    const before = await templateVersion(tx, who.orgId, input.templateId);
    if ((before?.version ?? 0) !== input.version) return changed(before?.name ?? null, before?.version ?? 0);
    await watched(tx, world, set(who, input.retired ? 'template_retired' : 'template_kept'));
    await addTemplateVersion(tx, input, { org: who.orgId, by: who.memberId, at: now });
    return { version: input.version + 1 };
  });
}

export const readSettings = (world: World, who: Member): Promise<Settings | Refusal> =>
  caseReading(world, who, async (db) => {
    const { subStatuses, version } = await settingOf(db, who.orgId);
    return {
      version,
      subStatuses: [...subStatuses],
      members: await colleagues(db, who.orgId),
      mayChange: who.role === 'lead',
    };
  });

/** Whoever leads decides which sub-statuses the network uses. What stands on a thread stays until it is changed there. */
export function keepSettings(
  world: World,
  who: Member,
  input: SettingsInput,
): Promise<{ version: number } | Refusal> {
  if (who.role !== 'lead') return Promise.resolve(NOTHING);
  return caseWork(world, who, async (tx, now) => {
    const { version } = await settingOf(tx, who.orgId);
    if (version !== input.version) return changed(null, version);
    await watched(tx, world, set(who, 'sub_statuses'));
    await saveSetting(tx, { org: who.orgId, subStatuses: input.subStatuses, version: version + 1, at: now, by: who.memberId }); // prettier-ignore
    return { version: version + 1 };
  });
}

export const readViews = (world: World, who: Member): Promise<Views | Refusal> =>
  caseReading(world, who, async (db) => ({ views: await viewsOf(db, who.orgId, who.memberId) }));

export function keepView(world: World, who: Member, input: ViewInput): Promise<Done | Refusal> {
  return caseWork(world, who, async (tx) => {
    const owner = await viewOwner(tx, who.orgId, input.viewId);
    if (owner !== undefined && owner !== who.memberId) return NOTHING;
    await saveView(tx, input, { org: who.orgId, by: who.memberId });
    return DONE;
  });
}

export function forgetView(
  world: World,
  who: Member,
  { viewId }: { viewId: string },
): Promise<Done | Refusal> {
  return caseWork(world, who, async (tx) => {
    const owner = await viewOwner(tx, who.orgId, viewId);
    if (owner === undefined) return DONE;
    if (owner !== who.memberId) return NOTHING;
    await dropView(tx, who.orgId, viewId);
    return DONE;
  });
}
