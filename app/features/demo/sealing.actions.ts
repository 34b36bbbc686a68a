import { randomBytes } from 'node:crypto';
import type { Bytes } from '../../../seal/bytes.ts';
import { newCode, stretch } from '../../../seal/code.ts';
import type { Reader } from '../../../seal/envelope.ts';
import { formatTime } from '../../../ledger/lines.ts';
import type { Sealed, SealedReport } from '../reports/phone/compose.ts';
import { Ahead } from './ahead.ts';
import type { Cast } from './cast.actions.ts';
import type { DemoEvent, Of, ReportRef } from './event.ts';
import type { Ids, References } from './references.ts';
import * as said from './said.ts';
import { type SealedFirst, Sealer } from './sealer.actions.ts';
import type { Step } from './steps.ts';
import { workplaces } from './workplaces.ts';

/** A worker as the phone knows the thread: what follows from the code, and the thread's own key. */
export type Worker = {
  sealed: SealedReport;
  body: SealedFirst['body'];
  root: Bytes;
  code: string | null;
  reader: Reader;
};
type Made = { addition?: Sealed; envelopes?: string[] };
type Stand = { cast: Cast; plan: References; ids: Ids; origin: string };

const SILENT = new Set(['register_organisation', 'register_workplace', 'licence', 'place', 'open_case', 'attach_report', 'transition', 'code_issue', 'answer_coded', 'mark_unreachable']); // prettier-ignore
const fresh = (): Bytes => new Uint8Array(randomBytes(32));

/**
 * Seals everything that the plan says, in its order and ahead of its steps: nothing sealed depends on what the server
 * answers. Workers' codes are stretched only where they are printed; the others' roots are random, as if from a code
 * that nobody wrote down.
 */
export class Sealing {
  readonly #of: Stand;
  readonly #sealer = new Sealer();
  /** When each report is recorded, which its statement says. */
  readonly #times: Map<ReportRef, Date>;
  readonly #workers = new Map<ReportRef, Promise<Worker>>();
  readonly #ahead: Ahead<DemoEvent, Made>;

  constructor(of: Stand, steps: readonly Step[]) {
    this.#of = of;
    this.#times = new Map(steps.flatMap(({ e, at }) => (e.kind === 'report' ? [[e.report, at]] : [])));
    const places = new Map(steps.map(({ e, n }) => [e, n]));
    this.#ahead = new Ahead(
      steps.map(({ e }) => e).filter((e) => !SILENT.has(e.kind)),
      (e) => this.#make(e, places.get(e) ?? 0),
    );
  }

  worker(ref: ReportRef): Promise<Worker> {
    const known = this.#workers.get(ref) ?? this.#report(this.#of.plan.report(ref));
    this.#workers.set(ref, known);
    return known;
  }

  async report(step: Step<Of<'report'>>): Promise<Worker> {
    await this.#ahead.take(step.e);
    return this.worker(step.e.report);
  }

  async addition(step: Step): Promise<Sealed> {
    const { addition } = await this.#ahead.take(step.e);
    if (!addition) throw new Error(`demo: ${step.e.kind} is nothing that a worker adds`);
    return addition;
  }

  /** In the order of what the step says: one, but for questions to several workers. */
  async envelopes(step: Step): Promise<string[]> {
    const { envelopes } = await this.#ahead.take(step.e);
    if (!envelopes) throw new Error(`demo: ${step.e.kind} has no words`);
    return envelopes;
  }

  async envelope(step: Step): Promise<string> {
    return (await this.envelopes(step))[0] ?? '';
  }

  async #report(e: Of<'report'>): Promise<Worker> {
    const { cast, ids, origin } = this.#of;
    const code = e.printed ? newCode() : null;
    const root: Bytes = code ? await stretch(code, origin) : fresh();
    const docket = cast.docket(e.subject);
    const place = workplaces.find((w) => w.id === e.subject.id);
    const receiver = {
      org: e.receiver,
      name: '',
      country: '',
      languages: [],
      words: '',
      ...cast.ring(e.receiver),
    };
    const known = place && { ...place, docket: docket.index, kind: docket.kind };
    const route = {
      docket,
      receiver,
      why: place ? 'place' : 'country',
      ...(known ? { place: known } : {}),
    } as const;
    const answers = said.answersOf(e, place ? docket.index : null, ids);
    const chosen = { root, statementId: ids(`report ${e.report}`), m: fresh() };
    const recorded = formatTime((this.#times.get(e.report) ?? new Date(e.at)).getTime() / 1000);
    const input = { answers, route, language: e.content.language, photos: [] };
    const { sealed, body, kid } = await this.#sealer.report(input, chosen, recorded);
    return { sealed, body, root, code, reader: { kid, jwk: sealed.publicKey } };
  }

  async #addition(e: said.AdditionEvent, n: number): Promise<Made> {
    const { cast, plan, ids } = this.#of;
    const { sealed: first, root } = await this.worker(e.report);
    const input = {
      kind: said.KIND_OF[e.kind],
      thread: { docket: first.docket, threadId: first.thread, publicKey: first.publicKey },
      receiver: { org: first.receiver, ...cast.ring(first.receiver) },
      photos: [],
    };
    const chosen = { root, statementId: ids(`event ${n}`), m: fresh() };
    return { addition: await this.#sealer.addition(input, said.additionOf(e, plan, ids), chosen) };
  }

  async #toWorker(ref: ReportRef, words: object): Promise<string> {
    const { sealed, reader } = await this.worker(ref);
    return this.#sealer.words(words, [this.#of.cast.ring(sealed.receiver), reader]);
  }

  #toBusiness(caseRef: string, business: string, words: object): Promise<string> {
    const { cast, plan } = this.#of;
    return this.#sealer.words(words, [cast.ring(plan.orgOf(caseRef)), cast.ring(business)]);
  }

  #words(e: DemoEvent): Promise<string>[] {
    const { cast, plan } = this.#of;
    const by = e.actor.as === 'member' ? e.actor.org : '';
    switch (e.kind) {
      case 'acknowledge':
        return [this.#toWorker(e.report, said.acknowledgement(e))];
      case 'message':
        return [this.#toWorker(e.report, said.message(e))];
      case 'note':
        return [this.#sealer.words(said.note(e), [cast.ring(plan.report(e.report).receiver)])];
      case 'consent_asked':
        return [this.#toWorker(e.report, said.consentQuestion(e))];
      case 'workers_asked':
        return e.asks.map((ask) => this.#toWorker(ask.report, said.remedyQuestion(ask)));
      case 'disclosure':
        return [this.#toBusiness(e.case, e.to, said.disclosure(e))];
      case 'action_proposed':
        return [this.#toBusiness(e.case, by, said.action(e))];
      case 'action_reported':
        return [this.#toBusiness(e.case, by, said.actionReport(e))];
      default:
        return [];
    }
  }

  async #make(e: DemoEvent, n: number): Promise<Made> {
    if (e.kind === 'report') return this.worker(e.report).then(() => ({}));
    if (e.actor.as === 'worker' && e.kind in said.KIND_OF) return this.#addition(e as said.AdditionEvent, n);
    return { envelopes: await Promise.all(this.#words(e)) };
  }

  close(): Promise<void> {
    return this.#sealer.close();
  }
}
