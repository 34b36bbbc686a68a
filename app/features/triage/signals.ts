/**
 * Rules on words (reference.md 4.4): any sign of a minor, of violence, confinement, sexual violence or suicide is P0; and
 * "they know I called" stands above it. They run in the desk's browser, on words that it opened, since the server reads
 * none. They only raise: silence of a rule says nothing, and a person decides within the hour.
 */
export type Signal = {
  readonly code: 'minor' | 'violence' | 'confinement' | 'sexual_violence' | 'suicide' | 'knows_i_called';
  readonly raises: 'P0' | 'known';
  /** By language. Drafts, to be read by people who speak them; where in doubt a word stays in. */
  readonly words: Readonly<Record<(typeof SIGNAL_LANGUAGES)[number], readonly string[]>>;
};

export const SIGNAL_LANGUAGES = ['en', 'my', 'th', 'km', 'ne', 'hi'] as const;

export const SIGNALS: readonly Signal[] = [
  {
    code: 'knows_i_called',
    raises: 'known',
    words: {
      en: [
        'they know i called',
        'they know that i called',
        'knows i called',
        'know i called',
        'know i reported',
        'know that i reported',
        'found out i called',
        'found out that i called',
        'found out i complained',
        'know i complained',
        'know it was me',
        'knows it was me',
        'know who called',
        'know who complained',
        'found out it was me',
        'they found my phone',
      ],
      my: [
        'ကျွန်တော်ဖုန်းဆက်တာသိ',
        'ကျွန်မဖုန်းဆက်တာသိ',
        'ဖုန်းဆက်တာ သိ',
        'ဖုန်းဆက်တာသိ',
        'တိုင်တာ သိ',
        'တိုင်တာသိ',
        'တိုင်ကြားတာ သိ',
        'တိုင်ကြားတာသိ',
        'ငါမှန်း သိ',
        'ကျွန်တော်မှန်း သိ',
        'ကျွန်မမှန်း သိ',
        'ဘယ်သူတိုင်တယ်ဆိုတာ သိ',
      ],
      th: [
        'รู้ว่าฉันโทร',
        'รู้ว่าผมโทร',
        'รู้ว่าฉันร้องเรียน',
        'รู้ว่าผมร้องเรียน',
        'รู้ว่าเราโทร',
        'รู้ว่าใครโทร',
        'รู้ว่าใครร้องเรียน',
        'รู้ว่าเป็นฉัน',
        'รู้ว่าเป็นผม',
        'จับได้ว่าฉันโทร',
        'จับได้ว่าผมโทร',
      ],
      km: [
        'ដឹងថាខ្ញុំបានទូរស័ព្ទ',
        'ដឹងថាខ្ញុំទូរស័ព្ទ',
        'ដឹងថាខ្ញុំប្តឹង',
        'ដឹងថាខ្ញុំបានប្តឹង',
        'ដឹងថាខ្ញុំតវ៉ា',
        'ដឹងថាជាខ្ញុំ',
        'ដឹងថាអ្នកណាប្តឹង',
      ],
      ne: [
        'मैले फोन गरेको थाहा',
        'मैले फोन गरेको कुरा थाहा',
        'मैले उजुरी गरेको थाहा',
        'मैले उजुरी गरेको कुरा थाहा',
        'म नै हो भन्ने थाहा',
        'कसले उजुरी गरेको थाहा',
      ],
      hi: [
        'पता चल गया कि मैंने',
        'मैंने फोन किया पता',
        'मैंने फ़ोन किया पता',
        'मैंने शिकायत की पता',
        'पता है कि मैंने',
        'जानते हैं कि मैंने',
        'मालूम है कि मैंने',
      ],
    },
  },
  {
    code: 'minor',
    raises: 'P0',
    words: {
      en: [
        'child',
        'children',
        'minor',
        'underage',
        'under age',
        '13 years old',
        '14 years old',
        '15 years old',
        '16 years old',
        '17 years old',
        'little boy',
        'little girl',
      ],
      my: ['ကလေး', 'အသက်မပြည့်', 'အသက် ၁၃', 'အသက် ၁၄', 'အသက် ၁၅', 'အသက် ၁၆', 'အသက် ၁၇'],
      th: ['เด็ก', 'ผู้เยาว์', 'อายุ 13', 'อายุ 14', 'อายุ 15', 'อายุ 16', 'อายุ 17', 'อายุสิบห้า'],
      km: ['កុមារ', 'កូនក្មេង', 'អនីតិជន', 'អាយុ ១៣', 'អាយុ ១៤', 'អាយុ ១៥', 'អាយុ ១៦', 'អាយុ ១៧'],
      ne: ['बच्चा', 'बालबालिका', 'नाबालिग', 'बाल श्रम', '१५ वर्ष', '१६ वर्ष', '१४ वर्ष'],
      hi: ['बच्चा', 'बच्चे', 'बच्ची', 'नाबालिग', 'बाल मजदूर', '15 साल', '16 साल', '14 साल', '१५ साल', '१६ साल'],
    },
  },
  {
    code: 'violence',
    raises: 'P0',
    words: {
      en: [
        'beat me',
        'beats me',
        'beat us',
        'beats us',
        'beating',
        'beaten',
        'hit me',
        'hits me',
        'hit us',
        'kill me',
        'kill us',
        'knife',
        'gun',
        'threaten to hurt',
        'threatened to kill',
        'threaten to kill',
        'threatens to beat',
      ],
      my: ['ရိုက်', 'သတ်မယ်', 'သတ်ပစ်', 'ဓားနဲ့', 'သေနတ်', 'ထိုးကြိတ်'],
      th: ['ทำร้าย', 'ตบตี', 'ทุบตี', 'ตีเรา', 'ตีฉัน', 'ตีผม', 'ขู่ฆ่า', 'จะฆ่า', 'มีด', 'ปืน', 'ซ้อม'],
      km: ['វាយ', 'សម្លាប់', 'កាំបិត', 'កាំភ្លើង', 'គំរាម'],
      ne: ['कुट्', 'कुटे', 'पिट्', 'मार्ने धम्की', 'मार्छु', 'चक्कु', 'बन्दुक'],
      hi: ['मारते', 'मारता', 'मारा', 'पीटते', 'पीटता', 'पीटा', 'जान से', 'चाकू', 'बंदूक', 'धमकी'],
    },
  },
  {
    code: 'confinement',
    raises: 'P0',
    words: {
      en: [
        'locked in',
        'lock us',
        'locks us',
        'lock me',
        'locked up',
        'cannot leave',
        'can not leave',
        "can't leave",
        'can’t leave',
        'not let us leave',
        'not let me leave',
        'not allowed to leave',
        'held here',
        'guards do not let',
      ],
      my: ['ပိတ်ထား', 'သော့ခတ်', 'အပြင်မထွက်ရ', 'အပြင် မထွက်ရ', 'ထွက်လို့မရ', 'ထွက်ခွင့်မရ', 'ချုပ်နှောင်', 'ပေးမထွက်'],
      th: ['ขัง', 'กักขัง', 'ล็อคประตู', 'ล็อกประตู', 'ออกไปไม่ได้', 'ห้ามออก', 'ไม่ให้ออก', 'หนีไม่ได้'],
      km: ['ឃុំ', 'ចាក់សោ', 'ចេញមិនបាន', 'មិនឲ្យចេញ', 'មិនអោយចេញ', 'បង្ខាំង'],
      ne: ['थुने', 'थुनेर', 'बन्धक', 'बाहिर जान दिँदैन', 'बाहिर जान दिदैन', 'ताला लगा'],
      hi: ['बंद कर', 'कैद', 'क़ैद', 'बंधक', 'बाहर नहीं जाने', 'ताला लगा'],
    },
  },
  {
    code: 'sexual_violence',
    raises: 'P0',
    words: {
      en: ['rape', 'raped', 'sexual', 'sexually', 'touches me', 'touched me', 'forced me to sleep', 'naked'],
      my: ['မုဒိမ်း', 'လိင်', 'အဓမ္မ', 'ထိကပါး', 'စော်ကား'],
      th: ['ข่มขืน', 'ลวนลาม', 'ล่วงละเมิดทางเพศ', 'จับหน้าอก', 'อนาจาร', 'บังคับนอน'],
      km: ['រំលោភ', 'ផ្លូវភេទ', 'បៀតបៀន'],
      ne: ['बलात्कार', 'यौन', 'करणी'],
      hi: ['बलात्कार', 'रेप', 'यौन', 'छेड़छाड़', 'जबरदस्ती संबंध'],
    },
  },
  {
    code: 'suicide',
    raises: 'P0',
    words: {
      en: [
        'suicide',
        'kill myself',
        'end my life',
        'want to die',
        'do not want to live',
        "don't want to live",
        'don’t want to live',
        'better dead',
        'hurt myself',
      ],
      my: ['သေချင်', 'ကိုယ့်ကိုယ်ကိုသတ်', 'ကိုယ့်ကိုယ်ကို သတ်', 'မနေချင်တော့', 'အသေခံ'],
      th: ['ฆ่าตัวตาย', 'อยากตาย', 'ไม่อยากอยู่', 'ทำร้ายตัวเอง'],
      km: ['ធ្វើអត្តឃាត', 'ចង់ស្លាប់', 'សម្លាប់ខ្លួន', 'មិនចង់រស់'],
      ne: ['आत्महत्या', 'मर्न मन', 'बाँच्न मन छैन', 'आफैलाई मार्'],
      hi: ['आत्महत्या', 'खुदकुशी', 'ख़ुदकुशी', 'मरना चाहत', 'जीना नहीं चाह'],
    },
  },
];

