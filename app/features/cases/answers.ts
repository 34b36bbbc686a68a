/** What each kind of question is answered with, once a case worker has read the answer. */
export const ANSWERS = {
  consent: ['given', 'refused', 'no_answer'],
  remedy: ['fully', 'partly', 'not', 'no_answer'],
  go_ahead: ['given', 'refused', 'no_answer'],
  payment: ['fully', 'partly', 'not', 'no_answer'],
  filing: ['given', 'refused', 'no_answer'],
  satisfaction: ['answered', 'no_answer'],
  retaliation: ['answered', 'no_answer'],
} as const;

const GRADED = ['remedy', 'payment', 'satisfaction'] as const;

/** Whether a value answers this kind of question; how well it was done (1–5) is asked about remedies and about our own work. */
export const fits = (kind: keyof typeof ANSWERS, value: string, quality: number | undefined): boolean =>
  ANSWERS[kind].some((answer) => answer === value) &&
  (quality === undefined || (GRADED.some((one) => one === kind) && value !== 'no_answer'));
