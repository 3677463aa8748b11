/**
 * A kept file of which only parts are there: one record after another, each with the bytes of some parts. So it takes no more
 * room than what has been fetched (holes in a file count against a browser's quota, and Windows fills them), and every byte
 * before the last record is never written again.
 *
 * A record is [magic, kind, length of the body] as three uint32, the body, and the first 8 bytes of the SHA-256 of all that and
 * of the record's place; then, for parts, their bytes. All little-endian. The bytes are written and flushed before the record's
 * head is: a crash at any moment leaves a file whose heads name only bytes that are there. What follows the last whole record
 * is cut off when the file is opened.
 */
import { sha256Of } from "./digest.ts";
import type { OpenFile } from "./folder.ts";
import { type ByteRange, united } from "./ranges.ts";

/** "GDC1" */
const MAGIC = 0x31434447;
const KINDS = { about: 0, pieces: 1, verified: 2 } as const;
const FIXED_BYTES = 12;
const DIGEST_BYTES = 8;
/** Of a body. That of pieces has the start and length of each as float64; they are no more than there are requests under way. */
const MOST_BODY_BYTES = 2 ** 16;
/** Of an opened file this much is read at once to find a head. */
const HEAD_GUESS_BYTES = 512;

export interface Piece {
  /** Place of its first byte in the file that is kept. */
  readonly start: number;
  readonly bytes: Uint8Array;
}

interface StoredPiece extends ByteRange {
  /** Place of its bytes in the log. */
  readonly at: number;
}

export class PieceLog {
  readonly #file: OpenFile;
  /** By start; none overlap. */
  #pieces: StoredPiece[] = [];
  #have: ByteRange[] | undefined;
  #isVerified = false;
  #sizeBytes = 0;
  #changing: Promise<void> = Promise.resolve();
  /** Where the records of pieces begin. */
  #firstAt = 0;

  private constructor(file: OpenFile) {
    this.#file = file;
  }

  /**
   * @param about which file it is, as text; a log of another one is begun anew
   * @throws NoSpaceError
   */
  static async open(file: OpenFile, about: string): Promise<PieceLog> {
    const log = new PieceLog(file);
    await log.#scan(new TextEncoder().encode(about));
    return log;
  }

  /** What is there, ascending; ranges neither touch nor overlap. */
  get have(): readonly ByteRange[] {
    this.#have ??= united(this.#pieces);
    return this.#have;
  }

  /** Whether all of it is there and has been found right. */
  get isVerified(): boolean {
    return this.#isVerified;
  }

  /** What it takes. */
  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /**
   * @param start of bytes that are there, up to `end`
   * @returns bytes of the caller's own
   */
  async read(start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = new Uint8Array(end - start);
    // While one is read others may be added.
    for (const piece of this.#between(start, end)) {
      const from = Math.max(start, piece.start);
      const until = Math.min(end, piece.end);
      const count = await this.#file.read(piece.at + from - piece.start, bytes.subarray(from - start, until - start));
      if (count !== until - from) throw new Error(`the kept bytes ${from} to ${until} cannot be read`);
    }
    return bytes;
  }

  /**
   * Keeps pieces of which no byte is there yet. When it fails nothing has changed.
   *
   * @throws NoSpaceError
   */
  append(pieces: readonly Piece[]): Promise<void> {
    return this.#inTurn(() => this.#append(pieces));
  }

