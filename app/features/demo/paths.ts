import type { CaseRun } from './caserun.ts';
import { close, codeIssues, fileReports, go, openCase, pass, reachable, startCase } from './caserun.ts';
import type { Cluster } from './clusters.ts';
import { EMPLOYER, OFFICE, askConsent } from './consent.ts';
import type { CaseState } from './event.ts';
import type { Log } from './log.ts';
import { usualAnswers, verify } from './asking.ts';
import { disclose, propose, proposeAgain, reportDone, watch } from './remedy.ts';

type Path =
  | 'information' | 'remedy' | 'quick_remedy' | 'declined' | 'lost' | 'anonymous' | 'referral' | 'state_remedy'
  | 'unsubstantiated' | 'inconclusive' | 'legal' | 'protection' | 'unsafe' | 'duplicate' | 'out_of_scope'; // prettier-ignore

function choosePath(run: CaseRun): Path {
  const { cluster, chance } = run;
  if (cluster.theme === 'questions') return 'information';
  if (reachable(run).length === 0) return 'anonymous';
  if (cluster.reports.length === 1 && !cluster.urgent && chance.happens(0.12))
    return chance.one(['duplicate', 'out_of_scope'] as const);
  if (cluster.urgent) return 'protection';
  if (cluster.subject.kind === 'recruiter')
    return chance.weighted({ referral: 6, state_remedy: 3, inconclusive: 1 });
  if (run.employer === null) {
    return chance.weighted({ referral: 30, state_remedy: 6, anonymous: 16, inconclusive: 15, unsubstantiated: 9, declined: 9, lost: 6, legal: 7, unsafe: 2 }); // prettier-ignore
  }
  return chance.weighted({ remedy: 46, quick_remedy: 34, unsubstantiated: 5, inconclusive: 3, declined: 5, anonymous: 3, lost: 2, legal: 2 }); // prettier-ignore
}

/** The first agrees; a later one may not. Two who agree stand against one who does not, or nobody is told. */
const willing = (run: CaseRun) => (nth: number) =>
  nth < 2 || run.chance.happens(0.6) ? ('given' as const) : ('refused' as const);

function consented(run: CaseRun, about: typeof EMPLOYER | typeof OFFICE = EMPLOYER): void {
  const size = run.cluster.reports.length;
  askConsent(run, size > 24 ? 3 : size > 10 ? 2 : 1, willing(run), about);
  go(run, 'consented');
}

function investigate(run: CaseRun, finding: CaseState): void {
  pass(run, 0.5, 3);
  go(run, 'under_investigation');
  pass(run, 6, 26);
  go(run, finding);
}

/** From the disclosure to the end. An employer may stop on the way: then the case waits, and its clock runs out. */
function repair(run: CaseRun): void {
  disclose(run);
  if (run.chance.happens(0.04)) return;
  const silent = run.chance.happens(0.05);
  const asking = { most: run.chance.whole(3, 5), told: usualAnswers(run, silent ? 1 : 0.1) };
  const answers = propose(run, asking);
  if (run.chance.happens(0.06)) return;
  pass(run, 9, 55);
  reportDone(run, answers, 1);
  let stands = verify(run, asking, 1);
  if (stands === 'open' && run.chance.happens(0.6)) {
    pass(run, 3, 9);
    if (run.chance.happens(0.15))
      return go(run, 'under_investigation', { reason: 'Two sides say the opposite; we look ourselves.' });
    go(run, 'remediation_in_progress', { reason: 'Back to the employer: not done for all.' });
    pass(run, 1, 6);
    proposeAgain(run, answers);
    pass(run, 8, 40);
    reportDone(run, answers, 2);
    const better = run.chance.happens(0.7);
    const again = {
      ...asking,
      told: better ? () => ({ extent: 'fully', quality: 4 }) as const : asking.told,
    };
    stands = verify(run, again, 2);
  }
  if (stands === 'verified') watch(run, true);
  if (stands === 'silent') watch(run, false);
}

