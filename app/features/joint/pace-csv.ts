import type { PaceAnswer } from './contract.ts';

const COLUMNS = ['name', 'country', 'tier', 'quarter', 'state', 'firstPlan', 'overdue', 'disputed'] as const;

/** Quoted where needed; a leading sign that a spreadsheet would run as a formula is made text. */
const field = (value: string | number | null): string => {
  const text = value === null ? '' : String(value);
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** The rows of the screen and nothing more: what is too few there is too few here. */
export const paceCsv = (rows: PaceAnswer['rows']): string =>
  [COLUMNS.join(','), ...rows.map((row) => COLUMNS.map((column) => field(row[column])).join(','))]
    .map((line) => `${line}\r\n`)
    .join('');
