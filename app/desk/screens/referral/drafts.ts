/** First wording of the question whether one receiver may be told. Drafts: who sends reads them first. */
import { fill } from '../../words.ts';

const DRAFT: Readonly<Record<string, string>> = {
  en: 'May we tell {name} about this, to get you help ({service})? We send only what they need, and to nobody else. You can say no, and we go on helping you. You can take a yes back: then they can read it no more.',
  my: 'သင့်ကို ကူညီနိုင်ဖို့ ({service}) ဒီအကြောင်းကို {name} ကို ပြောလို့ရမလား။ သူတို့လိုအပ်တာကိုပဲ ပို့ပါမယ်။ တခြားဘယ်သူ့ကိုမှ မပို့ပါ။ မပြောပါနဲ့လို့ ဖြေလည်း ဆက်ကူညီပါမယ်။ ဟုတ်ကဲ့ဖြေပြီးမှလည်း ပြန်ရုပ်သိမ်းနိုင်ပါတယ်။ အဲဒီအခါ သူတို့ ဆက်ဖတ်လို့ မရတော့ပါ။',
  th: 'เราบอกเรื่องนี้กับ {name} เพื่อช่วยคุณ ({service}) ได้ไหม เราส่งเฉพาะสิ่งที่เขาจำเป็นต้องรู้ และไม่ส่งให้ใครอื่น คุณตอบว่าไม่ก็ได้ เรายังช่วยคุณต่อ และถอนคำตอบภายหลังได้ ถ้าถอนแล้วเขาจะอ่านไม่ได้อีก',
};

export const draftIn = (
  language: string,
  about: { name: string; service: string },
): { language: string; words: string } => {
  const known = Object.hasOwn(DRAFT, language) ? language : 'en';
  return { language: known, words: fill(DRAFT[known] ?? '', about) };
};
