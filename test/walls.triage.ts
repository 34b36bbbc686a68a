// Walls around the queue (db/migrations/0016_triage.sql), decided as in walls.ts.
import type { Walls } from './walls.read.ts';

const OF_A_THREAD = ['all by hidden', 'all by org'];

export const TRIAGE: Walls = {
  handover: {
    app: { grants: 'insert select', policies: ['all by org'] },
    eraser: { grants: 'delete select(cso_org handover_id)', policies: ['all'] },
  },
  handover_item: {
    app: { grants: 'insert select update(taken_at taken_by)', policies: OF_A_THREAD },
    eraser: { grants: 'delete select', policies: ['all'] },
  },
  help_entry: { app: { grants: 'insert select update', policies: ['all by org'] } },
  help_given: {
    app: { grants: 'insert select', policies: OF_A_THREAD },
    eraser: { grants: 'delete select', policies: ['all'] },
  },
  reply_template: { app: { grants: 'insert select', policies: ['all by org'] } },
  saved_view: { app: { grants: 'delete insert select update', policies: ['all by org'] } },
  tie: {
    app: { grants: 'insert select update(undone_at undone_by)', policies: OF_A_THREAD },
    eraser: { grants: 'delete select', policies: ['all'] },
  },
  translation: {
    app: { grants: 'insert select', policies: OF_A_THREAD },
    eraser: { grants: 'delete select(docket_id statement_id thread_id translation_id)', policies: ['all'] },
  },
  triage_setting: { app: { grants: 'insert select update', policies: ['all by org'] } },
};

/** Grow with what workers say. */
export const TRIAGE_GROWING: readonly string[] = ['tie', 'help_given', 'translation', 'handover_item'];
export const TRIAGE_STANDING: readonly string[] = [
  ...['handover', 'help_entry', 'reply_template', 'saved_view', 'triage_setting'],
];
