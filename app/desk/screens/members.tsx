/** Who works here, who can read, and the organisation's key. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { z } from 'zod';
import type { membersAnswer } from '../../features/network/contract.ts';
import { DESK, get, post } from '../api.ts';
import { shareRing } from '../../../seal/index.ts';
import { Button, Card, Icon } from '../parts/basic.tsx';
import { Loading, Said, Wrong } from '../parts/states.tsx';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type Me, readsWorkers, useAgreement, useMember } from '../session.ts';
import { currentVault, useVault } from '../vault.ts';
import { fill, languageName, named, w } from '../words.ts';
import words from '../words/members.en.json' with { type: 'json' };
import { ChangePassphrase } from './change-passphrase.tsx';
import { Invite } from './invite.tsx';
import { EndSessionsOf, RoleOf } from './members/colleague.tsx';
import { MyPasskeys, MySessions } from './members/passkeys.tsx';
import { CompartmentRoles } from './protection/roles.tsx';
import { type Colleague, NewKey } from './new-key.tsx';

/** The languages of the worker's page. */
const POSTERS = ['my', 'th', 'en'] as const;

export const useMembers = () =>
  useQuery({ queryKey: ['members'], queryFn: () => get<z.infer<typeof membersAnswer>>(`${DESK}/members`) });

export function Members() {
  const me = useMember();
  const members = useMembers();
  const vault = useVault();
  const [rotate, setRotate] = useState(false);
  if (members.isError) return <Wrong error={members.error} again={() => void members.refetch()} />;
  if (!members.data) return <Loading rows={4} />;
  const { roles } = members.data;
  const colleagues = members.data.members.filter(({ state }) => state !== 'removed');
  return (
    <>
      <div className="bar1">
        <h1>{w.rail.members}</h1>
        <span className="grow" />
        {readsWorkers(me) && (
          <Link to="/shifts" className="bt">
            {words.rota.link}
          </Link>
        )}
      </div>
      <div className="g pad membersgrid">
        {rotate && (
          <p className="note1" role="alert">
            {w.members.mustRotate}
          </p>
        )}
        <Card title={w.members.title}>
          <div className="tablewrap">
            <table className="t">
              <thead>
                <tr>
                  <th>{w.members.name}</th>
                  <th>{w.members.role}</th>
                  <th>{w.members.key}</th>
                  <th>
                    <span className="vh">{w.members.acts}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {colleagues.map((colleague) => (
                  <Row key={colleague.memberId} {...{ me, colleague, roles }} removed={setRotate} />
                ))}
              </tbody>
            </table>
          </div>
        </Card>
        <CompartmentRoles members={colleagues.filter(({ state }) => state === 'active')} />
        {me.may.includes('invite') && <Invite roles={roles} />}
        <TheKey me={me} colleagues={colleagues} rotate={rotate} rotated={() => setRotate(false)} />
        <MyPasskeys />
        <MySessions />
        {vault && me.key && <ChangePassphrase />}
        {me.may.includes('poster') && (
          <Card title={w.members.poster}>
            <div className="in g">
              <p className="sm">{w.members.posterWhat}</p>
              <div className="sp wrapped">
                {POSTERS.map((lang) => (
                  <a
                    key={lang}
                    className="bt"
                    href={`/desk/poster.html?lang=${lang}`}
                    target="_blank"
                    rel="noreferrer"
                  >
                    {fill(w.members.posterOpen, { language: languageName(lang) })}
                  </a>
                ))}
              </div>
            </div>
          </Card>
        )}
      </div>
    </>
  );
}

type RowProps = {
  me: Me;
  colleague: Colleague;
  roles: readonly string[];
  removed: (rotate: boolean) => void;
};

function Row({ me, colleague, roles, removed }: RowProps) {
  const vault = useVault();
  const client = useQueryClient();
  const [sure, setSure] = useState(false);
  const again = () => client.invalidateQueries({ queryKey: ['members'] });
  const share = useMutation({
    mutationFn: async () => {
      const ring = currentVault()?.ring;
      if (!ring || !colleague.publicJwk) return;
      for (const key of ring)
        await post(`${DESK}/members/${colleague.memberId}/share`, {
          kid: key.kid,
          share: await shareRing([key], colleague.publicJwk),
        });
    },
    onSuccess: again,
  });
  const remove = useMutation({
    mutationFn: () => post<{ rotate: boolean }>(`${DESK}/members/${colleague.memberId}/remove`),
    onSuccess: async ({ rotate }) => {
      if (rotate && me.ring) removed(true);
      await again();
    },
  });
  const self = colleague.memberId === me.member.memberId;
  const canShare =
    vault && !self && colleague.state === 'active' && colleague.publicJwk && !colleague.hasShare;
  return (
    <tr>
      <td>
        <b>{colleague.name}</b> {self && <span className="dim">{w.members.you}</span>}
        <div className="xs dim">{colleague.email}</div>
      </td>
      <td>
        {me.may.includes('invite') ? <RoleOf {...{ colleague, roles }} /> : named(w.role, colleague.role)}
      </td>
      <td>
        <Icon id={colleague.hasShare ? 'open' : 'lock'} /> {keyWords(colleague)}
      </td>
      <td className="num">
        <Said error={share.error ?? remove.error} />
        <span className="sp ends">
          {canShare && (
            <Button go onClick={() => share.mutate()} disabled={share.isPending}>
              {w.members.share}
            </Button>
          )}
          {!self && me.may.includes('remove') && colleague.state === 'active' && (
            <EndSessionsOf colleague={colleague} />
          )}
          {!self && me.may.includes('remove') && (
            <Button
              onClick={() => (sure ? remove.mutate() : setSure(true))}
              onBlur={() => setSure(false)}
              disabled={remove.isPending}
            >
              {sure ? w.members.removeSure : w.members.remove}
            </Button>
          )}
        </span>
      </td>
    </tr>
  );
}

const keyWords = (colleague: Colleague): string =>
  colleague.state === 'invited'
    ? w.members.invited
    : colleague.hasShare
      ? w.members.canRead
      : colleague.publicJwk
        ? w.members.waits
        : w.members.noKey;

type KeyProps = { me: Me; colleagues: readonly Colleague[]; rotate: boolean; rotated: () => void };

function TheKey({ me, colleagues, rotate, rotated }: KeyProps) {
  const agreement = useAgreement(me);
  const vault = useVault();
  if (!me.ring) return null;
  return (
    <Card title={w.members.theKey}>
      <div className="in g">
        <dl className="kv sm">
          <dt>{w.members.words}</dt>
          <dd className="fourwords">{agreement?.words ?? me.ring.words}</dd>
          {readsWorkers(me) && (
            <>
              <dt>{w.members.directory}</dt>
              <dd className="fourwords">{me.directory?.words ?? w.members.notThere}</dd>
            </>
          )}
          <dt>{w.members.ledger}</dt>
          <dd>
            {me.ring.released && me.release?.index !== null && me.release ? (
              <>
                <Icon id="proof" /> {w.members.announced} {me.release.index}
                <div className="xs selectable">{me.release.sha256}</div>
              </>
            ) : (
              w.members.notAnnounced
            )}
          </dd>
        </dl>
        {me.may.includes('ring') && vault && (
          <NewKey me={me} colleagues={colleagues} urgent={rotate} done={rotated} />
        )}
      </div>
    </Card>
  );
}
