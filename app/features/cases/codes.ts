import codelists from './codelists/codelists.json' with { type: 'json' };
import type { Urgency } from './urgency.ts';

export type IssueCode = {
  code: string;
  key: string;
  label: string;
  category: string;
  /** Forced labour indicators it meets by itself, and those that need further facts. */
  ilo: string[];
  iloConditional: string[];
  defaultScale: number;
  defaultUrgency: Urgency;
  /** INF codes are questions and thanks, never issues. */
  counts: boolean;
};

const URGENCIES: readonly Urgency[] = ['P0', 'P1', 'P2', 'P3'];
const urgencyOf = (text: string): Urgency => URGENCIES.find((u) => u === text) ?? 'P3';

/** The 18 categories and 111 codes of reference.md 4.2, in its order. */
export const categories: readonly { code: string; key: string }[] = codelists.issue_categories.map(
  ({ code, key }) => ({ code, key: key.split(' ')[0] ?? key }),
);
export const codes: readonly IssueCode[] = codelists.issue_taxonomy.map((row) => ({
  code: row.code,
  key: row.key,
  label: row.label,
  category: row.category,
  ilo: row.ilo_indicators,
  iloConditional: row.ilo_indicators_conditional,
  defaultScale: row.default_scale,
  defaultUrgency: urgencyOf(row.default_urgency),
  counts: row.category !== 'INF',
}));

const byCode = new Map(codes.map((row) => [row.code, row]));
export const codeOf = (code: string): IssueCode | undefined => byCode.get(code);
export const labelOf = (code: string): string => byCode.get(code)?.label ?? code;
