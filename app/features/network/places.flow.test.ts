import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { forgetDirectory, servedDirectory } from './index.ts';
import { Browser, CASEWORKER, FACTORY, foundOffice, installation, type Installation, joinOffice, makeRing, workplace } from './network.fixture.ts'; // prettier-ignore

let here: Installation;
let lead: Browser;
let may: Browser;
let kid: string;
before(async () => {
  here = await installation('empty');
  lead = await foundOffice(here);
  kid = (await makeRing(lead)).kid;
  may = await joinOffice(here, (await lead.post('/api/v1/desk/members', CASEWORKER)).json['token']);
  await lead.post('/api/v1/desk/orgs', FACTORY);
});
after(() => here.close());

test('a table of workplaces goes in whole or not at all, and says row by row what to mend', async () => {
  const bad = [
    workplace('A1'),
    workplace('a1'),
    workplace('B2', { employer: 'vouch:nobody' }),
    { ...workplace('9'), scheme: 'gln' },
  ];
  const refused = await lead.post('/api/v1/desk/workplaces', { rows: bad });
  assert.equal(refused.status, 422);
  const paths = (refused.json['errors'] as { path: string }[]).map((e) => e.path);
  assert.deepEqual(paths, ['rows[1].id', 'rows[2].employer', 'rows[3].id']);
  assert.equal((await here.sql('select 1 from workplace')).length, 0);
  const unreadable = await lead.post('/api/v1/desk/workplaces', { rows: [workplace('A1'), workplace('B2', { headcount: -1, name: 'a\u202eb' })] }); // prettier-ignore
  assert.equal(unreadable.status, 422);
  assert.deepEqual((unreadable.json['errors'] as { path: string }[]).map((e) => e.path).sort(), ['rows[1].headcount', 'rows[1].name']); // prettier-ignore

  const rows = [workplace('A1'), workplace('B2', { employer: 'vouch:stone-factory' })];
  const done = await lead.post('/api/v1/desk/workplaces', { rows });
  assert.deepEqual([done.status, done.json], [200, { dockets: [3, 4] }]);
  assert.deepEqual(
    (await lead.post('/api/v1/desk/workplaces', { rows })).json,
    { dockets: [3, 4] },
    'the same again',
  );
  assert.equal(
    (await lead.post('/api/v1/desk/workplaces', { rows: [workplace('A1', { headcount: 1 })] })).status,
    422,
  );
  assert.equal((await may.post('/api/v1/desk/workplaces', { rows: [workplace('C3')] })).status, 403);
  forgetDirectory(here.world);
  const before = await servedDirectory(here.world);
  assert.deepEqual(
    before.directory.places,
    [],
    'nobody is promised a docket that no published checkpoint holds',
  );
  await here.closeEpoch();
  forgetDirectory(here.world);
  const { directory, etag } = await servedDirectory(here.world);
  assert.deepEqual(directory.places.map((p) => [p.docket, p.id, p.receiver]), [[3, 'vouch:A1', 'vouch:river-office'], [4, 'vouch:B2', 'vouch:river-office']]); // prettier-ignore
  assert.ok(!JSON.stringify(directory).includes('headcount') && !JSON.stringify(directory).includes('stone'));
  assert.partialDeepStrictEqual(directory, { receivers: [{ org: 'vouch:river-office', kid }], unplaced: { docket: 1, receiver: 'vouch:river-office', receiverByCountry: { TH: 'vouch:river-office' } } }); // prettier-ignore
  await lead.post('/api/v1/desk/workplaces', { rows: [workplace('C3')] });
  await here.closeEpoch();
  forgetDirectory(here.world);
  assert.notEqual((await servedDirectory(here.world)).etag, etag);
});

test('tables that are registered at the same moment get dockets without a gap', async () => {
  const tables = ['P', 'Q', 'R', 'S'].map((p) => [workplace(`${p}1`), workplace(`${p}2`)]);
  const done = await Promise.all(tables.map((rows) => lead.post('/api/v1/desk/workplaces', { rows })));
  assert.deepEqual(
    done.map((d) => d.status),
    [200, 200, 200, 200],
  );
  const dockets = await here.sql<{ docket_id: number }>('select docket_id from docket order by 1');
  assert.deepEqual(dockets.map((d) => d.docket_id), Array.from({ length: 14 }, (_, i) => i)); // prettier-ignore
});

test('the poster is the organisation’s own, in its languages, with its four words', async () => {
  const { directory } = await servedDirectory(here.world);
  const poster = await lead.get('/desk/poster.html?lang=my');
  assert.equal(poster.status, 200);
  assert.match(poster.text, /<html lang="my">/);
  assert.ok(
    poster.text.includes(directory.receivers[0]?.words ?? '?') &&
      poster.text.includes('http://localhost:8080/w/'),
  );
  assert.match(poster.text, /1669/);
  assert.equal((await new Browser(here.app).get('/desk/poster.html')).status, 401);
});
