import type { Organisation, Workplace } from './network.ts';

/**
 * The plan of the demo network: what happens, who does it, when, and the plain words to be sealed.
 * Everything is named by references of the plan (`r-…` reports, `c-…` cases); what drives the plan
 * through the real actions keeps the table from these to real ids.
 */
export type Language = 'en' | 'my' | 'th' | 'km' | 'ne' | 'hi';
export type Urgency = 'P0' | 'P1' | 'P2' | 'P3';
export type Extent = 'fully' | 'partly' | 'not';
export type Quality = 'well' | 'acceptable' | 'badly';
export type Consent = 'given' | 'refused';

export type CaseState =
  | 'received' | 'acknowledged' | 'triaged' | 'consent_pending' | 'consented' | 'no_contact_anonymous'
  | 'consent_declined' | 'protection_response' | 'referred' | 'under_investigation' | 'substantiated'
  | 'partially_substantiated' | 'unsubstantiated' | 'inconclusive' | 'cap_proposed' | 'cap_agreed'
  | 'remediation_in_progress' | 'remediation_reported' | 'worker_verification' | 'verified_remediated'
  | 'remediation_disputed' | 'retaliation_monitoring' | 'closed' | 'reopened'; // prettier-ignore

export type Closure =
  | 'remediated_verified_by_worker' | 'remediated_not_verified_worker_unreachable' | 'resolved_by_information'
  | 'referral_accepted_by_competent_body' | 'worker_withdrew' | 'worker_unreachable' | 'unsubstantiated'
  | 'out_of_scope' | 'duplicate' | 'unsafe_to_proceed' | 'employer_non_cooperation_escalated'
  | 'transferred_to_legal_process'; // prettier-ignore

export type RootCause =
  | 'recruitment_channel' | 'purchasing_practice' | 'supervisor_conduct' | 'policy_gap' | 'system_or_records'
  | 'training' | 'legal_gap' | 'subcontracting' | 'communication_or_language' | 'other'; // prettier-ignore

export type ReportRef = string;
export type CaseRef = string;
export type IssueRef = string;

/** Where a statement is filed first. `unplaced` carries the worker's words for the place inside the seal. */
export type Subject =
  { kind: 'facility'; id: string } | { kind: 'recruiter'; id: string } | { kind: 'unplaced'; id: 'unplaced' };

export type Actor =
  { as: 'operator' } | { as: 'member'; org: string; member: string } | { as: 'worker'; report: ReportRef };

/** What a worker's phone seals. Categories are the worker's own choice among the 18 pictograms. */
export type ReportContent = {
  language: Language;
  categories: string[];
  words: string;
  place: string | null;
  when: 'today' | 'this_week' | 'this_month' | 'longer' | 'rather_not_say';
  contact: 'code_only' | 'phone_evening' | 'message' | 'none';
};

type Happening =
  | { kind: 'register_organisation'; organisation: Organisation }
  | { kind: 'register_workplace'; workplace: Workplace }
  | { kind: 'licence'; ref: string; grantee: string; subjects: Subject[]; purpose: string; until: string }
  | {
      kind: 'report';
      report: ReportRef;
      /** The person, for the plan's own tests: never given to any action. */
      person: string;
      receiver: string;
      subject: Subject;
      urgency: Urgency;
      content: ReportContent;
      /** True where the demo prints the code, so that its key must be stretched for real. */
      printed: boolean;
    }
  | { kind: 'acknowledge'; report: ReportRef; language: Language; text: string }
  | { kind: 'message'; report: ReportRef; language: Language; text: string }
  | { kind: 'note'; report: ReportRef; text: string }
  | { kind: 'place'; report: ReportRef; to: Subject; reason: string }
  | { kind: 'withdrawal'; report: ReportRef }
  | { kind: 'erasure_request'; report: ReportRef }
  | { kind: 'open_case'; case: CaseRef; subject: Subject; title: string; urgency: Urgency }
  | { kind: 'attach_report'; case: CaseRef; report: ReportRef; distinct: boolean; sameAs: ReportRef | null }
  | {
      kind: 'transition';
      case: CaseRef;
      from: CaseState;
      to: CaseState;
      closure: Closure | null;
      reason: string;
    }
  | {
      kind: 'code_issue';
      case: CaseRef;
      issue: IssueRef;
      code: string;
      scale: number;
      scope: number;
      irremediability: number;
      affected: number;
      reports: ReportRef[];
    }
  | {
      kind: 'consent_asked';
      case: CaseRef;
      consent: string;
      report: ReportRef;
      scopes: string[];
      language: Language;
      text: string;
    }
  | {
      kind: 'consent_answered';
      consent: string;
      report: ReportRef;
      answer: Consent;
      language: Language;
      text: string;
    }
  | {
      kind: 'disclosure';
      case: CaseRef;
      disclosure: string;
      to: string;
      issues: IssueRef[];
      text: string;
      /** True where so few could have said it that the case worker was warned and went on with the worker's word. */
      warned: boolean;
    }
  | {
      kind: 'action_proposed';
      case: CaseRef;
      issue: IssueRef;
      action: string;
      rootCause: RootCause;
      why: string;
      text: string;
      /** A day, YYYY-MM-DD. */
      due: string;
    }
  | {
      kind: 'action_reported';
      case: CaseRef;
      issue: IssueRef;
      action: string;
      text: string;
      evidence: string;
    }
  | {
      kind: 'workers_asked';
      case: CaseRef;
      issue: IssueRef;
      ask: string;
      round: number;
      asks: { report: ReportRef; language: Language; text: string }[];
    }
  | {
      kind: 'remedy_answered';
      issue: IssueRef;
      ask: string;
      report: ReportRef;
      extent: Extent;
      quality: Quality;
      language: Language;
      text: string;
    }
  | {
      kind: 'answer_coded';
      about: 'consent';
      case: CaseRef;
      consent: string;
      report: ReportRef;
      value: Consent;
    }
  | {
      kind: 'answer_coded';
      about: 'remedy';
      case: CaseRef;
      issue: IssueRef;
      ask: string;
      report: ReportRef;
      value: Extent;
      quality: Quality;
    }
  | {
      kind: 'mark_unreachable';
      case: CaseRef;
      issue: IssueRef;
      ask: string;
      reports: ReportRef[];
      reason: string;
    };

/** `at`: UTC, whole seconds, `YYYY-MM-DDThh:mm:ssZ`. Events of one plan are in order of `at`. */
export type DemoEvent = { at: string; actor: Actor } & Happening;
export type Kind = Happening['kind'];
export type Of<K extends Kind> = Extract<DemoEvent, { kind: K }>;
