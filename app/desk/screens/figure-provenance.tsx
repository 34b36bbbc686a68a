import { useEffect, useRef } from 'react';
import { fullDay } from '../clock.ts';
import { useKeys } from '../keyboard.tsx';
import { Button, Icon } from '../parts/basic.tsx';
import { countryName, fill, named, w } from '../words.ts';
import { baseWords } from './figure-block.tsx';
import { type Figure, periodName, scopeName } from './figure-pick.ts';
import type { FiguresAnswer } from './figure-answer.ts';

type Props = { figure: Figure; answer: FiguresAnswer; own: boolean; close: () => void };

function placeWords({ scope }: Figure, answer: FiguresAnswer): string {
  if (scope.kind === 'workplace')
    return answer.workplaces?.find(({ id }) => id === scope.workplace)?.name ?? scope.workplace;
  if (scope.kind === 'country' || scope.kind === 'chain_country') return countryName(scope.country);
  if (scope.kind === 'chain') return w.figures.wholeChain;
  return scope.kind === 'network' ? w.figures.wholeNetwork : scopeName(scope);
}

/** Where a figure comes from: the release it is a row of, and how anybody can check that it was not changed since. */
export function Provenance({ figure, answer, own, close }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [figure]);
  useKeys([{ key: 'Escape', does: w.figures.close, run: close }]);
  const { release } = answer;
  return (
    <section className="provenance" aria-live="polite">
      <div className="sp">
        <h2 ref={heading} tabIndex={-1}>
          {figure.value === null ? '' : `${figure.value.toLocaleString('en')} `}
          {named(w.measure, figure.measure)}
        </h2>
        <span className="grow" />
        <Button onClick={close} hotkey="Esc">
          {w.figures.close}
        </Button>
      </div>
      <dl className="kv sm">
        <dt>{w.figures.unit}</dt>
        <dd>{named(w.unit, figure.unit)}</dd>
        <dt>{w.figures.period}</dt>
        <dd>{periodName(figure.period)}</dd>
        <dt>{w.figures.place}</dt>
        <dd>{placeWords(figure, answer)}</dd>
        <dt>{w.figures.baseLabel}</dt>
        <dd>{baseWords(figure)}</dd>
        <dt>{w.figures.hidden}</dt>
        <dd>{fill(w.figures.hiddenWhat, { k: answer.k })}</dd>
        {release && (
          <>
            <dt>{w.figures.releaseLabel}</dt>
            <dd>
              {release.name}, {fullDay(release.day)}
            </dd>
            <dt>{w.figures.proof}</dt>
            <dd>
              <Icon id={release.announced ? 'proof' : 'unproven'} />{' '}
              {release.announced ? w.figures.announced : w.figures.notAnnounced}
              <br />
              <code className="xs selectable">{release.sha256}</code>
              {!own && (
                <>
                  <br />
                  <a href={`/api/v1/open/releases/${release.day}`}>{w.figures.releaseFile}</a>
                </>
              )}
            </dd>
          </>
        )}
      </dl>
    </section>
  );
}
