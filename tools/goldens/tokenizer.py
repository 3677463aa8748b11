"""Makes tests/golden/tokenizer/: a small XLM-R style tokenizer and what the Rust `tokenizers` library does with it.

    python tools/goldens/tokenizer.py

Needs `sentencepiece` and `tokenizers` (the golden in the repository was made with 0.2.2 and 0.23.2).
All text is written for this purpose. The results for every single code point and for 20,000 random strings are kept as
hashes of blocks: the tests compute the same hashes.
"""

import hashlib
import json
import os
import sys
import tempfile

import sentencepiece
from tokenizers import Tokenizer

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
sys.path.insert(0, os.path.join(ROOT, "tools", "pretrain"))

from tokenizer_json import convert  # noqa: E402

OUT = os.path.join(ROOT, "tests", "golden", "tokenizer")

SENTENCES = """
The children bought three apples at the market and carried them home.
My grandmother waters her roses every morning before the sun is high.
A small boat crossed the river while the rain was falling on the roof.
Nobody answered the door, so the postman left the parcel with a neighbour.
She paid 12.50 for two tickets; the train left at 7:45.
Der Bäcker öffnet früh, weil die Schüler schon um sieben Uhr Brötchen kaufen.
Über dem Fluss liegt Nebel, und die Straßen sind naß vom Regen.
Meine Nachbarin hat zwölf Hühner und einen alten Hund.
La maîtresse a déjà fini son café, mais le garçon dort encore près de la fenêtre.
Où est le château que tu as vu l'été dernier ?
Les élèves achètent trois pommes au marché.
El niño compró una piña y dos limones en el mercado de la esquina.
¿Cuántos años tiene tu abuela? ¡Mañana cumple ochenta!
O irmão dela não gosta de pão com manteiga, só de maçãs.
Il ragazzo è uscito perché la pioggia era già finita.
Het meisje koopt drie appels op de markt en fietst naar huis.
Dziewczynka kupiła trzy jabłka i zaniosła je babci, która mieszka obok.
Çocuklar pazardan üç elma aldı ve ışıklar sönmeden eve döndü.
Cô bé mua ba quả táo ở chợ rồi về nhà trước khi trời tối.
Mtoto alinunua matofaa matatu sokoni na akarudi nyumbani.
Девочка купила три яблока на рынке и отнесла их бабушке.
Вчера вечером шёл дождь, а сегодня снова светит солнце.
Мой брат читает книгу о кораблях и далёких островах.
Момчето купи три ябълки от пазара и ги занесе у дома.
Το κορίτσι αγόρασε τρία μήλα από την αγορά και γύρισε στο σπίτι.
Ο παππούς μου διαβάζει εφημερίδα κάθε πρωί δίπλα στη θάλασσα.
اشترت البنت ثلاث تفاحات من السوق ثم عادت إلى البيت.
يقرأ جدي الجريدة كل صباح قرب البحر.
كَتَبَ الوَلَدُ رِسالَةً إلى أُمِّهِ.
بچے نے بازار سے تین سیب خریدے اور گھر چلا گیا۔
लड़की ने बाज़ार से तीन सेब खरीदे और घर लौट आई।
मेरे दादा हर सुबह समुद्र के पास अख़बार पढ़ते हैं।
क्षेत्र में आज बारिश नहीं हुई।
เด็กผู้หญิงซื้อแอปเปิลสามลูกที่ตลาดแล้วกลับบ้าน
คุณปู่อ่านหนังสือพิมพ์ทุกเช้าข้างทะเล น้ำใส
女孩在市场买了三个苹果，然后回家了。
我爷爷每天早上在海边看报纸。
昨天晚上下雨，今天又出太阳了。
女の子は市場でりんごを三つ買って、家に帰りました。
祖父は毎朝カフェで新聞を読みます。
소녀는 시장에서 사과 세 개를 사서 집에 돌아왔다.
할아버지는 매일 아침 바닷가에서 신문을 읽으신다.
הילדה קנתה שלושה תפוחים בשוק וחזרה הביתה.
""".strip().split("\n")

