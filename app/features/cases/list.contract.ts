/** The list of cases, who answers for each, and lists that somebody keeps. */
import { z } from 'zod';
import { caseParams, caseState, closure, id, outcome, urgency } from './thread.contract.ts';

export { caseParams } from './thread.contract.ts';

/** In an address a flag is `1`. */
const flag = z
  .enum(['0', '1', 'true', 'false'])
  .transform((said) => said === '1' || said === 'true')
  .default(false);

const sort = z.enum(['urgency', 'number', 'place', 'state', 'due', 'first', 'owner']);
export const linesQuery = z.object({
  state: z.union([caseState, z.enum(['open', 'all'])]).default('open'),
  urgency: urgency.optional(),
  owner: z.union([z.enum(['me', 'nobody']), id]).optional(),
  overdue: flag,
  /** With a task of mine that is due. */
  tasks: flag,
  search: z.string().trim().max(100).default(''),
  sort: sort.default('urgency'),
  dir: z.enum(['asc', 'desc']).default('asc'),
  limit: z.coerce.number().int().min(1).max(200).default(100),
  from: z.coerce.number().int().min(0).max(1_000_000).default(0),
});
export const caseLine = z.object({
  docket: z.number(),
  caseId: z.string(),
  number: z.number(),
  state: caseState,
  closure: closure.nullable(),
  urgency,
  seq: z.number(),
  /** Day of the first report. */
  first: z.string(),
  place: z.string().nullable(),
  ownerId: z.string().nullable(),
  owner: z.string().nullable(),
  /** The next clock that runs. */
  due: z.string().nullable(),
  overdue: z.boolean(),
  threads: z.number(),
  /** Not done yet. */
  tasks: z.number(),
  issues: z.array(z.object({ code: z.string(), outcome: outcome.nullable() })),
});
export const caseLines = z.object({ total: z.number(), from: z.number(), rows: z.array(caseLine) });
export const team = z.object({ members: z.array(z.object({ memberId: z.string(), name: z.string() })) });

/** `was`: whom the screen showed; null = nobody. */
export const ownerBody = z.strictObject({ owner: id.nullable(), was: id.nullable() });
export const ownerDone = z.object({ owner: z.string().nullable() });
/** Many at once: each for itself, so that one that a colleague changed meanwhile stops none of the others. */
export const ownersBody = z.strictObject({
  owner: id.nullable(),
  cases: z
    .array(z.strictObject({ docket: z.number().int().min(0), caseId: id, was: id.nullable() }))
    .min(1)
    .max(200),
});
export const ownersDone = z.object({
  /** With whom each was, so that it can be undone. */
  done: z.array(z.object({ docket: z.number(), caseId: z.string(), was: z.string().nullable() })),
  refused: z.array(z.object({ docket: z.number(), caseId: z.string(), why: z.string() })),
});

const filters = z.strictObject({
  state: z.union([caseState, z.enum(['open', 'all'])]).optional(),
  urgency: urgency.optional(),
  owner: z.union([z.enum(['me', 'nobody']), id]).optional(),
  overdue: z.boolean().optional(),
  tasks: z.boolean().optional(),
  sort: sort.optional(),
  dir: z.enum(['asc', 'desc']).optional(),
});
/** No words to search for: what was typed may be a person's name, and filters are kept plain. */
export const listBody = z.strictObject({
  name: z.string().trim().min(1).max(60),
  shared: z.boolean().default(false),
  filters,
});
export const listParams = z.object({ listId: id });
export const listsView = z.object({
  lists: z.array(z.object({ listId: z.string(), name: z.string(), shared: z.boolean(), own: z.boolean(), filters })),
}); // prettier-ignore

export type LinesQuery = z.infer<typeof linesQuery>;
export type CaseLine = z.infer<typeof caseLine>;
export type CaseLines = z.infer<typeof caseLines>;
export type OwnerInput = z.infer<typeof ownerBody> & z.infer<typeof caseParams>;
export type OwnersInput = z.infer<typeof ownersBody>;
export type OwnersDone = z.infer<typeof ownersDone>;
export type ListInput = z.infer<typeof listBody> & z.infer<typeof listParams>;
export type ListsView = z.infer<typeof listsView>;
