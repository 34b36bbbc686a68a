/**
 * Words of the printed poster, by language. Burmese and Thai are drafts: nobody who grew up with them has read them yet,
 * and a poster in them says so to whoever prints it.
 */
export type PosterText = {
  readonly draft: string | undefined;
  readonly title: string;
  readonly what: string;
  readonly how: string;
  readonly scan: string;
  readonly free: string;
  readonly who: string;
  readonly words: string;
  readonly wordsWhy: string;
  readonly hidden: string;
  readonly code: string;
  readonly own: string;
  readonly danger: string;
};

export const POSTER: Readonly<Record<string, PosterText>> = {
  en: {
    draft: undefined,
    title: 'Is something wrong at work?',
    what: 'Pay, hours, documents, fees, safety, violence: you can say it here. You need no name and no account.',
    how: 'How to reach us',
    scan: 'Open this with your phone’s camera, or type the address:',
    free: 'It costs nothing. Use your own phone and, if you can, not the factory’s network.',
    who: 'Who reads it',
    words: 'Four words',
    wordsWhy: 'The page shows four words before you send. If they are not these, do not send.',
    hidden: 'Your employer, the recruiter and the buyers do not get your words.',
    code: 'You get a code of 20 digits. Only with it can you read the answer. Keep it where nobody looks.',
    own: 'Take a picture of this poster when nobody is watching, and go on later from a safe place.',
    danger: 'In danger now? Call',
  },
  my: {
    draft: 'မူကြမ်း — မြန်မာစကား မိခင်ဘာသာစကားဖြစ်သူ မဖတ်ရသေးပါ',
    title: 'အလုပ်ခွင်မှာ တစ်ခုခု မှားနေပါသလား',
    what: 'လုပ်ခ၊ အလုပ်ချိန်၊ စာရွက်စာတမ်း၊ အခကြေးငွေ၊ ဘေးကင်းရေး၊ အကြမ်းဖက်မှု — ဤနေရာတွင် ပြောပြနိုင်ပါသည်။ နာမည် မလိုပါ။ အကောင့် မလိုပါ။',
    how: 'ဆက်သွယ်ရန်',
    scan: 'ဖုန်းကင်မရာဖြင့် ဖွင့်ပါ၊ သို့မဟုတ် ဤလိပ်စာကို ရိုက်ပါ —',
    free: 'အခမဲ့ ဖြစ်ပါသည်။ ကိုယ်ပိုင်ဖုန်းကို သုံးပါ။ ဖြစ်နိုင်လျှင် စက်ရုံ၏ အင်တာနက်ကို မသုံးပါနှင့်။',
    who: 'မည်သူ ဖတ်သလဲ',
    words: 'စကားလုံး လေးလုံး',
    wordsWhy: 'မပို့မီ စာမျက်နှာတွင် စကားလုံး လေးလုံး ပြပါသည်။ ဤစကားလုံးများ မဟုတ်လျှင် မပို့ပါနှင့်။',
    hidden: 'သင့်အလုပ်ရှင်၊ ပွဲစားနှင့် ဝယ်ယူသူများ သင့်စကားကို မရပါ။',
    code: 'ဂဏန်း ၂၀ လုံးပါသော ကုဒ်ကို ရပါမည်။ ထိုကုဒ်ဖြင့်သာ အဖြေကို ဖတ်နိုင်ပါသည်။ မည်သူမျှ မမြင်သော နေရာတွင် သိမ်းပါ။',
    own: 'မည်သူမျှ မကြည့်ချိန်တွင် ဤပိုစတာကို ဓာတ်ပုံရိုက်ထားပြီး ဘေးကင်းသော နေရာမှ နောက်မှ ဆက်လုပ်ပါ။',
    danger: 'ယခု အန္တရာယ် ရှိနေပါသလား။ ခေါ်ရန်',
  },
  th: {
    draft: 'ฉบับร่าง — ยังไม่มีเจ้าของภาษาอ่านตรวจ',
    title: 'มีเรื่องไม่ถูกต้องในที่ทำงานหรือไม่',
    what: 'ค่าจ้าง ชั่วโมงทำงาน เอกสาร ค่านายหน้า ความปลอดภัย ความรุนแรง บอกได้ที่นี่ ไม่ต้องบอกชื่อ ไม่ต้องสมัครสมาชิก',
    how: 'ติดต่อเราได้อย่างไร',
    scan: 'เปิดด้วยกล้องโทรศัพท์ หรือพิมพ์ที่อยู่นี้',
    free: 'ไม่มีค่าใช้จ่าย ใช้โทรศัพท์ของคุณเอง และถ้าทำได้ อย่าใช้อินเทอร์เน็ตของโรงงาน',
    who: 'ใครเป็นผู้อ่าน',
    words: 'คำสี่คำ',
    wordsWhy: 'ก่อนส่ง หน้าเว็บจะแสดงคำสี่คำ ถ้าไม่ใช่คำเหล่านี้ อย่าส่ง',
    hidden: 'นายจ้าง นายหน้า และผู้ซื้อ จะไม่ได้รับข้อความของคุณ',
    code: 'คุณจะได้รับรหัส 20 หลัก ต้องใช้รหัสนี้เท่านั้นจึงจะอ่านคำตอบได้ เก็บไว้ในที่ที่ไม่มีใครเห็น',
    own: 'ถ่ายรูปโปสเตอร์นี้ตอนที่ไม่มีใครมอง แล้วทำต่อภายหลังจากที่ปลอดภัย',
    danger: 'ตกอยู่ในอันตรายตอนนี้หรือไม่ โทร',
  },
};
