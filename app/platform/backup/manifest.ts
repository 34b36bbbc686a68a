import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.number().int().min(0);
const time = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/);
const item = z.strictObject({ bytes: count, sha256 });

/** A group of files: how many, and one hash over `name sha256 bytes` of each, in the archive's order. */
const group = z.strictObject({ count, bytes: count, sha256 });

/** The archive's first item: what can be refused before the rest is read. */
export const head = z.strictObject({
  vouch: z.literal(1),
  type: z.enum(['backup', 'secrets']),
  origin: z.string(),
  made: time,
  /** Record secrets end: no restore takes them afterwards. */
  until: time.optional(),
  migrations: z.array(z.strictObject({ name: z.string(), sha256 })),
});
export type Head = z.infer<typeof head>;

const table = item.extend({
  name: z.string().regex(/^(vouch|auth)\.[a-zA-Z_]+$/),
  columns: z.array(z.string()).min(1),
  rows: count,
});
export type TableItem = z.infer<typeof table>;

/** The archive's last item: everything that the others must be. */
export const manifest = head.extend({
  program: z.string(),
  postgres: z.string(),
  /** Of the database in the backup: its newest epoch, and how far it was published. */
  log: z.strictObject({
    epoch: z.number().int(),
    size: count,
    root: z.string(),
    closed: time.nullable(),
    published: count,
  }),
  tables: z.array(table),
  sequences: z.array(z.strictObject({ name: z.string(), value: count, called: z.boolean() })),
  files: group,
  /** Named by a row, and not there when the backup was made: erased in between. */
  missing: z.array(sha256),
  ledger: group,
  journal: group,
  keys: item.nullable(),
  /** By a key of the installation: whoever keeps backups can't write into them. */
  seal: sha256.nullable(),
});
export type Manifest = z.infer<typeof manifest>;

export const HEAD_ITEM = 'vouch-backup.json';
export const MANIFEST_ITEM = 'manifest.json';
export const KEYS_ITEM = 'keys.sealed';

/** HMAC over the manifest without its seal, its members in the schema's order; `key` follows from the installation's root. */
export const sealOf = (m: Manifest, key: Buffer): string =>
  createHmac('sha256', key)
    .update(JSON.stringify({ ...manifest.parse(m), seal: null }))
    .digest('hex');

export const isSealedBy = (m: Manifest, key: Buffer): boolean =>
  m.seal !== null && timingSafeEqual(Buffer.from(m.seal, 'hex'), Buffer.from(sealOf(m, key), 'hex'));

/** Counts files into one hash, in the order they come. */
export class Group {
  readonly #hash = createHash('sha256');
  #count = 0;
  #bytes = 0;
  add(name: string, { sha256: sum, bytes }: { sha256: string; bytes: number }): void {
    this.#hash.update(`${name} ${sum} ${bytes}\n`);
    this.#count++;
    this.#bytes += bytes;
  }
  end(): z.infer<typeof group> {
    return { count: this.#count, bytes: this.#bytes, sha256: this.#hash.digest('hex') };
  }
}

export const timeOf = (at: Date): string => `${at.toISOString().slice(0, 19)}Z`;
