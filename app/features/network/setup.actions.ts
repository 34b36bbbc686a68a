/** The first organisation of an empty installation. */
import { randomUUID, timingSafeEqual } from 'node:crypto';
import { proquints } from '../../../seal/keys.ts';
import type { World } from '../../platform/world.ts';
import { isRefusal, type Refusal, refuse } from '../refusal.ts';
import { createAccount, deleteAccount, firstSession } from './accounts.actions.ts';
import type { Enrolment, SetupInput } from './contract.ts';
import { insertMember } from './members.store.ts';
import { lockRegistration, readOrganisations } from './organisations.store.ts';
import { organisationId, registerOrganisationIn } from './register.actions.ts';

/**
 * Stands on the terminal at start while no organisation exists (64 bits): whoever else reaches the port on this network
 * can't take the installation over.
 */
export const setupToken = (world: World): string =>
  proquints(new Uint8Array(world.keys.derive('setup token').subarray(0, 8))).join('-');

export const setupNeeded = async (world: World): Promise<boolean> =>
  (await world.app.read({ kind: 'cso' }, readOrganisations)).length === 0;

function rightToken(world: World, typed: string): boolean {
  const right = Buffer.from(setupToken(world));
  const given = Buffer.from((typed.toLowerCase().match(/[a-z]+/g) ?? []).join('-'));
  return right.length === given.length && timingSafeEqual(right, given);
}

const DONE = refuse('wrong_state', 'This installation is set up already. Sign in, or ask for an invitation.');

/** The organisation, its docket, the docket for reports without a known workplace, and its first lead; then the lead enrols. */
export async function setUp(
  world: World,
  input: SetupInput,
): Promise<{ orgId: string; cookies: string[]; enrolment: Enrolment } | Refusal> {
  if (!(await setupNeeded(world))) return DONE;
  if (!rightToken(world, input.setupToken))
    return refuse('not_allowed', 'These are not the words on the terminal where Vouch was started.');
  const { name, email, password } = input.lead;
  const userId = await createAccount(world, { name, email, password });
  if (!userId) return DONE;
  const org = { ...input.organisation, id: organisationId(input.organisation.name), names: {} };
  const who = { org: org.id, kind: org.kind, now: world.clock.now().toISOString() };
  const done = await world.app.write(who, async (tx) => {
    await lockRegistration(tx);
    if ((await readOrganisations(tx)).length > 0) return DONE;
    const docket = await registerOrganisationIn(tx, world, org);
    if (isRefusal(docket)) return docket;
    await insertMember(
      tx,
      { org: org.id, memberId: randomUUID(), email, name, role: 'lead' },
      'active',
      userId,
    );
    return undefined;
  });
  if (done) {
    await deleteAccount(world, userId);
    return done;
  }
  const session = await firstSession(world, { email, password });
  return isRefusal(session) ? session : { orgId: org.id, ...session };
}
