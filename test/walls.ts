// Decided by hand: what each database role may do with each table of ours. A role that isn't named has nothing there; a
// table that isn't named fails the test. `grants` as PostgreSQL has them; `policies` in the words of test/walls.read.ts:
// the command, then `by` the settings (app.…) that the row must agree with, `by columns` where the row alone decides, and
// nothing where every row is open. Whoever changes a migration decides here too.
import type { Walls } from './walls.read.ts';
import { DUTIES, DUTIES_GROWING, DUTIES_STANDING } from './walls.duties.ts';
import { BUSINESS, BUSINESS_GROWING, BUSINESS_STANDING } from './walls.business.ts';
import { COMMUNITY, COMMUNITY_GROWING, COMMUNITY_STANDING } from './walls.community.ts';
import { LOG_WALLS } from './walls.log.ts';
import { EVIDENCE } from './walls.evidence.ts';
import { PROTECTION, PROTECTION_GROWING, PROTECTION_STANDING } from './walls.protection.ts';
import { JOINT, JOINT_STANDING, JOINT_TABLES } from './walls.joint.ts';
import { REMEDY, REMEDY_TABLES } from './walls.remedy.ts';
import { REFERRAL } from './walls.referral.ts';
import { RIGHTS } from './walls.rights.ts';
import { TRIAGE, TRIAGE_GROWING, TRIAGE_STANDING } from './walls.triage.ts';
import { MEMBERS } from './walls.members.ts';
import { WATCH } from './walls.watch.ts';

/** Login roles with a pool each; `intake` can't sign in and owns one definer function; `auth` has a schema of its own. */
export const ROLES: Readonly<Record<string, string>> = {
  owner: 'migrations',
  anon: 'workers and the public: puts in, reads what its own look-up or key names',
  app: 'signed-in partners: rows of their own organisation',
  sequencer: 'the log: commitments and heads, no words, no secrets of statements',
  jobs: 'evidence, figures, alerts: codes and secrets, no envelopes, no look-ups',
  eraser: 'erases: sees ids, commitments and codes, no words, no secrets, no keys',
  intake: 'counts reports an hour, through one function',
  auth: 'sign-in, in its own schema',
};

/** Schemas of libraries, and the one role that uses each. */
export const LIBRARIES: Readonly<Record<string, string>> = {
  auth: 'vouch_auth',
  graphile_worker: 'vouch_jobs',
};

/** Tables that grow with what workers say: primary key begins with docket_id, nothing unique without it, no triggers. */
export const GROWING: readonly string[] = [
  ...['thread', 'statement', 'record_secret', 'envelope', 'attachment', 'waiting_leaf', 'intake_hour'],
  ...['case_file', 'case_event', 'issue', 'note', 'ask', 'consent', 'disclosure', 'action'],
  ...['docket_leaf', 'docket_head', 'lost_leaf'],
  ...['watch', 'opening', 'disclosure_voice', 'sitting'],
  ...['erasure', 'erasure_item', 'erased_leaf', 'move_ask', 'move_copy', 'moved_leaf'],
  ...['unplaced_reason', 'handout', 'deletion_notice'],
  ...Object.keys(REFERRAL),
  ...REMEDY_TABLES,
  ...JOINT_TABLES,
  ...PROTECTION_GROWING,
  ...BUSINESS_GROWING,
  ...DUTIES_GROWING,
  ...COMMUNITY_GROWING,
  ...TRIAGE_GROWING,
];

/** The rest: look-ups and keys in tables of their own, the network, the log, what was released. */
export const STANDING: readonly string[] = [
  ...[
    'thread_lookup',
    'idempotency',
    'alert',
    'organisation',
    'docket',
    'workplace',
    'supply_link',
    'member',
  ],
  ...[
    'invitation',
    'org_key',
    'ring_share',
    'ring_recovery',
    'licence',
    'log_entry',
    'waiting_entry',
    'epoch',
  ],
  ...['epoch_secret', 'sequencer_lease', 'release', 'released_figure', 'demo_state', 'migration'],
  ...['ledger_state', 'cosignature', 'cosigner_answer', 'anchor', 'recovery', 'auditor', 'audit_fetch'],
  ...['erased_thread', 'retention_rule', 'quarter_judged'],
  ...JOINT_STANDING,
  ...DUTIES_STANDING,
  ...BUSINESS_STANDING,
  ...COMMUNITY_STANDING,
  ...TRIAGE_STANDING,
  ...PROTECTION_STANDING,
  'passkey_wrap',
  'shift',
];