TEXTS = SENTENCES + [
    "",
    " ",
    "  two  spaces ",
    "\ttab\nnewline\r\ncarriage return\r",
    "trailing space ",
    "▁ underline▁inside ▁▁ double",
    "ｆｕｌｌ ｗｉｄｔｈ　ＡＢＣ１２３",
    "ﬁne oﬀer ½ kg ℃ Ⅳ ① … ㍿ ㎏",
    "e\u0301te\u0301 Stra\u00dfe A\u030angstro\u0308m n\u0303 ế ê\u0301",
    "o\u0301 o\u0302\u0301 \u0301alone a\u0300\u0301\u0302\u0303",
    "ｶﾞｷﾞｸﾞ ﾊﾟ カ\u3099",
    "\u0001control\u0000null\u0007bell\u007f\u0085next line",
    "a\u0001b ﬁ\u0001 ½\u0002x \u0001\u0002\u0003start",
    "zero\u200bwidth\u200cnon\u200djoiner\ufeffbom \u00adsoft hyphen",
    "no\u00a0break\u2003em\u3000ideographic\u2028line\u205fmath\u1680ogham",
    "family 👨‍👩‍👧‍👦 flags 🇩🇪🇫🇷🇪 skin 👍🏽 heart ❤️ rocket🚀",
    "한국 \u1112\u1161\u11ab\u1100\u116e\u11a8 jamo \u1100",
    "क्ष त्र ज्ञ क\u093c क़ ड़",
    "กำ น้ำ ำ",
    "شُكْرًا ﷺ ﻻ لا \u0600123 ـــ",
    "א\u05b8ב \ufb2a שׁ",
    "<s> literal </s> specials <pad> <unk> and <mask>.",
    "I  <mask> apples<mask>\t<mask>",
    "＜s＞ ＜unk＞ ＜mask＞ <unk>𝒳<unk>",
    "unknown 𐍈𐍉 ꙮ ᚠᚢ mixed𐍈word",
    "𝒜𝓑 𝟙𝟚 🄰 𠀀𠀁",
    "\u212b \u2126 \u1e9b\u0323 \ufb03",
    "1,234,567.89 €5 $6 5% #7 @8 a_b a-b 'quoted' \"double\" (paren) [x] {y} ~ ^ `",
    "ĲĳŉǄǅǆ ſt ﬅ",
    "Zürich ZÜRICH ZU\u0308RICH zu\u0308rich",
    "a" * 200,
    "的" * 100,
]

PAIRS = [
    ("The children bought three apples.", "Nobody bought apples.", 128),
    ("The children bought three apples.", "Nobody bought apples.", 12),
    ("The children bought three apples.", "Nobody bought apples.", 13),
    ("The children bought three apples.", "Nobody bought apples.", 11),
    ("Rain", "The children bought three apples at the market and carried them home.", 11),
    ("The children bought three apples at the market and carried them home.", "Rain", 11),
    ("The children bought three apples at the market.", "The children bought three apples at the market.", 9),
    ("The children bought three apples.", None, 5),
    ("The children bought three apples.", None, 2),
    ("The children bought three apples.", "Rain", 4),
    ("", "", 8),
    ("女孩在市场买了三个苹果，然后回家了。", "Девочка купила три яблока", 10),
]

