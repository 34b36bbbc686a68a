import type { DemoEvent, Kind, Of } from './event.ts';
import * as desk from './desk.actions.ts';
import { type AdditionEvent, KIND_OF } from './said.ts';
import type { Stage } from './stage.ts';
import type { Step } from './steps.ts';
import { addFromPhone, sendReport } from './worker.actions.ts';

type Act<K extends Kind> = (stage: Stage, step: Step<Of<K>>) => Promise<void>;
/** Registrations come first and all at once (cast.actions.ts). */
type Later = Exclude<Kind, 'register_organisation' | 'register_workplace' | keyof typeof KIND_OF>;

const ACTS: { [K in Later]: Act<K> } = {
  report: sendReport,
  licence: desk.license,
  acknowledge: desk.write,
  note: desk.writeNote,
  place: desk.place,
  open_case: desk.openCase,
  attach_report: desk.attach,
  transition: desk.move,
  code_issue: desk.code,
  consent_asked: desk.askConsent,
  answer_coded: desk.codeSaid,
  disclosure: desk.tellBusiness,
  action_proposed: desk.propose,
  action_reported: desk.report,
  workers_asked: desk.askAboutRemedy,
  mark_unreachable: desk.giveUp,
};

const isAddition = (e: DemoEvent): e is AdditionEvent => e.kind in KIND_OF;

/** One step at its own moment, by the action that real use takes. Throws where the product refuses it. */
export function perform(stage: Stage, step: Step): Promise<void> {
  return stage.past.clock.at(step.at, async () => {
    const { e } = step;
    if (e.kind === 'message' && e.actor.as === 'member') return desk.write(stage, { ...step, e });
    if (isAddition(e)) return addFromPhone(stage, { ...step, e });
    if (!(e.kind in ACTS)) return;
    const act = ACTS[e.kind as Later] as Act<Kind>; // the table's own key
    return act(stage, step as Step<Of<Kind>>);
  });
}
