import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { seal } from '../../../seal/index.ts';
import { type Worked, forEmployer, openedCase } from '../../../test/case.ts';
import { type Office, office } from '../../../test/office.ts';
import { type Desk, desk } from '../../../test/phone.ts';
import { type TestWorld, testWorld } from '../../../test/world.ts';

type Told = { c: Worked; issueId: string; id: string; at: string; side: string };
export type Planning = Awaited<ReturnType<typeof planning>>;

/** A network with a business at its desk, and what a plan is made of. */
export async function planning() {
  const t: TestWorld = await testWorld();
  const cso: Office = await office(t);
  const hr: Desk = await desk(t, cso, cso.hr);
  const admin = new pg.Client({ connectionString: t.adminUrl });
  await admin.connect();
  async function told(count = 1): Promise<Told> {
    const c = await openedCase(t, cso, count);
    const issueId = await c.issue('REC-01');
    await c.move('consent_pending');
    for (const by of c.phones) await c.consent(by, 'given');
    await c.move('consented');
    const body = await c.disclosure(issueId);
    await c.desk.done(`${c.at}/disclosures`, body);
    const id = String(body['disclosureId']);
    return { c, issueId, id, at: `disclosures/${c.docket}/${id}`, side: `${c.at}/disclosures/${id}` };
  }
  const words = (text: string, more: object = {}) =>
    forEmployer(cso, { v: 1, words: text, language: 'en', ...more });
  const plan = async (over: object = {}) => ({
    actionId: randomUUID(),
    remedyType: 'restitution',
    rootCause: 'recruitment_channel',
    dueDate: '2027-03-01',
    owner: 'finance',
    cost: 54_000_000,
    currency: 'THB',
    evidence: ['payment_list', 'bank_proof'],
    envelope: await words('We pay the fees back.', { owner: 'K. Somchai', proof: 'Bank list' }),
    ...over,
  });
  const changed = async (was: number, over: object = {}) => {
    const { actionId: _, ...rest } = await plan({ envelope: await words(`Version after ${was}.`) });
    return { ...rest, statementId: randomUUID(), was, ...over };
  };
  const stored = async (member: Office['hr'], text: string) =>
    (
      await t.app.inject({
        method: 'POST',
        url: '/api/v1/desk/files',
        payload: Buffer.from(text),
        headers: { cookie: await cso.cookie(member), 'content-type': 'application/octet-stream' },
      })
    ).json();

  const own = (text: string): Promise<string> => {
    const { d: _, ...jwk } = cso.ring.privateJwk;
    return seal({ v: 1, words: text }, [{ kid: cso.ring.kid, jwk }]);
  };

  const close = async () => {
    await admin.end();
    await t.close();
  };
  return { t, cso, hr, admin, told, words, plan, changed, stored, own, close };
}
