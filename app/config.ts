import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { S3Place } from './platform/tile-store-s3.ts';
import { type AnchorSettings, anchorSettings } from './platform/anchor-settings.ts';

/** Everything that can be set from outside. The only reader of process.env and process.argv of the server. */
export type Config = {
  host: string;
  port: number;
  opsPort: number;
  dir: string;
  databaseUrl: string | undefined;
  demo: boolean;
  phone: boolean;
  plainHttpBeyondLoopback: boolean;
  domain: string;
  epochSeconds: number;
  smtpUrl: string | undefined;
  /** Where others reach this installation, without a slash at the end: for alerts, posters, secure cookies. */
  publicUrl: string | undefined;
  role: 'all' | 'web' | 'jobs' | 'sequencer';
  /** Where the static log lies, if not in the data folder. */
  ledgerS3?: S3Place | undefined;
  /** Where the log's journal lies, if not in the data folder: best on another disk. */
  journalDir?: string | undefined;
  /** Where the newest published state is anchored daily; nowhere if left out. */
  anchors?: AnchorSettings;
  /** Where auditors fetch what they audit; nowhere if left out. */
  auditPort?: number | undefined;
  /** Who must sign of witnesses and auditors, where the policy file in the data folder asks for more than the rule. */
  quorum?: { w: number; a: number } | undefined;
  /** How long both keys sign when one takes over; a demo needn't wait 30 days. */
  keyOverlapSeconds?: number | undefined;
};

export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);

const options = {
  empty: { type: 'boolean' },
  port: { type: 'string' },
  data: { type: 'string' },
  host: { type: 'string' },
  phone: { type: 'boolean' },
  role: { type: 'string' },
  domain: { type: 'string' },
  epoch: { type: 'string' },
  url: { type: 'string' },
  'audit-port': { type: 'string' },
  'plain-http-beyond-loopback': { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

export const usage = `npm start [-- options]
  --empty        start without the demo; the first visit sets up the first organisation
  --port N       where to listen (8080)          --host NAME   on which address (localhost)
  --data DIR     where everything is kept (./data)
  --phone        also on the local network, with a self-made certificate and a QR to open on a phone
  --url ADDRESS  where others reach it, such as https://voice.example.org: for alerts and posters
  --domain NAME  the log's name, fixed at the first start (demo.vouch.invalid in the demo)
  --audit-port N where auditors fetch what they audit, with certificates; nowhere if left out
  --role ROLE    all, web, jobs or sequencer: what this process does (all)
  --plain-http-beyond-loopback   listen beyond this machine without TLS: only behind a proxy that has it`;

const whole = (text: string | undefined, fallback: number, name: string): number => {
  if (text === undefined) return fallback;
  if (!/^\d{1,6}$/.test(text)) throw new Error(`${name} must be a whole number, not "${text}"`);
  return Number(text);
};

function publicUrl(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    throw new Error(`--url must be an address such as https://voice.example.org, not "${text}"`);
  return new URL(text).origin;
}

function s3Place(env: NodeJS.ProcessEnv): S3Place | undefined {
  const url = env.VOUCH_LEDGER_S3;
  if (url === undefined || url === '') return undefined;
  const [accessKeyId, secretAccessKey] = [env.VOUCH_LEDGER_S3_KEY, env.VOUCH_LEDGER_S3_SECRET];
  if (!URL.canParse(url) || !/^https?:\/\/[^/]+\/[^/]+/.test(url))
    throw new Error(`VOUCH_LEDGER_S3 must be an address such as https://host/bucket/prefix, not "${url}"`);
  if (!accessKeyId || !secretAccessKey)
    throw new Error('VOUCH_LEDGER_S3 also wants VOUCH_LEDGER_S3_KEY and VOUCH_LEDGER_S3_SECRET.');
  return { url, accessKeyId, secretAccessKey, region: env.VOUCH_LEDGER_S3_REGION ?? 'us-east-1' };
}

function auditPort(text: string | undefined, port: number): number | undefined {
  if (text === undefined) return undefined;
  const own = whole(text, 0, '--audit-port');
  if (own < 1 || own > 65_535 || own === port || own === port + 1)
    throw new Error(`--audit-port is a port of its own, not ${text}`);
  return own;
}

/** Throws an Error with a sentence for the person at the keyboard. */
export function readConfig(args: string[], env: NodeJS.ProcessEnv): Config {
  const { values } = parseArgs({ args, options, strict: true });
  if (values.help) throw new Error(usage);
  const host = values.host ?? env.HOST ?? 'localhost';
  const plain = values['plain-http-beyond-loopback'] ?? false;
  if (!isLoopback(host) && !plain)
    throw new Error(
      `Listening on ${host} without TLS would let others on the network read along. ` +
        'Use --phone, or put a proxy with TLS in front and say --plain-http-beyond-loopback.',
    );
  const role = values.role ?? 'all';
  if (role !== 'all' && role !== 'web' && role !== 'jobs' && role !== 'sequencer')
    throw new Error(`--role is one of all, web, jobs, sequencer, not "${role}"`);
  const demo = !values.empty;
  const port = whole(values.port ?? env.PORT, 8080, 'PORT');
  return {
    host,
    port,
    opsPort: port === 0 ? 0 : port + 1,
    dir: resolve(values.data ?? env.DATA_DIR ?? 'data'),
    databaseUrl: env.DATABASE_URL,
    demo,
    phone: values.phone ?? false,
    plainHttpBeyondLoopback: plain,
    domain: values.domain ?? env.VOUCH_DOMAIN ?? (demo ? 'demo.vouch.invalid' : 'vouch.invalid'),
    epochSeconds: whole(values.epoch ?? env.VOUCH_EPOCH_SECONDS, demo ? 10 : 21_600, '--epoch'),
    smtpUrl: env.SMTP_URL,
    publicUrl: publicUrl(values.url ?? env.VOUCH_URL),
    role,
    auditPort: auditPort(values['audit-port'] ?? env.VOUCH_AUDIT_PORT, port),
    ledgerS3: s3Place(env),
    journalDir: env.VOUCH_JOURNAL ? resolve(env.VOUCH_JOURNAL) : undefined,
    anchors: anchorSettings(env),
    keyOverlapSeconds: env.VOUCH_KEY_OVERLAP_SECONDS
      ? whole(env.VOUCH_KEY_OVERLAP_SECONDS, 0, 'VOUCH_KEY_OVERLAP_SECONDS')
      : undefined,
  };
}
