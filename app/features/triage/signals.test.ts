import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countedBy, givesUp, type Side } from './counting.ts';
import { SIGNALS, SIGNAL_LANGUAGES, raisedBy, signalsIn } from './signals.ts';

const codes = (words: string) => signalsIn(words).map(({ code }) => code);
const say = (words: string, categories: string[] = []) => raisedBy({ words, categories });

test('each sign is known in each language, and alone raises to what it stands for', () => {
  for (const signal of SIGNALS)
    for (const language of SIGNAL_LANGUAGES) {
      assert.ok(signal.words[language].length >= 3, `${signal.code} in ${language}`);
      for (const word of signal.words[language]) {
        const raised = say(`… ${word.toUpperCase()} …`);
        const why = `${language}: ${word}`;
        if (signal.raises === 'known') assert.equal(raised.known, true, why);
        else assert.equal(raised.urgency, 'P0', why);
      }
    }
});

test('words as people write them: mixed languages, joined and parted signs, other case', () => {
  assert.deepEqual(codes('They KNOW that I   called you. Please help'), ['knows_i_called']);
  assert.deepEqual(codes('หัวหน้ารู้ว่าฉันโทรหาคุณ'), ['knows_i_called']);
  assert.deepEqual(codes('သူဌေးက ကျွန်တော် ဖုန်းဆက်တာ\u200bသိသွားပြီ'), ['knows_i_called']);
  assert.deepEqual(codes('salary late, เขาขังเราไว้ and he beats us').toSorted(), ['confinement', 'violence']);
  assert.deepEqual(codes('ថៅកែដឹងថាខ្ញុំបានទូរស័ព្ទ'), ['knows_i_called']);
  assert.deepEqual(codes('मलाई मर्न मन लाग्छ'), ['suicide']);
  assert.deepEqual(codes('यहाँ नाबालिग काम करते हैं'), ['minor']);
});

test('what only looks like a sign raises nothing', () => {
  for (const words of [
    '',
    '  ',
    'How do I renew my pink card?',
    'The childcare office is closed',
    'I hit send twice',
    'ค่าจ้างเดือนนี้ยังไม่ได้',
    'ဒီလ လစာ မရသေးဘူး',
  ])
    assert.deepEqual(say(words), {}, words);
});

test('a rule asks for more, and never for less', () => {
  assert.deepEqual(say('nothing special', ['GRV']), { known: true });
  assert.deepEqual(say('they know I called and lock us', []), { urgency: 'P0', known: true });
  for (const signal of SIGNALS) assert.ok(signal.raises === 'P0' || signal.raises === 'known');
});

const side = (threadId: string, counted: Side['counted'], placed = true): Side => ({ docket: 1, threadId, counted, placed }); // prettier-ignore

test('one person on several phones is counted once, by the report that was confirmed', () => {
  assert.equal(givesUp([side('a', 'distinct')], [side('b', 'distinct')])?.threadId, 'a');
  assert.equal(givesUp([side('a', 'distinct')], [side('b', 'unconfirmed')])?.threadId, 'b');
  assert.equal(givesUp([side('a', 'unconfirmed')], [side('b', 'distinct')])?.threadId, 'a');
  assert.equal(givesUp([side('a', 'distinct')], [side('b', 'same_as_other')]), undefined);
  assert.equal(givesUp([side('a', 'distinct')], [side('b', 'unconfirmed', false)]), undefined);
  // Two who were both put together before: of all four, one stays.
  const left = [side('a', 'same_as_other'), side('b', 'distinct')];
  const right = [side('c', 'distinct'), side('d', 'same_as_other')];
  assert.equal(givesUp(left, right)?.threadId, 'b');
  assert.equal(countedBy(right)?.threadId, 'c');
});
