import { ALDER, HERON, HIMAL, KITE, MAIN_CSO, MARIGOLD, NORDKETTE, SANGAM, STRAIT, TERN } from './network.ts';
import type { Sector, SupplyLink, Workplace } from './network.ts';

type Place = [country: Workplace['country'], region: string, sector: Sector];
type Party = [employer: string | null, receiver: string];
/** Headcount, and how many reports come from here in 24 months at scale 1. Nought: nobody is heard from. */
type Size = [headcount: number, voice: number];

const A1: SupplyLink = { buyer: ALDER, tier: 1 };
const A2: SupplyLink = { buyer: ALDER, tier: 2 };
const A3: SupplyLink = { buyer: ALDER, tier: 3 };
const N1: SupplyLink = { buyer: NORDKETTE, tier: 1 };
const N2: SupplyLink = { buyer: NORDKETTE, tier: 2 };
const N3: SupplyLink = { buyer: NORDKETTE, tier: 3 };

const rows: [string, string, Place, Party, Size, SupplyLink[]][] = [
  // Thailand
  [
    'K4W7QD',
    'Tern Island Seafood',
    ['TH', 'Samut Sakhon', 'seafood'],
    [TERN, MAIN_CSO],
    [1480, 310],
    [A1, N1],
  ],
  ['M2R9TB', 'Tern Island Cannery', ['TH', 'Samut Sakhon', 'seafood'], [TERN, MAIN_CSO], [960, 210], [A1]],
  ['C7X3HN', 'Tern Island Cold Store', ['TH', 'Songkhla', 'seafood'], [TERN, MAIN_CSO], [310, 96], [A1]],
  ['P5V8JE', 'Tern Island Peeling Hall', ['TH', 'Songkhla', 'seafood'], [TERN, MAIN_CSO], [190, 74], [A2]],
  ['R3D6YA', 'Tern Island Ice and Dock', ['TH', 'Ranong', 'seafood'], [TERN, MAIN_CSO], [120, 22], [A2]],
  [
    'T8F2KS',
    'Tern Island Feed Mill',
    ['TH', 'Nakhon Si Thammarat', 'seafood'],
    [TERN, MAIN_CSO],
    [85, 6],
    [A3],
  ],
  ['V6H4NM', 'Paper Kite Packing', ['TH', 'Samut Sakhon', 'seafood'], [KITE, MAIN_CSO], [720, 180], [N1]],
  [
    'X9J7QC',
    'Paper Kite Peeling',
    ['TH', 'Samut Songkhram', 'seafood'],
    [KITE, MAIN_CSO],
    [240, 130],
    [A2, N2],
  ],
  ['B4L5TW', 'Paper Kite Dry Goods', ['TH', 'Tak', 'seafood'], [KITE, MAIN_CSO], [160, 48], [N2]],
  ['D2N8VG', 'Paper Kite Crab Room', ['TH', 'Surat Thani', 'seafood'], [KITE, MAIN_CSO], [64, 7], [N2]],
  ['F7Q3XK', 'Blue Lantern Shrimp', ['TH', 'Samut Sakhon', 'seafood'], [null, MAIN_CSO], [260, 62], [A3, N3]],
  ['H5S6ZP', 'Long Jetty Fish Sauce', ['TH', 'Rayong', 'seafood'], [null, MAIN_CSO], [70, 5], [N2]],
  ['J3T9AR', 'Reedbed Squid', ['TH', 'Pattani', 'seafood'], [null, MAIN_CSO], [150, 34], [A2]],
  ['L8W2CV', 'Saltpan Surimi', ['TH', 'Samut Songkhram', 'seafood'], [null, MAIN_CSO], [210, 0], [A3]],
  [
    'N6Y4EX',
    'Copper Wren Electronics',
    ['TH', 'Ayutthaya', 'electronics'],
    [null, MAIN_CSO],
    [890, 88],
    [N1],
  ],
  ['Q4A7GZ', 'Quiet Harbour Connectors', ['TH', 'Chonburi', 'electronics'], [null, MAIN_CSO], [330, 0], [N2]],
  ['S2C5JB', 'Loom and Lantern Garments', ['TH', 'Tak', 'garments'], [null, MAIN_CSO], [640, 120], [N1]],
  ['W7E8LD', 'Teak Button Knitwear', ['TH', 'Tak', 'garments'], [null, MAIN_CSO], [180, 41], [N2]],
  // Malaysia
  ['Y5G3NF', 'Heron Circuits Bayan', ['MY', 'Penang', 'electronics'], [HERON, STRAIT], [2100, 260], [N1]],
  ['A3J6QH', 'Heron Cables', ['MY', 'Johor', 'electronics'], [HERON, STRAIT], [1150, 170], [N1]],
  ['C8L9SK', 'Heron Boards', ['MY', 'Johor', 'electronics'], [HERON, HIMAL], [540, 92], [N2]],
  ['E6N2VM', 'Heron Moulding', ['MY', 'Kedah', 'electronics'], [HERON, STRAIT], [380, 55], [N2]],
  ['G4Q5XP', 'Heron Metalwork', ['MY', 'Negeri Sembilan', 'electronics'], [HERON, STRAIT], [140, 19], [N3]],
  ['K2S8ZR', 'Heron Packaging', ['MY', 'Selangor', 'electronics'], [HERON, STRAIT], [75, 4], [N3]],
  ['M7V3BT', 'Grey Civet Components', ['MY', 'Penang', 'electronics'], [null, STRAIT], [460, 66], [N2]],
  ['P5X6DW', 'Two Rivers Battery Packs', ['MY', 'Selangor', 'electronics'], [null, HIMAL], [290, 38], [N3]],
  ['R3Z9FY', 'Sago Palm Workwear', ['MY', 'Johor', 'garments'], [null, STRAIT], [270, 44], [N1]],
  ['T8B2HA', 'Half Moon Knits', ['MY', 'Johor', 'garments'], [null, STRAIT], [95, 8], [N2]],
  ['V6D4KC', 'Monsoon Relay', ['MY', 'Melaka', 'electronics'], [null, STRAIT], [410, 0], [N3]],
  // India
  ['X4F7ME', 'Marigold Spinning', ['IN', 'Tamil Nadu', 'garments'], [MARIGOLD, SANGAM], [1320, 230], [N2]],
  [
    'B2H5PG',
    'Marigold Sewing, Unit 2',
    ['IN', 'Tamil Nadu', 'garments'],
    [MARIGOLD, SANGAM],
    [870, 150],
    [N1],
  ],
  ['D7K8RJ', 'Marigold Denim', ['IN', 'Karnataka', 'garments'], [MARIGOLD, SANGAM], [510, 70], [N1]],
  ['F5M3TL', 'Marigold Dye House', ['IN', 'Tamil Nadu', 'garments'], [MARIGOLD, SANGAM], [220, 36], [N3]],
  ['H3P6WN', 'Marigold Finishing', ['IN', 'Uttar Pradesh', 'garments'], [MARIGOLD, SANGAM], [130, 3], [N2]],
  ['J8R9YQ', 'Saffron Tide Shrimp', ['IN', 'Andhra Pradesh', 'seafood'], [null, SANGAM], [430, 84], [A2]],
  ['L6T2AS', 'Palmyra Prawn Peeling', ['IN', 'Kerala', 'seafood'], [null, SANGAM], [160, 27], [A3]],
  ['N4W5CV', 'White Sandbar Exports', ['IN', 'Andhra Pradesh', 'seafood'], [null, SANGAM], [240, 0], [A2]],
  ['Q2Y8EX', 'Tamarind Stitch', ['IN', 'Haryana', 'garments'], [null, SANGAM], [390, 58], [N2]],
  ['S7A3GZ', 'Neem Row Hosiery', ['IN', 'Punjab', 'garments'], [null, SANGAM], [110, 6], [N3]],
  ['W5C6JB', 'Indigo Kite Circuits', ['IN', 'Uttar Pradesh', 'electronics'], [null, SANGAM], [300, 0], [N3]],
];

/**
 * Ids have the shape of an OS ID: country, year, day of the year, six letters. Day 366 of 2025 never was,
 * so none of them can be the id of a real workplace.
 */
const osId = (country: string, tail: string): string => `osid:${country}2025366${tail}`;

export const workplaces: readonly Workplace[] = rows.map(([tail, name, place, party, size, supplies]) => ({
  id: osId(place[0], tail),
  name,
  country: place[0],
  region: place[1],
  sector: place[2],
  headcount: size[0],
  employer: party[0],
  receiver: party[1],
  supplies,
}));

/** Reports in 24 months at scale 1, by workplace id. */
export const voices: ReadonlyMap<string, number> = new Map(
  rows.map(([tail, , place, , size]) => [osId(place[0], tail), size[1]]),
);

/** Where the four scripted stories of the tour play. */
export const FLAGSHIP = osId('TH', 'K4W7QD');
export const CANNERY = osId('TH', 'M2R9TB');
export const SHARED_TIER_2 = osId('TH', 'X9J7QC');
