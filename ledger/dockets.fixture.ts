// Random dockets built with the library, for tests: what an operator would publish after some epochs.
import fc from 'fast-check';
import {
  type Authority,
  type Committed,
  type Leaf,
  type SignerKey,
  type Subject,
  actText,
  commit,
  hex,
  keyField,
  openKey,
  publicKey,
  sha256,
  signEd25519,
  utf8,
} from './index.ts';

export const origin = 'demo.vouch.invalid/vouch/1';
export const EPOCH_SECONDS = 600;
export const logSigner: SignerKey = { name: origin, algorithm: 1, seed: sha256(utf8('log')) };
export const auditor: SignerKey = {
  name: 'auditor.example/vouch',
  algorithm: 4,
  seed: sha256(utf8('auditor')),
};

export type Act =
  | { act: 'state'; docket: number; withKey: boolean; extra: string }
  | { act: 'withdraw' | 'withhold' | 'seal'; pick: number }
  | { act: 'erase'; pick: number; signed: boolean }
  | { act: 'move'; pick: number; to: number; signed: boolean };

/** Acts by epoch. Docket 0 is `unplaced`; the last docket is registered after the first epoch. */
export type Plan = { dockets: number; epochs: Act[][] };

const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      act: fc.constant('state' as const),
      docket: fc.nat(9),
      withKey: fc.boolean(),
      extra: fc.string({ unit: 'grapheme', maxLength: 6 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      act: fc.constantFrom('withdraw' as const, 'withhold' as const, 'seal' as const),
      pick: fc.nat(99),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ act: fc.constant('erase' as const), pick: fc.nat(99), signed: fc.boolean() }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      act: fc.constant('move' as const),
      pick: fc.nat(99),
      to: fc.nat(9),
      signed: fc.boolean(),
    }),
  },
);
export const anyPlan: fc.Arbitrary<Plan> = fc.record({
  dockets: fc.integer({ min: 2, max: 5 }),
  epochs: fc.array(fc.array(act, { maxLength: 14 }), { minLength: 1, maxLength: 6 }),
});

export const subjectOf = (docket: number): Subject =>
  docket === 0
    ? { kind: 'unplaced', id: 'deployment:demo.vouch.invalid' }
    : { kind: 'facility', id: `osid:PLACE${docket}` };

export type Statement = {
  docket: number;
  index: number;
  fields: { name: string; value: string }[];
  m: Uint8Array;
  committed: Committed;
  seed: Uint8Array | undefined;
  shown: 'disclosed' | 'not-licensed' | 'sealed' | 'withdrawn';
  erased?: { authority: Authority | undefined };
  moved?: { to: Statement; authority: Authority | undefined };
};

/** Everything that the acts led to, as plain lists. */
export class Built {
  readonly statements: Statement[] = [];
  /** By docket. */
  readonly leaves: Leaf[][];
  /** Sizes by epoch, then docket, for the dockets registered then. */
  readonly sizes: number[][] = [];
  readonly lines = new Map<Leaf, Statement>();
  readonly plan: Plan;
  #made = 0;

  constructor(plan: Plan) {
    this.plan = plan;
    this.leaves = Array.from({ length: plan.dockets }, () => []);
    for (const [n, acts] of plan.epochs.entries()) {
      const there = this.registeredBy(n);
      // A batch is statements, then control leaves; moves before erasures, as a moved statement may be erased too.
      const controls: [number, Leaf][] = [];
      for (const kind of ['state', 'move', 'erase', 'other'] as const)
        for (const one of acts) this.#do(kind, one, there, controls);
      for (const [docket, leaf] of controls) this.leaves[docket]?.push(leaf);
      this.sizes.push(this.leaves.slice(0, there).map((all) => all.length));
    }
  }

  registeredBy(epoch: number): number {
    return epoch === 0 ? Math.max(1, this.plan.dockets - 1) : this.plan.dockets;
  }