const tell: Record<Exclude<Path, 'duplicate' | 'out_of_scope'>, (run: CaseRun) => void> = {
  information: (run) => close(run, 'resolved_by_information'),
  remedy(run) {
    codeIssues(run);
    consented(run);
    investigate(run, run.chance.happens(0.82) ? 'substantiated' : 'partially_substantiated');
    repair(run);
  },
  quick_remedy(run) {
    codeIssues(run);
    consented(run);
    repair(run);
  },
  declined(run) {
    codeIssues(run, 1);
    askConsent(run, 2, () => 'refused');
    go(run, 'consent_declined');
    if (run.chance.happens(0.4)) {
      pass(run, 3, 12);
      go(run, 'no_contact_anonymous', { reason: 'Kept in the pattern of this workplace only.' });
      return;
    }
    pass(run, 2, 20);
    close(run, 'worker_withdrew');
  },
  lost(run) {
    codeIssues(run, 1);
    askConsent(run, 1, () => null);
    pass(run, 25, 32);
    close(run, 'worker_unreachable');
  },
  anonymous(run) {
    codeIssues(run, 1);
    go(run, 'no_contact_anonymous');
    investigate(run, 'inconclusive');
    pass(run, 2, 20);
    close(run, 'unsubstantiated');
  },
  referral(run) {
    codeIssues(run, 1);
    consented(run, OFFICE);
    pass(run, 1, 6);
    go(run, 'referred');
    pass(run, 25, 90);
    close(run, 'referral_accepted_by_competent_body');
  },
  state_remedy(run) {
    codeIssues(run, 1);
    consented(run, OFFICE);
    pass(run, 1, 6);
    go(run, 'referred');
    pass(run, 20, 60);
    go(run, 'worker_verification', { reason: 'The office says it is settled; we ask the workers.' });
    pass(run, 5, 20);
    go(run, 'retaliation_monitoring');
    pass(run, 88, 95);
    close(
      run,
      run.chance.one(['referral_accepted_by_competent_body', 'employer_non_cooperation_escalated'] as const),
    );
  },
  unsubstantiated(run) {
    codeIssues(run, 1);
    consented(run);
    investigate(run, 'unsubstantiated');
    pass(run, 2, 8);
    close(run, 'unsubstantiated');
  },
  inconclusive(run) {
    codeIssues(run, 1);
    consented(run);
    investigate(run, 'inconclusive');
    pass(run, 4, 20);
    close(run, run.chance.happens(0.5) ? 'employer_non_cooperation_escalated' : 'unsubstantiated');
  },
  legal(run) {
    codeIssues(run);
    consented(run);
    investigate(run, 'substantiated');
    pass(run, 10, 40);
    close(run, 'transferred_to_legal_process');
  },
  unsafe(run) {
    codeIssues(run, 1);
    askConsent(run, 1, () => 'given');
    go(run, 'consented');
    pass(run, 2, 9);
    close(run, 'unsafe_to_proceed');
  },
  protection(run) {
    codeIssues(run, 1);
    go(run, 'protection_response');
    pass(run, 0.2, 0.9);
    if (run.employer !== null && run.chance.happens(0.6)) {
      consented(run);
      repair(run);
      return;
    }
    if (run.chance.happens(0.3)) {
      investigate(run, 'substantiated');
      pass(run, 3, 10);
      close(run, 'transferred_to_legal_process');
      return;
    }
    go(run, 'referred');
    pass(run, 6, 40);
    close(run, 'referral_accepted_by_competent_body');
  },
};

/** Tells one case from its first step to where it stands. Steps after the plan's end are cut by the log. */
export function tellCase(log: Log, cluster: Cluster): void {
  const run = startCase(log, cluster);
  run.at = cluster.reports[0]?.attachAt ?? cluster.openAt;
  run.at += 60_000;
  const path = choosePath(run);
  if (path === 'duplicate' || path === 'out_of_scope') {
    openReceived(run, path);
    return;
  }
  openCase(run);
  go(run, 'triaged');
  pass(run, 0.05, 0.8);
  tell[path](run);
}

/** Closed as it was received: a second opening of the same matter, or not about work at all. */
function openReceived(run: CaseRun, closure: 'duplicate' | 'out_of_scope'): void {
  fileReports(
    run,
    closure === 'duplicate' ? `Opened twice, ${run.place}` : `Not about this work, ${run.place}`,
  );
  pass(run, 0.1, 0.8);
  close(run, closure);
}
