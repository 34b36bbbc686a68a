import type { FastifyInstance } from 'fastify';
import { parseWithZod } from '../../platform/parse.ts';
import type { World } from '../../platform/world.ts';
import { deskRoute } from '../network/index.ts';
import type { Intake } from '../reports/index.ts';
import { contactBody, contactDone } from './contact.contract.ts';
import { writeDown } from './contact.actions.ts';
import * as c from './contract.ts';
import { handOver, readHandovers, takeOver } from './handover.actions.ts';
import { answerWithHelp, readBeside, readHelpCounts, translate } from './help.actions.ts';
import { assign, code, putOff, rank } from './queue.actions.ts';
import { tie, untie } from './tie.actions.ts';
import { forgetView, keepEntry, keepSettings, keepTemplate, keepView, readEntries, readSettings, readTemplates, readViews } from './wording.actions.ts'; // prettier-ignore

export function triageRoutes(app: FastifyInstance, world: World, intake: Intake): void {
  parseWithZod(app);
  queueRoutes(app, world);
  wordRoutes(app, world);
  deskRoute(app, world, 'POST triage/contacts', {
    body: contactBody,
    answer: contactDone,
    run: (who, input) => writeDown(world, who, { intake, input }),
  });
}

/** One thread's place in the queue, and what hangs on it. */
function queueRoutes(app: FastifyInstance, world: World): void {
  const at = 'triage/threads/:docket/:threadId';
  const params = c.threadParams;
  deskRoute(app, world, `GET ${at}`, { params, answer: c.besideView, run: (who, i) => readBeside(world, who, i) }); // prettier-ignore
  deskRoute(app, world, `POST ${at}/urgency`, { params, body: c.urgencyBody, answer: c.urgencyDone, run: (who, i) => rank(world, who, i) }); // prettier-ignore
  deskRoute(app, world, `POST ${at}/assign`, { params, body: c.assignBody, answer: c.done, run: (who, i) => assign(world, who, i) }); // prettier-ignore
  deskRoute(app, world, `POST ${at}/later`, { params, body: c.laterBody, answer: c.done, run: (who, i) => putOff(world, who, i) }); // prettier-ignore
  deskRoute(app, world, `POST ${at}/coded`, { params, body: c.codedBody, answer: c.done, run: (who, i) => code(world, who, i) }); // prettier-ignore
  deskRoute(app, world, `POST ${at}/ties`, { params, body: c.tieBody, answer: c.done, run: (who, i) => tie(world, who, i) }); // prettier-ignore
  deskRoute(app, world, `POST ${at}/ties/:tieId/undo`, { params: c.tieParams, answer: c.done, run: (who, i) => untie(world, who, i) }); // prettier-ignore
  deskRoute(app, world, `POST ${at}/translations`, { params, body: c.translationBody, answer: c.done, run: (who, i) => translate(world, who, i) }); // prettier-ignore
  deskRoute(app, world, `POST ${at}/help-answers`, { params, body: c.helpAnswerBody, answer: c.answered, run: (who, i) => answerWithHelp(world, who, i) }); // prettier-ignore
}

/** What the team keeps for itself: directory, wordings, lists, views, the notes between shifts. */
function wordRoutes(app: FastifyInstance, world: World): void {
  deskRoute(app, world, 'GET triage/entries', { answer: c.entries, run: (who) => readEntries(world, who) });
  deskRoute(app, world, 'POST triage/entries/:entryId', { params: c.entryParams, body: c.entryBody, answer: c.versionDone, run: (who, i) => keepEntry(world, who, i) }); // prettier-ignore
  deskRoute(app, world, 'GET triage/templates', { answer: c.templates, run: (who) => readTemplates(world, who) }); // prettier-ignore
  deskRoute(app, world, 'POST triage/templates/:templateId', { params: c.templateParams, body: c.templateBody, answer: c.versionDone, run: (who, i) => keepTemplate(world, who, i) }); // prettier-ignore
  deskRoute(app, world, 'GET triage/settings', {
    answer: c.settings,
    run: (who) => readSettings(world, who),
  });
  deskRoute(app, world, 'POST triage/settings', { body: c.settingsBody, answer: c.versionDone, run: (who, i) => keepSettings(world, who, i) }); // prettier-ignore
  deskRoute(app, world, 'GET triage/views', { answer: c.views, run: (who) => readViews(world, who) });
  deskRoute(app, world, 'POST triage/views/:viewId', { params: c.viewParams, body: c.viewBody, answer: c.done, run: (who, i) => keepView(world, who, i) }); // prettier-ignore
  deskRoute(app, world, 'POST triage/views/:viewId/forget', { params: c.viewParams, answer: c.done, run: (who, i) => forgetView(world, who, i) }); // prettier-ignore
  deskRoute(app, world, 'GET triage/handovers', { answer: c.handovers, run: (who) => readHandovers(world, who) }); // prettier-ignore
  deskRoute(app, world, 'POST triage/handovers/:handoverId', { params: c.handoverParams, body: c.handoverBody, answer: c.done, run: (who, i) => handOver(world, who, i) }); // prettier-ignore
  deskRoute(app, world, 'POST triage/handovers/:handoverId/take', { params: c.handoverParams, body: c.takeBody, answer: c.taken, run: (who, i) => takeOver(world, who, i) }); // prettier-ignore
  deskRoute(app, world, 'GET triage/help', {
    answer: c.helpCounts,
    run: (who) => readHelpCounts(world, who),
  });
}
