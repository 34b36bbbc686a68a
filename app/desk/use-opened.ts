/** Opens envelopes in this tab and gives the words to the view; nothing leaves the memory. */
import { useEffect, useState } from 'react';
import { type Opened, parseOpened } from './opened.ts';
import { openEnvelope, useVault } from './vault.ts';

/** `undefined` = not opened yet, `null` = none of our keys opens it. */
export type Found = Opened | null | undefined;
export type Sealed = { readonly id: string; readonly envelope: string };

const AT_ONCE = 8;

async function openAll(
  sealed: readonly Sealed[],
  found: (id: string, opened: Opened | null) => void,
): Promise<void> {
  for (let at = 0; at < sealed.length; at += AT_ONCE)
    await Promise.all(
      sealed.slice(at, at + AT_ONCE).map(async ({ id, envelope }) => {
        const inside = await openEnvelope(id, envelope);
        found(id, inside ? parseOpened(inside) : null);
      }),
    );
}

/** In the order given, so that the top of a list is there first. */
export function useOpened(sealed: readonly Sealed[]): ReadonlyMap<string, Opened | null> {
  const vault = useVault();
  const [map, setMap] = useState<ReadonlyMap<string, Opened | null>>(new Map());
  const key = sealed.map(({ id }) => id).join(' ');
  useEffect(() => {
    if (!vault) return setMap(new Map());
    let gone = false;
    let gathered: [string, Opened | null][] = [];
    const flush = () => {
      if (gone || gathered.length === 0) return;
      const more = gathered;
      gathered = [];
      setMap((before) => new Map([...before, ...more]));
    };
    // Drawn a few at a time: a list of 200 would be drawn 200 times.
    const timer = setInterval(flush, 60);
    void openAll(sealed, (id, opened) => gathered.push([id, opened])).then(() => {
      clearInterval(timer);
      flush();
    });
    return () => {
      gone = true;
      clearInterval(timer);
    };
  }, [key, vault?.ring]);
  return map;
}
