/** What the network's endpoints take and give. A response drops every field that is not listed here. */
import { z } from 'zod';

/** Text that a database can hold and a screen shows as it is: no control characters, no direction overrides. */
const shown = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine(
      (s) => s.isWellFormed() && !/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(s),
      'has hidden characters',
    );

export const orgKind = z.enum(['cso', 'union', 'recruiter', 'employer', 'association', 'buyer', 'labour_office', 'auditor']); // prettier-ignore
export const memberRole = z.enum(['lead', 'caseworker', 'manager', 'hr', 'analyst', 'officer', 'auditor']);
export const email = z.email().max(254).toLowerCase();
export const password = z.string().min(12, 'at least 12 characters').max(128);
const country = z.string().regex(/^[A-Z]{2}$/, 'two capital letters, ISO 3166-1');
const language = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'a BCP 47 tag, such as my');
const uuid = z.uuid().toLowerCase();

const base64url = (max: number) => z.string().regex(/^[A-Za-z0-9_-]+$/).max(max); // prettier-ignore
export const kid = base64url(43).length(43);
const coordinate = base64url(43).length(43);
export const publicJwk = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: coordinate,
  y: coordinate,
});
/** seal/ring.ts `Wrapped`. A weak hash would be the server's way to a passphrase. */
export const wrapped = z.object({
  salt: base64url(64),
  iterations: z.int().min(600_000).max(10_000_000),
  wrapped: base64url(100_000),
});
const share = z.string().min(1).max(100_000);

export const ok = z.object({ ok: z.literal(true) });
const enrolment = z.object({ uri: z.string(), qr: z.string(), backupCodes: z.array(z.string()) });
const token = base64url(64).min(20);

export const signInBody = z.object({
  email: z.string().min(1).max(254),
  password: z.string().min(1).max(128),
});
export const signInAnswer = z.object({ next: z.enum(['totp', 'enrol']) });
/** A coarse name of browser and system, as the member sees it among the own sessions; the desk itself says it. */
export const browser = z.string().regex(/^(Chrome|Edge|Firefox|Safari|Other) (Android|iOS|Linux|Mac|Windows|Other)$/).or(z.literal('')); // prettier-ignore
/** Six digits of the authenticator, or one backup code. */
export const totpBody = z.object({ code: z.string().trim().min(6).max(32), browser: browser.default('') });
export const enrolBody = z.object({ password: z.string().min(1).max(128) });
export const enrolAnswer = enrolment;
export const passwordBody = z.object({ current: z.string().min(1).max(128), next: password });
export const invitationBody = z.object({ token });
export const invitationAnswer = z.object({
  orgName: z.string(),
  name: z.string(),
  email: z.string(),
  role: memberRole,
});
export const acceptBody = z.object({ token, password });

const orgKey = z.object({ kid, jwk: publicJwk, words: z.string() });
export const meAnswer = z.object({
  member: z.object({
    memberId: uuid,
    name: z.string(),
    role: memberRole,
    email: z.string(),
    orgId: z.string(),
    orgName: z.string(),
    kind: orgKind,
  }),
  /** What this member may do: the desk draws its buttons from it. */
  may: z.array(z.string()),
  demo: z.boolean(),
  origin: z.string(),
  ring: orgKey.extend({ released: z.boolean() }).nullable(),
  /** What the public list of readers says; must be the key that one's own share opens. */
  directory: orgKey.nullable(),
  /** What the ledger's announcement says: `document` is the text that `sha256` is of. */
  release: z.object({ sha256: z.string(), index: z.int().nullable(), document: z.string() }).nullable(),
  key: z.object({ publicJwk, wrapped }).nullable(),
  shares: z.array(z.object({ kid, share: z.string() })),
  /** The own key as the own passkeys wrap it. */
  wraps: z.array(z.object({ id: z.string(), wrapped: z.string() })),
});
export const meKeyBody = z.object({ publicJwk, wrapped });

