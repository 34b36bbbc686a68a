/** Seals what a worker said aloud, as a phone seals what is typed: to this organisation's key and the worker's own code. */
import { newCode, stretch } from '../../../../seal/index.ts';
import type { Channel } from '../../../features/cases/channels.ts';
import type { Urgency } from '../../../features/record/fields.ts';
import { readAnswers } from '../../../features/reports/answers.ts';
import { type Directory, routeOf } from '../../../features/reports/directory.ts';
import { reportBody, sealReport } from '../../../features/reports/phone/compose.ts';
import { fetchChallenge } from '../../../features/reports/phone/wire.ts';
import type { ContactDone } from '../../../features/triage/contact.contract.ts';
import { DESK, Halt, Problem, post } from '../../api.ts';
import { newId } from '../../sealing.ts';
import type { Me } from '../../session.ts';
import { ringReader } from '../../vault.ts';
import { w } from '../../words.ts';

export type Contact = {
  readonly channel: Channel;
  readonly language: string;
  /** Docket of a workplace, or `unsaid`. */
  readonly where: string;
  readonly jobseeker: boolean;
  readonly words: string;
  readonly urgency: Urgency;
};

/** What is drawn once, so that sending again after a silence is the same report under the same code. */
export type Made = { readonly code: string; readonly statementId: string; readonly m: Uint8Array<ArrayBuffer>; kept?: Kept }; // prettier-ignore
type Kept = { readonly said: Contact; readonly sealed: Awaited<ReturnType<typeof sealReport>>['sealed'] };
export const newContact = (): Made => ({
  code: newCode(),
  statementId: newId(),
  m: crypto.getRandomValues(new Uint8Array(32)),
});

async function sealOnce(me: Me, directory: Directory, made: Made, said: Contact): Promise<Kept['sealed']> {
  if (made.kept?.said === said) return made.kept.sealed;
  const own = me.ring && ringReader(me.ring.kid);
  const route = routeOf(directory, said.where, '');
  if (!own || !route) throw new Halt(w.alarm.noSeal);
  const form: Record<string, string[]> = {
    what: said.jobseeker ? ['REC'] : [],
    where: [said.where],
    words: [said.words],
    safe: ['code'],
    danger: [said.urgency],
  };
  const root = await stretch(made.code, directory.origin);
  // The key that this tab opened, never the one that the server names.
  const receiver = { ...route.receiver, org: me.member.orgId, kid: own.kid, jwk: own.jwk };
  const { sealed } = await sealReport(
    { answers: readAnswers((name) => form[name] ?? []), route: { ...route, receiver }, language: said.language, photos: [] }, // prettier-ignore
    { root, statementId: made.statementId, m: made.m },
  );
  made.kept = { said, sealed };
  return sealed;
}

export async function sendContact(
  me: Me,
  directory: Directory,
  made: Made,
  said: Contact,
): Promise<ContactDone> {
  const sealed = await sealOnce(me, directory, made, said);
  const challenge = await fetchChallenge();
  if (typeof challenge === 'string') throw new Problem(0, {});
  const { channel, language, jobseeker } = said;
  return post<ContactDone>(`${DESK}/triage/contacts`, {
    channel,
    language,
    jobseeker: said.where === 'unsaid' && jobseeker,
    report: { challenge, ...(await reportBody(sealed, challenge.time)) },
  });
}
