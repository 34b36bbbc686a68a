/** What a business sees of what workers said, and what it never does. */
import { Icon } from '../parts/basic.tsx';
import { w } from '../words.ts';

export const WhatYouSee = () => (
  <div className="g">
    <section>
      <h2>{w.told.see}</h2>
      <p className="sm dim">{w.told.seeWhat}</p>
    </section>
    <section>
      <h2>
        <Icon id="hidden" /> {w.told.hidden}
      </h2>
      <p className="sm dim">{w.told.hiddenWhat}</p>
    </section>
  </div>
);
