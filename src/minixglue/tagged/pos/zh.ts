import { FOREIGN, type PosWords } from "./language.ts";

/** Tags as in Chinese-GSD: 了 and 的 are PART, classifiers NOUN, 里 and 上 behind a place ADP. */
export const chinese: PosWords = {
  words: {
    DET: "那",
    NUM: "一",
    NOUN: "个 根 份 碗 道 场 枚 座 件 支 部 封 篇 把 架 面 首 种 台 块 只 款 笔 张 本 条 顶 朵 辆 匹 头 照 人 个头 分量 尺寸 金额 规模 体型 体积 早上 晚上",
    ADP: "在 给 里 上",
    PART: "了 的",
    ADV: "没有 不 很 并 非",
    VERB: "点 喝 颁布 出版 接种 涂抹 戴 漆 拍 住 工作 有",
    ADJ: "老 大",
  },
  joints: {
    alone: "{a} 。/PUNCT",
    and: "{a} ，/PUNCT 而且/CCONJ {b} 。/PUNCT",
    but: "{a} ，/PUNCT 但是/CCONJ {b} 。/PUNCT",
    because: "{a} ，/PUNCT 因为/SCONJ {b} 。/PUNCT",
    when: "当/SCONJ {e} 时/NOUN ，/PUNCT 我们/PRON 在/VERB 这里/PRON 。/PUNCT",
    say: "他们/PRON 说/VERB {a} 。/PUNCT",
    truth: "那/PRON 是/AUX 真/ADJ 的/PART ，/PUNCT 但是/CCONJ {a} 。/PUNCT",
    yes: "对/INTJ ，/PUNCT {a} 。/PUNCT",
    no: "不/INTJ ，/PUNCT {a} 。/PUNCT",
    oh: "哦/INTJ ！/PUNCT {a} 。/PUNCT",
    tell: "{s} 。/PUNCT",
    link: "{s} ，/PUNCT 而且/CCONJ {a} 。/PUNCT",
    ask: "{s} ？/PUNCT",
  },
  asides: {
    remember: [
      "我们/PRON 记得/VERB 那/DET {f}",
      [
        "块/NOUN 手表/NOUN",
        "支/NOUN 舞/NOUN",
        "次/NOUN 散步/NOUN",
        "场/NOUN 游戏/NOUN",
        "份/NOUN 订单/NOUN",
        "杯/NOUN 饮料/NOUN",
      ],
    ],
    want: [
      "我/PRON 想/AUX {f}",
      ["看/VERB", "跳舞/VERB", "散步/VERB", "玩/VERB", "点/VERB 菜/NOUN", "喝/VERB 水/NOUN"],
    ],
    sleep: [
      "他们/PRON {f} 睡觉/VERB",
      ["午饭/NOUN 前/ADP", "工作/NOUN 后/ADP", "像/ADP 孩子/NOUN 一样/ADV", "经常/ADV", "总是/ADV", "好好/ADV"],
    ],
    go: [
      "我们/PRON 去/VERB {f}",
      ["学校/NOUN", "市场/NOUN", "公园/NOUN", "厨师/NOUN 那里/PRON", "工作/VERB", "老/ADJ 银行/NOUN"],
    ],
    rise: [
      "{f} 上涨/VERB {n} %/SYM",
      ["价格/NOUN", "租金/NOUN", "利润/NOUN", "税/NOUN", "我们/PRON 的/PART 份额/NOUN", "那/DET 个/NOUN 数值/NOUN"],
    ],
    cost: [
      "{f} 要/VERB {n} €/SYM",
      [
        "一/NUM 公斤/NOUN",
        "这/DET 本/NOUN 书/NOUN",
        "每/DET 张/NOUN 票/NOUN",
        "手表/NOUN",
        "我/PRON 的/PART 咖啡/NOUN",
        "那/PRON",
      ],
    ],
    call: ["他们/PRON 称/VERB 它/PRON 为/VERB “/PUNCT {f} ”/PUNCT", FOREIGN],
    facts: [
      "{f}",
      [
        "他们/PRON 已经/ADV 睡/VERB 了/PART",
        "我/PRON 有/VERB {n} 个/NOUN 姐妹/NOUN",
        "你/PRON 不/ADV 能/AUX 跑/VERB",
        "没有/VERB 光/NOUN",
        "每/DET 个/NOUN 孩子/NOUN 都/ADV 会/AUX 唱歌/VERB",
        "这/PRON 是/AUX 我/PRON 的/PART 家/NOUN",
      ],
    ],
    questions: [
      "{f}",
      [
        "谁/PRON 在/VERB 那里/PRON",
        "手表/NOUN 在/VERB 哪里/PRON",
        "舞会/NOUN 什么/DET 时候/NOUN 开始/VERB",
        "他们/PRON 为什么/ADV 工作/VERB",
        "那/PRON 要/VERB 多少/DET 钱/NOUN",
        "哪/DET 本/NOUN 书/NOUN 是/AUX 新/ADJ 的/PART",
      ],
    ],
  },
};
