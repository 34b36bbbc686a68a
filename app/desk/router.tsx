import {
  Outlet,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { Gate } from './gate.tsx';
import { Home } from './screens/home.tsx';
import { ErrorView, NotHere } from './parts/states.tsx';

const root = createRootRoute({ component: Outlet, notFoundComponent: NotHere, errorComponent: ErrorView });
const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  component: lazyRouteComponent(() => import('./screens/setup.tsx'), 'Setup'),
});
const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invited',
  component: lazyRouteComponent(() => import('./screens/invited.tsx'), 'Invited'),
});
const gate = createRoute({ getParentRoute: () => root, id: 'gate', component: Gate });
const view = <Path extends string>(path: Path, component: ReturnType<typeof lazyRouteComponent>) =>
  createRoute({ getParentRoute: () => gate, path, component });

const home = createRoute({ getParentRoute: () => gate, path: '/', component: Home });
const inbox = view('/inbox', lazyRouteComponent(() => import('./screens/inbox.tsx'), 'Inbox')); // prettier-ignore
const directory = view('/directory', lazyRouteComponent(() => import('./screens/triage/book.tsx'), 'Book')); // prettier-ignore
const thread = view('/inbox/$docket/$thread', lazyRouteComponent(() => import('./screens/inbox.tsx'), 'Inbox')); // prettier-ignore
const cases = view(
  '/cases',
  lazyRouteComponent(() => import('./screens/cases.tsx'), 'Cases'),
);
const caseView = view('/cases/$docket/$case', lazyRouteComponent(() => import('./screens/case.tsx'), 'CaseView')); // prettier-ignore
const disclosures = view('/disclosures', lazyRouteComponent(() => import('./screens/disclosures.tsx'), 'Disclosures')); // prettier-ignore
const disclosure = view('/disclosures/$docket/$id', lazyRouteComponent(() => import('./screens/disclosures.tsx'), 'Disclosures')); // prettier-ignore
const figures = view(
  '/figures',
  lazyRouteComponent(() => import('./screens/figures.tsx'), 'Figures'),
);
const members = view(
  '/members',
  lazyRouteComponent(() => import('./screens/members.tsx'), 'Members'),
);
const shifts = view('/shifts', lazyRouteComponent(() => import('./screens/members/rota.tsx'), 'Shifts')); // prettier-ignore
const evidence = view(
  '/evidence',
  lazyRouteComponent(() => import('./screens/evidence.tsx'), 'Evidence'),
);

const rights = view(
  '/rights',
  lazyRouteComponent(() => import('./screens/rights.tsx'), 'Rights'),
);
const network = view(
  '/network',
  lazyRouteComponent(() => import('./screens/network.tsx'), 'Network'),
);

const watch = view(
  '/watch',
  lazyRouteComponent(() => import('./screens/what-we-did.tsx'), 'WhatWeDid'),
);

const due = view('/due', lazyRouteComponent(() => import('./screens/duties/due.tsx'), 'Due')); // prettier-ignore
const together = view('/together', lazyRouteComponent(() => import('./screens/joint/together.tsx'), 'Together')); // prettier-ignore
const answering = view('/together/answering', lazyRouteComponent(() => import('./screens/joint/together.tsx'), 'Together')); // prettier-ignore
const jointView = view('/together/$docket/$joint', lazyRouteComponent(() => import('./screens/joint/together.tsx'), 'Together')); // prettier-ignore

const referrals = view('/referrals', lazyRouteComponent(() => import('./screens/referral/referrals.tsx'), 'Referrals')); // prettier-ignore
const referral = view('/referrals/$docket/$id', lazyRouteComponent(() => import('./screens/referral/referrals.tsx'), 'Referrals')); // prettier-ignore
const patterns = view('/patterns', lazyRouteComponent(() => import('./screens/referral/patterns.tsx'), 'Patterns')); // prettier-ignore

const community = view('/community', lazyRouteComponent(() => import('./screens/community/community.tsx'), 'Community')); // prettier-ignore

const improvement = view('/improvement', lazyRouteComponent(() => import('./screens/improvement/improvement.tsx'), 'Improvement')); // prettier-ignore
const improvements = view('/improvements', lazyRouteComponent(() => import('./screens/improvement/supported.tsx'), 'Supported')); // prettier-ignore
const improvingOrg = view('/improvements/$org', lazyRouteComponent(() => import('./screens/improvement/supported.tsx'), 'Supported')); // prettier-ignore

/** Where evidence was called after what it takes. */
const licences = createRoute({
  getParentRoute: () => gate,
  path: '/licences',
  beforeLoad: () => {
    throw redirect({ to: '/evidence' });
  },
});
const old = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  beforeLoad: () => {
    throw redirect({ to: '/' });
  },
});

export const router = createRouter({
  routeTree: root.addChildren([
    setup,
    invitation,
    old,
    gate.addChildren([home, inbox, thread, directory, cases, caseView, due, disclosures, disclosure, referrals, referral, patterns, community, together, answering, jointView, improvement, improvements, improvingOrg, figures, members, shifts, evidence, rights, licences, network, watch]), // prettier-ignore
  ]),
  basepath: '/desk',
  defaultPreload: false,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
