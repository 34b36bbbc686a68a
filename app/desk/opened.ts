/** What stands inside an envelope. Anybody can seal anything to a public key, so it is parsed before it is shown. */

export type Opened = {
  readonly kind: string;
  /** BCP 47, `und` where it is none. */
  readonly language: string;
  readonly words: string;
  readonly categories: readonly string[];
  readonly place?: { readonly name?: string; readonly described?: string; readonly country?: string };
  readonly when?: { readonly about?: string; readonly date?: string };
  readonly contact?: {
    readonly way: string;
    readonly to?: string;
    readonly hours?: string;
    readonly cover?: string;
  };
  readonly consents: readonly string[];
  readonly scopes: readonly string[];
  /** Of an answer: the statement that asked, or the one to take back. */
  readonly re?: string;
  readonly answers: Readonly<Record<string, string>>;
  readonly outcome?: string;
  /** Of an answer to another kind of question. */
  readonly value?: string;
  /** Of a planned action: who at the business answers for it, and what will show that it was done. */
  readonly owner?: string;
  readonly proof?: string;
  readonly well?: number;
  /** How much money came, as the worker wrote it. */
  readonly amount?: string;
  /** Of a referral: what goes, by group of facts. */
  readonly facts?: readonly { readonly group: string; readonly words: string }[];
  readonly english?: string;
  readonly title?: string;
};

const MOST = 40_000;
/** As `clean` of the worker's page: what turns the direction of the text that follows never reaches the screen. */
const plain = (text: string): string =>
  text
    .slice(0, MOST)
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, '');

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? plain(value) : undefined;
const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.slice(0, 40).flatMap((one) => textOf(one) ?? []) : [];
const partOf = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;

function factsOf(value: unknown): Opened['facts'] {
  if (!Array.isArray(value)) return undefined;
  return value.slice(0, 20).flatMap((one) => {
    const fact = partOf(one);
    const [group, words] = [textOf(fact?.group), textOf(fact?.words)];
    return group && words ? [{ group, words }] : [];
  });
}

export function parseOpened(value: object): Opened {
  const said = value as Record<string, unknown>;
  const place = partOf(said.place);
  const when = partOf(said.when);
  const contact = partOf(said.contact);
  const language = textOf(said.language) ?? 'und';
  return {
    kind: textOf(said.kind) ?? '',
    language: /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(language) ? language : 'und',
    words: textOf(said.words) ?? '',
    categories: textsOf(said.categories),
    place: place && {
      name: textOf(place.name),
      described: textOf(place.described),
      country: textOf(place.country),
    },
    when: when && { about: textOf(when.about), date: textOf(when.date) },
    contact: contact && {
      way: textOf(contact.way) ?? 'none',
      to: textOf(contact.to),
      hours: textOf(contact.hours),
      cover: textOf(contact.cover),
    },
    consents: textsOf(said.consents),
    scopes: textsOf(said.scopes),
    re: textOf(said.re),
    answers: Object.fromEntries(
      Object.entries(partOf(said.answers) ?? {})
        .slice(0, 40)
        .flatMap(([scope, answer]) => (typeof answer === 'string' ? [[plain(scope), plain(answer)]] : [])),
    ),
    outcome: textOf(said.outcome),
    value: textOf(said.value),
    owner: textOf(said.owner),
    proof: textOf(said.proof),
    well: typeof said.well === 'number' && said.well >= 1 && said.well <= 5 ? said.well : undefined,
    amount: textOf(said.amount),
    facts: factsOf(said.facts),
    english: textOf(said.english),
    title: textOf(said.title),
  };
}

/** The first words, up to a whole word, for a list's line. Scripts without spaces are cut at a letter. */
export function firstWords(words: string, most = 60): string {
  const line = words.replace(/\s+/g, ' ').trim();
  const letters = Array.from(new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(line));
  if (letters.length <= most) return line;
  const cut = letters
    .slice(0, most)
    .map(({ segment }) => segment)
    .join('');
  const space = cut.lastIndexOf(' ');
  return `${space > most / 2 ? cut.slice(0, space) : cut}…`;
}
