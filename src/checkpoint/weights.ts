/** The weights of a checkpoint, in one safetensors file or several. */
import { z } from "zod";
import { CheckpointError } from "./error.ts";
import { FLOAT_TYPES, isFloatType } from "./float-types.ts";
import { checkNames, type PlacedTensor, readHeader } from "./header.ts";
import { keysAt } from "./keys.ts";
import { type CheckpointSource, MissingFileError } from "./source.ts";
import { fetchSpans, MOST_REQUEST_BYTES, type OpenFile, partsOf, requestsFor, type Span } from "./spans.ts";
import type { FileParts, StoredTensors, TensorEntry, WantedTensor } from "./tensors.ts";

export const WEIGHTS = "model.safetensors";
export const WEIGHTS_INDEX = "model.safetensors.index.json";

/** XLM-R's index would have 40 kB; the largest models have 10 MB. */
const MOST_INDEX_BYTES = 2 ** 25;
const MOST_SHARDS = 1000;

/**
 * Opens `model.safetensors`, or all files that `model.safetensors.index.json` names; reads their headers alone.
 *
 * @throws CheckpointError, and what the source throws
 */
export async function openWeights(source: CheckpointSource): Promise<StoredTensors> {
  try {
    const access = await source.access(WEIGHTS);
    const file = { name: `${source.describe}/${WEIGHTS}`, access };
    return new LazyTensors(placesOf(file, await readHeader(access, file.name)));
  } catch (missing) {
    if (!(missing instanceof MissingFileError)) throw missing;
    return new LazyTensors(await shards(source, missing));
  }
}

interface Place extends TensorEntry {
  readonly file: OpenFile;
  readonly begin: number;
  readonly end: number;
}

/** @param missing what is wrong if there is no index either */
async function shards(source: CheckpointSource, missing: MissingFileError): Promise<Map<string, Place>> {
  const index = `${source.describe}/${WEIGHTS_INDEX}`;
  let bytes: Uint8Array;
  try {
    bytes = await source.read(WEIGHTS_INDEX);
  } catch (error) {
    throw error instanceof MissingFileError ? missing : error;
  }
  const fileOf = readIndex(bytes, index);
  const names = [...new Set(fileOf.values())].sort();
  const opened = await Promise.all(names.map((name) => openShard(source, name, index)));
  const places = new Map<string, Place>();
  for (const [i, name] of names.entries()) {
    const { file, header } = opened[i]!;
    for (const [tensor, place] of placesOf(file, header)) if (fileOf.get(tensor) === name) places.set(tensor, place);
    for (const tensor of header.keys()) {
      const other = fileOf.get(tensor);
      if (other === undefined || other === name) continue;
      throw new CheckpointError(
        `${file.name}: has the tensor "${tensor}", which ${WEIGHTS_INDEX} places in ${other}. Save the model again.`,
      );
    }
  }
  for (const [tensor, name] of fileOf) {
    if (opened[names.indexOf(name)]!.header.has(tensor)) continue;
    throw new CheckpointError(
      `${index}: places the tensor "${tensor}" in ${name}, which does not have it. Are all files from one revision?`,
    );
  }
  return places;
}

async function openShard(source: CheckpointSource, name: string, index: string) {
  try {
    const access = await source.access(name);
    const file: OpenFile = { name: `${source.describe}/${name}`, access };
    return { file, header: await readHeader(access, file.name) };
  } catch (cause) {
    if (!(cause instanceof MissingFileError)) throw cause;
    throw new MissingFileError(`${index}: names ${name}, which is not there. Is the download complete?`, { cause });
  }
}

/** In the index's own folder, so that no file of another is read. */
const shardName = z
  .string()
  .regex(/^[\w][\w.-]*\.safetensors$/, "is no name of a safetensors file beside it")
  .max(255);
const indexSchema = z.object({ weight_map: z.record(z.string(), shardName) });

/** @returns each tensor's file */
function readIndex(bytes: Uint8Array, file: string): Map<string, string> {
  if (bytes.length > MOST_INDEX_BYTES) {
    throw new CheckpointError(`${file}: has ${bytes.length} bytes; the limit is ${MOST_INDEX_BYTES}. Is it an index?`);
  }
  let text: string;
  let document: unknown;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    document = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CheckpointError(`${file}: is not JSON (${reason}). Is the download complete?`);
  }
  const { data, error } = indexSchema.safeParse(document);
  if (!data) {
    const { path, message } = error.issues[0]!;
    throw new CheckpointError(
      `${file}: ${path.map(String).join(" ") || "the document"}: ${message}. Save the model again.`,
    );
  }
  checkNames(keysAt(text, ["weight_map"]), file);
  const fileOf = new Map(Object.entries(data.weight_map));
  const shardCount = new Set(fileOf.values()).size;
  if (shardCount === 0 || shardCount > MOST_SHARDS) {
    throw new CheckpointError(`${file}: names ${shardCount} files; expected are 1 to ${MOST_SHARDS}.`);
  }
  return fileOf;
}

