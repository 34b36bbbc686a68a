import type { Figure, Measure, Period, Scope } from './figure.ts';

/** How figures are called to partners and the public. English first; the public page's other languages come with its own locale. */

export const MEASURE_WORDS: Record<Measure, string> = {
  contacts: 'contacts',
  workers: 'workers heard',
  raised: 'issues raised',
  verified: 'remedied, both sides agree',
  verified_state: 'remedied by the state',
  claimed: 'claimed done, not confirmed',
  partly: 'workers say partly',
  disputed: 'disputed',
  unreachable: 'workers not reached',
  overdue: 'overdue',
};

const regions = new Intl.DisplayNames(['en'], { type: 'region' });
export const countryName = (code: string): string =>
  /^[A-Z]{2}$/.test(code) ? (regions.of(code) ?? code) : code;
export const sectorName = (sector: string): string => sector.charAt(0).toUpperCase() + sector.slice(1);

const month = new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric', timeZone: 'UTC' });
const shortMonth = new Intl.DateTimeFormat('en', { month: 'short', year: 'numeric', timeZone: 'UTC' });
const fullDay = new Intl.DateTimeFormat('en', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
});
const at = (day: string) => new Date(`${day}T00:00:00Z`);

export const dayWords = (day: string): string => fullDay.format(at(day));
export const monthWords = (day: string): string => shortMonth.format(at(day));
export const periodWords = ({ from, to }: Period): string => {
  const [first, last] = [month.format(at(from)), month.format(at(to))];
  return first === last ? first : `${first} to ${last}`;
};

const whole = new Intl.NumberFormat('en');
export const numberWords = (n: number): string => whole.format(n);

/** What it rests on, in words: never a count where the figure is hidden. */
export function baseWords({ state, base, measure }: Figure): string {
  switch (state) {
    case 'shown':
      return measure === 'workers'
        ? 'Confirmed distinct workers.'
        : `Rests on ${numberWords(base ?? 0)} or more workers.`;
    case 'zero':
      return `${numberWords(base ?? 0)} or more workers were heard.`;
    case 'too_few':
      return 'Too few to show, or hidden so that another figure can’t be worked out.';
    case 'not_heard':
      return 'Nobody was reached. That is not “no problem”.';
  }
}

export function scopeWords(scope: Scope): string {
  switch (scope.kind) {
    case 'network':
      return 'Whole network';
    case 'country':
      return countryName(scope.country);
    case 'sector':
      return sectorName(scope.sector);
    case 'country_sector':
      return `${countryName(scope.country)}, ${scope.sector}`;
    case 'chain':
      return 'Your chain';
    case 'chain_country':
      return `Your chain, ${countryName(scope.country)}`;
    case 'workplace':
      return scope.workplace;
  }
}
