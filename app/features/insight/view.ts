import type { Coverage, Figure, Measure, PeriodKind, Scope } from './figure.ts';
import { scopeKey } from './figure.ts';

/** What the open page shows: rows of the public's releases, and where to check them. */
export type OpenView = {
  /** The latest release, or null before the first. */
  release: {
    day: string;
    name: string;
    sha256: string;
    /** The log entry that announces it, once the sequencer has written it. */
    announced: boolean;
  } | null;
  /** The next fixed day on which a period can be released. */
  nextDay: string;
  demo: boolean;
  k: number;
  figures: readonly Figure[];
  coverage: Coverage | null;
  partners: readonly { name: string; kind: string; country: string }[];
};

/** The figure of that measure and place whose period of that kind ended last. */
export function latest(
  figures: readonly Figure[],
  measure: Measure,
  scope: Scope,
  kind: PeriodKind,
): Figure | undefined {
  const key = scopeKey(scope);
  return figures
    .filter((f) => f.measure === measure && f.period.kind === kind && scopeKey(f.scope) === key)
    .reduce<Figure | undefined>((last, f) => (last && last.period.to > f.period.to ? last : f), undefined);
}

/** One kind of place, each scope once, in a fixed order. */
export function scopesOf<K extends Scope['kind']>(
  figures: readonly Figure[],
  kind: K,
): Extract<Scope, { kind: K }>[] {
  const found = new Map<string, Extract<Scope, { kind: K }>>();
  for (const { scope } of figures) if (isKind(scope, kind)) found.set(scopeKey(scope), scope);
  return [...found.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, scope]) => scope);
}
const isKind = <K extends Scope['kind']>(scope: Scope, kind: K): scope is Extract<Scope, { kind: K }> =>
  scope.kind === kind;
