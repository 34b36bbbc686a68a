/** Password, then the six digits. In the demo, one tap as each person. */
import { PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { z } from 'zod';
import type { demoPeople, enrolAnswer, setupState, signInAnswer } from '../../features/network/contract.ts';
import { get, post, SIGN } from '../api.ts';
import { Button, Icon } from '../parts/basic.tsx';
import { Said } from '../parts/states.tsx';
import { onSubmit } from '../parts/on-submit.ts';
import { named, w } from '../words.ts';
import { browserName, hasPasskeys, keepBytes, showPasskey } from '../passkey.ts';
import words from '../words/members.en.json' with { type: 'json' };
import { keepPassphrase } from './unlock.tsx';

type People = z.infer<typeof demoPeople>['people'];
type Next = z.infer<typeof signInAnswer>['next'];

export function SignIn() {
  const people = useQuery({
    queryKey: ['people'],
    queryFn: () => get<z.infer<typeof demoPeople>>('/api/v1/demo/people'),
    retry: false,
    staleTime: Infinity,
  });
  const setup = useQuery({
    queryKey: ['setup'],
    queryFn: () => get<z.infer<typeof setupState>>('/api/v1/setup'),
    retry: false,
    staleTime: Infinity,
  });
  const demo = people.data?.people ?? [];
  return (
    <main className="d alone">
      <header className="sp alonehead">
        <Icon id="mark" size="i28" />
        <div>
          <h1>{w.signIn.title}</h1>
          <p className="dim sm">{w.signIn.for}</p>
        </div>
      </header>
      {setup.data?.needed && (
        <p>
          <Link to="/setup" className="bt go">
            {w.signIn.setup}
          </Link>
        </p>
      )}
      {hasPasskeys() && demo.length === 0 && <WithPasskey />}
      {demo.length > 0 && <DemoPeople people={demo} />}
      {demo.length > 0 ? (
        <details>
          <summary className="sm">{w.signIn.withPassword}</summary>
          {hasPasskeys() && <WithPasskey />}
          <WithPassword />
        </details>
      ) : (
        <WithPassword />
      )}
    </main>
  );
}

/** One touch is both factors, and opens the key too where the device can. */
function WithPasskey() {
  const client = useQueryClient();
  const enter = useMutation({
    mutationFn: async () => {
      const { options } = await post<{ options: Record<string, unknown> }>(`${SIGN}/passkey/options`);
      const { json, prf } = await showPasskey(options);
      await post(`${SIGN}/passkey`, { response: json, browser: browserName() });
      if (prf) keepBytes(json.id, prf);
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ['me'] }),
  });
  return (
    <div className="g formcol">
      <div>
        <Button go icon="open" disabled={enter.isPending} onClick={() => enter.mutate()}>
          {words.passkeys.signIn}
        </Button>
      </div>
      <Said error={enter.error} />
    </div>
  );
}

function WithPassword() {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [next, setNext] = useState<Next>();
  const first = useMutation({
    mutationFn: () => post<z.infer<typeof signInAnswer>>(`${SIGN}/sign-in`, { email, password }),
    onSuccess: (answer) => setNext(answer.next),
  });
  if (next === 'totp') return <Digits />;
  if (next === 'enrol') return <Enrol password={password} />;
  return (
    <form className="g formcol" onSubmit={onSubmit(() => first.mutate())}>
      <TextInput
        label={w.signIn.email}
        type="email"
        autoComplete="username"
        required
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <PasswordInput
        label={w.signIn.password}
        autoComplete="current-password"
        required
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <Said error={first.error} />
      <Button go type="submit" disabled={first.isPending}>
        {w.signIn.next}
      </Button>
    </form>
  );
}

/** The second step. A backup code does as well. */
export function Digits({ done }: { done?: () => void }) {
  const client = useQueryClient();
  const [code, setCode] = useState('');
  const check = useMutation({
    mutationFn: () => post(`${SIGN}/totp`, { code: code.replace(/\s/g, ''), browser: browserName() }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['me'] });
      done?.();
    },
  });
  return (
    <form className="g formcol" onSubmit={onSubmit(() => check.mutate())}>
      <TextInput
        label={w.signIn.digits}
        description={w.signIn.digitsHint}
        autoComplete="one-time-code"
        inputMode="numeric"
        autoFocus
        required
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <Said error={check.error} />
      <Button go type="submit" disabled={check.isPending}>
        {w.signIn.enter}
      </Button>
    </form>
  );
}

type Enrolment = z.infer<typeof enrolAnswer>;

/** The first sign-in: a second factor must be set up before anything opens. */
function Enrol({ password }: { password: string }) {
  const [enrolment, setEnrolment] = useState<Enrolment>();
  const start = useMutation({
    mutationFn: () => post<Enrolment>(`${SIGN}/enrol`, { password }),
    onSuccess: setEnrolment,
  });
  if (enrolment) return <EnrolmentView enrolment={enrolment} />;
  return (
    <div className="g formcol">
      <p>{w.signIn.enrolWhy}</p>
      <Said error={start.error} />
      <Button go onClick={() => start.mutate()} disabled={start.isPending}>
        {w.signIn.enrol}
      </Button>
    </div>
  );
}

/** The QR as a picture of its own: whatever it holds, it can't become part of the page. */
export const qrSource = (qr: string): string =>
  qr.startsWith('data:image/') ? qr : `data:image/svg+xml;utf8,${encodeURIComponent(qr)}`;

export function EnrolmentView({ enrolment, done }: { enrolment: Enrolment; done?: () => void }) {
  const secret = /[?&]secret=([A-Z2-7]+)/i.exec(enrolment.uri)?.[1] ?? '';
  return (
    <div className="g formcol">
      <p>{w.signIn.scan}</p>
      <img className="qr" src={qrSource(enrolment.qr)} alt={w.signIn.qrAlt} width={200} height={200} />
      {secret && (
        <p className="sm">
          {w.signIn.secret} <code className="codeid">{secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
        </p>
      )}
      <details>
        <summary className="sm">{w.signIn.backup}</summary>
        <p className="codeid backup">{enrolment.backupCodes.join('  ')}</p>
      </details>
      <Digits done={done} />
    </div>
  );
}

function DemoPeople({ people }: { people: People }) {
  const client = useQueryClient();
  const enter = useMutation({
    mutationFn: async (person: People[number]) => {
      await post('/api/v1/demo/sign-in', { email: person.email });
      keepPassphrase(person.passphrase);
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ['me'] }),
  });
  const orgs = [...new Set(people.map(({ orgName }) => orgName))];
  return (
    <section className="g">
      <p className="note1">{w.signIn.demo}</p>
      <Said error={enter.error} />
      <div className="people">
        {orgs.map((org) => {
          const those = people.filter(({ orgName }) => orgName === org);
          return (
            <section key={org} className="card">
              <header>
                <h2>{org}</h2>
                <span className="grow" />
                <span className="xs dim">{named(w.orgKind, those[0]?.kind ?? '')}</span>
              </header>
              {those.map((person) => (
                <button
                  key={person.email}
                  type="button"
                  className="person"
                  disabled={enter.isPending}
                  onClick={() => enter.mutate(person)}
                >
                  <Icon id="reader" /> <b>{person.name}</b>
                  <span className="dim">{named(w.role, person.role)}</span>
                </button>
              ))}
            </section>
          );
        })}
      </div>
    </section>
  );
}
