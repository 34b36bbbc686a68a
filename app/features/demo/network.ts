/**
 * The people and parties of the demo network. Every name is invented; the addresses end in
 * `.demo.vouch.invalid`, which can never be delivered to (RFC 6761).
 */
export type OrganisationKind =
  | 'cso' | 'union' | 'recruiter' | 'employer' | 'association' | 'buyer' | 'labour_office' | 'auditor'; // prettier-ignore
export type MemberRole = 'caseworker' | 'lead' | 'hr' | 'manager' | 'analyst' | 'officer' | 'auditor';

export type Member = { id: string; name: string; role: MemberRole; email: string };
export type Organisation = {
  id: string;
  kind: OrganisationKind;
  name: string;
  country: string;
  /** BCP 47; the first is the one its members work in. */
  languages: string[];
  about: string;
  members: Member[];
};

export type Sector = 'seafood' | 'electronics' | 'garments';
export type SupplyLink = { buyer: string; tier: 1 | 2 | 3 };
export type Workplace = {
  id: string;
  name: string;
  country: 'TH' | 'MY' | 'IN';
  region: string;
  sector: Sector;
  headcount: number;
  /** The organisation that signs in for it, or null where the employer takes no part. */
  employer: string | null;
  receiver: string;
  supplies: SupplyLink[];
};

type Row = [id: string, name: string, role: MemberRole];
type Party = Omit<Organisation, 'id' | 'members'>;

function party(slug: string, is: Party, members: Row[]): Organisation {
  return {
    id: `vouch:${slug}`,
    ...is,
    members: members.map(([id, name, role]) => ({
      id,
      name,
      role,
      email: `${id}@${slug}.demo.vouch.invalid`,
    })),
  };
}

export const MAIN_CSO = 'vouch:mekong-worker-line';
export const STRAIT = 'vouch:strait-workers-desk';
export const SANGAM = 'vouch:sangam-workers-centre';
export const HOMEWARD = 'vouch:homeward-circle';
export const HIMAL = 'vouch:himal-migrant-union';
export const TERN = 'vouch:tern-island-seafood';
export const KITE = 'vouch:paper-kite-packing';
export const HERON = 'vouch:heron-circuits';
export const MARIGOLD = 'vouch:marigold-thread-works';
export const TWO_BANKS = 'vouch:two-banks-placement';
export const RIDGELINE = 'vouch:ridgeline-overseas';
export const ALDER = 'vouch:alder-and-wren';
export const NORDKETTE = 'vouch:nordkette-handel';
export const SHORE = 'vouch:gulf-shore-producers';
export const LABOUR_OFFICE = 'vouch:gulf-provinces-labour-office';
export const PLUMBLINE = 'vouch:plumbline-social-audit';

