"""Makes tests/golden/wordpiece/: a small M-BERT style tokenizer and what the Rust `tokenizers` library does with it.

    python tools/goldens/wordpiece.py

Needs `tokenizers` (the golden in the repository was made with 0.23.2) and what tools/goldens/tokenizer.py needs: its texts are
used here too. Results for every code point, alone and within a word, and for 20,000 random strings are kept as hashes of blocks.
"""

import collections
import json
import os

from tokenizer import ROOT, SENTENCES, STRINGS_PER_BLOCK, CODE_POINTS_PER_BLOCK, PAIRS, POOL, RANDOM_STRINGS, TEXTS, block_hashes, numbers, result
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

OUT = os.path.join(ROOT, "tests", "golden", "wordpiece")
SPECIALS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]

OWN_TEXTS = [
    "[CLS] spelt out [SEP] [PAD] [MASK] [UNK] [mask] [ CLS]",
    "Straße STRASSE İstanbul ΣΑΣ ς ǅ ÀÉÎÕÜ àéîõü Ångström",
    "q\u0323\u0307 q\u0307\u0323 a\u0301\u0327 \u1e69 s\u0307\u0323 \u0b55\u0327 ệ",
    "ก็ น้ำ ทั้งหมด ผู้หญิง",
    "ليس\u0640\u0640 كَتَبَ شُكْرًا",
    "中文字 𠀀𠁀 豈 㐀 ａｂｃ，！。「」",
    "don't stop-it U.S.A. #hash @you 3.14% a+b=c $5 <tag> ^_^ ~`|",
    "a\u00adb\u200bc\u200ed\ufeffe\u2060f \ue000\uf8ff \ufffd \x00 \x0b\x0c",
    "supercalifragilistic" * 6,
    "日" + "x" * 100 + "本",
    "x" * 101,
    "e\u0301" * 60,
]
# At which of two texts the odd token is cut depends on more than their lengths.
CUTS = [(a, b, length) for a, b in [PAIRS[0][:2], PAIRS[-1][:2], ("Rain [MASK] apples", "女孩 [MASK]")] for length in range(3, 30)]
POOL_OF_OWN = ["[CLS]", "[SEP]", "[MASK]", "[PAD]", "[UNK]", " [MASK]", "\u0b55", "\u302e", "\u0327", "\u0307", "İ", "ệ", "\u166d", "\u2e52", "中", "\U0002b820", "##", "[", "]"]


def own_pool() -> list:
    return [entry for entry in POOL if not entry.strip().startswith(("<", "＜"))] + POOL_OF_OWN


def random_strings(seed: int, pool: list):
    stream = numbers(seed)
    for _ in range(RANDOM_STRINGS):
        length = 1 + next(stream) % 12
        yield "".join(pool[next(stream) % len(pool)] for _ in range(length))


def vocabulary() -> dict:
    """Every character, as a beginning and as a continuation, and what words often begin and go on with."""
    pieces = SPECIALS + sorted({character for text in SENTENCES for character in text if not character.isspace()})
    pieces += ["##" + piece for piece in pieces[len(SPECIALS):]]
    counts = collections.Counter()
    for normalizer in (normalizers.BertNormalizer(lowercase=False), normalizers.BertNormalizer(lowercase=True)):
        for text in SENTENCES:
            for word, _ in pre_tokenizers.BertPreTokenizer().pre_tokenize_str(normalizer.normalize_str(text)):
                counts.update(word[:length] for length in range(2, min(len(word), 6) + 1))
                counts.update("##" + word[start:start + length] for start in range(1, len(word)) for length in (2, 3) if start + length <= len(word))
    often = sorted(counts, key=lambda piece: (-counts[piece], piece))
    pieces += [piece for piece in often if piece not in pieces][:400]
    return {piece: number for number, piece in enumerate(pieces)}


def build() -> dict:
    """M-BERT's tokenizer.json, but for its words."""
    tokenizer = Tokenizer(models.WordPiece(vocabulary(), unk_token="[UNK]", max_input_chars_per_word=100))
    tokenizer.normalizer = normalizers.BertNormalizer(clean_text=True, handle_chinese_chars=True, strip_accents=None, lowercase=False)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.add_special_tokens(SPECIALS)
    ids = [(name, tokenizer.token_to_id(name)) for name in ("[CLS]", "[SEP]")]
    tokenizer.post_processor = processors.TemplateProcessing(single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=ids)
    return json.loads(tokenizer.to_str())


