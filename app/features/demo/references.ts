import { hex as hexOf, sha256, utf8 } from '../../../ledger/index.ts';
import type { DemoEvent, Of, ReportRef } from './event.ts';

/** The id that stands for a reference of the plan: the same for the same seed, so that a link into the demo lasts. */
export type Ids = (reference: string) => string;
export const idsOf =
  (seed: number): Ids =>
  (reference) => {
    const hex = hexOf(sha256(utf8(`vouch demo ${seed} ${reference}`)));
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  };

/** What one event of a plan says of another by name. */
export type References = {
  report(ref: ReportRef): Of<'report'>;
  /** The organisation on the case. */
  orgOf(caseRef: string): string;
  scopesOf(consent: string): readonly string[];
  disclosureOf(action: string): string;
};

function need<T>(found: T | undefined, name: string): T {
  if (found === undefined) throw new Error(`demo: the plan knows no ${name}`);
  return found;
}

export function referencesOf(events: readonly DemoEvent[]): References {
  const reports = new Map<string, Of<'report'>>();
  const orgs = new Map<string, string>();
  const scopes = new Map<string, string[]>();
  const disclosures = new Map<string, string>();
  for (const e of events) {
    if (e.kind === 'report') reports.set(e.report, e);
    if (e.kind === 'open_case' && e.actor.as === 'member') orgs.set(e.case, e.actor.org);
    if (e.kind === 'consent_asked') scopes.set(e.consent, e.scopes);
    if (e.kind === 'action_proposed') disclosures.set(e.action, e.disclosure);
  }
  return {
    report: (ref) => need(reports.get(ref), ref),
    orgOf: (ref) => need(orgs.get(ref), ref),
    scopesOf: (ref) => need(scopes.get(ref), ref),
    disclosureOf: (ref) => need(disclosures.get(ref), ref),
  };
}
