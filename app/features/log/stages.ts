/**
 * Where an epoch is on its way (ledger.md 10). Whoever listens is told before the step that follows: a crash at any of
 * them is made good by doing the stage again.
 */
export type Stage =
  'closing' | 'closed' | 'signed' | 'file' | 'filed' | 'asking' | 'cosigned' | 'publishing' | 'published';

export type OnStage = (stage: Stage, epoch: number) => void | Promise<void>;
