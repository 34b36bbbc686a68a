/** Names that only this organisation's key opens, opened in this tab. */
import { useEffect, useState } from 'react';
import { openEnvelope, useVault } from '../../vault.ts';

export type Name = { readonly name: string; readonly place: string };
const textOf = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 200) : '');

/** `undefined` = not opened yet, `null` = none of our keys opens it. */
export function useNames(sealed: readonly { readonly id: string; readonly envelope: string }[]) {
  const vault = useVault();
  const [map, setMap] = useState<ReadonlyMap<string, Name | null>>(new Map());
  const key = sealed.map(({ id }) => id).join(' ');
  useEffect(() => {
    if (!vault) return setMap(new Map());
    let gone = false;
    const all = sealed.map(async ({ id, envelope }): Promise<[string, Name | null]> => {
      const inside = (await openEnvelope(id, envelope)) as Record<string, unknown> | undefined;
      return [id, inside ? { name: textOf(inside.name), place: textOf(inside.place) } : null];
    });
    void Promise.all(all).then((found) => !gone && setMap(new Map(found)));
    return () => {
      gone = true;
    };
  }, [key, vault?.ring]);
  return map;
}
