import type { Language, Urgency } from './event.ts';
import type { Sector, Workplace } from './network.ts';

/** What the plan needs to know about an issue code; scale and urgency are those of the code list. */
export type CodeFacts = { scale: number; urgency: Urgency; irremediability: number };

const rows: [string, number, Urgency, number][] = [
  ['REC-01', 3, 'P3', 2], ['REC-04', 3, 'P2', 3], ['REC-05', 3, 'P2', 2],
  ['CON-01', 2, 'P3', 1], ['CON-03', 3, 'P2', 2], ['CON-06', 3, 'P1', 2],
  ['WAG-01', 3, 'P2', 2], ['WAG-02', 2, 'P3', 1], ['WAG-03', 3, 'P3', 2], ['WAG-05', 2, 'P3', 1], ['WAG-06', 1, 'P3', 1],
  ['DED-01', 2, 'P3', 1], ['DED-03', 3, 'P3', 2], ['DED-05', 2, 'P3', 1],
  ['HRS-01', 3, 'P3', 2], ['HRS-02', 3, 'P2', 2], ['HRS-03', 3, 'P3', 2],
  ['LEA-02', 3, 'P2', 1], ['LEA-05', 3, 'P2', 3],
  ['DOC-01', 3, 'P2', 1], ['DOC-03', 4, 'P1', 2],
  ['MOV-02', 4, 'P0', 2], ['MOV-06', 2, 'P3', 1],
  ['VIO-01', 4, 'P0', 3], ['VIO-03', 3, 'P1', 3], ['VIO-04', 2, 'P3', 2], ['VIO-05', 4, 'P1', 2],
  ['OSH-01', 4, 'P0', 2], ['OSH-03', 3, 'P2', 2], ['OSH-05', 2, 'P3', 1],
  ['ACC-01', 2, 'P3', 1], ['ACC-04', 3, 'P2', 2],
  ['TER-01', 3, 'P2', 2], ['TER-05', 3, 'P2', 1],
  ['CHL-01', 4, 'P0', 4], ['GRV-03', 4, 'P1', 2],
  ['INF-01', 0, 'P3', 1], ['INF-03', 0, 'P3', 1], ['INF-04', 0, 'P2', 1], ['INF-05', 0, 'P3', 1],
]; // prettier-ignore

export const codeFacts: ReadonlyMap<string, CodeFacts> = new Map(
  rows.map(([code, scale, urgency, irremediability]) => [code, { scale, urgency, irremediability }]),
);

export function factsOf(code: string): CodeFacts {
  const facts = codeFacts.get(code);
  if (!facts) throw new Error(`profile: no facts for ${code}`);
  return facts;
}

export const categoryOf = (code: string): string => code.slice(0, 3);

/** Reports of one theme at one workplace are pooled in one case: what one talk with the employer can settle. */
export type Theme = 'money' | 'conditions' | 'freedom' | 'questions';
const themes: Record<string, Theme> = {
  REC: 'money', CON: 'money', WAG: 'money', DED: 'money', TER: 'money', HRS: 'conditions', LEA: 'conditions',
  OSH: 'conditions', ACC: 'conditions', DOC: 'freedom', MOV: 'freedom', VIO: 'freedom', GRV: 'freedom', CHL: 'freedom',
  INF: 'questions',
}; // prettier-ignore
export const themeOf = (code: string): Theme => themes[categoryOf(code)] ?? 'questions';

export const themeTitles: Record<Theme, string> = {
  money: 'Pay, fees and contracts',
  conditions: 'Hours, safety and housing',
  freedom: 'Papers, freedom and treatment',
  questions: 'Questions answered',
};

type Weights = Record<string, number>;
const everywhere: Weights = {
  'REC-01': 6, 'REC-04': 3, 'REC-05': 3, 'CON-01': 4, 'CON-03': 2.5, 'CON-06': 2.5, 'WAG-01': 6, 'WAG-02': 5, 'WAG-03': 4,
  'WAG-05': 6, 'WAG-06': 4, 'DED-01': 7, 'DED-03': 5, 'DED-05': 4, 'HRS-01': 6, 'HRS-02': 4, 'HRS-03': 4, 'LEA-02': 3,
  'LEA-05': 1.5, 'DOC-01': 6, 'DOC-03': 2, 'MOV-02': 0.7, 'MOV-06': 3, 'VIO-01': 0.7, 'VIO-03': 1, 'VIO-04': 5,
  'VIO-05': 1.2, 'OSH-01': 0.5, 'OSH-03': 2.5, 'OSH-05': 4, 'ACC-01': 3.5, 'ACC-04': 3, 'TER-01': 3, 'TER-05': 3,
  'CHL-01': 0.35, 'GRV-03': 1, 'INF-01': 4, 'INF-03': 5, 'INF-04': 2, 'INF-05': 2,
}; // prettier-ignore
const bySector: Record<Sector, Weights> = {
  seafood: { 'CHL-01': 0.8, 'DOC-01': 9, 'OSH-05': 7, 'CON-06': 4 },
  electronics: { 'REC-01': 9, 'REC-04': 6, 'HRS-02': 7, 'DED-03': 7, 'CHL-01': 0.1 },
  garments: { 'WAG-03': 8, 'MOV-06': 5, 'VIO-04': 8, 'MOV-02': 1.6, 'VIO-03': 2 },
};
const byCountry: Record<string, Weights> = { IN: { 'DOC-01': 2, 'CON-06': 0.2, 'REC-01': 3, 'TER-05': 5 } };

export const codeWeights = (at: Workplace): Weights => ({
  ...everywhere,
  ...bySector[at.sector],
  ...byCountry[at.country],
});

export function languageWeights(at: Workplace): Partial<Record<Language, number>> {
  if (at.country === 'TH') {
    if (at.sector === 'electronics') return { th: 45, my: 38, km: 15, en: 2 };
    return at.region === 'Tak' ? { my: 90, th: 9, en: 1 } : { my: 60, km: 25, th: 13, en: 2 };
  }
  if (at.country === 'MY') return { ne: 52, my: 24, hi: 10, en: 14 };
  return { hi: 82, ne: 8, en: 10 };
}

/** Reports by month of the year: the high season of the trade brings hours, and hours bring reports. */
export const seasons: Record<Sector, readonly number[]> = {
  seafood: [1.2, 1, 0.8, 0.8, 0.9, 1.2, 1.3, 0.9, 0.8, 1.1, 1.3, 1.4],
  electronics: [0.8, 0.8, 0.9, 0.9, 1, 1.1, 1.2, 1.3, 1.4, 1.2, 0.9, 0.7],
  garments: [1.2, 1.3, 1.3, 1, 0.8, 0.8, 0.9, 1, 1, 1, 0.9, 0.9],
};

/** How often a remedy is fully, partly or not there when workers are asked, by who owes it. */
export const goodFaith: Record<string, Record<'fully' | 'partly' | 'not', number>> = {
  'vouch:tern-island-seafood': { fully: 84, partly: 10, not: 6 },
  'vouch:paper-kite-packing': { fully: 52, partly: 16, not: 32 },
  'vouch:heron-circuits': { fully: 88, partly: 8, not: 4 },
  'vouch:marigold-thread-works': { fully: 70, partly: 17, not: 13 },
};
