import type { World } from '../../platform/world.ts';
import type { Member } from '../network/index.ts';
import type { Refusal } from '../refusal.ts';
import { caseView, casesList } from './case-view.store.ts';
import type { CaseView, CasesList, CasesQuery, Inbox, InboxQuery, ThreadView } from './contract.ts';
import { NOTHING, caseReading } from './door.actions.ts';
import { inbox } from './inbox.store.ts';
import { threadView } from './view.store.ts';

export const readInbox = (world: World, who: Member, query: InboxQuery): Promise<Inbox | Refusal> =>
  caseReading(world, who, (db, now) => inbox(db, who.orgId, query, now));

export const readThread = (
  world: World,
  who: Member,
  at: { docket: number; threadId: string },
): Promise<ThreadView | Refusal> =>
  caseReading(world, who, async (db) => (await threadView(db, at.docket, at.threadId)) ?? NOTHING);

export const readCases = (world: World, who: Member, query: CasesQuery): Promise<CasesList | Refusal> =>
  caseReading(world, who, (db) => casesList(db, who.orgId, query));

export const readCaseView = (
  world: World,
  who: Member,
  at: { docket: number; caseId: string },
): Promise<CaseView | Refusal> =>
  caseReading(world, who, async (db) => (await caseView(db, at.docket, at.caseId, who)) ?? NOTHING);
