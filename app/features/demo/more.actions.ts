import { showBusiness } from './more-business.actions.ts';
import { showDuties } from './more-duties.actions.ts';
import { showCommunity } from './more-community.actions.ts';
import { showJoint } from './more-joint.actions.ts';
import { showProtection } from './more-protection.actions.ts';
import { showReferral } from './more-referral.actions.ts';
import { showTriage } from './more-triage.actions.ts';
import { showRemedy } from './more-remedy.actions.ts';
import type { Stage } from './stage.ts';

/** What the demo shows of one capability beyond the planned past, made by the same actions as real use. */
export type More = (stage: Stage) => Promise<void>;

/** In this order, after everything that waits is there; each takes seconds at most. */
const MORE: readonly More[] = [
  showDuties,
  showJoint,
  showCommunity,
  showReferral,
  showTriage,
  showRemedy,
  showBusiness,
  showProtection,
];

export async function showMore(stage: Stage): Promise<void> {
  for (const show of MORE) await show(stage);
}
