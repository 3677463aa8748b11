/** Models for tests in Node. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { GOLDEN_FILES, parseGolden } from "./models.ts";

export * from "./models.ts";

export function readGolden(folder: string) {
  const there = GOLDEN_FILES.filter((file) => existsSync(join(folder, file)));
  return parseGolden(Object.fromEntries(there.map((file) => [file, new Uint8Array(readFileSync(join(folder, file)))])));
}