function placesOf(file: OpenFile, header: ReadonlyMap<string, PlacedTensor>): Map<string, Place> {
  const places = new Map<string, Place>();
  for (const [name, { dtype, shape, begin, end }] of header) {
    if (isFloatType(dtype)) places.set(name, { dtype, shape, begin, end, file });
  }
  return places;
}

class LazyTensors implements StoredTensors {
  readonly entries: ReadonlyMap<string, Place>;

  constructor(places: ReadonlyMap<string, Place>) {
    this.entries = places;
  }

  read(name: string): Promise<Float32Array> {
    return this.#one({ name });
  }

  rows(name: string, ids: Int32Array): Promise<Float32Array> {
    return this.#one({ name, ids });
  }

  readEach(wanted: readonly WantedTensor[], take: (name: string, values: Float32Array) => void): Promise<void> {
    return fetchSpans(this.#spans(wanted, take));
  }

  parts(wanted: readonly WantedTensor[]): FileParts[] {
    return partsOf(requestsFor(this.#spans(wanted)));
  }

  #spans(wanted: readonly WantedTensor[], take: (name: string, values: Float32Array) => void = () => {}): Span[] {
    const found = wanted.map(({ name, ids }) => ({ name, ids, place: this.#place(name) }));
    found.sort(({ place: a }, { place: b }) =>
      a.file === b.file ? a.begin - b.begin : a.file.name < b.file.name ? -1 : 1,
    );
    return found.flatMap(({ name, ids, place }) =>
      spansOf(place, ids ? stretches(name, place, ids) : [{ first: 0, ...place }], (values) => take(name, values)),
    );
  }

  async #one(wanted: WantedTensor): Promise<Float32Array> {
    let found: Float32Array | undefined;
    await this.readEach([wanted], (_, values) => {
      found = values;
    });
    return found!;
  }

  #place(name: string): Place {
    const place = this.entries.get(name);
    if (!place) throw new CheckpointError(`There is no tensor "${name}" in the checkpoint. Is it complete?`);
    return place;
  }
}

/** A part of a tensor that is wanted: whole values, one after another in the file. */
interface Part {
  /** The place of its first value among those wanted. */
  readonly first: number;
  readonly begin: number;
  readonly end: number;
}

/** @param done is given all the parts' values, once they are there */
function spansOf({ file, dtype }: Place, parts: readonly Part[], done: (values: Float32Array) => void): Span[] {
  const type = FLOAT_TYPES[dtype];
  const totalBytes = parts.reduce((sum, { begin, end }) => sum + end - begin, 0);
  let missingBytes = totalBytes;
  if (missingBytes === 0) done(new Float32Array(0));
  let values: Float32Array | undefined;
  return parts.flatMap((part) =>
    cuts(part).map(({ begin, end }): Span => {
      const first = part.first + (begin - part.begin) / type.bytes;
      return {
        file,
        begin,
        end,
        take(bytes) {
          // Made when the first of them is there: what waits takes no memory.
          values ??= new Float32Array(totalBytes / type.bytes);
          type.decode(bytes, values.subarray(first, first + bytes.length / type.bytes));
          missingBytes -= bytes.length;
          if (missingBytes === 0) done(values);
        },
      };
    }),
  );
}

/** Bytes in parts of the size of a request, each of whole values. */
function cuts({ begin, end }: Pick<Part, "begin" | "end">): { begin: number; end: number }[] {
  return Array.from({ length: Math.ceil((end - begin) / MOST_REQUEST_BYTES) }, (_, i) => {
    const from = begin + i * MOST_REQUEST_BYTES;
    return { begin: from, end: Math.min(from + MOST_REQUEST_BYTES, end) };
  });
}

/** Runs of neighbouring rows. */
function stretches(name: string, { shape, dtype, begin: tensor }: Place, ids: Int32Array): Part[] {
  const [count = 0, width = 0] = shape;
  if (shape.length !== 2) throw new RangeError(`"${name}" has the shape [${shape}], which has no rows.`);
  const rowBytes = width * FLOAT_TYPES[dtype].bytes;
  const parts: { first: number; begin: number; end: number }[] = [];
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i]!;
    if (id <= (ids[i - 1] ?? -1) || id >= count) {
      throw new RangeError(`Rows of "${name}" must be asked for in ascending order, from 0 to ${count - 1}.`);
    }
    const begin = tensor + id * rowBytes;
    const last = parts.at(-1);
    if (last?.end === begin) last.end += rowBytes;
    else parts.push({ first: i * width, begin, end: begin + rowBytes });
  }
  return parts;
}
