import type { Figure } from './figure.ts';

const COLUMNS = ['measure', 'unit', 'period', 'from', 'to', 'scope', 'country', 'sector', 'workplace', 'workplace_name', 'state', 'value', 'base_at_least_workers'] as const; // prettier-ignore
type Line = Record<(typeof COLUMNS)[number], string>;

/** Quoted where needed; a leading sign that a spreadsheet would run as a formula is made text. */
const field = (text: string): string => {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

const text = (value: number | null): string => (value === null ? '' : String(value));

function lineOf(
  { measure, unit, period, scope, state, value, base }: Figure,
  names: ReadonlyMap<string, string>,
): Line {
  const workplace = scope.kind === 'workplace' ? scope.workplace : '';
  return {
    measure,
    unit,
    period: period.kind,
    from: period.from,
    to: period.to,
    scope: scope.kind,
    country: 'country' in scope ? scope.country : '',
    sector: 'sector' in scope ? scope.sector : '',
    workplace,
    workplace_name: names.get(workplace) ?? '',
    state,
    value: text(value),
    base_at_least_workers: text(base),
  };
}

/** RFC 4180, UTF-8. A hidden figure has an empty value, never a 0. */
export function figuresCsv(
  figures: readonly Figure[],
  names: ReadonlyMap<string, string> = new Map(),
): string {
  const lines = figures.map((f) => {
    const line = lineOf(f, names);
    return COLUMNS.map((column) => field(line[column])).join(',');
  });
  return [COLUMNS.join(','), ...lines, ''].join('\r\n');
}
