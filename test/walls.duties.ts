// Walls around duties (db/migrations/0017_duties.sql), decided as in walls.ts.
import type { Walls } from './walls.read.ts';

export const DUTIES: Walls = {
  case_list: { app: { grants: 'delete insert select update', policies: ['all by org'] } },
  // Which days an organisation doesn't work is told to anybody who stands at its door.
  day_off: {
    anon: { grants: 'select', policies: ['select'] },
    app: { grants: 'delete insert select update', policies: ['all by org'] },
    jobs: { grants: 'select', policies: ['select'] },
  },
  duty: {
    // The organisation on the case; a labour office its own; a member not those of cases that are hidden from it.
    app: { grants: 'insert select update', policies: ['all by hidden', 'all by kind org', 'all by org'] },
    eraser: { grants: 'delete select(docket_id duty_id thread_id)', policies: ['all'] },
    // What a business plans or reports ends what it owed (0020).
    jobs: {
      grants: 'select update(done_at due_at paused_at paused_seconds)',
      policies: ['select', 'update by columns'],
    },
  },
  duty_event: {
    app: { grants: 'insert select update(seen_at seen_by)', policies: ['all by hidden', 'all by org'] },
    eraser: { grants: 'delete select(docket_id duty_id thread_id)', policies: ['all'] },
    jobs: { grants: 'select', policies: ['select'] },
  },
  duty_step: {
    app: { grants: 'delete insert select update', policies: ['all by org'] },
    jobs: { grants: 'select', policies: ['select'] },
  },
  task: {
    app: { grants: 'insert select update', policies: ['all by hidden', 'all by org'] },
    eraser: { grants: 'delete select(case_id docket_id task_id)', policies: ['all'] },
  },
};

/** Grow with what workers say and the team does. */
export const DUTIES_GROWING: readonly string[] = ['duty', 'duty_event', 'task'];
export const DUTIES_STANDING: readonly string[] = ['case_list', 'day_off', 'duty_step'];
