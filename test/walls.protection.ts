// Walls around what protects people (db/migrations/0015_protection.sql), decided as in walls.ts.
import type { Walls } from './walls.read.ts';

export const PROTECTION_GROWING: readonly string[] = [
  ...['recusal', 'compartment', 'safe_contact', 'safety_plan', 'safety_step'],
  ...['retaliation', 'retaliation_check', 'stop_rule'],
];
export const PROTECTION_STANDING: readonly string[] = ['compartment_role'];

export const PROTECTION: Walls = {
  compartment: {
    app: {
      grants: 'insert select update(by_member leave_asked_at leave_by left_at left_by since)',
      policies: ['all by org'],
    },
    eraser: { grants: 'delete select(about_id docket_id)', policies: ['all'] },
    jobs: { grants: 'select', policies: ['select'] },
  },
  compartment_role: {
    app: {
      grants: 'delete insert select update(agreed_at agreed_by)',
      policies: ['delete by org', 'insert by member org', 'select by org', 'update by member org'],
    },
  },
  // Nobody ends what keeps themselves away.
  recusal: {
    app: {
      grants: 'insert select update(ended_at ended_by)',
      policies: ['insert by member org', 'select by org', 'update by member org'],
    },
    eraser: { grants: 'delete select(about_id docket_id)', policies: ['all'] },
  },
  // The worker says it under the own code, and sees since when it stands; what it was is coded by a member.
  retaliation: {
    anon: {
      grants: 'insert select(raised_at thread_id)',
      policies: ['insert by thread', 'select by thread'],
    },
    app: { grants: 'insert select update', policies: ['all by hidden', 'all by org'] },
    eraser: { grants: 'delete select(docket_id thread_id)', policies: ['all'] },
    jobs: { grants: 'select', policies: ['select'] },
  },
  retaliation_check: {
    app: { grants: 'insert select update', policies: ['all by hidden', 'all by org'] },
    jobs: { grants: 'select', policies: ['select'] },
  },
  safe_contact: {
    anon: { grants: 'insert select update', policies: ['all by thread'] },
    app: { grants: 'insert select update', policies: ['all by hidden', 'all by org'] },
    eraser: { grants: 'delete select(docket_id thread_id)', policies: ['all'] },
  },
  safety_plan: {
    app: { grants: 'insert select update', policies: ['all by hidden', 'all by org'] },
    eraser: { grants: 'delete select(docket_id thread_id)', policies: ['all'] },
    jobs: { grants: 'select', policies: ['select'] },
  },
  safety_step: {
    app: { grants: 'insert select update', policies: ['all by hidden', 'all by org'] },
    eraser: { grants: 'delete select(docket_id thread_id)', policies: ['all'] },
  },
  stop_rule: {
    app: { grants: 'insert select update', policies: ['all by hidden', 'all by org'] },
  },
};
