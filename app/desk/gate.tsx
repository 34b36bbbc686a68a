/** What stands between a browser and the desk: who you are, then your own keys, then the view. */
import { useLocation } from '@tanstack/react-router';
import { useEffect } from 'react';
import { isProblem } from './api.ts';
import { Loading, Wrong } from './parts/states.tsx';
import { FirstKeys } from './screens/first-keys.tsx';
import { SignIn } from './screens/sign-in.tsx';
import { Unlock } from './screens/unlock.tsx';
import { type Me, useMe } from './session.ts';
import { Shell } from './shell.tsx';
import { lockWhenIdle, useVault } from './vault.ts';

/** Buyers and offices get figures and bundles, which are not sealed: they need no keys until they take part in something. */
const needsKeys = ({ member }: Me): boolean =>
  ['cso', 'union', 'employer', 'recruiter'].includes(member.kind);

/** What organisations write to each other is sealed, whoever they are. */
const SEALED = /\/(together|referrals)\/\d+\//;

export function Gate() {
  const sealed = SEALED.test(useLocation().pathname);
  const me = useMe();
  const vault = useVault();
  useEffect(lockWhenIdle, []);
  if (me.isPending) return <Alone><Loading rows={3} /></Alone>; // prettier-ignore
  if (isProblem(me.error, 401)) return <SignIn />;
  if (!me.data) return <Alone><Wrong error={me.error} again={() => void me.refetch()} /></Alone>; // prettier-ignore
  const { key, shares, ring } = me.data;
  if ((needsKeys(me.data) || sealed) && !vault) {
    if (!key || !ring) return <FirstKeys me={me.data} />;
    return <Unlock me={me.data} wrapped={key.wrapped} shares={shares} />;
  }
  return <Shell me={me.data} />;
}

const Alone = ({ children }: { children: React.ReactNode }) => <main className="d alone">{children}</main>;
