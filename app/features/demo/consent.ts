import type { CaseRun } from './caserun.ts';
import { go, pass, reachable } from './caserun.ts';
import type { Consent } from './event.ts';
import { reader, worker } from './log.ts';
import { HOUR, MINUTE, SECOND, atWork } from './moments.ts';
import { caseworkerLine, workerLine } from './texts/fill.ts';

/** What is asked, with whom it would be shared. */
export const EMPLOYER = {
  scopes: ['case_handling', 'share_case_without_identity_with_employer'],
  line: 'consent',
} as const;
export const OFFICE = { scopes: ['case_handling', 'share_with_authority'], line: 'consentReferral' } as const;

/**
 * Asks some of those who spoke whether the employer may be told, without names. The case waits for the last
 * answer. `answer` decides by the place in the row; null is silence.
 */
export function askConsent(
  run: CaseRun,
  most: number,
  answer: (nth: number) => Consent | null,
  about: typeof EMPLOYER | typeof OFFICE = EMPLOYER,
): void {
  go(run, 'consent_pending');
  const asked = reachable(run).slice(0, most);
  let latest = run.at;
  asked.forEach((report, nth) => {
    const { language, country, ref } = report;
    const consent = `${run.ref}.q${nth + 1}`;
    const at = run.at + nth * 3 * MINUTE;
    const text = caseworkerLine(about.line, language, country, run.chance);
    const by = reader(run.by.org, language);
    run.log.say(at, by, {
      kind: 'consent_asked',
      case: run.ref,
      consent,
      report: ref,
      scopes: [...about.scopes],
      language,
      text,
    });
    const given = answer(nth);
    latest = Math.max(latest, at);
    if (given === null) return;
    const back =
      at + Math.round(run.chance.between(0.6, 90) * run.log.scope.squeeze * 3600) * SECOND + MINUTE;
    const words = workerLine(
      given === 'given' ? 'consentGiven' : 'consentRefused',
      language,
      country,
      run.chance,
    );
    run.log.say(back, worker(ref), {
      kind: 'consent_answered',
      consent,
      report: ref,
      answer: given,
      language,
      text: words,
    });
    const coded = atWork(back + run.chance.between(0.3, 10) * HOUR, run.country, run.chance);
    run.log.say(coded, by, {
      kind: 'answer_coded',
      about: 'consent',
      case: run.ref,
      consent,
      report: ref,
      value: given,
    });
    latest = Math.max(latest, coded);
  });
  run.at = latest + MINUTE;
  pass(run, 0.05, 0.6);
}
