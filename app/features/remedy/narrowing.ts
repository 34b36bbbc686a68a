/**
 * What in words meant for a business would narrow down who spoke (reference.md 5.5 rule 9). A warning, no proof: it sees
 * English words and digits only, so the case worker also says what the answer names.
 */
export const NARROWS = [
  'few_people',
  'time',
  'unit',
  'nationality_or_language',
  'gender_or_age',
  'person',
] as const;
export type Narrows = (typeof NARROWS)[number];

const FEW = '(?:one|two|three|four|five|six|seven|eight|nine|[1-9])';
const PATTERNS: Readonly<Record<Narrows, readonly RegExp[]>> = {
  few_people: [
    new RegExp(
      `\\b(?:only )?${FEW} (?:of (?:them|the)|\\w+ )?(?:workers?|people|persons?|women|men|girls|boys)\\b`,
      'i',
    ),
    /\b(?:a|the|one|this|that) (?:worker|caller|reporter|complainant|woman|man|person)\b/i,
    /\bonly (?:some|a few)\b/i,
  ],
  time: [
    /\b\d{1,2}[:.]\d{2}\b/,
    /\b\d{1,2}\s?(?:am|pm)\b/i,
    /\b(?:yesterday|today|this morning|last night|tonight)\b/i,
    /\b(?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun)day\b/i,
    /\b\d{1,2}[./-]\d{1,2}(?:[./-]\d{2,4})?\b/,
    /\b\d{1,2}(?:st|nd|rd|th)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\b/i,
  ],
  unit: [
    /\b(?:line|dorm(?:itory)?|room|building|floor|shift|boat|team|crew|section|department|station)\s+(?:no\.?\s*)?[A-Z]?\d+\b/i,
    /\b(?:night|morning|evening|day|late) shift\b/i,
    /\bpacking|peeling|kitchen|laundry|warehouse|paint ?shop\b/i,
  ],
  nationality_or_language: [
    /\b(?:myanmar|burmese|cambodian|khmer|lao(?:tian)?|nepali|nepalese|bangladeshi|indian|vietnamese|indonesian|filipino|filipina|thai|shan|mon|karen|rohingya)\b/i,
  ],
  gender_or_age: [
    /\b(?:pregnant|she|her|he|his|woman|women|girl|boy|young|underage|child|children|\d{1,2} years? old)\b/i,
  ],
  person: [/\b(?:Mr|Mrs|Ms|Miss|Ko|Ma|Daw|U|Khun|Nai|Nang)\.? [A-Z]\w+/, /\b(?:named|called) [A-Z]\w+/],
};

/** What the words seem to name, in the order of the list. */
export const narrowing = (words: string): Narrows[] =>
  NARROWS.filter((kind) => PATTERNS[kind].some((pattern) => pattern.test(words)));
