import { FOREIGN, type PosWords } from "./language.ts";

/** Written syllables are the words; each has the tag of the word that it belongs to (Vietnamese-VTB). */
export const vietnamese: PosWords = {
  words: {
    NUM: "một",
    DET: "nào đó",
    ADV: "không đã",
    ADP: "ở trong trên vào",
  },
  inPart: {
    someone: { VERB: "có", NOUN: "người" },
    adjective: { NOUN: "người", VERB: "biết đến phải" },
  },
  joints: {
    alone: "{a} ./PUNCT",
    and: "{a} ,/PUNCT và/CCONJ {b} ./PUNCT",
    but: "{a} ,/PUNCT nhưng/CCONJ {b} ./PUNCT",
    because: "{a} ,/PUNCT vì/SCONJ {b} ./PUNCT",
    when: "Chúng/PRON tôi/PRON ở/VERB đây/PRON khi/SCONJ {e} ./PUNCT",
    say: "Họ/PRON nói/VERB rằng/SCONJ {a} ./PUNCT",
    truth: "Đó/PRON là/AUX sự/NOUN thật/NOUN ,/PUNCT nhưng/CCONJ {a} ./PUNCT",
    yes: "Vâng/INTJ ạ/PART ,/PUNCT {a} ./PUNCT",
    no: "Không/INTJ ,/PUNCT {a} ./PUNCT",
    oh: "Ôi/INTJ !/PUNCT {a} ./PUNCT",
    tell: "{s} ./PUNCT",
    link: "{s} ,/PUNCT và/CCONJ {a} ./PUNCT",
    ask: "{s} ?/PUNCT",
  },
  asides: {
    remember: [
      "Chúng/PRON tôi/PRON nhớ/VERB {f}",
      [
        "chiếc/NOUN đồng/NOUN hồ/NOUN đó/DET",
        "điệu/NOUN nhảy/NOUN đó/DET",
        "buổi/NOUN đi/NOUN dạo/NOUN đó/DET",
        "trò/NOUN chơi/NOUN đó/DET",
        "đơn/NOUN hàng/NOUN đó/DET",
        "đồ/NOUN uống/NOUN đó/DET",
      ],
    ],
    want: [
      "Tôi/PRON muốn/VERB {f}",
      ["nhìn/VERB", "nhảy/VERB", "đi/VERB dạo/VERB", "chơi/VERB", "đặt/VERB hàng/VERB", "uống/VERB"],
    ],
    sleep: [
      "Họ/PRON ngủ/VERB {f}",
      [
        "trước/ADP bữa/NOUN trưa/NOUN",
        "sau/ADP giờ/NOUN làm/NOUN",
        "như/ADP trẻ/NOUN em/NOUN",
        "rất/ADV nhiều/ADJ",
        "quá/ADV lâu/ADJ",
        "ngon/ADJ",
      ],
    ],
    go: [
      "Chúng/PRON tôi/PRON đi/VERB đến/ADP {f}",
      [
        "trường/NOUN",
        "chợ/NOUN",
        "công/NOUN viên/NOUN",
        "chỗ/NOUN đầu/NOUN bếp/NOUN",
        "chỗ/NOUN làm/NOUN",
        "ngân/NOUN hàng/NOUN cũ/ADJ",
      ],
    ],
    rise: [
      "{f} tăng/VERB {n} %/SYM",
      [
        "giá/NOUN",
        "tiền/NOUN thuê/NOUN",
        "lợi/NOUN nhuận/NOUN",
        "thuế/NOUN",
        "phần/NOUN của/ADP chúng/PRON tôi/PRON",
        "giá/NOUN trị/NOUN đó/DET",
      ],
    ],
    cost: [
      "{f} có/VERB giá/NOUN {n} €/SYM",
      [
        "một/NUM cân/NOUN",
        "cuốn/NOUN sách/NOUN này/DET",
        "mỗi/DET tấm/NOUN vé/NOUN",
        "chiếc/NOUN đồng/NOUN hồ/NOUN",
        "cà/NOUN phê/NOUN của/ADP tôi/PRON",
        "cái/NOUN đó/DET",
      ],
    ],
    call: ['Họ/PRON gọi/VERB đó/PRON là/AUX "/PUNCT {f} "/PUNCT', FOREIGN],
    facts: [
      "{f}",
      [
        "họ/PRON đã/ADV ngủ/VERB rồi/ADV",
        "tôi/PRON có/VERB {n} chị/NOUN em/NOUN",
        "bạn/NOUN không/ADV được/AUX chạy/VERB",
        "không/ADV có/VERB ánh/NOUN sáng/NOUN",
        "mỗi/DET đứa/NOUN trẻ/NOUN đều/ADV biết/VERB hát/VERB",
        "đây/PRON là/AUX nhà/NOUN của/ADP tôi/PRON",
      ],
    ],
    questions: [
      "{f}",
      [
        "ai/PRON ở/VERB đó/PRON",
        "đồng/NOUN hồ/NOUN ở/VERB đâu/PRON",
        "điệu/NOUN nhảy/NOUN bắt/VERB đầu/VERB khi/NOUN nào/DET",
        "vì/ADP sao/PRON họ/PRON làm/VERB việc/VERB",
        "cái/NOUN đó/DET giá/NOUN bao/PRON nhiêu/PRON",
        "cuốn/NOUN sách/NOUN nào/DET mới/ADJ",
      ],
    ],
  },
};