# Characters that meet each other in the random strings: every kind that the normalizer or the splitter cares about.
POOL = (
    list("aeiou nst A1.,-'<>/_")
    + ["  ", "\t", "\n", "\r", "\r\n", "\u00a0", "\u3000", "\u2003", "\u0085", "\u200b", "\u200c", "\u200d", "\ufeff"]
    + ["\u0000", "\u0001", "\u001f", "\u007f", "\u00ad", "\u2060", "\u180e", "\ufffd", "\ue000", "\U000e0001"]
    + ["\u0300", "\u0301", "\u0302", "\u0308", "\u030a", "\u0323", "\u0327", "\u0345", "\u05b8", "\u064b", "\u0650", "\u0651"]
    + ["é", "ü", "ß", "ñ", "ǆ", "ﬁ", "ﬃ", "½", "…", "℃", "™", "ª", "①", "Ⅳ", "µ", "´", "¨", "¸", "ſ", "ﬅ", "©", "®"]
    + ["д", "й", "ё", "и\u0306", "Σ", "ς", "ώ", "ᾳ", "ΐ", "β"]
    + ["ا", "ل", "لا", "ﻻ", "ﷺ", "أ", "ي", "ى", "\u0600", "\u06dd", "ـ", "ہ", "۔", "א", "ש", "שׁ"]
    + ["क", "ष", "्", "ा", "ि", "\u093c", "क़", "।", "ক", "্", "ো", "த", "ொ", "ൎ", "ക"]
    + ["ก", "ำ", "น", "้", "า", "แ", "ລ", "ຳ", "က", "ျ", "ើ"]
    + ["的", "苹", "果", "，", "。", "㍿", "㎏", "豈", "か", "\u3099", "ｶ", "ﾞ", "ﾊ", "ﾟ", "ガ", "ー", "「"]
    + ["한", "각", "가", "\u1100", "\u1161", "\u11a8", "\uffa1", "Ａ", "１", "！", "～", "￥"]
    + ["👨", "👩", "🏽", "🇩", "🇪", "❤", "\ufe0f", "🚀", "𝒜", "𝟙", "𐍈", "𠀀", "\U0001d15e", "\U0002f800"]
    + ["▁", "▁▁", "<s>", "</s>", "<pad>", "<unk>", "<mask>", " <mask>", "＜mask＞", "＜s＞", "the ", "ing", "apples", "Девочка"]
)
RANDOM_STRINGS = 20_000
STRINGS_PER_BLOCK = 500
CODE_POINTS_PER_BLOCK = 4096


def numbers(seed: int):
    """xorshift32; the tests have the same few lines."""
    state = seed
    while True:
        state ^= (state << 13) & 0xFFFFFFFF
        state ^= state >> 17
        state ^= (state << 5) & 0xFFFFFFFF
        yield state


def random_strings(seed: int):
    stream = numbers(seed)
    for _ in range(RANDOM_STRINGS):
        length = 1 + next(stream) % 12
        yield "".join(POOL[next(stream) % len(POOL)] for _ in range(length))


def result(tokenizer: Tokenizer, text: str) -> dict:
    encoding = tokenizer.encode(text, add_special_tokens=False)
    return {"text": text, "ids": encoding.ids, "offsets": [list(span) for span in encoding.offsets]}


def line(tokenizer: Tokenizer, text: str) -> str:
    encoding = tokenizer.encode(text, add_special_tokens=False)
    return " ".join(f"{i}:{a}-{b}" for i, (a, b) in zip(encoding.ids, encoding.offsets)) + "\n"


def block_hashes(tokenizer: Tokenizer, texts, per_block: int) -> list:
    hashes, block, count = [], hashlib.sha256(), 0
    for text in texts:
        if text is not None:
            block.update(line(tokenizer, text).encode())
        count += 1
        if count % per_block == 0:
            hashes.append(block.hexdigest()[:16])
            block = hashlib.sha256()
    return hashes


def all_code_points():
    for code_point in range(0x110000):
        yield None if 0xD800 <= code_point < 0xE000 else chr(code_point)


def pair(tokenizer: Tokenizer, a: str, b, max_length: int) -> dict:
    tokenizer.enable_truncation(max_length)
    encoding = tokenizer.encode(a) if b is None else tokenizer.encode(a, b)
    tokenizer.no_truncation()
    offsets = [list(span) for span in encoding.offsets]
    return {"a": a, "b": b, "maxLength": max_length, "ids": encoding.ids, "offsets": offsets}


