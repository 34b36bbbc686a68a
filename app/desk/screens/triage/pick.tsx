/** A choice among codes, and what the network has set for its queue. */
import { useQuery } from '@tanstack/react-query';
import type { Settings } from '../../../features/triage/contract.ts';
import { DESK, get } from '../../api.ts';
import t from '../../words/triage.en.json' with { type: 'json' };

export const LANGUAGES = ['my', 'th', 'km', 'lo', 'ne', 'hi', 'bn', 'vi', 'id', 'en'] as const;
export const useSettings = () =>
  useQuery({ queryKey: ['triage-settings'], queryFn: () => get<Settings>(`${DESK}/triage/settings`), staleTime: 300_000 }); // prettier-ignore

type PickProps<V extends string> = {
  name: string;
  value: V | undefined;
  all: readonly V[];
  words: (one: V) => string;
  pick: (value: V | undefined) => void;
  /** Without "any", and with its name for screen readers only. */
  bare?: boolean;
};
export function Pick<V extends string>({ name, value, all, words, pick, bare = false }: PickProps<V>) {
  return (
    <label>
      <span className={bare ? 'vh' : ''}>{name}</span>
      <select
        className="pick"
        value={value ?? ''}
        onChange={(event) => pick(all.find((one) => one === event.currentTarget.value))}
      >
        {!bare && <option value="">{t.head.any}</option>}
        {all.map((one) => (
          <option key={one} value={one}>
            {words(one)}
          </option>
        ))}
      </select>
    </label>
  );
}
