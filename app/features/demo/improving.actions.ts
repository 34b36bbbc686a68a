import { Readable } from 'node:stream';
import { type Reader, seal, sealBytes } from '../../../seal/index.ts';
import { answerQuestion, beginAssessment, checklistFor, handIn, share } from '../improvement/index.ts';
import type { Member } from '../network/index.ts';
import { type Refusal, isRefusal } from '../refusal.ts';
import type { Cast } from './cast.actions.ts';
import type { Past } from './past.actions.ts';
import type { Ids } from './references.ts';

/** Who judges its own recruitment system in the demo, and who supports it. */
export const IMPROVING = [
  { org: 'vouch:tern-island-seafood', member: 'prasert-w', with: 'vouch:mekong-worker-line' },
  { org: 'vouch:two-banks-placement', member: 'zaw-lin', with: 'vouch:mekong-worker-line' },
] as const;

export function taken<T>(answer: T | Refusal, what: string): T {
  if (isRefusal(answer))
    throw new Error(`demo: ${what}: ${answer.why} ${JSON.stringify(answer.fields ?? [])}`);
  return answer;
}

type Value = 'yes' | 'partly' | 'no';
export type Judging = {
  past: Past;
  cast: Cast;
  who: Member;
  readers: Reader[];
  id: string;
  /** What is said of each question, by its place on the list; with proof, a sealed paper hangs on it. */
  value: (area: string, nth: number) => Value;
  proof: (area: string) => boolean;
};

async function paper(
  past: Past,
  readers: Reader[],
  question: string,
): Promise<{ sha256: string; size: number }> {
  const bytes = await sealBytes(
    { type: 'text/plain', bytes: new TextEncoder().encode(`Paper on ${question}.`) },
    readers,
  );
  const arrived = await past.world.files.receive(Readable.from([Buffer.from(bytes)]), 100_000);
  await arrived.keep();
  return { sha256: arrived.sha256, size: arrived.size };
}

/** One self-assessment from the first answer to handing in, by the desk's own actions. */
export async function judge(j: Judging): Promise<void> {
  const { world } = j.past;
  taken(await beginAssessment(world, j.who, { assessmentId: j.id }), 'begin');
  for (const [nth, question] of (checklistFor(j.who.kind)?.questions ?? []).entries()) {
    const proof = j.proof(question.area);
    const said = { v: 1, kind: 'assessment', language: 'en', words: 'See the paper.' };
    const answer = {
      assessmentId: j.id,
      question: question.id,
      value: j.value(question.area, nth),
      was: 0,
      envelope: proof ? await seal(said, j.readers) : null,
      files: proof ? [await paper(j.past, j.readers, question.id)] : [],
    };
    taken(await answerQuestion(world, j.who, answer), question.id);
  }
  taken(await handIn(world, j.who, { assessmentId: j.id }), 'hand in');
}

/** Where they began, on the first day of the demo: little in place, and shared with who supports them. */
export async function beginImproving(past: Past, cast: Cast, ids: Ids): Promise<void> {
  for (const { org, member, with: supporter } of IMPROVING) {
    const who = cast.member(org, member);
    for (const one of [supporter, 'buyers'])
      taken(await share(past.world, who, { with: one, share: true }), 'share');
    const value = (area: string, nth: number): Value =>
      area === 'contracts' || nth % 3 === 0 ? 'partly' : 'no';
    const readers = [cast.ring(org), cast.ring(supporter)];
    await judge({ past, cast, who, readers, id: ids(`assessment ${org} 1`), value, proof: () => false });
  }
}
