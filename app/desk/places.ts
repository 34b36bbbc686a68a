/** Where the rail leads, by the kind of organisation. The walls are in the database; this only leaves out empty rooms. */
import type { Me } from './session.ts';
import { w } from './words.ts';
import c from './words/community.en.json' with { type: 'json' };
import due from './words/duties.en.json' with { type: 'json' };
import i from './words/improvement.en.json' with { type: 'json' };
import j from './words/joint.en.json' with { type: 'json' };
import r from './words/referral.en.json' with { type: 'json' };

export type Place = {
  readonly to:
    | '/inbox'
    | '/cases'
    | '/due'
    | '/disclosures'
    | '/improvement'
    | '/improvements'
    | '/together'
    | '/community'
    | '/referrals'
    | '/figures'
    | '/members'
    | '/evidence'
    | '/rights'
    | '/network'
    | '/watch';
  readonly words: string;
  readonly icon: string;
  /** The day's work, people, proof, the house itself: a gap on the rail parts them. */
  readonly group: 'work' | 'people' | 'proof' | 'house';
};

const INBOX: Place = { to: '/inbox', words: w.rail.inbox, icon: 'chat', group: 'work' };
const CASES: Place = { to: '/cases', words: w.rail.cases, icon: 'doc', group: 'work' };
const DUE: Place = { to: '/due', words: due.page.title, icon: 'play', group: 'work' };
const DISCLOSURES: Place = { to: '/disclosures', words: w.rail.disclosures, icon: 'con', group: 'work' };
const TOGETHER: Place = { to: '/together', words: j.rail, icon: 'globe', group: 'work' };
const REFERRALS: Place = { to: '/referrals', words: r.rail, icon: 'next', group: 'work' };
const QUEUE: Place = { to: '/referrals', words: r.queue, icon: 'next', group: 'work' };
const COMMUNITY: Place = { to: '/community', words: c.rail, icon: 'listen', group: 'people' };
const WARNINGS: Place = { to: '/community', words: c.railBusiness, icon: 'listen', group: 'work' };
const IMPROVEMENT: Place = { to: '/improvement', words: i.rail, icon: 'check', group: 'work' };
const IMPROVEMENTS: Place = { to: '/improvements', words: i.supported, icon: 'check', group: 'proof' };
const FIGURES: Place = { to: '/figures', words: w.rail.figures, icon: 'st-heard', group: 'proof' };
const CHAIN: Place = { to: '/figures', words: w.rail.chain, icon: 'foa', group: 'work' };
const EVIDENCE: Place = { to: '/evidence', words: w.rail.licences, icon: 'proof', group: 'proof' };
const RIGHTS: Place = { to: '/rights', words: w.rail.rights, icon: 'safe', group: 'proof' };
const NETWORK: Place = { to: '/network', words: w.rail.network, icon: 'place', group: 'house' };
const MEMBERS: Place = { to: '/members', words: w.rail.members, icon: 'reader', group: 'house' };
const WATCH: Place = { to: '/watch', words: w.rail.watch, icon: 'open', group: 'house' };

const BY_KIND: Readonly<Record<string, readonly Place[]>> = {
  cso: [
    INBOX,
    CASES,
    DUE,
    REFERRALS,
    TOGETHER,
    COMMUNITY,
    FIGURES,
    IMPROVEMENTS,
    EVIDENCE,
    RIGHTS,
    NETWORK,
    MEMBERS,
    WATCH,
  ],
  union: [
    INBOX,
    CASES,
    DUE,
    REFERRALS,
    TOGETHER,
    COMMUNITY,
    FIGURES,
    IMPROVEMENTS,
    EVIDENCE,
    RIGHTS,
    NETWORK,
    MEMBERS,
    WATCH,
  ],
  employer: [DISCLOSURES, IMPROVEMENT, TOGETHER, WARNINGS, MEMBERS, WATCH],
  recruiter: [DISCLOSURES, IMPROVEMENT, TOGETHER, WARNINGS, MEMBERS, WATCH],
  buyer: [CHAIN, IMPROVEMENTS, TOGETHER, EVIDENCE, RIGHTS, MEMBERS, WATCH],
  association: [FIGURES, TOGETHER, MEMBERS, WATCH],
  labour_office: [QUEUE, TOGETHER, EVIDENCE, FIGURES, RIGHTS, MEMBERS, WATCH],
  auditor: [EVIDENCE, FIGURES, RIGHTS, MEMBERS, WATCH],
};

export const placesFor = (me: Me): readonly Place[] => BY_KIND[me.member.kind] ?? [MEMBERS, WATCH];
