/**
 * Words to statement: seals, derives the keys from the code and computes the commitment. The phone does this; the server
 * does the same in one request's memory for browsers without script.
 */
import { commit } from '../../../../ledger/statement.ts';
import { fromHex } from '../../../../ledger/bytes.ts';
import { type Bytes, fromBase64url, hex, sha256, toBase64url, utf8 } from '../../../../seal/bytes.ts';
import { lookupId, statementSeed, wrapKey } from '../../../../seal/code.ts';
import { deviceKey } from '../../../../seal/device.ts';
import { type Photo, type Reader, seal, sealBytes } from '../../../../seal/envelope-seal.ts';
import { newReaderKeyPair, type PublicJwk, thumbprint, wrapPrivate } from '../../../../seal/keys.ts';
import { type Filing, type Urgency, workerFields, type WorkerKind } from '../../record/fields.ts';
import type { Wish } from '../../protection/safe-contact.ts';
import type { Answers } from '../answers.ts';
import type { Route } from '../directory.ts';
import { type Filed, type Said, saidReport } from '../said.ts';

export type Docket = { readonly index: number; readonly kind: string; readonly id: string };

/** All of a statement but the time at which it is recorded. Sealed: this is what the outbox keeps and sends again. */
export type Sealed = {
  readonly kind: WorkerKind;
  readonly docket: Docket;
  readonly receiver: string;
  readonly thread: string;
  readonly urgency?: Urgency;
  readonly filing?: Filing;
  readonly contact?: Wish;
  readonly safety?: 'flag';
  readonly statementId: string;
  /** Record secret, 32 bytes, base64url. */
  readonly m: string;
  /** Raw Ed25519 public key, base64url. */
  readonly key: string;
  readonly envelope: string;
  readonly attachments: readonly { readonly sha256: string; readonly size: number }[];
  readonly lookup: string;
};

export type SealedReport = Sealed & {
  readonly urgency: Urgency;
  readonly publicKey: PublicJwk;
  readonly wrappedKey: string;
};

/** Of one statement: chosen once, so that sending it again is the same statement. */
export type Chosen = { readonly root: Bytes; readonly statementId: string; readonly m: Bytes };

type Statement = {
  readonly kind: WorkerKind;
  readonly docket: Docket;
  readonly receiver: string;
  readonly thread: string;
  readonly urgency?: Urgency;
  readonly filing?: Filing;
  readonly contact?: Wish;
  readonly safety?: 'flag';
  readonly readers: readonly Reader[];
  /** The hashes of the sealed photos stand inside the envelope, and so in the commitment. */
  readonly said: (photos: readonly string[]) => Said;
  readonly photos: readonly Photo[];
};

async function sealStatement(
  statement: Statement,
  chosen: Chosen,
): Promise<{ sealed: Sealed; files: Bytes[] }> {
  const { kind, docket, receiver, thread, urgency, filing, contact, safety, readers, said } = statement;
  const files: Bytes[] = [];
  for (const photo of statement.photos) files.push(await sealBytes(photo, readers));
  const hashes = await Promise.all(files.map(async (file) => hex(await sha256(file))));
  const device = await deviceKey(await statementSeed(chosen.root, chosen.statementId));
  const sealed: Sealed = {
    kind,
    docket,
    receiver,
    thread,
    ...(urgency ? { urgency } : {}),
    ...(filing ? { filing } : {}),
    ...(contact ? { contact } : {}),
    ...(safety ? { safety } : {}),
    statementId: chosen.statementId,
    m: toBase64url(chosen.m),
    key: toBase64url(device.publicKey),
    envelope: await seal(said(hashes), readers),
    attachments: files.map((file, i) => ({ sha256: hashes[i] ?? '', size: file.length })),
    lookup: await lookupId(chosen.root),
  };
  return { sealed, files };
}

export type ReportInput = {
  readonly answers: Answers;
  readonly route: Route;
  readonly language: string;
  readonly photos: readonly Photo[];
  /** Where a coordinator writes it down for somebody. */
  readonly filed?: Filed;
};

