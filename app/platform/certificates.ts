// Certificates of this installation's own small authority, for the auditors' channel alone. The library that makes them
// is large and needed a few times in an installation's life: it is loaded in a process that ends with the work.
import { fork } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** PEM. */
export type Certified = { key: string; cert: string };
export type Wanted = { name: string; usage: 'server' | 'client'; days: number };

type Generate = (typeof import('selfsigned'))['generate'];
type Work = { authority: Certified | undefined; wanted: Wanted[] };
type Made = { authority: Certified; made: Certified[] };

/** The name in the server's certificate: who connects goes by it and by the authority, wherever the address leads. */
export const CHANNEL_NAME = 'audit-feed.vouch.invalid';
const AUTHORITY_DAYS = 3650;

const authorityFile = (dir: string): string => join(dir, 'keys', 'audit-authority.json');

function kept(file: string): Certified | undefined {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

function keep(file: string, made: Certified): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, JSON.stringify(made), { mode: 0o600 });
}

/** Certificates by the authority below `dir`/keys, which is made at the first one. */
export async function certify(
  dir: string,
  wanted: Wanted[],
): Promise<{ authority: string; made: Certified[] }> {
  const before = kept(authorityFile(dir));
  const { authority, made } = await inChild({ authority: before, wanted });
  if (!before) keep(authorityFile(dir), authority);
  return { authority: authority.cert, made };
}

const SERVER_DAYS = 397;
const DAY = 86_400_000;

/** What the channel's own end shows; made anew when it has less than a month to go. */
export async function channelCertificate(dir: string, now: Date): Promise<Certified & { authority: string }> {
  const file = join(dir, 'keys', 'audit-feed.json');
  const [before, authority] = [kept(file), kept(authorityFile(dir))];
  const { X509Certificate } = await import('node:crypto');
  const left = before ? new X509Certificate(before.cert).validToDate.getTime() - now.getTime() : 0;
  if (before && authority && left > 30 * DAY) return { ...before, authority: authority.cert };
  const asked: Wanted = { name: CHANNEL_NAME, usage: 'server', days: SERVER_DAYS };
  const { authority: by, made } = await certify(dir, [asked]);
  const [fresh] = made;
  if (!fresh) throw new Error('no certificate was made');
  keep(file, fresh);
  return { ...fresh, authority: by };
}

function inChild(work: Work): Promise<Made> {
  const child = fork(fileURLToPath(import.meta.url), {
    execArgv: [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  return new Promise((done, fail) => {
    child.once('message', (made: Made) => {
      done(made);
      child.disconnect();
    });
    child.once('error', fail);
    child.once('exit', (code) => fail(new Error(`certificates could not be made (${code})`)));
    child.send(work);
  });
}

const pemOf = (made: { private: string; cert: string }): Certified => ({
  key: made.private,
  cert: made.cert,
});

const COMMON = { keyType: 'ec', algorithm: 'sha256' } as const;
const until = (days: number): Date => new Date(Date.now() + days * DAY);

async function newAuthority(generate: Generate, notBeforeDate: Date): Promise<Certified> {
  const made = await generate([{ name: 'commonName', value: 'Vouch audit authority' }], {
    ...COMMON,
    notBeforeDate,
    notAfterDate: until(AUTHORITY_DAYS),
    extensions: [
      { name: 'basicConstraints', cA: true, pathLenConstraint: 0, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  return pemOf(made);
}

async function make({ authority, wanted }: Work): Promise<Made> {
  const { generate } = await import('selfsigned');
  // A clock that is a little behind must not take a new certificate for one of the future.
  const notBeforeDate = new Date(Date.now() - 3_600_000);
  const root = authority ?? (await newAuthority(generate, notBeforeDate));
  const made: Certified[] = [];
  for (const { name, usage, days } of wanted) {
    const one = await generate([{ name: 'commonName', value: name }], {
      ...COMMON,
      notBeforeDate,
      notAfterDate: until(days),
      ca: root,
      extensions: [
        { name: 'basicConstraints', cA: false, critical: true },
        { name: 'keyUsage', digitalSignature: true, critical: true },
        { name: 'extKeyUsage', serverAuth: usage === 'server', clientAuth: usage === 'client' },
        ...(usage === 'server'
          ? [{ name: 'subjectAltName' as const, altNames: [{ type: 2 as const, value: name }] }]
          : []),
      ],
    });
    made.push(pemOf(one));
  }
  return { authority: root, made };
}

if (import.meta.main)
  process.once('message', (work: Work) => {
    void make(work).then((made) => process.send?.(made));
  });