def variants(document: dict) -> list:
    """Other layouts in use, each as what it changes in the document. A charsmap of null stands for the document's own."""
    charsmap = {"type": "Precompiled", "precompiled_charsmap": None}
    metaspace = document["pre_tokenizer"]["pretokenizers"][1]
    old_metaspace = {"type": "Metaspace", "replacement": "▁", "str_rep": "▁", "add_prefix_space": True}
    spaces = {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": "▁"}
    added = [{**token, "normalized": token["content"] == "<mask>"} for token in document["added_tokens"]]
    extra = {**added[0], "id": len(document["model"]["vocab"]), "lstrip": False, "special": False}
    return [
        {
            "name": "files before tokenizers 0.14: add_prefix_space",
            "pre_tokenizer": {"type": "Sequence", "pretokenizers": [{"type": "WhitespaceSplit"}, old_metaspace]},
        },
        {
            "name": "as transformers converts: Strip, Replace of repeated spaces, Metaspace alone",
            "normalizer": {
                "type": "Sequence",
                "normalizers": [charsmap, {"type": "Strip", "strip_left": False, "strip_right": True}, spaces],
            },
            "pre_tokenizer": metaspace,
        },
        {
            "name": "Metaspace alone, only before the first word",
            "pre_tokenizer": {**metaspace, "prepend_scheme": "first"},
        },
        {"name": "Metaspace that does not split", "pre_tokenizer": {**metaspace, "split": False}},
        {"name": "no prefix", "pre_tokenizer": {**metaspace, "prepend_scheme": "never"}},
        {
            "name": "without a charsmap; Replace of a string",
            "normalizer": {"type": "Replace", "pattern": {"String": "ss"}, "content": "ß"},
        },
        {
            "name": "added tokens: normalized, single word, stripping",
            "added_tokens": [
                *added,
                {**extra, "content": "apples", "normalized": True, "single_word": True},
                {**extra, "id": extra["id"] + 1, "content": "ﬁne", "normalized": True, "rstrip": True},
                {**extra, "id": extra["id"] + 2, "content": "的的", "normalized": False},
                {**extra, "id": extra["id"] + 3, "content": "的的的", "normalized": False},
            ],
        },
    ]


def apply_variant(document: dict, variant: dict) -> Tokenizer:
    changed = {**document, **{key: value for key, value in variant.items() if key != "name"}}
    text = json.dumps(changed)
    own = json.dumps(document["normalizer"]["precompiled_charsmap"])
    return Tokenizer.from_str(text.replace('"precompiled_charsmap": null', f'"precompiled_charsmap": {own}'))


def train(folder: str) -> str:
    prefix = os.path.join(folder, "small")
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(SENTENCES * 3),
        model_prefix=prefix,
        model_type="unigram",
        vocab_size=700,
        character_coverage=1.0,
        hard_vocab_limit=False,
        normalization_rule_name="nmt_nfkc",
        bos_id=0,
        pad_id=1,
        eos_id=2,
        unk_id=3,
        num_threads=1,
        minloglevel=2,
    )
    return prefix + ".model"


def write(name: str, document) -> None:
    path = os.path.join(OUT, name)
    with open(path, "w", encoding="utf-8") as out:
        json.dump(document, out, ensure_ascii=True, separators=(",", ":"))
        out.write("\n")
    print(f"{os.path.relpath(path, ROOT)}: {os.path.getsize(path)} bytes")


def main() -> None:
    os.makedirs(OUT, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        document = convert(train(folder))
    tokenizer = Tokenizer.from_str(json.dumps(document))
    few = list(random_strings(7))[:60]
    write("tokenizer.json", document)
    write(
        "cases.json",
        {
            "texts": [result(tokenizer, text) for text in TEXTS],
            "pairs": [pair(tokenizer, *case) for case in PAIRS],
            "variants": [
                {**variant, "texts": [result(apply_variant(document, variant), text) for text in TEXTS[-32:] + few]}
                for variant in variants(document)
            ],
            "codePoints": {
                "perBlock": CODE_POINTS_PER_BLOCK,
                "hashes": block_hashes(tokenizer, all_code_points(), CODE_POINTS_PER_BLOCK),
            },
            "random": {
                "seed": 1,
                "count": RANDOM_STRINGS,
                "perBlock": STRINGS_PER_BLOCK,
                "pool": POOL,
                "hashes": block_hashes(tokenizer, random_strings(1), STRINGS_PER_BLOCK),
            },
        },
    )


if __name__ == "__main__":
    main()
