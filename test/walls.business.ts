// Walls around what a business is told, asks, plans and judges of itself (db/migrations/0020_business.sql).
import type { Walls } from './walls.read.ts';

const OWN = { grants: 'insert select update', policies: ['all by org', 'select by org'] };

export const BUSINESS_GROWING = ['go_ahead', 'action_version', 'told_word', 'claim'] as const;
export const BUSINESS_STANDING = [
  ...['telling_rule', 'assessment', 'assessment_answer', 'improvement_goal', 'improvement_task'],
  ...['improvement_review', 'improvement_level', 'improvement_share'],
] as const;

export const BUSINESS: Walls = {
  action_version: {
    app: { grants: 'insert select', policies: ['all by hidden', 'all by org', 'all by org'] },
  },
  assessment: { app: OWN },
  assessment_answer: { app: OWN },
  // A business puts in and never reads: what becomes of its word is the jobs' to say.
  claim: {
    app: { grants: 'insert', policies: ['insert by org'] },
    jobs: { grants: 'select update(taken_at)', policies: ['all'] },
  },
  go_ahead: {
    app: { grants: 'insert select', policies: ['all by hidden', 'all by org'] },
    eraser: { grants: 'delete select(thread_id)', policies: ['all'] },
  },
  improvement_goal: { app: OWN },
  improvement_level: {
    app: {
      grants: 'insert select update',
      policies: ['all by org', 'select by kind org', 'update by kind org'],
    },
  },
  improvement_review: { app: { grants: 'insert select', policies: ['insert by org', 'select by org'] } },
  improvement_share: { app: { grants: 'delete insert select', policies: ['all by org', 'select by org'] } },
  improvement_task: { app: OWN },
  telling_rule: { app: { grants: 'insert select update', policies: ['all by org'] } },
  told_word: {
    app: {
      grants: 'insert select',
      policies: ['all by hidden', 'all by org', 'insert by org', 'select by now org'],
    },
  },
};
