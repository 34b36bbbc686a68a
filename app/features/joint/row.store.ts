import type { Db } from '../../platform/db.ts';
import { labelOf } from '../cases/index.ts';
import type { JointRow } from './contract.ts';
import { type Place, organisationsOf, placeOf } from './part.store.ts';
import type { Entered } from './party.store.ts';

/** One line of a list, as its own organisation may see it. */
export function rowOf({ own, joint }: Entered, place: Place, lead: JointRow['lead']): JointRow {
  return {
    docket: joint.docket_id,
    jointId: joint.joint_id,
    kind: joint.kind,
    state: joint.state,
    place,
    lead,
    code: joint.code,
    label: joint.code && labelOf(joint.code),
    quarter: joint.quarter,
    plan: joint.plan,
    outcome: joint.outcome,
    asOf: joint.as_of,
    openedOn: joint.opened_on,
    closedOn: joint.closed_on,
    you: { no: own.no, role: own.role, state: own.state, named: own.named },
  };
}

export async function rowsOf(db: Db, org: string, entered: readonly Entered[]): Promise<JointRow[]> {
  const leads = await organisationsOf(db, [...new Set(entered.map(({ joint }) => joint.cso_org))]);
  const dockets = [...new Set(entered.map(({ joint }) => joint.docket_id))];
  const places = new Map<number, Place>();
  for (const docket of dockets) places.set(docket, await placeOf(db, docket, org));
  return entered.map((one) => {
    const lead = leads.find(({ org_id }) => org_id === one.joint.cso_org);
    return rowOf(one, places.get(one.joint.docket_id) ?? { name: null, country: null, tier: null }, {
      orgId: one.joint.cso_org,
      name: lead?.name ?? one.joint.cso_org,
      country: lead?.country ?? null,
    });
  });
}