/** A first report: makes the worker's reading key, which opens the thread, and wraps it by the code. */
export async function sealReport(
  input: ReportInput,
  chosen: Chosen,
): Promise<{ sealed: SealedReport; files: Bytes[] }> {
  const { answers, route, language, photos, filed } = input;
  const pair = await newReaderKeyPair();
  const urgency = answers.danger || 'P2';
  const statement: Statement = {
    kind: 'report',
    docket: route.docket,
    receiver: route.receiver.org,
    thread: chosen.statementId,
    urgency,
    ...(filed ? { filing: 'coordinator' } : {}),
    readers: [
      { kid: route.receiver.kid, jwk: route.receiver.jwk },
      { kid: pair.kid, jwk: pair.publicJwk },
    ],
    said: (hashes) =>
      saidReport(answers, {
        language,
        placeName: route.place?.name,
        photos: hashes,
        ...(filed ? { filed } : {}),
      }),
    photos,
  };
  const { sealed, files } = await sealStatement(statement, chosen);
  const wrappedKey = await wrapPrivate(pair.privateJwk, await wrapKey(chosen.root));
  return { sealed: { ...sealed, urgency, publicKey: pair.publicJwk, wrappedKey }, files };
}

export type AdditionInput = {
  readonly kind: Exclude<WorkerKind, 'report'>;
  readonly thread: { readonly docket: Docket; readonly threadId: string; readonly publicKey: PublicJwk };
  readonly receiver: { readonly org: string; readonly kid: string; readonly jwk: PublicJwk };
  readonly said: (photos: readonly string[]) => Said;
  readonly photos: readonly Photo[];
  /** The worker's word on what was filed in their name. */
  readonly filing?: Filing;
  /** How they want to be reached. */
  readonly contact?: Wish;
  readonly safety?: 'flag';
};

/** Anything after the report. */
export async function sealAddition(
  input: AdditionInput,
  chosen: Chosen,
): Promise<{ sealed: Sealed; files: Bytes[] }> {
  const { kind, thread, receiver, said, photos, filing, contact, safety } = input;
  const statement: Statement = {
    kind,
    docket: thread.docket,
    receiver: receiver.org,
    thread: thread.threadId,
    ...(filing ? { filing } : {}),
    ...(contact ? { contact } : {}),
    ...(safety ? { safety } : {}),
    readers: [
      { kid: receiver.kid, jwk: receiver.jwk },
      { kid: await thumbprint(thread.publicKey), jwk: thread.publicKey },
    ],
    said,
    photos,
  };
  return sealStatement(statement, chosen);
}

/** Hex. `recorded` is the server's time, which came with the puzzle or, for what was taken before, with the answer. */
export async function commitmentOf(sealed: Sealed, recorded: string): Promise<string> {
  const m = fromBase64url(sealed.m);
  const key = fromBase64url(sealed.key);
  if (!m || !key) throw new Error('a kept statement was altered');
  const fields = workerFields({
    kind: sealed.kind,
    subject: sealed.docket,
    recorded,
    content: `sha256:${hex(await sha256(utf8(sealed.envelope)))}`,
    key: `sha256:${hex(await sha256(key))}`,
    receiver: sealed.receiver,
    thread: sealed.thread,
    urgency: sealed.urgency,
    filing: sealed.filing,
  });
  return commit(fields, m).commitment;
}

export type SolvedChallenge = {
  readonly time: string;
  readonly salt: string;
  readonly bits: number;
  readonly expires: string | number;
  readonly mac: string;
  readonly nonce: string;
};

/** The body of `POST /api/v1/reports`, without its challenge. */
export const reportBody = async (sealed: SealedReport, recorded: string) => ({
  docket: sealed.docket.index,
  receiver: sealed.receiver,
  urgency: sealed.urgency,
  ...(sealed.filing ? { filing: sealed.filing } : {}),
  statementId: sealed.statementId,
  m: sealed.m,
  key: sealed.key,
  recorded,
  commitment: await commitmentOf(sealed, recorded),
  envelope: sealed.envelope,
  lookup: sealed.lookup,
  publicKey: sealed.publicKey,
  wrappedKey: sealed.wrappedKey,
  attachments: sealed.attachments,
});

/** The body of `POST /api/v1/thread/add`, without its challenge. `erase` comes from sign.ts. */
export const additionBody = async (
  sealed: Sealed,
  recorded: string,
  more: { readonly re?: string; readonly signature?: string },
) => ({
  lookup: sealed.lookup,
  kind: sealed.kind,
  statementId: sealed.statementId,
  m: sealed.m,
  key: sealed.key,
  recorded,
  commitment: await commitmentOf(sealed, recorded),
  envelope: sealed.envelope,
  ...(sealed.filing ? { filing: sealed.filing } : {}),
  ...(sealed.contact ? { contact: sealed.contact } : {}),
  ...(sealed.safety ? { safety: sealed.safety } : {}),
  ...more,
  attachments: sealed.attachments,
});

/** The bytes of a hex commitment as a check that it is one. */
export const isCommitment = (text: string): boolean => fromHex(text)?.length === 32;