def within_words():
    for code_point in range(0x110000):
        yield None if 0xD800 <= code_point < 0xE000 else f"a{chr(code_point)}s"


def alone():
    for code_point in range(0x110000):
        yield None if 0xD800 <= code_point < 0xE000 else chr(code_point)


def pair(tokenizer: Tokenizer, a: str, b, max_length: int) -> dict:
    tokenizer.enable_truncation(max_length)
    encoding = tokenizer.encode(a) if b is None else tokenizer.encode(a, b)
    tokenizer.no_truncation()
    offsets = [list(span) for span in encoding.offsets]
    return {"a": a, "b": b, "maxLength": max_length, "ids": encoding.ids, "offsets": offsets, "types": encoding.type_ids}


def variants(document: dict) -> list:
    """Other settings in use, each as what it changes in the document."""
    normalizer = document["normalizer"]
    cls, sep = (document["post_processor"]["special_tokens"][name]["ids"][0] for name in ("[CLS]", "[SEP]"))
    extra = {**document["added_tokens"][0], "id": len(document["model"]["vocab"]), "special": False}
    return [
        {"name": "uncased: without accents", "normalizer": {**normalizer, "lowercase": True}},
        {"name": "uncased, with accents", "normalizer": {**normalizer, "lowercase": True, "strip_accents": False}},
        {"name": "cased, without accents", "normalizer": {**normalizer, "strip_accents": True}},
        {"name": "ideographs are letters", "normalizer": {**normalizer, "handle_chinese_chars": False}},
        {"name": "no cleaning", "normalizer": {**normalizer, "clean_text": False}},
        {"name": "BertProcessing", "post_processor": {"type": "BertProcessing", "sep": ["[SEP]", sep], "cls": ["[CLS]", cls]}},
        {"name": "short words only", "model": {**document["model"], "max_input_chars_per_word": 5}},
        {
            "name": "added tokens: normalized, single word, stripping; uncased",
            "normalizer": {**normalizer, "lowercase": True},
            "added_tokens": [
                *document["added_tokens"],
                {**extra, "content": "Apples", "normalized": True, "single_word": True},
                {**extra, "id": extra["id"] + 1, "content": "ÉTÉ", "normalized": True, "rstrip": True},
                {**extra, "id": extra["id"] + 2, "content": "的的", "normalized": False},
            ],
        },
    ]


def changed(document: dict, variant: dict) -> Tokenizer:
    return Tokenizer.from_str(json.dumps({**document, **{key: value for key, value in variant.items() if key != "name"}}))


def write(name: str, document) -> None:
    path = os.path.join(OUT, name)
    with open(path, "w", encoding="utf-8") as out:
        json.dump(document, out, ensure_ascii=True, separators=(",", ":"))
        out.write("\n")
    print(f"{os.path.relpath(path, ROOT)}: {os.path.getsize(path)} bytes")


def main() -> None:
    os.makedirs(OUT, exist_ok=True)
    document = build()
    tokenizer = Tokenizer.from_str(json.dumps(document))
    uncased = changed(document, variants(document)[0])
    pool = own_pool()
    few = list(random_strings(7, pool))[:40]
    texts = SENTENCES + OWN_TEXTS + TEXTS[len(SENTENCES):]
    write("tokenizer.json", document)
    write(
        "cases.json",
        {
            "texts": [result(tokenizer, text) for text in texts],
            "pairs": [pair(tokenizer, *case) for case in PAIRS + CUTS],
            "variants": [
                {**variant, "texts": [result(changed(document, variant), text) for text in OWN_TEXTS + TEXTS[-32:] + few]}
                for variant in variants(document)
            ],
            "codePoints": {
                "perBlock": CODE_POINTS_PER_BLOCK,
                "alone": block_hashes(tokenizer, alone(), CODE_POINTS_PER_BLOCK),
                "withinWords": block_hashes(tokenizer, within_words(), CODE_POINTS_PER_BLOCK),
                "withinWordsUncased": block_hashes(uncased, within_words(), CODE_POINTS_PER_BLOCK),
            },
            "random": {
                "seed": 1,
                "count": RANDOM_STRINGS,
                "perBlock": STRINGS_PER_BLOCK,
                "pool": pool,
                "hashes": block_hashes(tokenizer, random_strings(1, pool), STRINGS_PER_BLOCK),
                "hashesUncased": block_hashes(uncased, random_strings(1, pool), STRINGS_PER_BLOCK),
            },
        },
    )


if __name__ == "__main__":
    main()
