import { fullDay } from '../clock.ts';
import { fill, w } from '../words.ts';
import { Icon } from './basic.tsx';

/** One page for a safe: who finds it can read what workers said, who loses it and all passphrases never can again. */
export const Kit = ({ org, words, code }: { org: string; words: string; code: string }) => (
  <article className="kit card">
    <header>
      <Icon id="mark" size="i20" />
      <h2>{fill(w.kit.title, { org })}</h2>
    </header>
    <div className="in g">
      <p>{w.kit.what}</p>
      <p className="kitcode" translate="no">
        {code.split(' ').map((word, at) => (
          <span key={at}>
            <small>{at + 1}</small> {word}
          </span>
        ))}
      </p>
      <dl className="kv">
        <dt>{w.kit.words}</dt>
        <dd className="fourwords">{words}</dd>
        <dt>{w.kit.made}</dt>
        <dd>{fullDay(new Date())}</dd>
      </dl>
      <ul className="sm">
        {w.kit.rules.map((rule) => (
          <li key={rule}>{rule}</li>
        ))}
      </ul>
    </div>
  </article>
);
