import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  type LedgerStatus,
  type Trouble,
  atMost,
  auditorsKnown,
  checkLog,
  epochSizes,
  leaseNow,
  ledgerStatus,
  tileStore,
} from '../app/features/log/index.ts';
import { DiskTiles } from '../app/platform/tile-store.ts';
import type { World } from '../app/platform/world.ts';
import { readCheckpoint, tilePath, tilesBetween, verifyLog } from '../ledger/index.ts';
import { closeEpoch } from './ledger-close.ts';
import { rotateKey } from './ledger-keys.ts';
import { parsedPolicyOf, policyOf, upCosigners } from './ledger-cosigners.ts';
import { BadUse, answering } from './ledger-inputs.ts';
import { dataDir, openOwnWorld } from './own-world.ts';

const usage = `vouch ledger status               where the log stands
vouch ledger check                database, files and cosigners against each other; says in words what is wrong
vouch ledger close-epoch          closes and publishes one epoch now, beside a running server too
vouch ledger export-tiles DIR     copies the static log, to be served from anywhere
vouch ledger rotate-key log|receipt   announces a new key; both sign for 30 days
vouch ledger replay --from DIR|URL    after a restore: takes back what the public log holds; --help says more
vouch ledger give-up-lost         after a replay: answers for statements whose words nobody sent again
  --data DIR   the deployment's folder (./data)
  --json       for machines
Ends with 0 if it is in order, 1 if not, 2 if it was asked wrongly.`;

