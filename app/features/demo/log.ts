import type { Chance } from './chance.ts';
import type { Actor, DemoEvent } from './event.ts';
import { iso } from './moments.ts';
import { MAIN_CSO, organisations } from './network.ts';
import type { Organisation } from './network.ts';
import type { Language } from './event.ts';

/** Everything in an event but its time, for each kind on its own. */
type Untimed<E> = E extends DemoEvent ? Omit<E, 'at' | 'actor'> : never;
export type Said = Untimed<DemoEvent>;

export type Scope = {
  start: number;
  end: number;
  scale: number;
  /** Below one where the plan has fewer months than the stories need: their waits shrink alike. */
  squeeze: number;
  months: number;
  chance: Chance;
};

/** Collects events in any order; `ordered` cuts what lies after the end, so later steps of a case stay undone. */
export class Log {
  readonly scope: Scope;
  readonly #rows: { ms: number; event: DemoEvent }[] = [];

  constructor(scope: Scope) {
    this.scope = scope;
  }

  say(ms: number, actor: Actor, said: Said): void {
    this.#rows.push({ ms, event: { at: iso(ms), actor, ...said } as DemoEvent });
  }

  ordered(): DemoEvent[] {
    const kept = this.#rows.filter((row) => row.ms >= this.scope.start && row.ms <= this.scope.end);
    return kept.sort((a, b) => a.ms - b.ms).map((row) => row.event);
  }
}

const byId = new Map(organisations.map((o) => [o.id, o]));
export function organisation(id: string): Organisation {
  const found = byId.get(id);
  if (!found) throw new Error(`demo: no organisation ${id}`);
  return found;
}

/** Who reads and answers in a language: at the main organisation two case workers share the languages. */
export function reader(org: string, language: Language): Actor & { as: 'member' } {
  const first = organisation(org).members[0];
  if (!first) throw new Error(`demo: ${org} has no members`);
  const second = org === MAIN_CSO && (language === 'km' || language === 'th');
  return { as: 'member', org, member: second ? 'sokha-prum' : first.id };
}

export const firstMember = (org: string): Actor & { as: 'member' } => reader(org, 'en');
export function lead(org: string): Actor & { as: 'member' } {
  const member = organisation(org).members.find((m) => m.role === 'lead') ?? organisation(org).members[0];
  return { as: 'member', org, member: member?.id ?? '' };
}
export const worker = (report: string): Actor => ({ as: 'worker', report });
