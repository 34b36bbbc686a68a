// Walls around referrals and patterns (db/migrations/0019_referral.sql), decided as in walls.ts.
import type { Walls } from './walls.read.ts';

export const REFERRAL: Walls = {
  pattern: {
    app: { grants: 'insert select', policies: ['insert by kind org', 'select by org'] },
    jobs: { grants: 'select', policies: ['select'] },
  },
  pattern_case: {
    app: { grants: 'insert select', policies: ['all by hidden', 'all by org'] },
    jobs: { grants: 'select', policies: ['select'] },
  },
  // The receiver has a row from the day it was sent, and after a withdrawal says one thing: deleted.
  referral: {
    app: {
      grants:
        'insert select update(answered_at deleted_at due_at ended_at field_groups sent_at seq state urgency withdrawn_at withdrawn_why)',
      policies: ['all by org', 'select by org', 'update by org', 'update by org'],
    },
    eraser: {
      grants: 'select(docket_id referral_id withdrawn_at) update(withdrawn_at withdrawn_why)',
      policies: ['all'],
    },
    jobs: { grants: 'select', policies: ['select'] },
  },
  referral_event: {
    app: { grants: 'insert select', policies: ['insert by org', 'select by org'] },
    eraser: {
      grants: 'delete select(docket_id referral_id statement_docket statement_id)',
      policies: ['all'],
    },
  },
  // Whose it is: the sender's alone.
  referral_link: {
    app: {
      grants: 'insert select update(ask_id issue_ids)',
      policies: ['all by hidden', 'all by org'],
    },
    eraser: { grants: 'delete select(docket_id referral_id thread_docket thread_id)', policies: ['all'] },
    jobs: { grants: 'select', policies: ['select'] },
  },
  referral_package: {
    app: { grants: 'delete insert select', policies: ['all by org', 'select by org'] },
    eraser: { grants: 'delete select(docket_id referral_id)', policies: ['all'] },
  },
  state_action: {
    app: { grants: 'insert select', policies: ['insert by kind org', 'select by org'] },
    jobs: { grants: 'select', policies: ['select'] },
  },
};
