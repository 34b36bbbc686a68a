import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import {
  evidenceList,
  makeArchive,
  makeCaseSingle,
  makeDocketBundle,
} from '../app/features/evidence/index.ts';
import { isRefusal } from '../app/features/refusal.ts';
import type { World } from '../app/platform/world.ts';
import { BadUse, answering } from './ledger-inputs.ts';
import { dataDir, openOwnWorld } from './own-world.ts';

const usage = `vouch evidence WHAT --for ORG -o FILE [options]    makes evidence that anybody can check
  docket ID             one docket: its number in the log, or its id (a workplace's, a recruiter's …)
  list ID,ID…           many dockets in one archive (*.vouch.zip)
  chain                 all that ORG could hold: a buyer's chain, what is licensed, what a line receives
  single ID STATEMENT   one statement, for the organisation that reads it
  offer                 what ORG could ask for, without making anything
  --for ORG             for whom: a bundle is itself a disclosure, and shows what that organisation may hold
  --epoch N             as of this epoch (the newest published)
  --quarter 2026-Q3     as of the end of this quarter; buyers get closed quarters only
  -o FILE               where to write it; - is standard output
  --data DIR            the deployment's folder (./data)
  --json                for machines
Ends with 0 if it was made, 1 if there is none for them, 2 if it was asked wrongly. What is made stands on record.`;

