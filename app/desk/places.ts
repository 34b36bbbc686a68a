/** Where the rail leads, by the kind of organisation. The walls are in the database; this only leaves out empty rooms. */
import type { Me } from './session.ts';
import { w } from './words.ts';

export type Place = {
  readonly to:
    | '/inbox'
    | '/cases'
    | '/disclosures'
    | '/figures'
    | '/members'
    | '/evidence'
    | '/rights'
    | '/network'
    | '/watch';
  readonly words: string;
  readonly icon: string;
};

const INBOX: Place = { to: '/inbox', words: w.rail.inbox, icon: 'chat' };
const CASES: Place = { to: '/cases', words: w.rail.cases, icon: 'doc' };
const DISCLOSURES: Place = { to: '/disclosures', words: w.rail.disclosures, icon: 'con' };
const FIGURES: Place = { to: '/figures', words: w.rail.figures, icon: 'st-heard' };
const CHAIN: Place = { to: '/figures', words: w.rail.chain, icon: 'foa' };
const EVIDENCE: Place = { to: '/evidence', words: w.rail.licences, icon: 'proof' };
const RIGHTS: Place = { to: '/rights', words: w.rail.rights, icon: 'safe' };
const NETWORK: Place = { to: '/network', words: w.rail.network, icon: 'place' };
const MEMBERS: Place = { to: '/members', words: w.rail.members, icon: 'reader' };
const WATCH: Place = { to: '/watch', words: w.rail.watch, icon: 'open' };

const BY_KIND: Readonly<Record<string, readonly Place[]>> = {
  cso: [INBOX, CASES, FIGURES, EVIDENCE, RIGHTS, NETWORK, MEMBERS, WATCH],
  union: [INBOX, CASES, FIGURES, EVIDENCE, RIGHTS, NETWORK, MEMBERS, WATCH],
  employer: [DISCLOSURES, MEMBERS, WATCH],
  recruiter: [DISCLOSURES, MEMBERS, WATCH],
  buyer: [CHAIN, EVIDENCE, RIGHTS, MEMBERS, WATCH],
  association: [FIGURES, MEMBERS, WATCH],
  labour_office: [EVIDENCE, FIGURES, RIGHTS, MEMBERS, WATCH],
  auditor: [EVIDENCE, FIGURES, RIGHTS, MEMBERS, WATCH],
};

export const placesFor = (me: Me): readonly Place[] => BY_KIND[me.member.kind] ?? [MEMBERS, WATCH];
