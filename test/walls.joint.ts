// Walls around work of several organisations (db/migrations/0022_joint.sql), decided as in walls.ts.
import type { Walls } from './walls.read.ts';

export const JOINT_TABLES: readonly string[] = [
  'joint',
  'joint_party',
  'joint_item',
  'joint_copy',
  'joint_case',
  'joint_part',
  'supplier_pace',
];
/** By sector: no workplace's. */
export const JOINT_STANDING: readonly string[] = ['sector_pace'];

export const JOINT: Walls = {
  // Opened by what the party's own row says (app.joints, app.joint, app.upto, app.named), never by the work's own word.
  joint: {
    app: {
      grants: 'insert select update(closed_on state)',
      policies: ['insert by kind org', 'select by joints', 'update by org'],
    },
    jobs: { grants: 'select update(as_of outcome plan)', policies: ['all'] },
  },
  joint_party: {
    app: {
      grants: 'insert select update(answered_on case_id named state until_seq)',
      policies: [
        'all by hidden org',
        'insert by kind org',
        'select by joint named',
        'select by joint org',
        'select by org',
        'update by org',
      ],
    },
    jobs: { grants: 'select', policies: ['select'] },
  },
  joint_item: {
    app: { grants: 'insert select', policies: ['insert by joint', 'select by joint upto'] },
    jobs: { grants: 'select', policies: ['select'] },
  },
  joint_copy: {
    app: { grants: 'insert select', policies: ['insert by joint', 'select by org'] },
  },
  joint_case: {
    app: { grants: 'insert select', policies: ['all by hidden', 'all by org'] },
    jobs: { grants: 'select', policies: ['select'] },
  },
  joint_part: {
    app: { grants: 'select', policies: ['select by joint'] },
    jobs: { grants: 'insert select update', policies: ['all'] },
  },
  supplier_pace: {
    app: { grants: 'select', policies: ['select by org'] },
    jobs: { grants: 'insert select', policies: ['all'] },
  },
  sector_pace: {
    app: { grants: 'select', policies: ['select by kind'] },
    jobs: { grants: 'insert select', policies: ['all'] },
  },
};
