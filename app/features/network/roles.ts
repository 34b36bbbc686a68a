/** Which roles an organisation's kind has, and what each may do in the network. Judged by `may` and nowhere else. */
import type { OrgKind, Role } from './contract.ts';

export type Act = 'invite' | 'remove' | 'ring' | 'register' | 'poster' | 'watch';

/** The first role leads: it invites, removes and renews keys. */
const ROLES: Record<OrgKind, readonly Role[]> = {
  cso: ['lead', 'caseworker'],
  union: ['lead', 'caseworker'],
  employer: ['manager', 'hr'],
  recruiter: ['manager', 'hr'],
  buyer: ['analyst'],
  association: ['officer', 'analyst'],
  labour_office: ['officer'],
  auditor: ['auditor', 'analyst'],
};

const READERS: readonly OrgKind[] = ['cso', 'union'];
const everyone = Object.keys(ROLES) as OrgKind[];

const ACTS: Record<Act, { kinds: readonly OrgKind[]; leadsOnly: boolean }> = {
  invite: { kinds: everyone, leadsOnly: true },
  remove: { kinds: everyone, leadsOnly: true },
  ring: { kinds: everyone, leadsOnly: true },
  // Every member sees how often; who and when is for whoever leads.
  watch: { kinds: everyone, leadsOnly: true },
  // Workplaces and other organisations enter the network through those who answer to workers.
  register: { kinds: READERS, leadsOnly: true },
  poster: { kinds: READERS, leadsOnly: false },
};

export const rolesOf = (kind: OrgKind): readonly Role[] => ROLES[kind];
export const isReader = (kind: OrgKind): boolean => READERS.includes(kind);

export function may(who: { kind: OrgKind; role: Role }, act: Act): boolean {
  const rule = ACTS[act];
  return rule.kinds.includes(who.kind) && (!rule.leadsOnly || ROLES[who.kind][0] === who.role);
}

export const actsOf = (who: { kind: OrgKind; role: Role }): Act[] =>
  (Object.keys(ACTS) as Act[]).filter((act) => may(who, act));

/** Who works on cases: of the organisations that answer to workers, those who lead and those who do the work. */
export const MOVERS: readonly { kind: OrgKind; role: Role }[] = READERS.flatMap((kind) =>
  (['caseworker', 'lead'] as const).map((role) => ({ kind, role })),
);
export const mayMove = (kind: string, role: string): boolean =>
  MOVERS.some((mover) => mover.kind === kind && mover.role === role);