const options = {
  for: { type: 'string' },
  epoch: { type: 'string' },
  quarter: { type: 'string' },
  output: { type: 'string', short: 'o' },
  data: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Returns the exit code. */
export const run = (args: string[]): Promise<number> => answering(usage, () => evidence(args));

type Values = { output: string; json: boolean | undefined };
type Asker = { org: string; kind: string };
type When = { epoch?: number; quarter?: string };

async function evidence(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  const [what = '', ...ids] = positionals;
  const wants: Record<string, number> = { docket: 1, list: 1, chain: 0, single: 2, offer: 0 };
  if (!Object.hasOwn(wants, what) || ids.length !== wants[what])
    throw new BadUse('Say: vouch evidence docket ID --for ORG -o FILE.');
  const { for: org, output = what === 'offer' ? '-' : undefined } = values;
  if (!org || !output) throw new BadUse('Name for whom (--for ORG) and where to (-o FILE).');
  const when = whenOf(values);
  const opened = await openOwnWorld(dataDir(values.data));
  try {
    const asker = await askerOf(opened.world, org);
    if (what === 'offer') return await offer(opened.world, asker, values.json);
    return await make(opened.world, { what, ids, asker, when }, { output, json: values.json });
  } finally {
    await opened.close();
  }
}

function whenOf({ epoch, quarter }: { epoch?: string | undefined; quarter?: string | undefined }): When {
  if (epoch !== undefined && !/^\d{1,9}$/.test(epoch))
    throw new BadUse(`--epoch is a number, not "${epoch}".`);
  if (quarter !== undefined && !/^\d{4}-Q[1-4]$/.test(quarter))
    throw new BadUse(`--quarter is one like 2026-Q3, not "${quarter}".`);
  if (epoch !== undefined && quarter !== undefined) throw new BadUse('Say --epoch or --quarter, not both.');
  return {
    ...(epoch === undefined ? {} : { epoch: Number(epoch) }),
    ...(quarter === undefined ? {} : { quarter }),
  };
}

async function askerOf(world: World, org: string): Promise<Asker> {
  const who = await world.jobs.read({}, (db) =>
    db.selectFrom('organisation').select(['kind']).where('org_id', '=', org).executeTakeFirst(),
  );
  if (!who) throw new BadUse(`There is no organisation "${org}".`);
  return { org, kind: who.kind };
}

type Asked = { what: string; ids: string[]; asker: Asker; when: When };

async function make(world: World, { what, ids, asker, when }: Asked, v: Values): Promise<number> {
  const [id = '', statementId = ''] = ids;
  if (what === 'single') {
    const [docketId = -1] = await numbersOf(world, [id]);
    const made = await makeCaseSingle(world, { ...asker, docketId, statementId });
    return isRefusal(made) ? none(v, made.why) : written(v, [made], 3);
  }
  if (what === 'docket') {
    const [docketId = -1] = await numbersOf(world, [id]);
    const made = await makeDocketBundle(world, { ...asker, ...when, docketId });
    return isRefusal(made) ? none(v, made.why) : written(v, made, made.count);
  }
  const dockets = what === 'chain' ? ('chain' as const) : await numbersOf(world, id.split(','));
  const made = await makeArchive(world, { ...asker, ...when, dockets });
  return isRefusal(made) ? none(v, made.why) : written(v, made, made.count);
}

/** A docket that isn't there is asked for all the same: the answer must be the one for a docket that may not be held. */
async function numbersOf(world: World, ids: readonly string[]): Promise<number[]> {
  const all = await world.jobs.read({}, (db) =>
    db.selectFrom('docket').select(['docket_id', 'id']).execute(),
  );
  const known = new Map(all.map((d) => [d.id.toLowerCase(), d.docket_id]));
  return ids.map((id) => (/^\d{1,9}$/.test(id) ? Number(id) : (known.get(id.toLowerCase()) ?? -1)));
}

const none = ({ json }: Values, why: string): number =>
  say(json, { made: false, reason: why }, `${why}\n`, 1);

async function written(
  { output, json }: Values,
  source: AsyncIterable<string | Uint8Array> | Iterable<string>,
  lines: number,
): Promise<number> {
  await write(withProgress(source, lines), output);
  if (output === '-') return 0;
  return say(json, { made: true, file: output, lines }, `${output} is written. Check it: vouch verify ${output}\n`, 0); // prettier-ignore
}

/** Counts line feeds against the number announced, where somebody watches. */
async function* withProgress(
  source: AsyncIterable<string | Uint8Array> | Iterable<string>,
  lines: number,
): AsyncGenerator<string | Uint8Array> {
  const isShown = process.stderr.isTTY && lines > 1000;
  let [done, shown] = [0, -1];
  for await (const one of source) {
    yield one;
    if (!isShown) continue;
    if (typeof one === 'string') done += one.split('\n').length - 1;
    else for (let at = one.indexOf(10); at >= 0; at = one.indexOf(10, at + 1)) done++;
    const percent = Math.min(100, Math.floor((100 * done) / lines));
    if (percent !== shown) process.stderr.write(`\rwriting ${String((shown = percent)).padStart(3)} %`);
  }
  if (isShown) process.stderr.write('\r\x1b[K');
}

/** Whole or not at all: half a bundle would look like a cut one. */
async function write(source: AsyncIterable<string | Uint8Array>, output: string): Promise<void> {
  if (output === '-') {
    // Whoever reads it may go away, as `head` does.
    process.stdout.on('error', () => {});
    await pipeline(Readable.from(source), process.stdout, { end: false }).catch((error: unknown) => {
      throw new BadUse(`Standard output can't be written: ${String(error)}.`);
    });
    return;
  }
  try {
    await pipeline(Readable.from(source), createWriteStream(`${output}.part`));
    await rename(`${output}.part`, output);
  } catch (error) {
    await rm(`${output}.part`, { force: true });
    throw new BadUse(
      `${output} can't be written: ${error instanceof Error ? error.message : String(error)}.`,
    );
  }
}

async function offer(world: World, asker: Asker, json: boolean | undefined): Promise<number> {
  const list = await evidenceList(world, asker);
  const places = list.places.map((p) => `  ${String(p.docket).padStart(6)}  ${p.name}`);
  const quarters = list.quarters.map((q) => `${q.quarter} (epoch ${q.epoch})`).join(', ');
  const text = [`${places.length} to ask for`, ...places, `Closed quarters: ${quarters || 'none'}`].join(
    '\n',
  );
  return say(json, list, `${text}\n`, 0);
}

function say(json: boolean | undefined, forMachines: object, forPeople: string, code: number): number {
  if (json) process.stdout.write(`${JSON.stringify(forMachines)}\n`);
  else (code === 0 ? process.stdout : process.stderr).write(forPeople);
  return code;
}