export const DECIDED: Walls = {
  ...LOG_WALLS,
  ...EVIDENCE,
  ...COMMUNITY,
  ...REMEDY,
  ...JOINT,
  ...REFERRAL,
  ...RIGHTS,
  ...MEMBERS,
  ...WATCH,
  ...PROTECTION,
  ...BUSINESS,
  ...DUTIES,
  ...TRIAGE,
  action: {
    app: { grants: 'insert select update', policies: ['all by hidden', 'all by org', 'all by org'] },
    jobs: { grants: 'select', policies: ['all'] },
  },
  alert: {
    anon: { grants: 'insert', policies: ['insert'] },
    app: { grants: 'insert', policies: ['insert'] },
    jobs: { grants: 'insert select update', policies: ['all'] },
  },
  ask: {
    anon: { grants: 'select update(answer_statement)', policies: ['select by thread', 'update by thread'] },
    app: { grants: 'insert select update', policies: ['all by hidden', 'all by org'] },
    eraser: {
      grants: 'delete select update(amount answer_statement coded currency quality)',
      policies: ['all'],
    },
    jobs: { grants: 'select', policies: ['all'] },
  },
  attachment: {
    anon: { grants: 'insert select', policies: ['insert by columns', 'select by thread'] },
    app: { grants: 'insert select', policies: ['all by hidden', 'insert by org', 'select by org'] },
    eraser: { grants: 'delete select', policies: ['all'] },
  },
  case_event: {
    app: { grants: 'insert select', policies: ['all by hidden', 'all by org'] },
    eraser: {
      grants: 'select(case_id consent_ref docket_id seq statement_id) update(consent_ref reason)',
      policies: ['all'],
    },
    jobs: { grants: 'select', policies: ['all'] },
  },
  case_file: {
    app: { grants: 'insert select update', policies: ['all by hidden', 'all by org'] },
    eraser: { grants: 'select(case_id docket_id opened_at) update(first_received)', policies: ['all'] },
    jobs: { grants: 'select update(placed_in)', policies: ['all'] },
  },
  consent: {
    app: { grants: 'insert select', policies: ['all by hidden', 'all by org'] },
    eraser: { grants: 'delete select', policies: ['all'] },
    jobs: { grants: 'select', policies: ['all'] },
  },
  demo_state: {
    jobs: { grants: 'insert select update(tour)', policies: ['all'] },
  },
  disclosure: {
    app: {
      grants: 'insert select update',
      policies: ['all by hidden', 'all by org', 'select by now org'],
    },
    jobs: { grants: 'select update(outcome)', policies: ['all'] },
  },
  docket: {
    anon: { grants: 'select', policies: ['select'] },
    app: { grants: 'insert(docket_id id kind) select', policies: ['insert by kind', 'select'] },
    eraser: { grants: 'select', policies: ['all'] },
    jobs: { grants: 'select', policies: ['select'] },
    sequencer: {
      grants: 'insert(docket_id id kind log_index) select update(log_index)',
      policies: ['insert', 'select', 'update'],
    },
  },
  envelope: {
    anon: { grants: 'insert select', policies: ['insert by columns', 'select by thread'] },
    app: { grants: 'insert select', policies: ['all by hidden', 'insert by org', 'select by org'] },
    eraser: { grants: 'delete select(docket_id statement_id)', policies: ['all'] },
  },
  idempotency: {
    anon: { grants: 'insert select', policies: ['insert', 'select by keys'] },
    eraser: { grants: 'delete select(key)', policies: ['all'] },
  },
  intake_hour: {
    intake: { grants: 'insert select update', policies: ['all'] },
    jobs: { grants: 'delete select', policies: ['all'] },
  },
  invitation: {
    app: { grants: 'delete insert select', policies: ['all by org', 'select by lookup'] },
  },
  issue: {
    app: {
      grants: 'insert select update',
      policies: ['all by hidden', 'all by org'],
    },
    jobs: {
      grants: 'select update(claimed_at outcome outcome_at remedied_by unreachable verdict verified_at)',
      policies: ['all'],
    },
  },
  licence: {
    app: { grants: 'insert select', policies: ['insert by kind org', 'select by org'] },
    jobs: { grants: 'select', policies: ['all'] },
  },
  member: {
    app: {
      grants: 'insert select update',
      policies: ['insert by org', 'select by org user', 'update by org'],
    },
    jobs: { grants: 'select', policies: ['all'] },
  },
  // How far the schema is: its owner's alone.
  migration: {},
  note: {
    app: { grants: 'insert select', policies: ['all by hidden', 'all by org'] },
    eraser: { grants: 'delete select(case_id docket_id note_id thread_id)', policies: ['all'] },
  },
  org_key: {
    anon: { grants: 'select', policies: ['select'] },
    app: { grants: 'insert select update(current)', policies: ['insert by org', 'select', 'update by org'] },
    jobs: { grants: 'select update(released)', policies: ['all'] },
  },
  organisation: {
    anon: { grants: 'select', policies: ['select by columns'] },
    app: { grants: 'insert select', policies: ['insert by kind', 'select by kind org'] },
    jobs: { grants: 'select', policies: ['all'] },
  },
  record_secret: {
    anon: { grants: 'insert select', policies: ['insert', 'select by keys'] },
    app: { grants: 'insert select', policies: ['insert', 'select by keys'] },
    eraser: { grants: 'delete select(docket_id statement_id)', policies: ['all'] },
    jobs: { grants: 'select', policies: ['all'] },
  },
  release: {
    anon: { grants: 'select', policies: ['select by columns'] },
    app: { grants: 'select', policies: ['select by columns', 'select by org'] },
    eraser: {
      grants: 'select(audience canonical day) update(canonical sha256)',
      policies: ['all by columns'],
    },
    jobs: { grants: 'insert select', policies: ['all'] },
  },
  released_figure: {
    anon: { grants: 'select', policies: ['select by columns'] },
    app: { grants: 'select', policies: ['select by columns', 'select by org'] },
    jobs: { grants: 'insert select', policies: ['all'] },
  },
  ring_recovery: {
    app: { grants: 'insert select update', policies: ['all by org'] },
  },
  ring_share: {
    app: { grants: 'delete insert select', policies: ['all by org'] },
  },
  statement: {
    anon: {
      grants: 'insert select update(authority placed_in)',
      policies: ['insert by columns', 'select by thread', 'update by thread'],
    },
    app: { grants: 'insert select update(placed_in)', policies: ['all by hidden', 'all by org'] },
    eraser: {
      grants:
        'delete select(by_org case_id commitment cso_org docket_id fields kind moved_from placed_in re recorded_at statement_id thread_docket thread_id to_org)',
      policies: ['all'],
    },
    jobs: { grants: 'select', policies: ['all'] },
  },
  supply_link: {
    app: { grants: 'insert select', policies: ['insert by kind', 'select by org'] },
    jobs: { grants: 'select', policies: ['all'] },
  },
  thread: {
    anon: {
      grants:
        'insert select update(distinct_worker due_at earlier_key erasing erasure_asked filing known_at placed_in public_key snoozed_until state urgency withdrawn wrapped_key)',
      policies: ['insert by columns', 'select by thread', 'update by thread'],
    },
    app: { grants: 'insert select update', policies: ['all by hidden', 'all by org'] },
    eraser: {
      grants:
        'delete select(case_docket case_id docket_id erasing placed_in received_day receiver_org thread_id) update(erasing)',
      policies: ['all'],
    },
    jobs: { grants: 'select', policies: ['all'] },
  },
  thread_lookup: {
    anon: {
      grants: 'delete insert select',
      policies: ['delete by lookup', 'insert', 'select by lookup'],
    },
    eraser: { grants: 'delete select', policies: ['all'] },
  },
  waiting_entry: {
    app: { grants: 'insert', policies: ['insert'] },
    jobs: { grants: 'insert', policies: ['insert'] },
    sequencer: { grants: 'delete select', policies: ['all'] },
  },
  waiting_leaf: {
    anon: { grants: 'insert', policies: ['insert'] },
    app: { grants: 'insert', policies: ['insert'] },
    eraser: { grants: 'insert', policies: ['all'] },
    sequencer: { grants: 'delete select', policies: ['all'] },
  },
  workplace: {
    anon: { grants: 'select', policies: ['select'] },
    app: { grants: 'insert select', policies: ['insert by kind org', 'select by kind org'] },
    jobs: { grants: 'select', policies: ['all'] },
  },
};
