import { blobAccess, type RandomAccess } from "../hub/index.ts";
import { CheckpointError } from "./error.ts";
import { type CheckpointSource, missingFile, readWhole } from "./source.ts";

/** A file in the browser. */
export interface GivenModelFile {
  /** Below the folder that was given, if one was; with forward slashes. */
  readonly path: string;
  readonly file: Blob;
}

/**
 * A model from files that the user dropped or chose, with or without folders in front: names are relative to the folder that
 * holds config.json.
 *
 * @throws CheckpointError where there is no such folder, or more than one
 */
export function filesSource(given: readonly GivenModelFile[], describe = nameOfFiles(given)): CheckpointSource {
  const files = modelFiles(given, describe);
  const accessTo = (file: string): RandomAccess => {
    const blob = files.get(file);
    if (!blob) throw missingFile(describe, file, [...files.keys()]);
    const { sizeBytes, slice } = blobAccess(blob);
    return {
      sizeBytes,
      slice: (start, end) =>
        slice(start, end).catch((cause: unknown) => {
          const reason = cause instanceof Error ? cause.message : String(cause);
          throw new CheckpointError(
            `${describe}/${file}: can no longer be read (${reason}). Was it changed or moved? Give the files again.`,
            { cause },
          );
        }),
    };
  };
  return {
    describe,
    files: async () => Array.from(files, ([path, { size }]) => ({ path, sizeBytes: size })),
    access: async (file) => accessTo(file),
    read: async (file) => readWhole(accessTo(file), `${describe}/${file}`),
  };
}

/** By path below the outermost folder with a config.json. */
function modelFiles(given: readonly GivenModelFile[], describe: string): Map<string, Blob> {
  const folders = given
    .filter(({ path }) => /(^|\/)config\.json$/.test(path))
    .map(({ path }) => path.slice(0, -"config.json".length))
    .sort((a, b) => depth(a) - depth(b));
  const [folder, other] = folders;
  if (folder === undefined) {
    throw missingFile(
      describe,
      "config.json",
      given.map(({ path }) => path),
    );
  }
  if (other !== undefined && depth(other) === depth(folder)) {
    throw new CheckpointError(`${describe}: holds more than one model (${folder} and ${other}). Give one of them.`);
  }
  return new Map(
    given.filter(({ path }) => path.startsWith(folder)).map(({ path, file }) => [path.slice(folder.length), file]),
  );
}

function depth(folder: string): number {
  return folder.split("/").length;
}

const MOST_NAME_LETTERS = 60;

/** The folder that was given, or "files". */
export function nameOfFiles(given: readonly GivenModelFile[]): string {
  const tops = new Set(given.map(({ path }) => (path.includes("/") ? path.slice(0, path.indexOf("/")) : "")));
  const top = tops.size === 1 ? [...tops][0]! : "";
  const printable = [...top.replace(/[\p{C}\p{Z}]+/gu, " ").trim()].slice(0, MOST_NAME_LETTERS).join("");
  return printable || "files";
}
