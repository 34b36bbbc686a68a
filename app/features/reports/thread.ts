/** A worker's thread as the API gives it, and as it is once the worker's key has opened it. */
import type { PublicJwk } from '../../../seal/keys.ts';
import type { Asked } from './asked.ts';
import type { Openings } from './openings.ts';

export type ThreadStatement = {
  readonly id: string;
  readonly kind: string;
  /** `YYYY-MM-DDTHH:MM:SSZ`. */
  readonly recorded: string;
  /** `organisation <id>` of who made it; left out: the worker. */
  readonly by?: string;
  readonly envelope?: string;
  readonly fields?: readonly { readonly name: string; readonly value: string }[];
  readonly commitment: string;
  /** Index of the docket in which it stands, where that is another than the thread's. */
  readonly docket?: number;
  readonly m?: string;
  /** Earlier places of the worker's own, where it was filed anew. */
  readonly also?: readonly { readonly docket: number; readonly commitment: string }[];
  /** Of the worker's own: received, read, withdrawn, erasure_asked. */
  readonly state?: string;
  readonly asks?:
    | { readonly kind: 'consent'; readonly scopes: readonly string[]; readonly for?: string }
    | { readonly kind: 'remedy' | Asked };
  /** How the organisation coded the worker's answer: given, refused, or the outcome. */
  readonly recorded_as?: string;
  /** Of the worker's own: the statement that it answers. */
  readonly re?: string;
};

type Place = { readonly index: number; readonly kind: string; readonly id: string };

export type Thread = {
  readonly docket: { readonly index: number; readonly kind: string; readonly id: string };
  readonly threadId: string;
  readonly receiver: string;
  readonly publicKey: PublicJwk;
  readonly wrappedKey: string;
  readonly filing?: {
    readonly state: 'unclaimed' | 'unanswered' | 'confirmed' | 'corrected' | 'disowned';
    readonly access: boolean;
    readonly helper?: PublicJwk;
    readonly shared: readonly string[];
  };
  readonly earlierKey?: string;
  readonly urgency: string;
  /** Of the whole thread, once its worker took the report back or asked for its erasure. */
  readonly withdrawn?: boolean;
  readonly erasureAsked?: boolean;
  /** Everything is on its way out; ids of messages that are; and where something stood that is gone. */
  readonly erasing?: boolean;
  readonly going?: readonly string[];
  readonly erased?: readonly { readonly said?: string; readonly on: string; readonly until: string }[];
  /** Whether it was at another workplace, and the copies that a "yes" puts there. */
  readonly move?: {
    readonly id: string;
    readonly from: Place;
    readonly to: Place;
    readonly copies: readonly {
      readonly statementId: string;
      readonly m: string;
      readonly commitment: string;
    }[];
  };
  /** Where it was filed later: by the worker's signature, or by the organisation's own word. */
  readonly filed?: { readonly to: Place; readonly signed: boolean };
  readonly openings?: Openings;
  readonly statements: readonly ThreadStatement[];
};

/** What stood in its envelope; undefined where it could not be opened or there is none. */
export type Opened = ThreadStatement & { readonly opened?: Readonly<Record<string, unknown>> };

export const textOf = (statement: Opened, name: string): string => {
  const value = statement.opened?.[name];
  return typeof value === 'string' ? value : '';
};

export function listOf(statement: Opened, name: string): string[] {
  const value = statement.opened?.[name];
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
}

/** The worker's newest answer to a question. `re` is in the envelope, and outside it where the API says so. */
export const answerTo = (statements: readonly Opened[], question: Opened): Opened | undefined =>
  [...statements]
    .reverse()
    .find(
      (one) =>
        !one.by &&
        (one.re ?? textOf(one, 're')) === question.id &&
        (one.kind.endsWith('_answer') || one.kind === 'answer'),
    );

/** The scopes of a consent question, from the API or from its envelope. */
export const scopesOf = (question: Opened): readonly string[] =>
  question.asks?.kind === 'consent' && question.asks.scopes.length > 0
    ? question.asks.scopes
    : listOf(question, 'scopes');
