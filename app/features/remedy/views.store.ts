import type { Db } from '../../platform/db.ts';
import { type Unopened, unopened } from '../record/index.ts';
import { answeredFrom, visibleFrom } from './batch.ts';
import type { BusinessSide, EmployerAction, EmployerDisclosureView, ToldWord } from './contract.ts';
import { dayOf } from './days.ts';
import { goAheadsOf } from './go-ahead.store.ts';
import type { How } from './plan.ts';
import { actionsOf } from './plan.store.ts';
import { ruleOf } from './telling.store.ts';
import { type DisclosureRow, answeredIn, disclosureTo, disclosuresOfCase, listed } from './told.store.ts';
import { wordsOf } from './words.store.ts';

const some = (n: number, sealed: string | null): number => n + (sealed ? 1 : 0);
const sealedIn = (actions: readonly EmployerAction[], words: readonly ToldWord[]): number =>
  actions.reduce(
    (n, a) => a.versions.reduce((m, v) => some(m, v.envelope), some(n, a.report?.envelope ?? null)),
    0,
  ) + words.reduce((n, w) => some(n, w.envelope), 0);

export async function disclosureView(
  db: Db,
  org: string,
  key: { docket: number; id: string; today: string },
): Promise<Unopened<EmployerDisclosureView> | undefined> {
  const row = await disclosureTo(db, org, key);
  if (!row) return undefined;
  const actions = await actionsOf(db, row, key.today);
  const words = await wordsOf(db, row, org);
  const view = { ...listed(row), envelope: row.envelope, actions, words, sealTo: keyOf(row) };
  // Workers see that what they agreed to was read, not that the business read its own answers again.
  return unopened(view, {
    what: 'disclosure',
    n: some(sealedIn(actions, words), row.envelope),
    key: `${key.docket} ${key.id}`,
    ...(row.envelope ? { disclosure: { docket: key.docket, id: key.id } } : {}),
  });
}

const keyOf = (row: DisclosureRow): EmployerDisclosureView['sealTo'] =>
  row.kid && row.jwk ? { orgId: row.cso_org, kid: row.kid, jwk: row.jwk } : null;

export type SideKey = { docket: number; caseId: string; org: string; now: Date };
type Business = { orgId: string; kid: string | null; jwk: Record<string, unknown> | null };

/** All that goes between the organisation on a case and the business of its place. */
export async function sideOf(
  db: Db,
  key: SideKey,
  business: Business | undefined,
): Promise<Unopened<BusinessSide>> {
  const today = dayOf(key.now);
  const rule = await ruleOf(db, key.org);
  const rows = await disclosuresOfCase(db, { ...key, today });
  const disclosures: BusinessSide['disclosures'] = [];
  for (const row of rows)
    disclosures.push({
      disclosureId: row.disclosure_id,
      issueId: row.issue_id,
      visibleFrom: dayOf(row.visible_from),
      toldHow: row.told_how as How | null, // checked by the table
      actions: await actionsOf(db, row, today),
      words: await wordsOf(db, row, key.org),
    });
  const goAheads = (await goAheadsOf(db, key.docket, key.caseId)).map(({ at, code: _, ...rest }) => ({
    ...rest,
    day: dayOf(at),
  }));
  const view = {
    rule,
    nextDay: dayOf(visibleFrom(key.now, rule, { wanted: 0, drawn: 0 })),
    answerDay: dayOf(answeredFrom(key.now, rule)),
    sealTo:
      business?.kid && business.jwk ? { orgId: business.orgId, kid: business.kid, jwk: business.jwk } : null,
    answeredIn: business ? await answeredIn(db, business.orgId) : null,
    goAheads,
    disclosures,
  };
  return unopened(view, {
    what: 'case',
    n: disclosures.reduce((n, d) => n + sealedIn(d.actions, d.words), 0),
    key: `business ${key.docket} ${key.caseId}`,
    caseId: key.caseId,
  });
}
