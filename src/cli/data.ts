/** Where the examples of `train` come from: the bundled ones, files on disk, or a repository of the Hub. */
import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { basename, join, relative, resolve, sep } from "node:path";
import {
  type DataFile,
  hubFiles,
  type OwnData,
  openOwn,
  parseHubAddress,
  parsePairs,
  parseTreebankAddress,
  treebankFiles,
  xgluePlaceOf,
} from "../data/index.ts";
import { bundledData } from "../tasks/bundled.ts";
import { ownData } from "../tasks/own.ts";
import type { Task, TaskData } from "../tasks/types.ts";
import { SEED_LIMITS } from "./experiments.ts";
import { diskAccess, fileFault } from "./folder.ts";
import { hubOptions } from "./hub.ts";
import { Interrupted, type Io, UsageError } from "./io.ts";
import type { OptionSpecs, Options } from "./options.ts";

export const DATA_OPTIONS: OptionSpecs = {
  data: {
    value: "bundled|DIR|FILE|hub:REPO|ud:ID[,ID…]@DIR",
    summary:
      "what to learn from: XGLUE's folder or .tar.gz; a file or folder in TSV, CSV, JSON lines, CoNLL, CoNLL-U, SQuAD's JSON or Parquet; " +
      "a data set of the Hugging Face Hub, hub:OWNER/NAME[@REVISION][/CONFIG]; treebanks of Universal Dependencies, such as ud:en_ewt,de_gsd@DIR",
    default: "bundled",
  },
  columns: {
    value: "FIELD=COLUMN[,…]",
    summary:
      "which columns hold what, where their names do not say it: text=premise,label=gold; columns without names by number; title+body joins two",
  },
  labels: { value: "NAME=LABEL[,…]", summary: "what the labels in the data mean: 0=entailment,1=neutral" },
  "data-seed": {
    value: "N",
    summary: "which examples are drawn of data that have more than a run can ask for (default: 0)",
  },
};

/** What a run learns from. */
export interface OpenedData {
  readonly data: TaskData;
  /** Undefined: bundled. What was read, with its name, fingerprint, notes and faults. */
  readonly own: OwnData | undefined;
}

/**
 * The data that `--data`, `--columns` and `--labels` ask for.
 *
 * @throws UsageError, DataError
 */
export async function openData(options: Options, task: Task, io: Io): Promise<OpenedData> {
  const address = options.optional("data") ?? "bundled";
  if (address === "bundled") {
    const rival = ["columns", "labels", "data-seed"].find((flag) => options.has(flag));
    if (rival !== undefined) throw new UsageError(`--${rival} is for data of one's own: give it with --data.`);
    return { data: bundledData(task), own: undefined };
  }
  const pairs = (flag: "columns" | "labels") => {
    const text = options.optional(flag);
    return text === undefined ? {} : { [flag]: parsePairs(text, `--${flag}`) };
  };
  const files = await filesOf(address, task, options);
  const seed = options.has("data-seed") ? options.number("data-seed", SEED_LIMITS) : 0;
  const how = { ...pairs("columns"), ...pairs("labels"), ...treebanksOf(address), seed };
  const own = await openOwn(
    files.map((file) => watched(file, io)),
    { ...how, task: task.id, name: address },
  );
  return { data: ownData(own, task), own };
}

function treebanksOf(address: string): { readonly treebanks?: readonly string[] } {
  if (!address.startsWith("ud:")) return {};
  return { treebanks: parseTreebankAddress(address).map(({ treebank }) => treebank) };
}

async function filesOf(address: string, { id }: Task, options: Options): Promise<DataFile[]> {
  if (address.startsWith("hub:")) {
    return hubFiles(parseHubAddress(address), id, hubOptions(options));
  }
  if (!address.startsWith("ud:")) return diskFiles(address);
  const wanted = parseTreebankAddress(address);
  const bases = [...new Set(wanted.map(({ base }) => base))];
  const files = await Promise.all(
    bases.map((base) => (/^https?:\/\//.test(base) ? treebankFiles(base, wanted) : diskFiles(base))),
  );
  return files.flat();
}

/** The same file, telling how far it is read, and stopping where the user asks for it. */
function watched(file: DataFile, io: Io): DataFile {
  const stopped = () => {
    if (io.signal.aborted) throw new Interrupted();
  };
  return {
    ...file,
    async *open() {
      let bytes = 0;
      for await (const chunk of file.open()) {
        stopped();
        const before = Math.floor(bytes / 1e6);
        bytes += chunk.length;
        const now = Math.floor(bytes / 1e6);
        if (now > before) io.status(`${file.name}: ${now} MB read`);
        yield chunk;
      }
    },
    ...(file.access && {
      access: async () => {
        const access = await file.access!();
        io.status(`${file.name}: reading`);
        return {
          ...access,
          slice: (start: number, end?: number) => {
            stopped();
            return access.slice(start, end);
          },
        };
      },
    }),
  };
}

/**
 * The file, or all files in the folder and below it.
 *
 * @throws UsageError
 */
async function diskFiles(path: string): Promise<DataFile[]> {
  const info = await stat(path).catch((cause: unknown) => {
    throw new UsageError(`--data: ${path}: ${fileFault(cause)}`, { cause });
  });
  if (!info.isDirectory()) {
    // A file of XGLUE is known by the folders that it lies in.
    const whole = resolve(path).split(sep).join("/");
    const known = xgluePlaceOf(whole) ? whole.split("/").slice(-4).join("/") : basename(path);
    return [diskFile(path, known, true)];
  }
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files: string[] = [];
  for (const entry of entries) {
    const file = join(entry.parentPath, entry.name);
    // Hugging Face's cache has links in place of files.
    const isLink = entry.isSymbolicLink() && (await stat(file).catch(() => undefined))?.isFile();
    if (entry.isFile() || isLink) files.push(file);
  }
  return files.sort().map((file) => diskFile(file, relative(path, file).split(sep).join("/"), false));
}

function diskFile(file: string, path: string, isNamed: boolean): DataFile {
  return {
    path,
    name: file,
    isNamed,
    async *open() {
      try {
        yield* createReadStream(file);
      } catch (cause) {
        throw new UsageError(`${file}: ${fileFault(cause)}`, { cause });
      }
    },
    access: () => diskAccess(file),
  };
}
