/** Parameters on the device: the dense ones of a group share its arenas, a table has buffers of its own. */
import { HeldGradient, type Parameter, type ParameterDescription, type ParameterState } from "../ops.ts";
import type { Slice } from "./call.ts";
import type { Gpu } from "./gpu.ts";
import { ParameterGroup, type Place } from "./group.ts";
import { MOST_CHUNKS } from "./parts.ts";
import { type Slab, Table } from "./table.ts";

/** How many optimizer steps the weights of a parameter have made (portable/clock.ts). */
export interface DeviceClock {
  /** Of every weight while `base` is null. */
  steps: number;
  /** Once a mask has left weights untouched each weight has made `base` steps and what the group's counts say. */
  base: number | null;
}

type Storage =
  | { readonly kind: "dense"; readonly group: ParameterGroup; readonly place: Place }
  | { readonly kind: "table"; readonly table: Table };

export class DeviceParameter implements Parameter {
  readonly parts: ParameterDescription["parts"];
  readonly shape: ParameterDescription["shape"];
  readonly use: ParameterDescription["use"];
  readonly clock: DeviceClock = { steps: 0, base: null };
  readonly #storage: Storage;
  readonly #held = new HeldGradient(() => this.#readGradient());

  constructor({ parts, shape, use }: ParameterDescription, storage: Storage) {
    this.parts = parts;
    this.shape = shape;
    this.use = use;
    this.#storage = storage;
  }

