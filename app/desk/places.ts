/** Where the rail leads, by the kind of organisation. The walls are in the database; this only leaves out empty rooms. */
import type { Me } from './session.ts';
import { w } from './words.ts';

export type Place = {
  readonly to:
    '/inbox' | '/cases' | '/disclosures' | '/figures' | '/members' | '/licences' | '/network' | '/watch';
  readonly words: string;
  readonly icon: string;
};

const INBOX: Place = { to: '/inbox', words: w.rail.inbox, icon: 'chat' };
const CASES: Place = { to: '/cases', words: w.rail.cases, icon: 'doc' };
const DISCLOSURES: Place = { to: '/disclosures', words: w.rail.disclosures, icon: 'con' };
const FIGURES: Place = { to: '/figures', words: w.rail.figures, icon: 'st-heard' };
const CHAIN: Place = { to: '/figures', words: w.rail.chain, icon: 'foa' };
const LICENCES: Place = { to: '/licences', words: w.rail.licences, icon: 'proof' };
const NETWORK: Place = { to: '/network', words: w.rail.network, icon: 'place' };
const MEMBERS: Place = { to: '/members', words: w.rail.members, icon: 'reader' };
const WATCH: Place = { to: '/watch', words: w.rail.watch, icon: 'open' };

const BY_KIND: Readonly<Record<string, readonly Place[]>> = {
  cso: [INBOX, CASES, FIGURES, NETWORK, MEMBERS, WATCH],
  union: [INBOX, CASES, FIGURES, NETWORK, MEMBERS, WATCH],
  employer: [DISCLOSURES, MEMBERS, WATCH],
  recruiter: [DISCLOSURES, MEMBERS, WATCH],
  buyer: [CHAIN, MEMBERS, WATCH],
  association: [FIGURES, MEMBERS, WATCH],
  labour_office: [LICENCES, FIGURES, MEMBERS, WATCH],
  auditor: [LICENCES, FIGURES, MEMBERS, WATCH],
};

export const placesFor = (me: Me): readonly Place[] => BY_KIND[me.member.kind] ?? [MEMBERS, WATCH];