  markVerified(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#record("verified", new Uint8Array(0));
      this.#isVerified = true;
    });
  }

  /** Gives up all that came after the log had this size; 0: everything. */
  takeBack(to: number): Promise<void> {
    return this.#inTurn(async () => {
      const sizeBytes = Math.max(to, this.#firstAt);
      if (sizeBytes >= this.#sizeBytes) return;
      this.#pieces = this.#pieces.filter(({ at }) => at < sizeBytes);
      this.#have = undefined;
      this.#isVerified = false;
      this.#sizeBytes = sizeBytes;
      await this.#cutOff(sizeBytes);
    });
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  /** One change after another: each begins where the one before has ended. */
  #inTurn(change: () => Promise<void>): Promise<void> {
    const done = this.#changing.then(change);
    this.#changing = done.catch(() => {});
    return done;
  }

  async #append(pieces: readonly Piece[]): Promise<void> {
    const body = new Float64Array(pieces.flatMap(({ start, bytes }) => [start, bytes.length]));
    const stored: StoredPiece[] = [];
    let at = this.#sizeBytes + FIXED_BYTES + body.byteLength + DIGEST_BYTES;
    await this.#record("pieces", new Uint8Array(body.buffer), async () => {
      for (const { start, bytes } of pieces) {
        await this.#file.write(at, bytes);
        stored.push({ start, end: start + bytes.length, at });
        at += bytes.length;
      }
      await this.#file.flush();
      return at;
    });
    this.#insert(stored);
  }

  /** @param writeData writes and flushes what follows the head, and gives the place after it */
  async #record(kind: keyof typeof KINDS, body: Uint8Array, writeData?: () => Promise<number>): Promise<void> {
    const at = this.#sizeBytes;
    try {
      const head = await headOf(KINDS[kind], body, at);
      const end = (await writeData?.()) ?? at + head.length;
      await this.#file.write(at, head);
      await this.#file.flush();
      this.#sizeBytes = end;
    } catch (error) {
      // Where this fails too, it is done when the file is opened again.
      await this.#cutOff(at).catch(() => {});
      throw error;
    }
  }

  async #cutOff(at: number): Promise<void> {
    await this.#file.truncate(at);
    // Before anything else is written there: a head that is left over must not be given other bytes.
    await this.#file.flush();
  }

  async #scan(about: Uint8Array): Promise<void> {
    const fileBytes = await this.#file.sizeBytes();
    const first = await this.#readHead(0);
    const isSame = first?.kind === KINDS.about && isEqual(first.body, about);
    if (first && isSame) {
      this.#sizeBytes = this.#firstAt = first.end;
      for (let head = await this.#readHead(first.end); head; head = await this.#readHead(this.#sizeBytes)) {
        let end = head.end;
        const stored: StoredPiece[] = [];
        const numbers = head.kind === KINDS.pieces ? new Float64Array(head.body.buffer) : [];
        for (let i = 0; i < numbers.length; i += 2) {
          const [start, length] = [numbers[i]!, numbers[i + 1]!];
          stored.push({ start, end: start + length, at: end });
          end += length;
        }
        // Cut off after a crash of the whole computer, or by hand.
        if (end > fileBytes) break;
        if (head.kind === KINDS.verified) this.#isVerified = true;
        this.#pieces.push(...stored);
        this.#sizeBytes = end;
      }
      this.#pieces.sort((a, b) => a.start - b.start);
      if (this.#sizeBytes < fileBytes) await this.#cutOff(this.#sizeBytes);
      return;
    }
    await this.#file.truncate(0);
    await this.#record("about", about);
    this.#firstAt = this.#sizeBytes;
  }

  /** The head of the record at a place; undefined where there is no whole one. */
  async #readHead(at: number): Promise<{ kind: number; body: Uint8Array<ArrayBuffer>; end: number } | undefined> {
    let bytes = await this.#readBytes(at, HEAD_GUESS_BYTES);
    if (bytes.length < FIXED_BYTES) return undefined;
    const view = new DataView(bytes.buffer);
    const [magic, kind, bodyBytes] = [view.getUint32(0, true), view.getUint32(4, true), view.getUint32(8, true)];
    if (magic !== MAGIC || bodyBytes > MOST_BODY_BYTES) return undefined;
    const headBytes = FIXED_BYTES + bodyBytes + DIGEST_BYTES;
    if (headBytes > bytes.length) bytes = await this.#readBytes(at, headBytes);
    if (headBytes > bytes.length) return undefined;
    const body = bytes.slice(FIXED_BYTES, FIXED_BYTES + bodyBytes);
    if (!isEqual(bytes.subarray(0, headBytes), await headOf(kind, body, at))) return undefined;
    return { kind, body, end: at + headBytes };
  }

  async #readBytes(at: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = new Uint8Array(length);
    return bytes.slice(0, await this.#file.read(at, bytes));
  }

  #insert(stored: readonly StoredPiece[]): void {
    for (const piece of stored) this.#pieces.splice(this.#firstEndingAfter(piece.start), 0, piece);
    this.#have = undefined;
  }

  /** The pieces that have these bytes. */
  #between(start: number, end: number): StoredPiece[] {
    const first = this.#firstEndingAfter(start);
    let after = first;
    for (let at = start; at < end; after++) {
      const piece = this.#pieces[after];
      if (!piece || piece.start > at) throw new Error(`bytes ${at} to ${end} are not there`);
      at = piece.end;
    }
    return this.#pieces.slice(first, after);
  }

  /** Place in the list of the first piece that ends after this byte. */
  #firstEndingAfter(byte: number): number {
    let low = 0;
    let high = this.#pieces.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#pieces[middle]!.end > byte) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

async function headOf(kind: number, body: Uint8Array, at: number): Promise<Uint8Array> {
  const head = new Uint8Array(FIXED_BYTES + body.length + DIGEST_BYTES);
  const view = new DataView(head.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, kind, true);
  view.setUint32(8, body.length, true);
  head.set(body, FIXED_BYTES);
  const place = new Uint8Array(new Float64Array([at]).buffer);
  const digest = await sha256Of([place, head.subarray(0, FIXED_BYTES + body.length)]);
  head.set(digest.subarray(0, DIGEST_BYTES), FIXED_BYTES + body.length);
  return head;
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}
