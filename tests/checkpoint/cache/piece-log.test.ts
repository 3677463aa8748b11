import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PieceLog } from "../../../src/checkpoint/cache/piece-log.ts";
import { united, without } from "../../../src/checkpoint/cache/ranges.ts";
import { CrashingFile, type Outcome } from "./crashing-file.ts";
import { content } from "./support.ts";

const SIZE = 300;
const SOURCE = content(SIZE);
const ABOUT = "a file";

const pieceAt = (start: number, end: number) => ({ start, bytes: SOURCE.slice(start, end) });

/** Pieces that do not overlap, in any order, written some at a time. */
const batches = fc
  .uniqueArray(fc.integer({ min: 1, max: SIZE - 1 }), { minLength: 1, maxLength: 12 })
  .chain((cuts) => {
    const borders = [0, ...cuts.sort((a, b) => a - b), SIZE];
    return fc.shuffledSubarray(
      borders.slice(1).map((end, i) => ({ start: borders[i]!, end })),
      { minLength: 1 },
    );
  })
  .chain((pieces) => fc.record({ pieces: fc.constant(pieces), together: fc.integer({ min: 1, max: 4 }) }))
  .map(({ pieces, together }) => pieces.flatMap((_, i) => (i % together === 0 ? [pieces.slice(i, i + together)] : [])));

const outcome: fc.Arbitrary<Outcome> = fc.oneof(
  fc.constant<Outcome>("lost"),
  fc.constant<Outcome>("done"),
  fc.nat(400).map((first) => ({ first })),
);

async function expectTrue(log: PieceLog): Promise<void> {
  for (const { start, end } of log.have) {
    expect(end).toBeLessThanOrEqual(SIZE);
    expect(await log.read(start, end)).toEqual(SOURCE.slice(start, end));
  }
}

