// For test/watched.attack.test.ts: every file that reads what is sealed, and why it may.

/**
 * Where words, notes and files are read for people at the desk. Each is closed up (`unopened`) by the store, or read only
 * to be compared and never answered. Whoever adds one says here which.
 */
export const READS: Readonly<Record<string, string>> = {
  'app/features/remedy/plan.store.ts':
    'both sides’ plan, for views.store.ts, which closes it up; and to tell a repetition',
  'app/features/remedy/told.store.ts': 'what a business is told, for views.store.ts, which closes it up',
  'app/features/remedy/words.store.ts':
    'questions and answers, for views.store.ts, which closes them up; and to tell a repetition',
  'app/features/cases/inbox.store.ts': 'closed up: list',
  'app/features/cases/view.store.ts': 'closed up: thread',
  'app/features/triage/beside.store.ts': 'closed up: thread; the rest is compared with what is sent again',
  'app/features/triage/handover.store.ts': 'closed up: list; the rest is compared with what is sent again',
  'app/features/cases/case-view.store.ts': 'closed up: case',
  'app/features/cases/answers.store.ts': 'closed up: case',
  'app/features/cases/task.store.ts':
    'closed up by task.actions.ts; the rest is compared with what is sent again',
  'app/features/cases/list.store.ts': 'how many tasks are open, never what is in them',
  'app/features/cases/affected.store.ts': 'closed up by affected.actions.ts',
  'app/features/cases/thread.store.ts': 'closed up: file; the rest is compared with what is sent again',
  'app/features/joint/item.store.ts': 'what organisations wrote to each other: closed up by views.actions.ts',
  'app/features/referral/said.store.ts':
    'closed up by views.actions.ts; the rest is compared with what is sent again',
  'app/features/assisted/store.ts': 'names of coordinators: closed up by desk.actions.ts',
  'app/features/improvement/store.ts': 'what a business says of itself: closed up by view.actions.ts',
  'app/features/protection/contact.store.ts':
    'how a worker may be reached: closed up by view.actions.ts; sending asks the codes',
  'app/features/protection/plan.store.ts': 'closed up by view.actions.ts',
  'app/features/referral/referral.store.ts': 'a package: closed up by views.actions.ts',
  'app/features/assisted/phone.store.ts': 'what a worker passed on, for the coordinator’s own phone',
  'app/features/community/told.store.ts': 'closed up by told.actions.ts',
  'app/features/community/outreach.store.ts':
    'closed up by outreach.actions.ts; the rest is compared with what is sent again',
  'app/features/remedy/disclosure.store.ts': 'compared with what is sent again',
  'app/features/rights/erase.store.ts': 'which rows and files an erasure takes, never what is in them',
  'app/features/network/keys.store.ts': 'the recovery kit: closed up by keys.actions.ts',
};
