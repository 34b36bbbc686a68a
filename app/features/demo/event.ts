import type { Organisation, Workplace } from './network.ts';

/**
 * The plan of the demo network: what happens, who does it, when, and the plain words to be sealed.
 * Everything is named by references of the plan (`r-…` reports, `c-…` cases); what drives the plan
 * through the real actions keeps the table from these to real ids.
 */
export type Language = 'en' | 'my' | 'th' | 'km' | 'ne' | 'hi';
export type Urgency = 'P0' | 'P1' | 'P2' | 'P3';
export type Extent = 'fully' | 'partly' | 'not';
/** 1 very badly … 5 very well. */
export type Quality = 1 | 2 | 3 | 4 | 5;
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

export type RemedyType =
  'restitution' | 'compensation' | 'rehabilitation' | 'satisfaction' | 'guarantees_of_non_repetition'; // prettier-ignore

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
  country: string | null;
  when: 'now' | 'today' | 'week' | 'month' | 'before' | null;
  contact: 'code' | 'message' | 'call' | 'none';
  /** What the worker agrees to from the start; everything is off unless chosen. */
  may: ('share_case_without_identity_with_employer' | 'aggregate_statistics')[];
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
  | {
      kind: 'message';
      report: ReportRef;
      about: 'message' | 'what_changed';
      language: Language;
      text: string;
    }
  | { kind: 'note'; report: ReportRef; text: string }
  | { kind: 'place'; report: ReportRef; to: Subject; reason: string }
  | { kind: 'withdrawal'; report: ReportRef }
  | { kind: 'erasure_request'; report: ReportRef }
  /** A case is opened with its first report, which is filed in it by the same act. */
  | {
      kind: 'open_case';
      case: CaseRef;
      subject: Subject;
      title: string;
      urgency: Urgency;
      report: ReportRef;
      distinct: boolean;
      sameAs: ReportRef | null;
    }
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
      issue: IssueRef;
      disclosure: string;
      to: string;
      text: string;
      /** How many people at the workplace could know the fact: what a whole line lives with, nobody is guessed by. */
      circle: number;
      /** Days before the employer can read it. */
      delayDays: number;
    }
  | {
      kind: 'action_proposed';
      case: CaseRef;
      issue: IssueRef;
      disclosure: string;
      action: string;
      remedyType: RemedyType;
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
      round: number;
      asks: { ask: string; report: ReportRef; language: Language; text: string }[];
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
  /** The window is over and nobody answered: each question is closed as unanswered. */
  | { kind: 'mark_unreachable'; case: CaseRef; issue: IssueRef; asks: string[]; reason: string };

/** `at`: UTC, whole seconds, `YYYY-MM-DDThh:mm:ssZ`. Events of one plan are in order of `at`. */
export type DemoEvent = { at: string; actor: Actor } & Happening;
export type Kind = Happening['kind'];
export type Of<K extends Kind> = Extract<DemoEvent, { kind: K }>;
