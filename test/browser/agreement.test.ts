import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { step } from './casework.ts';
import { type Ground, ground, shot } from './ground.ts';
import { atDesk } from './partner.ts';
import { remedied, speak, told } from './remedy.ts';

let g: Ground;
before(async () => {
  g = await ground();
});
after(() => g.close());

test('workers agree that it is done: verified by both sides', async () => {
  const voices = await speak(g, 'Agreement', 2);
  const desk = await atDesk(g, 'Mon');
  const number = await told({ g, desk }, voices);
  const hr = await atDesk(g, 'Hari');
  await remedied(
    { g, desk },
    hr,
    number,
    voices.map((voice) => [voice, 'fully']),
  );
  await desk.locator('tr', { hasText: 'DOC-01' }).getByText('Verified by both').waitFor();
  await shot(desk, 'j5-verified');
  await step(desk, 'Verified by workers', 'Verified by both');
  assert.deepEqual(g.faults, []);
});
