import { FOREIGN, type PosWords } from "./language.ts";

/** What joins clauses is SCONJ, by the guidelines; Thai-PUD has ADP for most of them. No sign ends a sentence. */
export const thai: PosWords = {
  words: {
    ADP: "ที่ ใน บน เมื่อ",
    SCONJ: "ว่า",
    DET: "นั้น",
    NUM: "หนึ่ง",
    NOUN: "ลูก ถาด ถ้วย จาน นัด รายการ เหรียญ ใบ ชิ้น อัน ฉบับ ตัว หลัง เลา เพลง เรื่อง บท ชนิด จอ เครื่อง บัญชี ก้อน แผ่น เล่ม แห่ง ชุด ดอก คัน เส้น คน ขนาด ราคา",
    PART: "ไม่",
    AUX: "ได้",
    VERB: "ทำ หาย พัง ซัก อาบน้ำ ให้ คว้า ฉีด ทา ขี่ ทาสี อาศัยอยู่ ทำงาน มี ใช่",
    ADJ: "แก่ ไพเราะ แพง ถูก",
    ADV: "เมื่อวานนี้",
  },
  joints: {
    alone: "{a}",
    and: "{a} และ/CCONJ {b}",
    but: "{a} แต่/CCONJ {b}",
    because: "{a} เพราะ/SCONJ {b}",
    when: "พวกเรา/PRON อยู่/VERB ที่/ADP นี่/PRON เมื่อ/SCONJ {e}",
    say: "พวกเขา/PRON พูด/VERB ว่า/SCONJ {a}",
    truth: "นั่น/PRON เป็น/AUX ความจริง/NOUN แต่/CCONJ {a}",
    yes: "ใช่/INTJ {a}",
    no: "ไม่/INTJ {a}",
    oh: "โอ้/INTJ !/PUNCT {a}",
    tell: "{s}",
    link: "{s} และ/CCONJ {a}",
    ask: "{s} ?/PUNCT",
  },
  asides: {
    remember: [
      "พวกเรา/PRON จำ/VERB {f} นั้น/DET ได้/AUX",
      [
        "นาฬิกา/NOUN เรือน/NOUN",
        "การเต้นรำ/NOUN ครั้ง/NOUN",
        "การเดินเล่น/NOUN ครั้ง/NOUN",
        "เกม/NOUN",
        "คำสั่งซื้อ/NOUN",
        "เครื่องดื่ม/NOUN",
      ],
    ],
    want: ["ฉัน/PRON อยาก/VERB {f}", ["ดู/VERB", "เต้นรำ/VERB", "เดินเล่น/VERB", "เล่น/VERB", "สั่ง/VERB", "ดื่ม/VERB"]],
    sleep: [
      "พวกเขา/PRON นอน/VERB {f}",
      [
        "ก่อน/ADP อาหารกลางวัน/NOUN",
        "หลัง/ADP งาน/NOUN",
        "เหมือน/ADP เด็ก/NOUN",
        "บ่อย/ADV มาก/ADV",
        "นาน/ADV เกินไป/ADV",
        "สบาย/ADV",
      ],
    ],
    go: [
      "พวกเรา/PRON ไป/VERB {f}",
      ["โรงเรียน/NOUN", "ตลาด/NOUN", "สวนสาธารณะ/NOUN", "หา/VERB เชฟ/NOUN", "ทำงาน/VERB", "ธนาคาร/NOUN เก่า/ADJ"],
    ],
    rise: [
      "{f} เพิ่มขึ้น/VERB {n} %/SYM",
      ["ราคา/NOUN", "ค่าเช่า/NOUN", "กำไร/NOUN", "ภาษี/NOUN", "ส่วนแบ่ง/NOUN ของ/ADP เรา/PRON", "มูลค่า/NOUN นั้น/DET"],
    ],
    cost: [
      "{f} ราคา/NOUN {n} €/SYM",
      [
        "หนึ่ง/NUM กิโลกรัม/NOUN",
        "หนังสือ/NOUN เล่ม/NOUN นี้/DET",
        "ตั๋ว/NOUN ทุก/DET ใบ/NOUN",
        "นาฬิกา/NOUN",
        "กาแฟ/NOUN ของ/ADP ฉัน/PRON",
        "สิ่ง/NOUN นั้น/DET",
      ],
    ],
    call: ['พวกเขา/PRON เรียก/VERB มัน/PRON ว่า/SCONJ "/PUNCT {f} "/PUNCT', FOREIGN],
    facts: [
      "{f}",
      [
        "พวกเขา/PRON นอน/VERB แล้ว/ADV",
        "ฉัน/PRON มี/VERB น้องสาว/NOUN {n} คน/NOUN",
        "คุณ/PRON ต้อง/AUX ไม่/PART วิ่ง/VERB",
        "ไม่/PART มี/VERB แสงสว่าง/NOUN",
        "เด็ก/NOUN ทุก/DET คน/NOUN ร้องเพลง/VERB ได้/AUX",
        "นี่/PRON เป็น/AUX บ้าน/NOUN ของ/ADP ฉัน/PRON",
      ],
    ],
    questions: [
      "{f}",
      [
        "ใคร/PRON อยู่/VERB ที่/ADP นั่น/PRON",
        "นาฬิกา/NOUN อยู่/VERB ที่/ADP ไหน/PRON",
        "การแสดง/NOUN เริ่ม/VERB เมื่อไร/ADV",
        "ทำไม/ADV พวกเขา/PRON ทำงาน/VERB",
        "สิ่ง/NOUN นั้น/DET ราคา/NOUN เท่าไร/PRON",
        "หนังสือ/NOUN เล่ม/NOUN ไหน/DET ใหม่/ADJ",
      ],
    ],
  },
};
