/** What the figures' endpoints take and give. A response drops every field that is not listed here. */
import { z } from 'zod';
import { MEASURES } from './figure.ts';

const day = z.string().regex(/^\d{4}-\d\d-\d\d$/, 'a day, as 2026-09-30');
const country = z.string().regex(/^[A-Z]{2}$/, 'two capital letters, ISO 3166-1');
const word = z.string().regex(/^[A-Za-z0-9_:.-]{1,64}$/);
const measure = z.enum(MEASURES);
const scopeKind = z.enum([
  'network',
  'country',
  'sector',
  'country_sector',
  'chain',
  'chain_country',
  'workplace',
]);
const periodKind = z.enum(['month', 'quarter', 'window', 'start']);

/**
 * Chooses among released rows and nothing else: there is no filter by person, nationality, line or day, and an
 * unknown one is refused, so that no combination computes a figure that wasn't released.
 */
export const figuresQuery = z.strictObject({
  measure: measure.optional(),
  scope: scopeKind.optional(),
  period: periodKind.optional(),
  /** Periods that begin on this day or later, end on this day or earlier. */
  from: day.optional(),
  to: day.optional(),
  country: country.optional(),
  sector: word.optional(),
  workplace: word.optional(),
});
export type FiguresQuery = z.infer<typeof figuresQuery>;

const scope = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('network') }),
  z.object({ kind: z.literal('country'), country: z.string() }),
  z.object({ kind: z.literal('sector'), sector: z.string() }),
  z.object({ kind: z.literal('country_sector'), country: z.string(), sector: z.string() }),
  z.object({ kind: z.literal('chain'), chain: z.string() }),
  z.object({ kind: z.literal('chain_country'), chain: z.string(), country: z.string() }),
  z.object({ kind: z.literal('workplace'), workplace: z.string() }),
]);

export const figure = z.object({
  measure,
  unit: z.enum(['contacts', 'workers', 'issues']),
  period: z.object({ kind: periodKind, from: z.string(), to: z.string() }),
  scope,
  state: z.enum(['shown', 'zero', 'too_few', 'not_heard']),
  value: z.int().nullable(),
  /** At least so many confirmed distinct workers; null where the figure is hidden. */
  base: z.int().nullable(),
});

const coverage = z.object({ registered: z.int(), heard: z.int(), tooFew: z.int(), notHeard: z.int() });
const releaseName = z.object({
  day: z.string(),
  name: z.string(),
  sha256: z.string(),
  announced: z.boolean(),
});

export const openAnswer = z.object({
  release: releaseName.nullable(),
  nextDay: z.string(),
  k: z.int(),
  coverage: coverage.nullable(),
  figures: z.array(figure),
});
export const deskAnswer = openAnswer.extend({
  workplaces: z.array(
    z.object({ id: z.string(), name: z.string(), country: z.string(), sector: z.string(), tier: z.int() }),
  ),
});
export const releaseParams = z.object({ day });
