/**
 * First wordings of an answer in the worker's language. Drafts: who sends reads them first. They promise nothing but
 * what the desk does, and never ask for a name.
 */
export type Template = {
  readonly id: string;
  readonly name: string;
  readonly text: Readonly<Record<string, string>>;
};

const ACKNOWLEDGE: Template = {
  id: 'acknowledge',
  name: 'We have read it',
  text: {
    en: 'We have read what you wrote. A person here is working on it. We will write to you here again. Look here with your code.',
    my: 'သင်ရေးတာကို ဖတ်ပြီးပါပြီ။ ဒီမှာရှိတဲ့ လူတစ်ယောက်က ဆောင်ရွက်နေပါတယ်။ ဒီနေရာမှာပဲ ထပ်ရေးပါမယ်။ သင့်ကုဒ်နဲ့ ပြန်ကြည့်ပါ။',
    th: 'เราอ่านสิ่งที่คุณเขียนแล้ว มีคนที่นี่กำลังดูแลเรื่องนี้ เราจะเขียนถึงคุณที่นี่อีก ใช้รหัสของคุณกลับมาดูได้',
  },
};

export const TEMPLATES: readonly Template[] = [
  ACKNOWLEDGE,
  {
    id: 'more',
    name: 'Ask for more',
    text: {
      en: 'Thank you for telling us. Since when is it so? Does it happen to others too? Answer only what is safe for you.',
      my: 'ပြောပြတဲ့အတွက် ကျေးဇူးတင်ပါတယ်။ ဘယ်တုန်းကတည်းက ဖြစ်နေတာလဲ။ တခြားသူတွေလည်း ဖြစ်နေလား။ သင့်အတွက် အန္တရာယ်ကင်းတာကိုပဲ ဖြေပါ။',
      th: 'ขอบคุณที่บอกเรา เป็นแบบนี้มาตั้งแต่เมื่อไร คนอื่นเจอด้วยไหม ตอบเฉพาะสิ่งที่ปลอดภัยสำหรับคุณ',
    },
  },
  {
    id: 'papers',
    name: 'Passport kept',
    text: {
      en: 'Thank you for telling us. Keeping your passport is against the law. You do not have to pay to get it back. We will ask you before we speak with anyone.',
      my: 'ပြောပြတဲ့အတွက် ကျေးဇူးတင်ပါတယ်။ သင့်ပတ်စပို့ကို သိမ်းထားတာ ဥပဒေနဲ့ မညီပါ။ ပြန်ရဖို့ ငွေပေးစရာ မလိုပါ။ ဘယ်သူနဲ့မှ မပြောခင် သင့်ကို အရင်မေးပါမယ်။',
      th: 'ขอบคุณที่บอกเรา การยึดหนังสือเดินทางของคุณผิดกฎหมาย คุณไม่ต้องจ่ายเงินเพื่อขอคืน เราจะถามคุณก่อนที่จะคุยกับใคร',
    },
  },
  {
    id: 'danger',
    name: 'If you are in danger now',
    text: {
      en: 'If you are in danger now, call the emergency number first. Then write here where you are, if it is safe. We read this today.',
      my: 'အခု အန္တရာယ်ရှိနေရင် အရေးပေါ်ဖုန်းကို အရင်ခေါ်ပါ။ ပြီးရင် အန္တရာယ်ကင်းမှ သင်ဘယ်မှာရှိတယ်ဆိုတာ ဒီမှာရေးပါ။ ဒီနေ့ ဖတ်ပါမယ်။',
      th: 'ถ้าคุณอยู่ในอันตรายตอนนี้ โทรเบอร์ฉุกเฉินก่อน แล้วถ้าปลอดภัยให้เขียนบอกที่นี่ว่าคุณอยู่ที่ไหน เราอ่านวันนี้',
    },
  },
];

export const CONSENT_QUESTION: Template = {
  id: 'consent',
  name: 'May we tell the employer',
  text: {
    en: 'May we tell your employer about this, without your name and without your words? We do not say who told us. Someone may still guess. You can say no, and we go on helping you. You can take a yes back.',
    my: 'သင့်နာမည်နဲ့ သင့်စကားလုံးတွေ မပါဘဲ ဒီအကြောင်းကို အလုပ်ရှင်ကို ပြောလို့ရမလား။ ဘယ်သူပြောတယ်ဆိုတာ မပြောပါ။ ဒါပေမဲ့ တစ်ယောက်ယောက်က ခန့်မှန်းနိုင်ပါတယ်။ မပြောပါနဲ့လို့ ဖြေလည်း ဆက်ကူညီပါမယ်။ ဟုတ်ကဲ့ဖြေပြီးမှလည်း ပြန်ရုပ်သိမ်းနိုင်ပါတယ်။',
    th: 'เราบอกเรื่องนี้กับนายจ้างได้ไหม โดยไม่บอกชื่อและไม่ใช้คำพูดของคุณ เราไม่บอกว่าใครเล่า แต่อาจมีคนเดาได้ คุณตอบว่าไม่ก็ได้ เรายังช่วยคุณต่อ และถอนคำตอบภายหลังได้',
  },
};

export const REMEDY_QUESTION: Template = {
  id: 'remedy',
  name: 'Is it done',
  text: {
    en: 'The employer says this has been done. Is it so for you: fully, partly, or not? How well? Nobody at your workplace sees your answer.',
    my: 'အလုပ်ရှင်က ဒါကို လုပ်ပြီးပြီလို့ ပြောပါတယ်။ သင့်အတွက် အကုန်ပြီးပြီလား၊ တချို့ပဲလား၊ မပြီးသေးဘူးလား။ ဘယ်လောက်ကောင်းလဲ။ သင့်အလုပ်ထဲက ဘယ်သူမှ သင့်အဖြေကို မမြင်ရပါ။',
    th: 'นายจ้างบอกว่าทำเรื่องนี้แล้ว สำหรับคุณเป็นอย่างนั้นไหม ครบ บางส่วน หรือยังไม่ได้ทำ ทำได้ดีแค่ไหน ไม่มีใครในที่ทำงานเห็นคำตอบของคุณ',
  },
};

/** In the worker's language, or in English where nobody wrote it yet: then somebody must translate it first. */
export const inLanguage = (template: Template, language: string): { language: string; words: string } => {
  const text = template.text[language];
  return text ? { language, words: text } : { language: 'en', words: template.text.en ?? '' };
};
export const acknowledgement = ACKNOWLEDGE;
