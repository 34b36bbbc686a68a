/**
 * Workplaces and the organisations that read what their workers say. The whole list goes to every phone, which searches
 * it there: what a worker types is never sent.
 */
export type Place = {
  /** Index of its docket. */
  readonly docket: number;
  readonly kind: string;
  readonly id: string;
  readonly name: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly region: string;
  readonly sector: string;
  /** `org` of one of the receivers. */
  readonly receiver: string;
};

export type Receiver = {
  readonly org: string;
  readonly name: string;
  readonly names?: Readonly<Record<string, string>>;
  readonly about?: string;
  readonly country: string;
  readonly languages: readonly string[];
  readonly kid: string;
  readonly jwk: { readonly kty: 'EC'; readonly crv: 'P-256'; readonly x: string; readonly y: string };
  /** The four words of `jwk`. */
  readonly words: string;
  readonly hours?: string;
};

export type Unplaced = {
  readonly docket: number;
  readonly kind: string;
  readonly id: string;
  readonly receiverByCountry: Readonly<Record<string, string>>;
  readonly receiver: string;
};

export type Directory = {
  /** The ledger's origin, e.g. `demo.vouch.invalid/vouch/1`. */
  readonly origin: string;
  readonly epochSeconds: number;
  readonly places: readonly Place[];
  readonly receivers: readonly Receiver[];
  readonly unplaced: Unplaced;
};

/** Where a report goes, and why its reader is the one: shown before it is sent. */
export type Route = {
  readonly docket: { readonly index: number; readonly kind: string; readonly id: string };
  readonly place?: Place;
  readonly receiver: Receiver;
  readonly why: 'place' | 'country' | 'any';
};

const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase();

/** At most `limit` places in which every typed word begins a word of the name or region, or stands inside the name. */
export function searchPlaces(places: readonly Place[], typed: string, limit = 6): Place[] {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  if (words.join('').length < 2) return [];
  const fits = ({ name, region }: Place) => {
    const text = plain(`${name} ${region}`);
    return words.every((word) => text.includes(word));
  };
  return places.filter(fits).slice(0, limit);
}

export const findPlace = (directory: Directory, docket: string): Place | undefined =>
  directory.places.find((place) => String(place.docket) === docket);

const byOrg = (directory: Directory, org: string): Receiver | undefined =>
  directory.receivers.find((receiver) => receiver.org === org);

/** Undefined only where the directory names a receiver that it does not hold. */
export function routeOf(directory: Directory, where: string, country: string): Route | undefined {
  const place = findPlace(directory, where);
  if (place) {
    const receiver = byOrg(directory, place.receiver);
    const docket = { index: place.docket, kind: place.kind, id: place.id };
    return receiver && { docket, place, receiver, why: 'place' };
  }
  const { unplaced } = directory;
  const local = Object.hasOwn(unplaced.receiverByCountry, country)
    ? unplaced.receiverByCountry[country]
    : undefined;
  const receiver = byOrg(directory, local ?? unplaced.receiver);
  const docket = { index: unplaced.docket, kind: unplaced.kind, id: unplaced.id };
  return receiver && { docket, receiver, why: local ? 'country' : 'any' };
}

export const receiverName = (receiver: Receiver, language: string): string =>
  receiver.names?.[language] ?? receiver.name;
