// The table of states is that of the field's reference (5.3), row by row: what is more, or less, is named here.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CASE_STATES, CLOSURES, type CaseState, STEPS } from './case-states.ts';

/** As it is written there; `any` stands for every state but `closed`. */
const REFERENCE = `
received | acknowledged, closed(duplicate / out_of_scope)
acknowledged | triaged
triaged | protection_response, consent_pending, no_contact_anonymous, closed(resolved_by_information)
protection_response | consent_pending, referred, under_investigation
consent_pending | consented, consent_declined, no_contact_anonymous, closed(worker_unreachable)
consented | referred, under_investigation, cap_proposed
consent_declined | closed(worker_withdrew), no_contact_anonymous
no_contact_anonymous | under_investigation, closed
referred | under_investigation, worker_verification, closed(referral_accepted_by_competent_body), reopened
under_investigation | substantiated, partially_substantiated, unsubstantiated, inconclusive
substantiated / partially_substantiated | cap_proposed
unsubstantiated / inconclusive | closed, reopened, retaliation_monitoring
cap_proposed | cap_agreed, cap_proposed
cap_agreed | remediation_in_progress
remediation_in_progress | remediation_reported
remediation_reported | worker_verification
worker_verification | verified_remediated, remediation_disputed, retaliation_monitoring
remediation_disputed | remediation_in_progress, under_investigation
verified_remediated | retaliation_monitoring
retaliation_monitoring | closed, reopened
closed | reopened
any | closed(unsafe_to_proceed), closed(transferred_to_legal_process), closed(worker_withdrew)`;

/** Ours beside it, each with its reason. */
const MORE: Readonly<Record<string, string>> = {
  'reopened → protection_response':
    'the reference leads no row out of reopened: it goes back to where work is done',
  'reopened → consent_pending': 'the same',
  'reopened → under_investigation': 'the same',
  'reopened → cap_proposed': 'the same',
  'reopened → remediation_in_progress': 'the same',
  'cap_proposed → closed(employer_non_cooperation_escalated)':
    'the reference names this end and leads no row to it; only after a step beyond the business is on record',
  'cap_agreed → closed(employer_non_cooperation_escalated)': 'the same',
  'remediation_in_progress → closed(employer_non_cooperation_escalated)': 'the same',
  'remediation_disputed → closed(employer_non_cooperation_escalated)': 'the same',
};
/** A row of the reference that says `closed` without a reason: any but those that say what workers said. */
const ANY_END = CLOSURES.filter((c) => !c.startsWith('remediated_') && c !== 'worker_withdrew');
/** After monitoring a remedy ends as verified, or as not verified because nobody could be asked. */
const REMEDY_ENDS = ['remediated_verified_by_worker', 'remediated_not_verified_worker_unreachable'];

function fromReference(): Set<string> {
  const all = new Set<string>();
  for (const row of REFERENCE.trim().split('\n')) {
    const [left = '', right = ''] = row.split(' | ');
    const froms = left === 'any' ? CASE_STATES.filter((s) => s !== 'closed') : left.split(' / ');
    for (const from of froms)
      for (const [, to = '', ends] of right.matchAll(/(\w+)(?:\(([^)]*)\))?/g)) {
        if (to !== 'closed') all.add(`${from} → ${to}`);
        else
          for (const end of ends?.split(' / ') ?? [
            ...ANY_END,
            ...(from === 'retaliation_monitoring' ? REMEDY_ENDS : []),
          ])
            all.add(`${from} → closed(${end})`);
      }
  }
  return all;
}
const ours = (): Set<string> =>
  new Set(
    STEPS.flatMap(({ from, to, closures }) =>
      from.flatMap((state: CaseState) =>
        closures ? closures.map((end) => `${state} → ${to}(${end})`) : [`${state} → ${to}`],
      ),
    ),
  );

test('every row of the reference is a row of the table, and what the table has beside is named with its reason', () => {
  const [theirs, mine] = [fromReference(), ours()];
  assert.ok(theirs.size > 120, `only ${theirs.size} rows were read`);
  assert.deepEqual(
    [...theirs].filter((row) => !mine.has(row)),
    [],
    'missing',
  );
  assert.deepEqual(
    [...mine].filter((row) => !theirs.has(row)).toSorted(),
    Object.keys(MORE).toSorted(),
    'more than the reference',
  );
});
