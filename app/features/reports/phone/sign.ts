/** What the worker's code signs in a thread: taking back, erasing, moving. Each statement has its own key. */
import { commit } from '../../../../ledger/statement.ts';
import { type Bytes, fromBase64url, hex, sha256, toBase64url, utf8 } from '../../../../seal/bytes.ts';
import { statementSeed } from '../../../../seal/code.ts';
import { deviceKey } from '../../../../seal/device.ts';
import type { Directory } from '../directory.ts';
import type { Thread } from '../thread.ts';
import type { Docket } from './compose.ts';

type Key = Awaited<ReturnType<typeof deviceKey>>;
/** The root from which the key of a statement was made: what was filed for a worker has an earlier one than the worker's own. */
export type Root = Bytes | ((statementId: string) => Bytes);
const keyOf = async (root: Root, statementId: string): Promise<Key> =>
  deviceKey(await statementSeed(typeof root === 'function' ? root(statementId) : root, statementId));
const signed = async (key: Key, text: string): Promise<string> => toBase64url(await key.sign(utf8(text)));

/**
 * Ed25519 by the key of the statement that is taken back, over ledger.md §8's authority text. Base64url. The look-up id
 * alone cannot make it: only who has the code can.
 */
export const signWithdrawal = async (
  root: Root,
  target: { readonly statementId: string; readonly commitment: string },
  where: { readonly origin: string; readonly docket: number },
): Promise<string> =>
  signed(
    await keyOf(root, target.statementId),
    `vouch/1 withdrawal\n${where.origin}\n${where.docket}\n${target.commitment}\n`,
  );

/** A statement of the worker's own and every place at which it stands. */
type Standing = {
  readonly id: string;
  readonly docket: number;
  readonly commitment: string;
  readonly also?: readonly { readonly docket: number; readonly commitment: string }[];
};
export type Erase = {
  scope: 'one' | 'all';
  signatures: { docket: number; commitment: string; signature: string }[];
};
type Wishing = {
  readonly docket: { readonly index: number };
  readonly statements: readonly (Omit<Standing, 'docket'> & {
    readonly by?: string;
    readonly docket?: number;
  })[];
};

/**
 * The signatures for a wish to erase: of one message, or of everything that the worker said here, the wish itself too.
 * `own`: the statement that says the wish, with its commitment.
 */
export function eraseOf(
  root: Root,
  thread: Wishing,
  wish: { scope: Erase['scope']; re: string; own: { id: string; commitment: string }; origin: string },
): Promise<Erase> {
  const { scope, re, own, origin } = wish;
  const of = thread.statements
    .filter((s) => !s.by && (scope === 'all' || s.id === re))
    .map((s): Standing => ({ ...s, docket: s.docket ?? thread.docket.index }));
  const said = { ...own, docket: thread.docket.index };
  return signErasure(root, origin, { scope, of: scope === 'all' ? [...of, said] : of });
}

/** As `signWithdrawal`, for the erasure of these: each by its own key, at each of its places. */
async function signErasure(
  root: Root,
  origin: string,
  { scope, of }: { scope: Erase['scope']; of: readonly Standing[] },
): Promise<Erase> {
  const signatures: Erase['signatures'] = [];
  for (const { id, also, ...here } of of) {
    const key = await keyOf(root, id);
    for (const { docket, commitment } of [here, ...(also ?? [])]) {
      const signature = await signed(key, `vouch/1 erasure\n${origin}\n${docket}\n${commitment}\n`);
      signatures.push({ docket, commitment, signature });
    }
  }
  return { scope, signatures };
}

type MoveOf = {
  readonly origin: string;
  readonly statement: {
    readonly id: string;
    readonly docket: number;
    readonly commitment: string;
    readonly m: string;
    readonly fields: readonly { readonly name: string; readonly value: string }[];
    readonly envelope?: string | undefined;
  };
  /** Where it goes: as the phone itself knows the workplace. */
  readonly to: Docket;
  readonly copy: { readonly m: string; readonly commitment: string };
};

/**
 * Signs the move of one statement, or gives undefined: what is signed must be the worker's own statement, with the words
 * that were shown, and a copy of it in which nothing but the workplace is another. All of it is computed here.
 */
async function signMove(root: Root, { origin, statement, to, copy }: MoveOf): Promise<string | undefined> {
  const { fields, envelope } = statement;
  const [m, next] = [fromBase64url(statement.m), fromBase64url(copy.m)];
  const key = await keyOf(root, statement.id);
  const value = (name: string) => fields.find((field) => field.name === name)?.value;
  const content = envelope && `sha256:${hex(await sha256(utf8(envelope)))}`;
  if (!m || !next || value('key') !== `sha256:${hex(await sha256(key.publicKey))}`) return undefined;
  if (value('content') !== content || commit(fields, m).commitment !== statement.commitment) return undefined;
  const moved = fields.map((f) => (f.name === 'subject' ? { ...f, value: `${to.kind} ${to.id}` } : f));
  const target = commit(moved, next).commitment;
  if (target !== copy.commitment) return undefined;
  const here = `${statement.docket}\n${statement.commitment}`;
  return signed(key, `vouch/1 move\n${origin}\n${here}\n${to.index} ${target}\n`);
}

export type MoveSignature = { statementId: string; signature: string };

/**
 * The signatures for a "yes" to the question in this thread; undefined if anything doesn't fit, and then nothing is
 * signed. The workplace is taken from the public directory, whose name for it the worker was shown.
 */
export async function signMoves(
  root: Root,
  thread: Thread,
  { origin, directory }: { origin: string; directory: Directory },
): Promise<MoveSignature[] | undefined> {
  const { move, statements } = thread;
  const place = directory.places.find((p) => p.docket === move?.to.index);
  if (!move || !place || place.kind !== move.to.kind || place.id !== move.to.id) return undefined;
  const to = { index: place.docket, kind: place.kind, id: place.id };
  const signatures: MoveSignature[] = [];
  for (const copy of move.copies) {
    const statement = statements.find(({ id }) => id === copy.statementId);
    const { m = '', fields = [], commitment = '', envelope } = statement ?? {};
    const docket = statement?.docket ?? thread.docket.index;
    const of = { id: copy.statementId, docket, commitment, m, fields, envelope };
    const signature = await signMove(root, { origin, statement: of, to, copy });
    if (!signature) return undefined;
    signatures.push({ statementId: copy.statementId, signature });
  }
  return signatures;
}