  #do(kind: 'state' | 'move' | 'erase' | 'other', one: Act, there: number, controls: [number, Leaf][]): void {
    if (one.act === 'state') {
      if (kind === 'state')
        this.#state(one.docket % there, one.extra, one.withKey ? this.#secret('key') : undefined);
      return;
    }
    const statement = this.statements[one.pick % Math.max(1, this.statements.length)];
    if (!statement || statement.erased) return;
    if (one.act === 'erase' && kind === 'erase') {
      const authority = one.signed ? authorityOf(statement, { act: 'erasure' }) : undefined;
      statement.erased = { authority };
      controls.push([statement.docket, { type: 'erased', index: statement.index }]);
    } else if (one.act === 'move' && kind === 'move') {
      this.#move(statement, one, there, controls);
    } else if (kind === 'other' && one.act === 'withhold') statement.shown = 'not-licensed';
    else if (kind === 'other' && one.act === 'seal') statement.shown = 'sealed';
    else if (kind === 'other' && one.act === 'withdraw' && statement.seed) statement.shown = 'withdrawn';
  }

  #move(
    from: Statement,
    { to, signed }: Act & { act: 'move' },
    there: number,
    controls: [number, Leaf][],
  ): void {
    const docket = to % there;
    if (from.moved || docket === from.docket || docket === 0) return;
    if (from.docket !== 0 && !from.seed) return;
    const fields = from.fields.filter(({ name }) => name !== 'subject');
    const { kind, id } = subjectOf(docket);
    const copy = this.#put(docket, [...fields, { name: 'subject', value: `${kind} ${id}` }], from.seed);
    const act = { act: 'move' as const, target: docket, newCommitment: copy.committed.commitment };
    const authority = signed || from.docket !== 0 ? authorityOf(from, act) : undefined;
    from.moved = { to: copy, authority };
    const leaf: Leaf = { type: 'moved', index: from.index, docket, commitment: copy.committed.commitment };
    this.lines.set(leaf, from);
    controls.push([from.docket, leaf]);
  }

  #state(docket: number, extra: string, seed: Uint8Array | undefined): void {
    const { kind, id } = subjectOf(docket);
    const fields = [
      { name: 'kind', value: 'report' },
      { name: 'schema', value: 'vouch/report/1' },
      { name: 'subject', value: `${kind} ${id}` },
      { name: 'occurred', value: '2026-01-01' },
      { name: 'recorded', value: '2026-01-01T00:00:00Z' },
      { name: 'content', value: keyField(this.#secret('words')) },
      { name: 'zusätzlich', value: extra },
    ];
    this.#put(docket, seed ? [...fields, { name: 'key', value: keyField(publicKey(seed)) }] : fields, seed);
  }

  #put(docket: number, fields: Statement['fields'], seed: Uint8Array | undefined): Statement {
    const m = this.#secret('m');
    const [committed, own] = [commit(fields, m), this.leaves[docket] ?? []];
    const statement: Statement = {
      docket,
      index: own.length,
      fields,
      m,
      committed,
      seed,
      shown: 'disclosed',
    };
    const leaf: Leaf = { type: 'statement', commitment: committed.commitment };
    own.push(leaf);
    this.lines.set(leaf, statement);
    this.statements.push(statement);
    return statement;
  }

  #secret(what: string): Uint8Array {
    return sha256(utf8(`${what} ${this.#made++}`));
  }
}

type ActOf = { act: 'withdrawal' | 'erasure' } | { act: 'move'; target: number; newCommitment: string };

export function authorityOf(of: Statement, act: ActOf): Authority | undefined {
  const field = openKey(of.committed);
  if (!of.seed || !field) return undefined;
  const text = actText({ ...act, origin, docket: of.docket, commitment: of.committed.commitment });
  return {
    n: of.committed.n,
    field,
    key: hex(publicKey(of.seed)),
    signature: hex(signEd25519(of.seed, utf8(text))),
  };
}