/** Zero-width and joining signs are typed or not by habit; case and spaces too. */
const plain = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/[\u200b\u200c\u200d\u2060\ufeff]/g, '')
    .toLowerCase()
    .replace(/\s+/g, ' ');

const LATIN = /^[a-z0-9' ’]+$/;
const escaped = (word: string): string => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
/** In scripts that part words by spaces a whole word is asked for; elsewhere a run of letters. */
const testOf = (word: string): ((text: string) => boolean) => {
  const sought = plain(word);
  if (!LATIN.test(sought)) return (text) => text.includes(sought);
  const whole = new RegExp(`(?<![a-z0-9])${escaped(sought)}(?![a-z0-9])`);
  return (text) => whole.test(text);
};
const TESTS = SIGNALS.map((signal) => ({
  signal,
  tests: SIGNAL_LANGUAGES.flatMap((language) => signal.words[language].map(testOf)),
}));

/** Which signs stand in these words, whichever language they say they are in: people mix, and phones guess wrong. */
export function signalsIn(words: string): readonly Signal[] {
  const text = plain(words);
  if (text.trim() === '') return [];
  return TESTS.filter(({ tests }) => tests.some((test) => test(text))).map(({ signal }) => signal);
}

export type Raised = { readonly urgency?: 'P0'; readonly known?: true };
/** What a report's own words and its picture "punished for speaking" ask for; empty where no rule speaks. */
export function raisedBy(said: { readonly words: string; readonly categories: readonly string[] }): Raised {
  const found = signalsIn(said.words);
  const known = said.categories.includes('GRV') || found.some(({ raises }) => raises === 'known');
  const danger = found.some(({ raises }) => raises === 'P0');
  return { ...(danger ? { urgency: 'P0' as const } : {}), ...(known ? { known: true as const } : {}) };
}
