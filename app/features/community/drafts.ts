/** First words for what goes back to workers, from what was coded. A case worker reads and changes them before they go. */
export type Party = 'employer' | 'recruiter' | 'buyer' | 'state';
export type Facts = {
  /** Issues of the case, and those that workers confirmed as put right. */
  readonly issues: number;
  readonly verified: number;
  readonly by: Party | null;
  readonly remedy: string | null;
};
type Language = 'en' | 'my' | 'th';

const WHO: Readonly<Record<Language, Readonly<Record<Party, string>>>> = {
  en: { employer: 'The employer', recruiter: 'The recruiter', buyer: 'A buyer', state: 'An authority' },
  my: { employer: 'အလုပ်ရှင်က', recruiter: 'ပွဲစားက', buyer: 'ဝယ်သူကုမ္ပဏီက', state: 'အာဏာပိုင်က' },
  th: { employer: 'นายจ้าง', recruiter: 'นายหน้า', buyer: 'ผู้ซื้อ', state: 'หน่วยงานรัฐ' },
};
const DID: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: {
    restitution: 'gave back what was taken',
    compensation: 'paid for the harm',
    rehabilitation: 'gave help to those who were harmed',
    satisfaction: 'said that it was wrong',
    guarantees_of_non_repetition: 'changed how things are done, so that it does not happen again',
    other: 'did something about it',
  },
  my: {
    restitution: 'ယူထားတာကို ပြန်ပေးခဲ့သည်',
    compensation: 'ထိခိုက်မှုအတွက် လျော်ကြေး ပေးခဲ့သည်',
    rehabilitation: 'ထိခိုက်သူများကို ကူညီခဲ့သည်',
    satisfaction: 'မှားကြောင်း ဝန်ခံခဲ့သည်',
    guarantees_of_non_repetition: 'နောက်မဖြစ်အောင် လုပ်ပုံကို ပြောင်းခဲ့သည်',
    other: 'တစ်ခုခု လုပ်ခဲ့သည်',
  },
  th: {
    restitution: 'คืนสิ่งที่ถูกเอาไป',
    compensation: 'จ่ายชดเชยความเสียหาย',
    rehabilitation: 'ช่วยเหลือผู้ที่ได้รับผลกระทบ',
    satisfaction: 'ยอมรับว่าทำผิด',
    guarantees_of_non_repetition: 'เปลี่ยนวิธีทำงานเพื่อไม่ให้เกิดขึ้นอีก',
    other: 'ได้ดำเนินการแล้ว',
  },
};
const WORDS: Readonly<Record<Language, (f: Facts, act: string) => string>> = {
  en: ({ issues, verified }, act) =>
    [
      'What you told us has come to an end.',
      act && `${act}.`,
      verified > 0
        ? `Workers confirmed it for ${verified} of ${issues}.`
        : 'It could not be confirmed that it was put right.',
      'If it comes back, write here. Thank you for speaking.',
    ]
      .filter(Boolean)
      .join(' '),
  my: ({ issues, verified }, act) =>
    [
      'သင်ပြောခဲ့သော အမှု ပြီးဆုံးပါပြီ။',
      act && `${act}။`,
      verified > 0 ? `${issues} ခုအနက် ${verified} ခုကို အလုပ်သမားများက အတည်ပြုခဲ့သည်။` : 'ပြေလည်သွားကြောင်း အတည်မပြုနိုင်ခဲ့ပါ။',
      'ပြန်ဖြစ်လျှင် ဒီမှာ ရေးပါ။ ပြောပြပေးသည့်အတွက် ကျေးဇူးတင်ပါသည်။',
    ]
      .filter(Boolean)
      .join(' '),
  th: ({ issues, verified }, act) =>
    [
      'เรื่องที่คุณบอกเราเสร็จสิ้นแล้ว',
      act,
      verified > 0 ? `แรงงานยืนยันแล้ว ${verified} จาก ${issues} เรื่อง` : 'ยังยืนยันไม่ได้ว่าแก้ไขแล้ว',
      'ถ้าเกิดขึ้นอีก เขียนที่นี่ ขอบคุณที่พูดออกมา',
    ]
      .filter(Boolean)
      .join(' '),
};

const LANGUAGES: readonly Language[] = ['en', 'my', 'th'];

/** One text a language. Numbers are of issues, never of workers. */
export function draftsOf(facts: Facts): Record<Language, string> {
  const text = (language: Language): string => {
    const done = DID[language][facts.remedy ?? 'other'] ?? DID[language]['other'] ?? '';
    const act = facts.by ? `${WHO[language][facts.by]} ${done}` : '';
    return WORDS[language](facts, act);
  };
  const [en = '', my = '', th = ''] = LANGUAGES.map(text);
  return { en, my, th };
}
