/** Fetches a file of evidence: how far it is, a way to stop, and the whole file or none. */
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { type Fetched, Halt, getFile } from '../api.ts';
import { fill, w } from '../words.ts';
import { Button } from './basic.tsx';
import { Said } from './states.tsx';

/** `of` = which place, for whoever hears the page and doesn't see the row. */
export type Wanted = { path: string; body?: object; label: string; of?: string; go?: boolean };

function save({ blob, name }: Fetched): void {
  const url = URL.createObjectURL(blob);
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

export function EvidenceFile({ wanted, done }: { wanted: Wanted; done?: (name: string) => void }) {
  const [seen, setSeen] = useState({ lines: 0, of: 0 });
  const stop = useRef<AbortController>(undefined);
  const fetching = useMutation({
    mutationFn: async () => {
      setSeen({ lines: 0, of: 0 });
      stop.current = new AbortController();
      const file = await getFile(wanted.path, {
        ...(wanted.body ? { body: wanted.body } : {}),
        signal: stop.current.signal,
        seen: (lines, of) => setSeen({ lines, of }),
      });
      if (file === 'stopped') throw new Halt(w.evidence.stopped);
      if (file === 'broken') throw new Halt(w.evidence.broken);
      save(file);
      done?.(file.name);
      return file.name;
    },
  });
  return (
    <div className="sp wrapped evfile">
      {fetching.isPending ? (
        <>
          <progress
            aria-label={w.evidence.coming}
            max={seen.of || undefined}
            value={seen.of ? seen.lines : undefined}
          />
          <span className="xs dim nw" aria-live="off">
            {seen.of
              ? fill(w.evidence.progress, {
                  n: seen.lines.toLocaleString('en'),
                  of: seen.of.toLocaleString('en'),
                })
              : w.evidence.beginning}
          </span>
          <Button onClick={() => stop.current?.abort()}>{w.states.cancel}</Button>
        </>
      ) : (
        <Button icon="proof" go={wanted.go ?? false} onClick={() => fetching.mutate()}>
          {wanted.label}
          {wanted.of && <span className="vh"> {wanted.of}</span>}
        </Button>
      )}
      <span className="vh" role="status">
        {fetching.isPending
          ? w.evidence.coming
          : fetching.isSuccess
            ? fill(w.evidence.saved, { name: fetching.data })
            : ''}
      </span>
      {fetching.isSuccess && !done && (
        <a className="sm" href="/verify">
          {w.bundle.check}
        </a>
      )}
      <Said error={fetching.error} />
    </div>
  );
}