  /** The weights; of a table only if it is small enough to be bound in one. */
  get values(): Slice {
    if (this.#storage.kind === "dense") return this.#storage.group.values(this.#storage.place);
    const [slab, ...others] = this.#storage.table.values;
    if (!slab || others.length > 0) {
      throw new Error(`Table "${this.#name}" has ${1 + others.length} slabs. Bind them one after another.`);
    }
    return slab.slice;
  }

  /** Of a table. */
  slabs(): readonly Slab[] {
    return this.table.values;
  }

  /** Where this step's gradient is to be written: all of it, since it is not cleared before. */
  gradient(): Slice {
    const { group, place } = this.dense;
    return group.writeGradient(place);
  }

  /** For whoever passes gradients on without looking at them. */
  held(): HeldGradient {
    return this.#held;
  }

  get dense(): { readonly group: ParameterGroup; readonly place: Place } {
    if (this.#storage.kind === "dense") return this.#storage;
    throw new TypeError(`"${this.#name}" is a table, whose gradient is rows by id.`);
  }

  get table(): Table {
    if (this.#storage.kind === "table") return this.#storage.table;
    throw new TypeError(`"${this.#name}" is no table, and has no rows by id.`);
  }

  read(): Promise<Float32Array> {
    if (this.#storage.kind === "dense") return this.dense.group.gpu.read(this.values);
    return this.table.read(this.slabs());
  }

  write(values: Float32Array): void {
    this.#write(values);
    this.clock.steps = 0;
    this.clock.base = null;
    if (this.#storage.kind === "table") {
      this.#storage.table.forget();
      return;
    }
    const { group, place } = this.#storage;
    if (group.hasMoments) {
      const { first, second } = group.moments(place);
      group.gpu.clear(first);
      group.gpu.clear(second);
    }
    if (group.hasCounts) group.gpu.clear(group.counts(place));
  }

  async state(): Promise<ParameterState> {
    const { steps, base } = this.clock;
    const values = await this.read();
    if (this.#storage.kind === "table") {
      const { table } = this.#storage;
      const { first, second } = table.hasMoments ? table.moments() : { first: null, second: null };
      const moments = first && second && { first: await table.read(first), second: await table.read(second) };
      return { values, moments, steps, counts: null, seen: await table.seen() };
    }
    const { group, place } = this.#storage;
    const { first, second } = group.hasMoments ? group.moments(place) : { first: null, second: null };
    // A group's other parameters may have made steps when this one has not.
    const moments = first &&
      second &&
      steps > 0 && { first: await group.gpu.read(first), second: await group.gpu.read(second) };
    let counts: Int32Array | null = null;
    if (base !== null) {
      counts = new Int32Array((await group.gpu.read(group.counts(place))).buffer);
      for (let i = 0; i < counts.length; i++) counts[i]! += base;
    }
    return { values, moments: moments || null, steps, counts, seen: null };
  }

  restore({ values, moments, steps, counts, seen }: ParameterState): void {
    this.write(values);
    this.clock.steps = steps;
    if (this.#storage.kind === "table") {
      const { table } = this.#storage;
      if (moments) {
        table.write(table.moments().first, moments.first);
        table.write(table.moments().second, moments.second);
      }
      if (seen || moments) table.remember(seen ?? new Uint8Array(table.rows).fill(1));
      return;
    }
    const { group, place } = this.#storage;
    if (moments) {
      const { first, second } = group.moments(place);
      group.gpu.write(first, moments.first);
      group.gpu.write(second, moments.second);
    }
    if (counts) {
      group.gpu.write(group.counts(place), counts);
      this.clock.base = 0;
    }
  }

  dispose(): void {
    if (this.#storage.kind === "table") this.#storage.table.dispose();
    else this.#storage.group.release(this.#storage.place);
  }

  #write(values: Float32Array): void {
    const size = this.shape.reduce((product, side) => product * side, 1);
    if (values.length !== size) {
      throw new RangeError(`"${this.#name}" has ${size} weights, but ${values.length} were given. Pass all of them.`);
    }
    if (this.#storage.kind === "table") this.#storage.table.write(this.slabs(), values);
    else this.#storage.group.gpu.write(this.values, values);
  }

  async #readGradient(): Promise<Float32Array> {
    const { group, place } = this.dense;
    const slice = group.gradient(place);
    if (slice) return group.gpu.read(slice);
    throw new Error(`The gradient of "${this.#name}" is gone: an update has consumed it. Read it before.`);
  }

  get #name(): string {
    return this.parts[0]?.name ?? "";
  }
}

/** See Ops.parameters. */
export function createParameters(
  gpu: Gpu,
  members: readonly { description: ParameterDescription; values: Float32Array }[],
): DeviceParameter[] {
  const dense = members.map(({ description }) => description).filter(({ use }) => use !== "table");
  const group = dense.length > 0 ? new ParameterGroup(gpu, dense) : null;
  let next = 0;
  return members.map(({ description, values }) => {
    const storage: Storage =
      description.use === "table"
        ? { kind: "table", table: new Table(gpu, description) }
        : { kind: "dense", group: group!, place: group!.places[next++]! };
    const parameter = new DeviceParameter(description, storage);
    parameter.write(values);
    return parameter;
  });
}

/** @throws TypeError for another op set's */
export function deviceParameter(parameter: Parameter): DeviceParameter {
  if (parameter instanceof DeviceParameter) return parameter;
  throw new TypeError(`Parameter "${parameter.parts[0]?.name}" belongs to another op set. Make it with this one.`);
}

/**
 * Cuts parameters of one group into runs that lie next to each other, as far as one binding takes them.
 *
 * @param alike whether two neighbours may be in one run
 */
export function neighbours(
  members: readonly DeviceParameter[],
  alike: (a: DeviceParameter, b: DeviceParameter) => boolean = () => true,
): DeviceParameter[][] {
  const runs: DeviceParameter[][] = [];
  let chunks = 0;
  for (const member of members.toSorted((a, b) => a.dense.place.number - b.dense.place.number)) {
    const { place } = member.dense;
    const last = runs.at(-1)?.at(-1);
    const follows = last !== undefined && last.dense.place.number + 1 === place.number;
    if (follows && chunks + place.chunks <= MOST_CHUNKS && alike(last, member)) {
      runs.at(-1)!.push(member);
      chunks += place.chunks;
    } else {
      runs.push([member]);
      chunks = place.chunks;
    }
  }
  return runs;
}
