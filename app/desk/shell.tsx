/** Rail, alarm, view. */
import { Modal, Switch, useMantineColorScheme } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link, Outlet, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { time } from './clock.ts';
import { setKeysOn, useKeys, useKeysOn, useKnownKeys } from './keyboard.tsx';
import { leave } from './leave.ts';
import { LogState } from './log-state.tsx';
import { Icon, Kbd } from './parts/basic.tsx';
import { useOnline } from './parts/states.tsx';
import { placesFor } from './places.ts';
import { wantNext } from './screens/triage/nav.ts';
import { type Agreement, type Me, readsWorkers, useAgreement } from './session.ts';
import { lock, useVault } from './vault.ts';
import { fill, named, w } from './words.ts';
import t from './words/triage.en.json' with { type: 'json' };

export function Shell({ me }: { me: Me }) {
  const [help, setHelp] = useState(false);
  const client = useQueryClient();
  const vault = useVault();
  const agreement = useAgreement(me);
  const shut = () => {
    lock();
    // What was opened must not stay behind in a cache either; who signed in stays known.
    client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' });
  };
  const navigate = useNavigate();
  const toNext = () => {
    wantNext();
    void navigate({ to: '/inbox' });
  };
  useKeys([
    { key: '?', does: w.keys.all, run: () => setHelp(true) },
    ...(vault ? [{ key: 'L', does: w.keys.lock, run: shut }] : []),
    { key: '/', does: w.keys.search, run: focusSearch },
    ...(readsWorkers(me) ? [{ key: 'G', does: t.keys.go, run: toNext }] : []),
  ]);
  return (
    <div className="d desk">
      <a className="skip" href="#view">
        {w.shell.skip}
      </a>
      <Rail me={me} agreement={agreement} shut={shut} help={() => setHelp(true)} />
      <div className="col viewcol">
        {agreement && agreement.differ.length > 0 && <Alarm agreement={agreement} />}
        <LogState />
        <main id="view" tabIndex={-1} className="view">
          <Outlet />
        </main>
      </div>
      <Modal opened={help} onClose={() => setHelp(false)} title={w.keys.title}>
        <AllKeys />
      </Modal>
    </div>
  );
}

function focusSearch(): void {
  document.querySelector<HTMLInputElement>('[data-search]')?.focus();
}

type RailProps = { me: Me; agreement: Agreement | undefined; shut: () => void; help: () => void };

function Rail({ me, agreement, shut, help }: RailProps) {
  const vault = useVault();
  const online = useOnline();
  return (
    <nav className="rail" aria-label={w.shell.rail}>
      <div className="who">
        <Icon id="mark" size="i28" />
        <div>
          {me.member.orgName}
          <div className="xs dim whorole">
            {me.member.name}, {named(w.role, me.member.role)}
          </div>
        </div>
      </div>
      {placesFor(me).map(({ to, words, icon, group }, i, all) => (
        <Link
          key={to}
          to={to}
          activeProps={{ className: 'on' }}
          data-parted={i > 0 && all[i - 1]?.group !== group}
        >
          <Icon id={icon} />
          {words}
        </Link>
      ))}
      <div className="end">
        {me.ring && (
          <div className="words4">
            {w.shell.words}
            <br />
            <b className="fourwords">{agreement?.words ?? me.ring.words}</b>
            {agreement?.differ.length === 0 && (
              <span className="dim">
                {' '}
                {agreement.missing.length === 0 ? w.shell.same : w.shell.sameSoFar}
              </span>
            )}
          </div>
        )}
        {vault && (
          <button type="button" className="lnk" onClick={shut} aria-keyshortcuts="L">
            <Icon id="open" /> {fill(w.shell.openUntil, { time: time(vault.until) })} <Kbd>L</Kbd>
          </button>
        )}
        <div role="status">
          <Icon id={online ? 'check' : 'offline'} /> {online ? w.shell.online : w.shell.offline}
        </div>
        <button type="button" className="lnk" onClick={help} aria-keyshortcuts="?">
          <Icon id="inf" /> {w.shell.keys} <Kbd>?</Kbd>
        </button>
        <Scheme />
        <button type="button" className="lnk" onClick={() => void leave()}>
          <Icon id="exit" /> {w.shell.signOut}
        </button>
      </div>
    </nav>
  );
}

const SCHEMES = ['auto', 'light', 'dark'] as const;

function Scheme() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const next = SCHEMES[(SCHEMES.indexOf(colorScheme) + 1) % SCHEMES.length] ?? 'auto';
  return (
    <button type="button" className="lnk" onClick={() => setColorScheme(next)}>
      <Icon id="partly" /> {named(w.shell.scheme, colorScheme)}
    </button>
  );
}

/** A key that is not ours would be read by whoever put it there: nothing matters more than this line. */
const Alarm = ({ agreement }: { agreement: Agreement }) => (
  <div className="alarm" role="alert">
    <b>{w.alarm.title}</b>{' '}
    {fill(w.alarm.where, { where: agreement.differ.map((at) => named(w.alarm.at, at)).join(', ') })}{' '}
    {fill(w.alarm.words, { words: agreement.words })} {w.alarm.act}
  </div>
);

function AllKeys() {
  const keys = useKnownKeys();
  const on = useKeysOn();
  const navigate = useNavigate();
  return (
    <div className="d g">
      <table className="t">
        <tbody>
          {keys.map(({ key, does }) => (
            <tr key={key + does}>
              <td>
                <kbd>{key}</kbd>
              </td>
              <td>{does}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Switch label={w.keys.on} checked={on} onChange={(event) => setKeysOn(event.currentTarget.checked)} />
      <p className="sm">
        <button type="button" className="lnk inline" onClick={() => void navigate({ to: '/members' })}>
          {w.keys.more}
        </button>
      </p>
    </div>
  );
}
