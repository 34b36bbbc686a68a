import { randomUUID } from 'node:crypto';
import { seal } from '../seal/index.ts';
import type { Office } from './office.ts';
import { type Desk, type Phone, desk, phone } from './phone.ts';
import type { TestWorld } from './world.ts';

/** What a case worker does, through the desk's own routes; each step must be taken. */
export type Worked = {
  desk: Desk;
  phones: Phone[];
  docket: number;
  caseId: string;
  at: string;
  see(): ReturnType<Desk['see']>;
  move(to: string, closure?: string): Promise<unknown>;
  issue(code: string): Promise<string>;
  /** Asks, lets the worker answer on the phone, and codes what it says. */
  consent(by: Phone, value: 'given' | 'refused', scopes?: string[]): Promise<string>;
  /** Asks about a remedy; `value` undefined leaves it open. */
  remedy(by: Phone, issueId: string, value?: 'fully' | 'partly' | 'not'): Promise<string>;
  disclosure(issueId: string, over?: object): Promise<Record<string, unknown>>;
  /** Asks whether we may go ahead with a draft; `value` undefined leaves it open. */
  goAhead(
    by: Phone,
    draft: { draftId: string; issueId: string },
    value?: 'given' | 'refused',
  ): Promise<string>;
};

export const EMPLOYER_SCOPE = 'share_case_without_identity_with_employer';

/** A case with `count` reports of distinct workers, at the first workplace unless `said` says so, at the state `triaged`. */
export async function openedCase(
  t: TestWorld,
  cso: Office,
  count: number,
  said: Record<string, string[]> = {},
): Promise<Worked> {
  const worker = await desk(t, cso, cso.caseworker);
  const phones: Phone[] = [];
  const caseId = randomUUID();
  for (let i = 0; i < count; i++) {
    const one = await phone(t, cso, said);
    const filing = { caseId, distinct: 'distinct', ...(i > 0 ? { caseDocket: one.docket } : {}) };
    await worker.done(`threads/${one.docket}/${one.threadId}/case`, filing);
    phones.push(one);
  }
  const docket = phones[0]?.docket ?? 0;
  const at = `cases/${docket}/${caseId}`;
  const see = () => worker.see(at);
  const move = async (to: string, closure?: string) =>
    worker.done(`${at}/transitions`, {
      to,
      reason: 'As agreed in the team.',
      seq: (await see()).case.seq,
      ...(closure ? { closure } : {}),
    });
  const ask = async (by: Phone, question: object) => {
    const [askId, statementId] = [randomUUID(), randomUUID()];
    t.clock.forward(60);
    await worker.done(`${at}/asks`, {
      askId,
      statementId,
      threadDocket: by.docket,
      threadId: by.threadId,
      envelope: await by.sealed({ v: 1, kind: 'question', words: 'May we?' }),
      ...question,
    });
    t.clock.forward(60);
    return { askId, statementId };
  };
  const code = (askId: string, coding: object) => worker.done(`${at}/asks/${askId}/code`, coding);
  await move('acknowledged');
  await move('triaged');
  return {
    desk: worker,
    phones,
    docket,
    caseId,
    at,
    see,
    move,
    issue: async (given) => {
      const issueId = randomUUID();
      const grades = { scale: 3, scope: 2, irremediability: 1, affected: { count: 4 } };
      await worker.done(`${at}/issues`, { issueId, code: given, ...grades });
      return issueId;
    },
    consent: async (by, value, scopes = ['case_handling', EMPLOYER_SCOPE]) => {
      const { askId, statementId } = await ask(by, { kind: 'consent', scopes });
      const answers = Object.fromEntries(scopes.map((s) => [s, value === 'given' ? 'yes' : 'no']));
      await by.say('consent_answer', { re: statementId, answers }, statementId);
      await code(askId, { value });
      return askId;
    },
    remedy: async (by, issueId, value) => {
      const { askId, statementId } = await ask(by, { kind: 'remedy', issueId });
      if (!value) return askId;
      await by.say('remedy_answer', { re: statementId, outcome: value, well: 4 }, statementId);
      await code(askId, { value, quality: 4 });
      return askId;
    },
    goAhead: async (by, draft, value) => {
      const [askId, statementId] = [randomUUID(), randomUUID()];
      t.clock.forward(60);
      await worker.done(`${at}/go-aheads`, {
        askId,
        statementId,
        ...draft,
        toOrg: cso.employer,
        threadDocket: by.docket,
        threadId: by.threadId,
        envelope: await by.sealed({ v: 1, kind: 'go_ahead_question', words: 'Few know this. May we?' }),
      });
      if (!value) return askId;
      t.clock.forward(60);
      await by.say('answer', { re: statementId, about: 'go_ahead', value }, statementId);
      await code(askId, { value });
      return askId;
    },
    disclosure: async (issueId, over = {}) => ({
      disclosureId: randomUUID(),
      issueId,
      toOrg: cso.employer,
      envelope: await forEmployer(cso, { words: 'Some passports are not with the workers.' }),
      delayDays: 0,
      // Known to a whole line: nobody is guessed by it.
      circle: 40,
      ...over,
    }),
  };
}

const publicOf = (ring: Office['ring']) => {
  const { d: _, ...jwk } = ring.privateJwk;
  return { kid: ring.kid, jwk };
};
/** Sealed to the organisation on the case and to the business: what either writes to the other. */
export const forEmployer = (cso: Office, words: object): Promise<string> =>
  seal(words, [publicOf(cso.ring), publicOf(cso.employerRing)]);
