/**
 * The phone's steps in the memory of one request, for browsers without script. Less private, and the page says so: the
 * code and the words are here for as long as the request lasts. Nothing of it is kept or logged.
 */
import type { Bytes } from '../../../seal/bytes.ts';
import { checkCode, lookupId, newCode, stretch, wrapKey } from '../../../seal/code.ts';
import { open, openBytes, type Photo } from '../../../seal/envelope.ts';
import { type PrivateJwk, unwrapPrivate } from '../../../seal/keys.ts';
import { type Answers, firstProblem, type Problem, type Step } from './answers.ts';
import { type Directory, routeOf } from './directory.ts';
import { additionBody, type AdditionInput, reportBody, sealAddition, sealReport } from './phone/compose.ts';
import { type MoveSignature, type Root, eraseOf, signMoves, signWithdrawal } from './phone/sign.ts';
import type { Thread } from './thread.ts';

export { newCode, checkCode };

export type PlainReport = {
  readonly answers: Answers;
  readonly directory: Directory;
  readonly language: string;
  /** Already scaled and without metadata. */
  readonly photos: readonly Photo[];
  /** As it was served with the form. */
  readonly code: string;
  readonly statementId: string;
  /** 32 random bytes. */
  readonly m: Bytes;
  /** The server's time, `YYYY-MM-DDTHH:MM:SSZ`. */
  readonly recorded: string;
  /** The latest day that it is anywhere, `YYYY-MM-DD`. */
  readonly today: string;
};

export type PlainRefusal =
  | { readonly refused: 'answer'; readonly step: Step; readonly problem: Problem }
  | { readonly refused: 'code' }
  | { readonly refused: 'route' };

export type ComposedReport = {
  /** What the phone would post to `/api/v1/reports`, without its challenge. */
  readonly body: Awaited<ReturnType<typeof reportBody>>;
  /** Sealed photos, in the order of `body.attachments`. */
  readonly files: readonly Bytes[];
};

export async function composeReport(plain: PlainReport): Promise<ComposedReport | PlainRefusal> {
  const wrong = firstProblem(plain.answers, plain.today);
  if (wrong) return { refused: 'answer', ...wrong };
  const code = checkCode(plain.code);
  if (!code.ok) return { refused: 'code' };
  const route = routeOf(plain.directory, plain.answers.where, plain.answers.country);
  if (!route) return { refused: 'route' };
  const root = await stretch(code.code, plain.directory.origin);
  const { answers, language, photos } = plain;
  const chosen = { root, statementId: plain.statementId, m: plain.m };
  const { sealed, files } = await sealReport({ answers, route, language, photos }, chosen);
  return { body: await reportBody(sealed, plain.recorded), files };
}

/** Undefined for a code with a typing mistake. The root is as secret as the code. */
export async function rootOf(
  typed: string,
  origin: string,
): Promise<{ readonly code: string; readonly root: Bytes; readonly lookup: string } | undefined> {
  const checked = checkCode(typed);
  if (!checked.ok) return undefined;
  const root = await stretch(checked.code, origin);
  return { code: checked.code, root, lookup: await lookupId(root) };
}

export const workerKey = async (root: Bytes, wrappedKey: string): Promise<PrivateJwk | undefined> =>
  unwrapPrivate(wrappedKey, await wrapKey(root));

export const openEnvelope = (envelope: string, key: PrivateJwk): Promise<object | undefined> =>
  open(envelope, key);
export const openPhoto = (sealed: Bytes, key: PrivateJwk): Promise<Photo | undefined> =>
  openBytes(sealed, key);

export type PlainAddition = AdditionInput & {
  readonly root: Bytes;
  /** Which root signs for which statement, where a slip was before the code. */
  readonly signer?: Root;
  readonly statementId: string;
  readonly m: Bytes;
  readonly recorded: string;
  readonly origin: string;
  /** The statement that is answered, taken back or to be erased. */
  readonly re?: { readonly statementId: string; readonly commitment: string; readonly docket?: number };
  /** Of an erasure_request: how much. */
  readonly erase?: 'one' | 'all';
  readonly thread: AdditionInput['thread'] & Pick<Partial<Thread>, 'statements'>;
};

/** What the phone would post to `/api/v1/thread/add`, without its challenge. What takes back or erases is signed. */
export async function composeAddition(plain: PlainAddition): Promise<{
  readonly body: Awaited<ReturnType<typeof additionBody>>;
  readonly files: readonly Bytes[];
}> {
  const { root, statementId, m, re } = plain;
  const { sealed, files } = await sealAddition(plain, { root, statementId, m });
  const { origin, thread } = plain;
  const signature =
    plain.kind === 'withdrawal' && re
      ? await signWithdrawal(plain.signer ?? root, re, { origin, docket: re.docket ?? thread.docket.index })
      : undefined;
  const more = { ...(re ? { re: re.statementId } : {}), ...(signature ? { signature } : {}) };
  const body = await additionBody(sealed, plain.recorded, more);
  const own = { id: statementId, commitment: body.commitment };
  const erase =
    plain.erase &&
    (await eraseOf(
      plain.signer ?? root,
      { ...thread, statements: thread.statements ?? [] },
      { scope: plain.erase, re: re?.statementId ?? '', own, origin },
    ));
  return { body: { ...body, ...(erase ? { erase } : {}) }, files };
}

/** The body of `POST /api/v1/thread/move`, without its challenge; undefined where something doesn't fit. */
export async function composeMove(
  root: Root,
  thread: Thread,
  { answer, origin, directory }: { answer: 'yes' | 'no'; origin: string; directory: Directory },
): Promise<{ moveId: string; answer: 'yes' | 'no'; signatures: MoveSignature[] } | undefined> {
  if (!thread.move) return undefined;
  const signatures = answer === 'yes' ? await signMoves(root, thread, { origin, directory }) : [];
  return signatures && { moveId: thread.move.id, answer, signatures };
}
