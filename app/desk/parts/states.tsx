/** Empty, loading, wrong, away: the four states that every view has. */
import { Skeleton } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import { Halt, isProblem } from '../api.ts';
import { fill, w } from '../words.ts';
import { Button, Icon } from './basic.tsx';

/** Still grey bars where the words will stand; nothing for the first 300 ms. */
export function Loading({ rows = 6 }: { rows?: number }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 300);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="loading" aria-busy="true">
      <span className="vh" role="status">
        {late ? w.states.loading : ''}
      </span>
      {late &&
        Array.from({ length: rows }, (_, row) => (
          <div key={row} className="skrow">
            <Skeleton height={18} width={44} />
            <div className="grow">
              <Skeleton height={12} width={`${88 - ((row * 17) % 40)}%`} mt={3} />
              <Skeleton height={9} width={`${46 - ((row * 11) % 20)}%`} mt={8} />
            </div>
          </div>
        ))}
    </div>
  );
}

export const Empty = ({ children }: { children: ReactNode }) => <div className="empty dim">{children}</div>;

/** What happened, that nothing is lost, one thing to do. */
export function Wrong({ error, again }: { error: unknown; again?: () => void }) {
  const [icon, words] = isProblem(error, 0)
    ? ['offline', w.states.unreachable]
    : isProblem(error, 404) || isProblem(error, 403)
      ? ['lock', w.states.notHere]
      : ['inf', isProblem(error) && error.message ? error.message : w.states.wrong];
  return (
    <div className="empty" role="alert">
      <p>
        <Icon id={icon ?? 'inf'} size="i20" /> {words}
      </p>
      {again && (
        <p>
          <Button onClick={again}>{w.states.again}</Button>
        </p>
      )}
    </div>
  );
}

export const NotHere = () => (
  <main className="d alone">
    <Wrong error={undefined} />
    <p>
      <a href="/desk">{w.states.home}</a>
    </p>
  </main>
);

export const ErrorView = ({ error }: { error: unknown }) => (
  <main className="d alone">
    <Wrong error={error} again={() => location.reload()} />
  </main>
);

/** Beside the button that failed: what the server said, or that it could not be reached and nothing was sent. */
export function Said({ error }: { error: unknown }) {
  if (!error) return null;
  const words = isProblem(error, 0)
    ? w.states.notSent
    : isProblem(error, 409) && !error.message
      ? w.states.conflict
      : (isProblem(error) || error instanceof Halt) && error.message
        ? error.message
        : w.states.wrong;
  const fields = isProblem(error) ? error.fields : [];
  return (
    <div className="note1" role="alert">
      {words}
      {fields.map(({ path, why }) => (
        <div key={path + why} className="xs">
          {fill(w.states.field, { path, why })}
        </div>
      ))}
    </div>
  );
}

export function useOnline(): boolean {
  const [online, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const look = () => setOnline(navigator.onLine);
    addEventListener('online', look);
    addEventListener('offline', look);
    return () => {
      removeEventListener('online', look);
      removeEventListener('offline', look);
    };
  }, []);
  return online;
}