const options = {
  data: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

type Answer = { code: number; machine: object; people: string };
type Act = (world: World, args: string[]) => Promise<Answer>;

/** Returns the exit code. */
export const run = (args: string[]): Promise<number> => answering(usage, () => ledger(args));

async function ledger(args: string[]): Promise<number> {
  if (args[0] === 'replay') return (await import('./ledger-replay.ts')).run(args.slice(1));
  if (args[0] === 'give-up-lost') return (await import('./ledger-lost.ts')).run(args.slice(1));
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  const [name = '', ...rest] = positionals;
  const act = Object.hasOwn(ACTS, name) ? ACTS[name] : undefined;
  if (!act || rest.length !== (WITH_ONE.has(name) ? 1 : 0)) throw new BadUse('Say what of the ledger.');
  const opened = await openOwnWorld(dataDir(values.data));
  try {
    const { code, machine, people } = await act(opened.world, rest);
    process.stdout.write(values.json ? `${JSON.stringify(machine)}\n` : `${people}\n`);
    return code;
  } finally {
    await opened.close();
  }
}

async function status(world: World): Promise<Answer> {
  const now = await ledgerStatus(world, policyOf(world));
  const lease = await leaseNow(world);
  const auditors = await auditorsKnown(world);
  return {
    code: now.quorum === 'not met' || now.halted ? 1 : 0,
    machine: {
      ...now,
      sequencer: lease.over ? null : lease,
      channel: auditors.map((a) => ({
        name: a.name,
        fetched: a.epoch,
        at: a.fetched_at,
        revoked: a.revoked_at,
      })),
    },
    people: [
      ...standing(now),
      ...cosignersInWords(now),
      ...channelInWords(auditors),
      ...anchorsInWords(now),
      sequencerInWords(lease),
    ].join('\n'),
  };
}

/** The newest of each place; `vouch anchors status` says more. */
function anchorsInWords({ anchors }: LedgerStatus): string[] {
  const newest = new Map(anchors.toReversed().map((one) => [one.place, one]));
  return [...newest.values()].map(
    ({ place, size, state, at }) => `anchor ${place}: ${size} entries, ${state}, ${at}`,
  );
}

function standing(now: LedgerStatus): string[] {
  const { halted, verified } = now;
  return [
    `${now.origin}: epoch ${now.epoch}, closed ${now.closed ?? 'never'}, ${now.size} entries`,
    `published: ${now.published ? 'yes' : 'not yet'}, quorum: ${now.quorum}, next epoch ${now.nextClose}`,
    ...(now.belowSince
      ? [
          `BELOW ITS QUORUM since ${now.belowSince}: the newest verified epoch is ${verified?.epoch ?? 'none'}`,
        ]
      : []),
    ...(halted ? [`THE LOG STANDS STILL since ${halted.since}: ${halted.why}`, `  ${halted.advice}`] : []),
  ];
}

const cosignersInWords = ({ cosigners, policy }: LedgerStatus): string[] => [
  ...cosigners.map(({ name, by, role, signed, last }) => {
    const newest = signed ? `signed ${signed.size} entries at ${signed.at}` : 'has signed nothing yet';
    return `  ${role} ${name} (${by}): ${newest}; ${last ? `last: ${last.answer}` : 'not asked yet'}`;
  }),
  'policy:',
  ...policy
    .trimEnd()
    .split('\n')
    .map((line) => `  ${line}`),
];

/** Who fetched what over the auditors' channel: only the operator and they are told. */
const channelInWords = (auditors: Awaited<ReturnType<typeof auditorsKnown>>): string[] =>
  auditors.map(({ name, epoch, fetched_at: at, revoked_at: revoked }) => {
    const what = epoch === null || epoch < 0 ? 'no epoch' : `epoch ${epoch}`;
    const fetched = at ? `fetched ${what} last, at ${at.toISOString()}` : 'has fetched nothing';
    return `  the auditors' channel: ${name} ${fetched}${revoked ? `; revoked at ${revoked.toISOString()}` : ''}`;
  });

const sequencerInWords = (lease: Awaited<ReturnType<typeof leaseNow>>): string =>
  lease.over
    ? 'no sequencer works at the moment'
    : `${lease.name} (process ${lease.pid} on ${lease.host}) closes epochs since ${lease.since?.toISOString()}`;

async function check(world: World): Promise<Answer> {
  const policy = parsedPolicyOf(world);
  const store = tileStore(world);
  const { reasons, size } = await verifyLog((path) => store.read(path), { policy });
  const { cosigners, stop } = await upCosigners(world);
  const troubles: Trouble[] = [];
  try {
    for await (const trouble of atMost(checkLog(world, { cosigners }))) troubles.push(trouble);
  } finally {
    await stop();
  }
  const ok = reasons.length === 0 && troubles.every((t) => t.kind === 'witness-silent');
  const lines = [...reasons.map((r) => `the published log: ${r}`), ...troubles.map((t) => t.words)];
  return {
    code: ok ? 0 : 1,
    machine: { ok, reasons, troubles, size },
    people: [ok ? `In order: ${size} entries.` : 'NOT in order:', ...lines.map((l) => `  ${l}`)].join('\n'),
  };
}

async function close(world: World): Promise<Answer> {
  const { epoch, size, quorum, published, halted } = await closeEpoch(world);
  const people = halted
    ? `The log stands still: ${halted.why}\n${halted.advice}`
    : `Epoch ${epoch} is closed: ${size} entries, ${published ? 'published' : 'NOT published'}, quorum: ${quorum}.`;
  return { code: published && !halted ? 0 : 1, machine: { epoch, size, quorum, published, halted }, people };
}

async function exportTiles(world: World, [to = '']: string[]): Promise<Answer> {
  const store = tileStore(world);
  const checkpoint = await store.read('checkpoint');
  const size = readCheckpoint(checkpoint)?.checkpoint.size;
  if (!checkpoint || size === undefined) throw new BadUse('Nothing is published yet.');
  if (existsSync(to) && readdirSync(to).length > 0 && !existsSync(join(to, 'checkpoint')))
    throw new BadUse(`${to} holds something else.`);
  const copy = new DiskTiles(to, false);
  const sizes = await world.sequencer.read({}, (db) => epochSizes(db, size));
  for (const path of [...tilesBetween(0, size).map(tilePath), ...sizes.map((s) => `checkpoint.${s}`)]) {
    const bytes = await store.read(path);
    if (bytes) await copy.once(path, bytes);
    else if (path.startsWith('tile/'))
      throw new Error(`${store.place}/${path} is missing: vouch ledger check`);
  }
  const policy = join(world.ledgerDir, 'policy');
  if (existsSync(policy)) await copy.replace('policy', readFileSync(policy));
  // The checkpoint last: whoever reads meanwhile finds all that it names.
  await copy.replace('checkpoint', checkpoint);
  return { code: 0, machine: { to }, people: `${to} holds the log. Check it: vouch verify-log ${to}` };
}

/** Commands that want one more word. */
const WITH_ONE: ReadonlySet<string> = new Set(['export-tiles', 'rotate-key']);

const ACTS: Readonly<Record<string, Act>> = {
  status,
  check,
  'close-epoch': close,
  'export-tiles': exportTiles,
  'rotate-key': rotateKey,
};
