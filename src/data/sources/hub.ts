import { z } from "zod";
import { HubClient, type HubFile, type HubOptions } from "../../hub/index.ts";
import { counted, DataError, listed } from "../error.ts";
import type { XglueSplit, XglueTask } from "../xglue/xglue.ts";
import type { DataFile } from "./data-file.ts";
import { saidBy } from "./file-names.ts";
import type { HubAddress } from "./hub-address.ts";

const MAIN = "main";
/** Where the Hub keeps what it made of data sets in other formats. */
const CONVERTED = "refs/convert/parquet";

/**
 * The files of a data set on the Hub that hold examples of a task, in Parquet. Nothing of them is fetched yet.
 *
 * @throws DataError where there are none
 */
export async function hubFiles(address: HubAddress, task: XglueTask, options: HubOptions = {}): Promise<DataFile[]> {
  const { repository } = address;
  const client = new HubClient("datasets", repository, options);
  const { revision, files } = await parquetFiles(client, address);
  const chosen = withoutSpareDev(ofConfig(files, address, task));
  // A data set without a card has its labels' names in its files, or nowhere.
  const isConverted = address.revision === CONVERTED;
  const names = labelNamesIn(await client.about(isConverted ? MAIN : (address.revision ?? MAIN)));
  return chosen.map(({ file, config, split, language }) => {
    const labelNames = names.get(config) ?? names.get("default") ?? new Map<string, readonly string[]>();
    return {
      path: file.path,
      name: `${repository}: ${file.path}`,
      open: () => {
        throw new DataError(`${repository}: ${file.path} is no Parquet file. Choose another data set.`);
      },
      access: async () => client.access(revision, file),
      isRemote: true,
      split,
      ...(language !== undefined && { language }),
      ...(labelNames.size > 0 && { labelNames }),
    };
  });
}

async function parquetFiles(client: HubClient, { repository, revision }: HubAddress) {
  const revisions = revision === undefined ? [MAIN, CONVERTED] : [revision];
  let exists = false;
  for (const candidate of revisions) {
    const files = await client.files(candidate);
    exists ||= files !== undefined;
    const parquet = files?.filter(({ path }) => /\.parquet$/i.test(path)) ?? [];
    if (parquet.length > 0) return { revision: candidate, files: parquet };
  }
  if (!exists) {
    const where = revision === undefined ? "" : ` with a revision "${revision}"`;
    throw new DataError(
      `${repository}: there is no such data set${where} on the Hub. Is it rightly spelt, and public?`,
    );
  }
  throw new DataError(`${repository}: has no Parquet files, and the Hub has made none of it. Choose another data set.`);
}

interface Found {
  readonly file: HubFile;
  readonly config: string;
  readonly split: XglueSplit;
  readonly language: string | undefined;
}

/**
 * The files of the config that is asked for, or else of the one that is called as the task is, or else of all; each config that
 * is called as a language is that language's.
 */
function ofConfig(files: readonly HubFile[], { repository, config }: HubAddress, task: XglueTask): Found[] {
  const all = files.flatMap((file): Found[] => {
    const place = placeOf(file.path);
    return place ? [{ file, ...place }] : [];
  });
  const configs = [...new Set(all.map((found) => found.config))].sort();
  if (all.length === 0) {
    throw new DataError(
      `${repository}: none of its ${counted(files.length, "Parquet file")} is called train, validation or test. Choose another data set.`,
    );
  }
  const wanted = config ?? configs.find((name) => plain(name) === task);
  if (wanted === undefined) return withoutAll(all);
  const found = all.filter((candidate) => candidate.config === wanted || candidate.config.startsWith(`${wanted}/`));
  if (found.length > 0) return found;
  throw new DataError(`${repository}: has no part called "${wanted}". It has ${listed(configs)}.`);
}

/** Some data sets have a part with all languages beside those of each. */
function withoutAll(found: readonly Found[]): Found[] {
  const single = found.filter(({ language }) => language !== undefined);
  return single.some(({ language, split }) => language === "en" && split === "train") ? single : [...found];
}

/** Development files are only tested on where there is no test file: others need not be fetched. */
function withoutSpareDev(found: readonly Found[]): Found[] {
  const tested = new Set(found.filter(({ split }) => split === "test").map(({ language }) => language));
  return found.filter(({ split, language }) => split !== "dev" || !tested.has(language));
}

/** "paws-x" is called "pawsx" here. */
function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, "");
}

/**
 * What a path says: `CONFIG/train-00000-of-00001.parquet`, `CONFIG/test/0000.parquet`, `CONFIG/validation.de/0000.parquet`,
 * `data/train-….parquet`. Undefined where it names no split.
 */
function placeOf(path: string): Omit<Found, "file"> | undefined {
  const said = saidBy(path);
  if (said.split === undefined) return undefined;
  const folders = path.split("/").slice(0, -1);
  const isSplit = (name: string | undefined) => name !== undefined && saidBy(name).split !== undefined;
  const own = isSplit(folders.at(-1)) ? folders.slice(0, -1) : folders;
  const config = own.join("/");
  return {
    config: config === "" || config === "data" ? "default" : config,
    split: said.split,
    language: said.language,
  };
}

const featureSchema = z.looseObject({
  name: z.string(),
  dtype: z.unknown().optional(),
  sequence: z.unknown().optional(),
  list: z.unknown().optional(),
});
const infoSchema = z.looseObject({ config_name: z.string().optional(), features: z.array(z.unknown()).optional() });
const cardSchema = z.object({
  cardData: z.looseObject({ dataset_info: z.union([z.array(infoSchema), infoSchema]).optional() }).optional(),
});
const classLabel = z.looseObject({ class_label: z.object({ names: z.record(z.string(), z.string()) }) });

/** By config and column: what the numbers mean, as the card's `dataset_info` has it. */
function labelNamesIn(card: unknown): ReadonlyMap<string, ReadonlyMap<string, readonly string[]>> {
  const info = cardSchema.safeParse(card).data?.cardData?.dataset_info ?? [];
  return new Map(
    [info].flat().map(({ config_name: config = "default", features = [] }) => {
      const columns = new Map<string, readonly string[]>();
      for (const value of features) {
        const { data: feature } = featureSchema.safeParse(value);
        const types = feature ? [feature.dtype, feature.sequence, feature.list] : [];
        const label = types.map((type) => labelsOf(type)).find((names) => names.length > 0);
        if (feature && label) columns.set(feature.name, label);
      }
      return [config, columns] as const;
    }),
  );
}

function labelsOf(type: unknown): readonly string[] {
  const inner = z.looseObject({ dtype: z.unknown() }).safeParse(type).data?.dtype;
  const { data } = classLabel.safeParse(inner ?? type);
  if (!data) return [];
  const { names } = data.class_label;
  return Object.keys(names)
    .sort((a, b) => Number(a) - Number(b))
    .map((key) => names[key]!);
}
