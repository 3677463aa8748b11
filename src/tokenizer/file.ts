import { readUnigramFile, type UnigramFile } from "./file-unigram.ts";
import { readWordPieceFile, type WordPieceFile } from "./file-wordpiece.ts";
import { outline, REMEDY, Reader } from "./reader.ts";

/** What a `tokenizer.json` says, checked and ready to use. */
export type TokenizerFile = UnigramFile | WordPieceFile;

/** Reads a `tokenizer.json`. */
export function readTokenizerFile(json: string, file: string): TokenizerFile {
  const reader = new Reader(file);
  let document: unknown;
  try {
    document = JSON.parse(json);
  } catch (error) {
    throw reader.error(`is not JSON (${error instanceof Error ? error.message : error}). Is the download complete?`);
  }
  const content = reader.check(outline, document, "");
  switch (content.model.type) {
    case "Unigram":
    case undefined: // before tokenizers 0.9
      return readUnigramFile(reader, content);
    case "WordPiece":
      return readWordPieceFile(reader, content);
    default:
      throw reader.error(`the model is "${content.model.type}", which is not supported. ${REMEDY}`);
  }
}