export const membersAnswer = z.object({
  members: z.array(
    z.object({
      memberId: uuid,
      name: z.string(),
      email: z.string(),
      role: memberRole,
      state: z.enum(['invited', 'active', 'removed']),
      publicJwk: publicJwk.nullable(),
      hasShare: z.boolean(),
    }),
  ),
  roles: z.array(memberRole),
});
export const inviteBody = z.object({ name: shown(100), email, role: memberRole });
/** `path` ends in the one-time token as a fragment, which is never sent to a server nor written to its logs. */
export const inviteAnswer = z.object({
  memberId: uuid,
  token: z.string(),
  path: z.string(),
  expires: z.iso.datetime(),
});
export const memberParams = z.object({ id: uuid });
/** `rotate`: whoever holds the ring must now make a new key for what comes next. */
export const removeAnswer = z.object({ ok: z.literal(true), rotate: z.boolean() });
export const shareBody = z.object({ kid, share });
export const ringBody = z.object({
  kid,
  jwk: publicJwk,
  shares: z.array(z.object({ memberId: uuid, share })).min(1).max(200),
  recovery: wrapped,
}); // prettier-ignore
export const ringAnswer = z.object({ kid, words: z.string(), release: z.string() });
export const recoveryAnswer = z.object({ kid: kid.nullable(), recovery: wrapped.nullable() });

export const orgsAnswer = z.object({
  orgs: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      kind: orgKind,
      country: z.string(),
      kid: kid.nullable(),
      jwk: publicJwk.nullable(),
      words: z.string().nullable(),
    }),
  ),
});
export const orgBody = z.object({
  name: shown(120),
  kind: orgKind,
  country,
  languages: z.array(language).min(1).max(12),
  about: shown(500).or(z.literal('')),
  first: inviteBody,
});
export const orgAnswer = inviteAnswer.extend({ orgId: z.string() });

const supplies = z.array(z.object({ buyer: z.string().max(160), tier: z.int().min(1).max(9) })).max(50);
export const workplaceRow = z.object({
  scheme: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/),
  id: z.string().min(1).max(128),
  name: shown(160),
  country,
  region: shown(100).or(z.literal('')),
  sector: shown(60),
  headcount: z.int().min(0).max(5_000_000),
  employer: z.string().max(160).nullable().optional(),
  supplies: supplies.optional(),
});
export const workplacesBody = z.object({ rows: z.array(workplaceRow).min(1).max(5000) });
export const workplacesAnswer = z.object({ dockets: z.array(z.int()) });
export const directoryAnswer = z.object({
  workplaces: z.array(
    z.object({
      docket: z.int(),
      kind: z.string(),
      id: z.string(),
      name: z.string(),
      country: z.string(),
      region: z.string(),
      sector: z.string(),
      headcount: z.int(),
      employer: z.string().nullable(),
      receiver: z.string(),
    }),
  ),
  /** Where reports without a known workplace wait. */
  unplaced: z.int().nullable(),
});

export const setupState = z.object({ needed: z.boolean() });
export const setupBody = z.object({
  setupToken: z.string().min(1).max(100),
  organisation: z.object({
    name: shown(120),
    kind: z.enum(['cso', 'union']).default('cso'),
    country,
    languages: z.array(language).min(1).max(12),
    about: shown(500).or(z.literal('')),
  }),
  lead: z.object({ name: shown(100), email, password }),
});
export const setupAnswer = enrolment.extend({ orgId: z.string() });

export const demoPeople = z.object({
  people: z.array(
    z.object({
      email: z.string(),
      name: z.string(),
      role: memberRole,
      orgName: z.string(),
      kind: orgKind,
      passphrase: z.string(),
    }),
  ),
});
export const demoSignInBody = z.object({ email });

export type Role = z.infer<typeof memberRole>;
export type OrgKind = z.infer<typeof orgKind>;
export type SetupInput = z.infer<typeof setupBody>;
export type WorkplaceRow = z.infer<typeof workplaceRow>;
export type RingInput = z.infer<typeof ringBody>;
export type InviteInput = z.infer<typeof inviteBody>;
export type OrgInput = z.infer<typeof orgBody>;
export type Enrolment = z.infer<typeof enrolment>;
