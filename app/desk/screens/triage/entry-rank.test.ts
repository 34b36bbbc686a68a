import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Entry } from '../../../features/triage/contract.ts';
import { likeness, ranked, textIn } from './entry-rank.ts';

const entry = (title: string, texts: Record<string, string>, over: Partial<Entry> = {}): Entry => ({
  entryId: title,
  version: 1,
  topic: 'INF-03',
  country: 'TH',
  place: '',
  title,
  texts,
  phone: '1506',
  address: '',
  validUntil: null,
  retired: false,
  changedAt: '2026-11-22T00:00:00Z',
  by: null,
  expired: false,
  ...over,
});
const card = entry('Renew the pink card', { en: 'Renew your pink card at the employment office.', my: 'ပန်းရောင်ကတ် သက်တမ်းတိုးရန် အလုပ်သမားရုံးသို့ သွားပါ။' }); // prettier-ignore
const clinic = entry('Clinic', {
  en: 'The clinic is open every day, without papers.',
  my: 'ဆေးခန်း နေ့တိုင်းဖွင့်သည်။',
});

test('the entry that speaks of the same comes first, also in a script without spaces', () => {
  const first = (words: string, language: string) =>
    ranked([clinic, card], { words, language }, '')[0]?.title;
  assert.equal(first('where can I renew my pink card?', 'en'), 'Renew the pink card');
  assert.equal(first('ပန်းရောင်ကတ် ဘယ်မှာ သက်တမ်းတိုးရမလဲ', 'my'), 'Renew the pink card');
  assert.equal(first('ဆေးခန်း ဖွင့်လား', 'my'), 'Clinic');
  assert.equal(likeness('', 'anything'), 0);
});

test('what is out of date is last, what was taken out is gone, what was typed must stand there', () => {
  const old = entry('Renew the pink card soon', card.texts, { expired: true });
  const asked = { words: 'renew my pink card', language: 'en' };
  assert.deepEqual(
    ranked([old, clinic], asked, '').map((e) => e.title),
    ['Clinic', 'Renew the pink card soon'],
  );
  assert.deepEqual(ranked([{ ...card, retired: true }], asked, ''), []);
  assert.deepEqual(
    ranked([card, clinic], asked, 'clinic open').map((e) => e.title),
    ['Clinic'],
  );
});

test('it goes out in the worker’s language where somebody wrote it, with the number to call', () => {
  assert.deepEqual(textIn(clinic, 'my').language, 'my');
  assert.equal(textIn(clinic, 'km').language, 'en');
  assert.ok(textIn(clinic, 'my').words.endsWith('\n1506'));
  assert.equal(textIn(entry('x', { th: 'คลินิก' }, { phone: '' }), 'km').words, 'คลินิก');
});