export const organisations: readonly Organisation[] = [
  party(
    'mekong-worker-line',
    {
      kind: 'cso',
      name: 'Mekong Worker Line',
      country: 'TH',
      languages: ['en', 'my', 'th', 'km'],
      about:
        'A hotline in Thailand run by former migrant workers; it reads and answers in Burmese, Khmer and Thai.',
    },
    [
      ['nan-thiri', 'Nan Thiri Oo', 'caseworker'],
      ['sokha-prum', 'Sokha Prum', 'caseworker'],
      ['anong-c', 'Anong Charoenrat', 'lead'],
    ],
  ),
  party(
    'strait-workers-desk',
    {
      kind: 'cso',
      name: 'Strait Workers’ Desk',
      country: 'MY',
      languages: ['en', 'ne', 'my', 'hi'],
      about: 'A help desk for migrant workers in Penang, Selangor and Johor.',
    },
    [
      ['farah-i', 'Farah Iskandar', 'caseworker'],
      ['deepa-g', 'Deepa Gurung', 'lead'],
    ],
  ),
  party(
    'sangam-workers-centre',
    {
      kind: 'cso',
      name: 'Sangam Workers’ Centre',
      country: 'IN',
      languages: ['en', 'hi', 'ne'],
      about: 'A centre for workers who moved between Indian states, with rooms in three mill towns.',
    },
    [
      ['meena-k', 'Meena Kashyap', 'caseworker'],
      ['joseph-t', 'Joseph Thangaraj', 'lead'],
    ],
  ),
  party(
    'homeward-circle',
    {
      kind: 'cso',
      name: 'Homeward Circle',
      country: 'MM',
      languages: ['my', 'en'],
      about:
        'Families and returned workers in Myanmar who follow recruitment from the village to the border.',
    },
    [['khin-swe', 'Khin Swe Lwin', 'lead']],
  ),
  party(
    'himal-migrant-union',
    {
      kind: 'union',
      name: 'Himal Migrant Workers’ Union',
      country: 'NP',
      languages: ['ne', 'hi', 'en'],
      about: 'A union of Nepali workers abroad and of those who came home.',
    },
    [['bishnu-t', 'Bishnu Tamang', 'lead']],
  ),
  party(
    'two-banks-placement',
    {
      kind: 'recruiter',
      name: 'Two Banks Overseas Placement',
      country: 'MM',
      languages: ['my', 'en'],
      about: 'A recruiter that sends workers from Myanmar to Thailand.',
    },
    [['zaw-lin', 'Zaw Lin Htay', 'manager']],
  ),
  party(
    'ridgeline-overseas',
    {
      kind: 'recruiter',
      name: 'Ridgeline Overseas Employment',
      country: 'NP',
      languages: ['ne', 'en'],
      about: 'A recruiter that sends workers from Nepal to Malaysia.',
    },
    [['prakash-b', 'Prakash Bhattarai', 'manager']],
  ),
  party(
    'tern-island-seafood',
    {
      kind: 'employer',
      name: 'Tern Island Seafood Group',
      country: 'TH',
      languages: ['th', 'en'],
      about: 'Owns six seafood workplaces on the Thai gulf.',
    },
    [
      ['prasert-w', 'Prasert Wongsakul', 'hr'],
      ['lalita-m', 'Lalita Maneerat', 'manager'],
    ],
  ),
  party(
    'paper-kite-packing',
    {
      kind: 'employer',
      name: 'Paper Kite Packing',
      country: 'TH',
      languages: ['th', 'en'],
      about: 'Packs seafood and vegetables in four workplaces near the border and the gulf.',
    },
    [['chai-p', 'Chai Phromsri', 'manager']],
  ),
  party(
    'heron-circuits',
    {
      kind: 'employer',
      name: 'Heron Circuits',
      country: 'MY',
      languages: ['en'],
      about: 'Assembles boards and cables in six workplaces in Malaysia.',
    },
    [
      ['siew-ling', 'Ong Siew Ling', 'hr'],
      ['ravi-n', 'Ravi Nadarajan', 'manager'],
    ],
  ),
  party(
    'marigold-thread-works',
    {
      kind: 'employer',
      name: 'Marigold Thread Works',
      country: 'IN',
      languages: ['hi', 'en'],
      about: 'Spins and sews in five workplaces in southern and northern India.',
    },
    [['kavitha-s', 'Kavitha Selvam', 'manager']],
  ),
  party(
    'gulf-shore-producers',
    {
      kind: 'association',
      name: 'Gulf Shore Seafood Producers',
      country: 'TH',
      languages: ['th', 'en'],
      about: 'An association of seafood producers; it sees sector figures only.',
    },
    [['wichai-t', 'Wichai Thongdee', 'officer']],
  ),
  party(
    'alder-and-wren',
    {
      kind: 'buyer',
      name: 'Alder & Wren Foods',
      country: 'DK',
      languages: ['en'],
      about: 'Buys seafood from Thailand and India for shops in northern Europe.',
    },
    [['maja-l', 'Maja Lindquist', 'analyst']],
  ),
  party(
    'nordkette-handel',
    {
      kind: 'buyer',
      name: 'Nordkette Handel',
      country: 'DE',
      languages: ['en'],
      about: 'A retailer that buys seafood, electronics and garments.',
    },
    [['jonas-e', 'Jonas Ebersbach', 'analyst']],
  ),
  party(
    'gulf-provinces-labour-office',
    {
      kind: 'labour_office',
      name: 'Gulf Provinces Labour Office',
      country: 'TH',
      languages: ['th', 'en'],
      about: 'A public office that takes referrals of workers’ cases in the gulf provinces.',
    },
    [['siriporn-k', 'Siriporn Kaewta', 'officer']],
  ),
  party(
    'plumbline-social-audit',
    {
      kind: 'auditor',
      name: 'Plumbline Social Audit',
      country: 'GB',
      languages: ['en'],
      about: 'Audits workplaces for buyers and reads the record under a licence.',
    },
    [['owen-h', 'Owen Hartley', 'auditor']],
  ),
];