describe("the log of a file's pieces", () => {
  test("gives back any part that it has, also when it is opened again", async () => {
    await fc.assert(
      fc.asyncProperty(batches, fc.nat(SIZE), fc.nat(SIZE), async (batches, from, length) => {
        const file = new CrashingFile();
        const log = await PieceLog.open(file.open(), ABOUT);
        for (const batch of batches) await log.append(batch.map(({ start, end }) => pieceAt(start, end)));
        for (const opened of [log, await PieceLog.open(file.open(), ABOUT)]) {
          expect(opened.have).toEqual(united(batches.flat()));
          await expectTrue(opened);
          const end = Math.min(SIZE, from + length);
          const isThere = opened.have.some((range) => range.start <= from && end <= range.end);
          if (isThere) expect(await opened.read(from, end)).toEqual(SOURCE.slice(from, end));
          else if (from < end) await expect(opened.read(from, end)).rejects.toThrow("not there");
        }
      }),
    );
  });

  test("after a crash at any moment claims no byte that is not there, and goes on", async () => {
    await fc.assert(
      fc.asyncProperty(
        batches,
        fc.nat(60),
        fc.array(outcome, { minLength: 1, maxLength: 5 }),
        fc.nat(30),
        async (batches, moment, outcomes, second) => {
          let file = new CrashingFile(moment);
          /** What append had ended with: it is not lost either. */
          const kept: { start: number; end: number }[] = [];
          const fill = async () => {
            const log = await PieceLog.open(file.open(), ABOUT);
            await expectTrue(log);
            for (const { start, end } of kept) expect(await log.read(start, end)).toEqual(SOURCE.slice(start, end));
            for (const batch of batches) {
              const fresh = without(united(batch), log.have);
              if (fresh.length === 0) continue;
              await log.append(fresh.map(({ start, end }) => pieceAt(start, end)));
              kept.push(...fresh);
            }
            return log;
          };
          const crash = (error: unknown) => expect(error).toEqual(new Error("crashed"));
          await fill().catch(crash);
          file = file.restarted(outcomes, second);
          await fill().catch(crash);
          file = file.restarted(outcomes.toReversed());
          const whole = await fill();
          expect(whole.have).toEqual(united(batches.flat()));
          await expectTrue(whole);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("claims no byte that is not there, whichever of the changes that were not flushed a crash undoes", async () => {
    for (let moment = 0; moment < 16; moment++) {
      for (let selection = 0; selection < 16; selection++) {
        const outcomes = Array.from({ length: 4 }, (_, i): Outcome => ((selection >> i) & 1 ? "lost" : "done"));
        const file = new CrashingFile(moment);
        const fill = async () => {
          const log = await PieceLog.open(file.open(), ABOUT);
          await log.append([pieceAt(50, 100), pieceAt(0, 20)]);
          await log.append([pieceAt(200, 300)]);
          await log.takeBack(0);
          await log.append([pieceAt(100, 200)]);
        };
        await fill().catch(() => {});
        await expectTrue(await PieceLog.open(file.restarted(outcomes).open(), ABOUT));
      }
    }
  });

  test("cut off or changed anywhere, keeps what lies before and gives no wrong byte", async () => {
    const file = new CrashingFile();
    const log = await PieceLog.open(file.open(), ABOUT);
    const firstBytes = log.sizeBytes;
    await log.append([pieceAt(0, 100)]);
    const beforeSecond = log.sizeBytes;
    await log.append([pieceAt(200, 300), pieceAt(100, 150)]);
    const bytes = new Uint8Array(log.sizeBytes);
    await file.open().read(0, bytes);
    const opened = async (damaged: Uint8Array) => {
      const copy = new CrashingFile();
      await copy.open().write(0, damaged);
      return PieceLog.open(copy.open(), ABOUT);
    };
    for (let length = 0; length < bytes.length; length++) {
      const cut = await opened(bytes.slice(0, length));
      await expectTrue(cut);
      expect(cut.have).toEqual(length < beforeSecond ? [] : [{ start: 0, end: 100 }]);
    }
    // A head that was changed is no head.
    for (let at = firstBytes; at < firstBytes + 12 + 16 + 8; at++) {
      const changed = bytes.slice();
      changed[at]! ^= 1;
      expect((await opened(changed)).have).toEqual([]);
    }
  });

  test("gives the head of a piece that was cut off no other bytes, should a crash bring it back", async () => {
    const whole = new CrashingFile();
    const log = await PieceLog.open(whole.open(), ABOUT);
    await log.append([pieceAt(0, 100)]);
    const bytes = new Uint8Array(log.sizeBytes - 50);
    await whole.open().read(0, bytes);
    for (let moment = 0; moment < 8; moment++) {
      for (let selection = 0; selection < 8; selection++) {
        const outcomes = Array.from({ length: 3 }, (_, i): Outcome => ((selection >> i) & 1 ? "lost" : "done"));
        const before = new CrashingFile();
        await before.open().write(0, bytes);
        const file = before.restarted(["done"], moment);
        const fill = async () => (await PieceLog.open(file.open(), ABOUT)).append([pieceAt(200, 300)]);
        await fill().catch(() => {});
        await expectTrue(await PieceLog.open(file.restarted(outcomes).open(), ABOUT));
      }
    }
  });

  test("of another file is begun anew", async () => {
    const file = new CrashingFile();
    await (await PieceLog.open(file.open(), ABOUT)).append([pieceAt(0, 100)]);
    expect((await PieceLog.open(file.open(), "another file")).have).toEqual([]);
    expect((await PieceLog.open(file.open(), ABOUT)).have).toEqual([]);
  });

  test("takes back what came after a moment, and everything", async () => {
    const file = new CrashingFile();
    const log = await PieceLog.open(file.open(), ABOUT);
    const empty = log.sizeBytes;
    await log.append([pieceAt(0, 10)]);
    const mark = log.sizeBytes;
    await log.append([pieceAt(10, 300)]);
    await log.markVerified();
    await log.takeBack(mark);
    for (const opened of [log, await PieceLog.open(file.open(), ABOUT)]) {
      expect(opened.have).toEqual([{ start: 0, end: 10 }]);
      expect(opened.isVerified).toBe(false);
    }
    await log.takeBack(0);
    expect(log.sizeBytes).toBe(empty);
    expect((await PieceLog.open(file.open(), ABOUT)).have).toEqual([]);
  });
});
