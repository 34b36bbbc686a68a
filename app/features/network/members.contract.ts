/** Passkeys, sessions and roles of members: what their routes take and give. */
import { z } from 'zod';
import { browser, memberRole } from './contract.ts';

const base64url = (max: number) => z.string().regex(/^[A-Za-z0-9_-]+$/).max(max); // prettier-ignore
const credentialId = base64url(1400).min(16);
/** A JSON of WebAuthn as the browser gives it (WebAuthn level 3, section 5.1.8); the library checks all of it. */
const answerOf = <T extends z.ZodRawShape>(response: T) =>
  z.object({
    id: credentialId,
    rawId: credentialId,
    type: z.literal('public-key'),
    authenticatorAttachment: z.enum(['platform', 'cross-platform']).optional(),
    response: z.object(response),
    clientExtensionResults: z.object({}).transform(() => ({})),
  });

/** The options as the library makes them, for `navigator.credentials`. */
export const passkeyOptions = z.object({ options: z.record(z.string(), z.unknown()) });
export const passkeyName = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .refine((s) => s.isWellFormed() && !/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(s), 'has hidden characters');
export const addPasskeyBody = z.object({
  name: passkeyName,
  response: answerOf({ clientDataJSON: base64url(8000), attestationObject: base64url(40_000) }),
});
export const passkeyAdded = z.object({ id: z.string() });
export const enterBody = z.object({
  browser: browser.default(''),
  response: answerOf({
    clientDataJSON: base64url(8000),
    authenticatorData: base64url(8000),
    signature: base64url(4000),
    userHandle: base64url(400).optional(),
  }),
});
export const passkeyParams = z.object({ id: credentialId });
export const wrapBody = z.object({ wrapped: base64url(4000).min(40) });
export const passkeysAnswer = z.object({
  passkeys: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      madeAt: z.string(),
      usedAt: z.string().nullable(),
      opens: z.boolean(),
    }),
  ),
});

export const sessionsAnswer = z.object({
  sessions: z.array(
    z.object({
      id: z.string(),
      since: z.string(),
      until: z.string(),
      how: z.string(),
      browser: z.string(),
      current: z.boolean(),
    }),
  ),
});
export const sessionParams = z.object({ id: z.string().min(1).max(100) });
export const ended = z.object({ ended: z.int() });

/** `was`: the role that the screen showed. */
export const roleBody = z.object({ role: memberRole, was: memberRole });
export const roleDone = z.object({ role: memberRole });
