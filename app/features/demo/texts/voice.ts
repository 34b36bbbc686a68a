/**
 * What is said in one language. Curly slots are filled by `fill`: {fee} a sum paid to a recruiter,
 * {cut} a sum taken from a month's pay, {pay} a month's or day's pay, {n} a small number, {hrs} hours a day,
 * {ppl} a number of people, {emergency} the number to call. Sums carry their currency in this language.
 * All of it is invented; native readers must check it before it stands for a worker's real words.
 */
export type Spoken = {
  /** A worker's words, by issue code. */
  reports: Record<string, readonly string[]>;
  openers: readonly string[];
  closers: readonly string[];
  /** The words with which somebody writes a second time about the same thing. */
  again: readonly string[];
  /** The place in a worker's words where it is not among the known ones. {area} is the province. */
  places: readonly string[];
  worker: {
    reply: readonly string[];
    consentGiven: readonly string[];
    consentRefused: readonly string[];
    fully: readonly string[];
    partly: readonly string[];
    not: readonly string[];
    documentsNot: readonly string[];
  };
  caseworker: {
    acknowledge: readonly string[];
    urgent: readonly string[];
    information: readonly string[];
    thanks: readonly string[];
    noted: readonly string[];
    question: readonly string[];
    consent: readonly string[];
    consentReferral: readonly string[];
    employerAnswered: readonly string[];
    askRemedy: readonly string[];
    askDocuments: readonly string[];
    askRepayment: readonly string[];
    changed: readonly string[];
    stillOpen: readonly string[];
  };
  currency: Record<'TH' | 'MY' | 'IN', string>;
  digits: string;
};
