/** Small parts with the classes of desk.css. */
import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { type Due, dueAt, RESPONSE } from '../clock.ts';
import { named, w } from '../words.ts';

export const Icon = ({ id, size = '' }: { id: string; size?: '' | 'i20' | 'i28' }) => (
  <svg className={`i ${size}`} aria-hidden="true">
    <use href={`#${id}`} />
  </svg>
);

export const Kbd = ({ children }: { children: string }) => <kbd aria-hidden="true">{children}</kbd>;

type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & { go?: boolean; icon?: string; hotkey?: string };
export const Button = ({ go, icon, hotkey, children, className = '', ...rest }: ButtonProps) => (
  <button type="button" className={`bt ${go ? 'go' : ''} ${className}`} aria-keyshortcuts={hotkey} {...rest}>
    {icon && <Icon id={icon} />}
    {children}
    {hotkey && <Kbd>{hotkey}</Kbd>}
  </button>
);

/** An act that the rules do not allow now: it stays in its place, dashed, and says why. */
export const Barred = ({ children, why }: { children: ReactNode; why: string }) => (
  <span className="barred">
    <button type="button" className="bt" disabled aria-description={why}>
      {children}
    </button>
    <span className="xs dim">{why}</span>
  </span>
);

export const Urgency = ({ code, word = false }: { code: string; word?: boolean }) => (
  <span className={`urg ${code.toLowerCase()}`}>
    <s aria-hidden="true">
      <i />
      <i />
      <i />
      <i />
    </s>
    {code}
    {word ? ` ${named(w.urgency, code)}` : <span className="vh"> {named(w.urgency, code)}</span>}
  </span>
);

export const Clock = ({ due, bar = true }: { due: Due; bar?: boolean }) => (
  <span className={`due ${due.state === 'left' ? '' : due.state}`}>
    {due.words}
    {bar && (
      <u aria-hidden="true">
        <b style={{ width: `${Math.round(due.gone * 100)}%` }} />
      </u>
    )}
  </span>
);
export const urgencyClock = (urgency: string, due: string | null, now: number): Due =>
  dueAt(due, now, RESPONSE[urgency] ?? RESPONSE.P3 ?? 1);

export const Card = ({
  title,
  aside,
  children,
}: {
  title: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
}) => (
  <section className="card">
    <header>
      <h2>{title}</h2>
      <span className="grow" />
      {aside}
    </header>
    {children}
  </section>
);

export const Tag = ({ children }: { children: ReactNode }) => <span className="tag">{children}</span>;

/** Too few to show, or hidden so that another can't be worked out: the two look alike on purpose. */
export const Few = ({ short = false }: { short?: boolean }) => (
  <span className="few">
    <b>{short ? w.figures.few : w.figures.tooFew}</b>
  </span>
);
export const NotHeard = () => <span className="nh">{w.figures.notHeard}</span>;

const OUTCOME_ICON: Readonly<Record<string, string>> = {
  raised: 'st-heard',
  claimed: 'st-claimed',
  verified: 'st-verified',
  partly: 'st-partly',
  disputed: 'disputed',
  unreachable: 'st-unreach',
};
/** The two halves: left the workers, right the business. Null = nothing claimed and nothing asked yet. */
export const Outcome = ({ outcome, side = 'cso' }: { outcome: string | null; side?: 'cso' | 'employer' }) => {
  const key = outcome ?? 'raised';
  const words = side === 'employer' ? w.outcomeToEmployer : w.outcome;
  return (
    <span className={`st ${key === 'disputed' ? 'heedc b' : ''}`}>
      <Icon id={OUTCOME_ICON[key] ?? 'unproven'} />
      {named(words, key)}
    </span>
  );
};

/** Words in the language they were written in. */
export const Said = ({ language, children }: { language: string; children: string }) => (
  <p className="said" lang={language} dir="auto">
    {children}
  </p>
);
