// Walls around both sides of a remedy (db/migrations/0021_remedy.sql), decided as in walls.ts.
import type { Walls } from './walls.read.ts';

/** Tables of it, all growing: by their docket. */
export const REMEDY_TABLES: readonly string[] = [
  'asking_round',
  'round_thread',
  'remedy',
  'repayment',
  'sum_told',
];

export const REMEDY: Walls = {
  asking_round: {
    app: { grants: 'insert select update', policies: ['all by hidden', 'all by org'] },
    jobs: { grants: 'select update(closed_at)', policies: ['all'] },
  },
  round_thread: {
    app: { grants: 'insert select update', policies: ['all by hidden', 'all by org'] },
    eraser: { grants: 'delete select(docket_id thread_id)', policies: ['all'] },
    jobs: { grants: 'select', policies: ['all'] },
  },
  // The business's own words and figures: nothing of what workers say of them is in the row.
  remedy: {
    app: { grants: 'insert select update', policies: ['all by hidden', 'all by org', 'all by org'] },
    jobs: { grants: 'select', policies: ['all'] },
  },
  repayment: {
    app: { grants: 'insert select update', policies: ['all by hidden', 'all by org'] },
    eraser: { grants: 'delete select(docket_id thread_id)', policies: ['all'] },
  },
  sum_told: {
    app: { grants: 'insert select update', policies: ['all by hidden', 'all by org', 'select by org'] },
  },
};
