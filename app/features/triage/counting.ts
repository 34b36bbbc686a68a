/** How one person with several threads is counted once (distinct_worker). Pure. */
export type Counted = 'unconfirmed' | 'distinct' | 'same_as_other';
export type Side = {
  readonly docket: number;
  readonly threadId: string;
  readonly counted: Counted;
  /** Under a workplace: what has none isn't counted. */
  readonly placed: boolean;
};

/** The one of a person's threads by which they are, or will be, counted. Of several the confirmed one. */
export const countedBy = (person: readonly Side[]): Side | undefined => {
  const able = person.filter(({ placed, counted }) => placed && counted !== 'same_as_other');
  return able.find(({ counted }) => counted === 'distinct') ?? able[0];
};

/**
 * Who gives up being counted when two persons turn out to be one: the one that isn't confirmed, else the one that is
 * tied to the other. To count a person too little is safe for them, too often is not: k workers must be k people.
 */
export function givesUp(tied: readonly Side[], other: readonly Side[]): Side | undefined {
  const [a, b] = [countedBy(tied), countedBy(other)];
  if (!a || !b) return undefined;
  return a.counted === 'distinct' && b.counted !== 'distinct' ? b : a;
}
