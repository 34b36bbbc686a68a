import type { World } from '../../platform/world.ts';
import { open } from '../record/index.ts';
import { type Member, NOTHING, caseOpening, caseReading } from '../network/index.ts';
import type { Refusal } from '../refusal.ts';
import { caseView, casesList } from './case-view.store.ts';
import type { CaseView, CasesList, CasesQuery, Inbox, InboxQuery, ThreadView } from './contract.ts';
import { inbox } from './inbox.store.ts';
import { fileView } from './thread.store.ts';
import { threadView } from './view.store.ts';

export const readInbox = (world: World, who: Member, query: InboxQuery): Promise<Inbox | Refusal> =>
  caseOpening(world, who, (db, now) => inbox(db, who, query, now));

export const readThread = (
  world: World,
  who: Member,
  at: { docket: number; threadId: string },
): Promise<ThreadView | Refusal> =>
  caseOpening(world, who, async (db) => (await threadView(db, at.docket, at.threadId)) ?? NOTHING);

/** Whether this organisation may have a sealed file. Not only case workers: a business has files of its own. */
export const readFileOf = (
  world: World,
  who: Member,
  sha256: string,
): Promise<{ sha256: string } | Refusal> =>
  open(world, who, async (db) => (await fileView(db, sha256)) ?? NOTHING);

export const readCases = (world: World, who: Member, query: CasesQuery): Promise<CasesList | Refusal> =>
  caseReading(world, who, (db) => casesList(db, who.orgId, query));

export const readCaseView = (
  world: World,
  who: Member,
  at: { docket: number; caseId: string },
): Promise<CaseView | Refusal> =>
  caseOpening(world, who, async (db) => (await caseView(db, at.docket, at.caseId, who)) ?? NOTHING);
