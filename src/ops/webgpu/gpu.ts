/**
 * Records kernels: pipelines and bind groups are made once, one compute pass takes many dispatches, and a submit holds no
 * more than a fraction of a second of work, since longer ones can cost the device.
 */
import type { Scalar, Tensor, Tensor1D, Tensor2D } from "@tensorflow/tfjs";
import { DeviceLostError, OutOfMemoryError } from "../error.ts";
import type { BackendInternals, EngineBackend } from "./backend.ts";
import type { Call, Slice } from "./call.ts";
import { Pace } from "./pace.ts";
import { BufferPool, createStorage } from "./pool.ts";
import { buildShader, type Defines, type Shader, type Source } from "./shader.ts";
import { DEFAULT_TILES, type TileChoice } from "./tiles.ts";

interface Compiled {
  readonly shader: Shader;
  readonly layout: GPUBindGroupLayout;
  pipeline: GPUComputePipeline | null;
  readonly start: () => Promise<GPUComputePipeline>;
  readonly descriptor: GPUComputePipelineDescriptor;
  readonly bindGroups: Map<string, GPUBindGroup>;
}

/** Bytes of one call's parameters: WebGPU's alignment of dynamic offsets. */
const SLOT_BYTES = 256;
const SLOTS = 2048;
const MOST_GROUPS = 65_535;
/** How long a failed read waits to hear that the device is lost. */
const LOSS_WAIT_MS = 500;
const MOST_BIND_GROUPS = 8192;

export interface GpuFacts {
  /** Computes on the processor: barriers are slow there. */
  readonly software: boolean;
  readonly name: string;
}

export class Gpu {
  readonly device: GPUDevice;
  readonly backend: EngineBackend;
  readonly facts: GpuFacts;
  readonly pool: BufferPool;
  /** Dispatches since the start; for tests and benchmarks. */
  dispatches = 0;
  /** Names of what is dispatched, while set. */
  trace: string[] | null = null;
  /** Set once, by whoever opened the device (tune.ts). */
  tiles: TileChoice = DEFAULT_TILES;
  readonly #compiled = new Map<string, Compiled>();
  readonly #params: GPUBuffer;
  readonly #staging = new ArrayBuffer(SLOTS * SLOT_BYTES);
  readonly #words = new Uint32Array(this.#staging);
  readonly #floats = new Float32Array(this.#staging);
  readonly #ids = new WeakMap<GPUBuffer, number>();
  readonly #pace: Pace;
  #loss: DeviceLostError | null = null;
  #shortage: OutOfMemoryError | null = null;
  #nextId = 0;
  #slot = 0;
  #compileOnly = false;

  constructor(device: GPUDevice, backend: EngineBackend, facts: GpuFacts) {
    this.device = device;
    this.backend = backend;
    this.facts = facts;
    this.pool = new BufferPool(device, this.#failed);
    device.lost.then(({ message, reason }) => {
      this.#loss = new DeviceLostError(message || reason);
    });
    this.#params = device.createBuffer({
      size: SLOTS * SLOT_BYTES,
      usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
    });
    this.#pace = new Pace(device.queue);
  }

  /** Compiles what `work` would run, all at once, and runs nothing of it. */
  async compile(work: () => void): Promise<void> {
    this.#compileOnly = true;
    try {
      work();
    } finally {
      this.#compileOnly = false;
    }
    const missing = [...this.#compiled.values()].filter(({ pipeline }) => pipeline === null);
    await this.guarded(() =>
      Promise.all(
        missing.map(async (compiled) => {
          compiled.pipeline = await compiled.start();
        }),
      ),
    );
  }

  get compiling(): boolean {
    return this.#compileOnly;
  }

  run(source: Source, call: Call): void {
    if (this.#loss) throw this.#loss;
    const compiled = this.#compiledFor(source, call.defines ?? {});
    if (this.#compileOnly || call.groups === 0) return;
    compiled.pipeline ??= this.device.createComputePipeline(compiled.descriptor);
    if (this.#slot === SLOTS || this.#pace.isFull(call.work ?? 0)) this.flush();
    const group = this.#bindGroup(source, compiled, call.buffers);
    const pass = this.#pass();
    pass.setPipeline(compiled.pipeline);
    pass.setBindGroup(0, group, [this.#writeParams(call.params)]);
    const rows = Math.ceil(call.groups / MOST_GROUPS);
    pass.dispatchWorkgroups(Math.ceil(call.groups / rows), rows);
    this.#pace.add(call.work ?? 0);
    this.dispatches++;
    this.trace?.push(source.name);
  }

  /** Sends what is recorded to the device. */
  flush(): void {
    const internals = this.#internals;
    internals.endComputePassEncoder();
    if (internals.commandEncoder) this.backend.submitQueue();
  }

  beforeSubmit(): void {
    if (this.#slot > 0) this.device.queue.writeBuffer(this.#params, 0, this.#staging, 0, this.#slot * SLOT_BYTES);
    this.#slot = 0;
  }

  afterSubmit(): void {
    this.#pace.submitted();
  }

  readonly #failed = (askedBytes: number) => {
    this.#shortage ??= new OutOfMemoryError(askedBytes);
  };

  /** There was no room for something: reads fail from then on. */
  get isShort(): boolean {
    return this.#shortage !== null;
  }

  /** Destroys the pool's buffers that nobody uses. */
  trim(): void {
    this.flush();
    this.pool.trim();
    for (const { bindGroups } of this.#compiled.values()) bindGroups.clear();
  }

  /** A buffer of zeros that the caller destroys; for what lives long. */
  create(sizeBytes: number): GPUBuffer {
    return createStorage(this.device, sizeBytes, this.#failed);
  }

  /** A matrix of the pool's memory; tfjs gives it back when the tensor is disposed. */
  matrix(rows: number, columns: number): Tensor2D {
    return this.#wrap([rows, columns]) as Tensor2D;
  }

  vector(size: number): Tensor1D {
    return this.#wrap([size]) as Tensor1D;
  }

  scalar(): Scalar {
    return this.#wrap([]) as Scalar;
  }

  #wrap(shape: number[]): Tensor {
    const size = shape.reduce((product, side) => product * side, 4);
    const buffer = this.pool.acquire(size);
    return this.backend.createTensorFromGPUData({ buffer, zeroCopy: true }, shape, "float32");
  }

  slice(tensor: Tensor): Slice {
    const buffer = this.backend.bufferOf(tensor);
    return { buffer, offset: 0, size: Math.max(4, tensor.size * 4) };
  }

  /** Puts numbers on the device; the caller releases the buffer to the pool. */
  upload(values: Int32Array | Uint32Array | Float32Array): Slice {
    const buffer = this.pool.acquire(Math.max(4, values.byteLength));
    this.write({ buffer, offset: 0, size: buffer.size }, values);
    return { buffer, offset: 0, size: Math.max(4, values.byteLength) };
  }

  /** Writes overtake what is recorded and not submitted, which may still need the old values: so that goes first. */
  write({ buffer, offset }: Slice, values: Int32Array | Uint32Array | Float32Array): void {
    this.flush();
    if (values.length > 0) {
      this.device.queue.writeBuffer(buffer, offset, values.buffer, values.byteOffset, values.byteLength);
    }
  }

  clear({ buffer, offset, size }: Slice): void {
    const internals = this.#internals;
    internals.endComputePassEncoder();
    internals.ensureCommandEncoderReady();
    internals.commandEncoder!.clearBuffer(buffer, offset, size);
  }

  /** As many bytes as `to` has. */
  copy(from: Slice, to: Slice): void {
    const internals = this.#internals;
    internals.endComputePassEncoder();
    internals.ensureCommandEncoderReady();
    internals.commandEncoder!.copyBufferToBuffer(from.buffer, from.offset, to.buffer, to.offset, to.size);
  }

  /** @throws DeviceLostError, OutOfMemoryError: what was computed is void then */
  read(slice: Slice): Promise<Float32Array> {
    return this.guarded(() => this.#download(slice));
  }

  /** Tells why a result cannot be had, where that is known; browsers only say that they gave up. */
  async guarded<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      const result = await work();
      if (this.#shortage) throw this.#shortage;
      return result;
    } catch (error) {
      const giveUp = new Promise<undefined>((resolve) => setTimeout(resolve, LOSS_WAIT_MS));
      if (!this.#loss && !this.#shortage) await Promise.race([this.device.lost, giveUp]);
      throw this.#loss ?? this.#shortage ?? error;
    }
  }

  async #download({ buffer, offset, size }: Slice): Promise<Float32Array> {
    const staging = this.device.createBuffer({ size, usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ });
    try {
      const internals = this.#internals;
      internals.endComputePassEncoder();
      internals.ensureCommandEncoderReady();
      internals.commandEncoder!.copyBufferToBuffer(buffer, offset, staging, 0, size);
      this.flush();
      await staging.mapAsync(GPUMapMode.READ);
      return new Float32Array(staging.getMappedRange().slice(0));
    } finally {
      staging.destroy();
    }
  }

  get #internals(): BackendInternals {
    return this.backend as unknown as BackendInternals;
  }

  #pass(): GPUComputePassEncoder {
    const internals = this.#internals;
    internals.ensureCommandEncoderReady();
    internals.computePassEncoder ??= internals.commandEncoder!.beginComputePass();
    return internals.computePassEncoder;
  }

  #writeParams(params: Call["params"]): number {
    const offset = this.#slot * SLOT_BYTES;
    const start = offset / 4;
    params.forEach((value, i) => {
      if (typeof value === "number") this.#words[start + i] = value;
      else this.#floats[start + i] = value.f32;
    });
    this.#slot++;
    return offset;
  }

  #bindGroup(source: Source, compiled: Compiled, given: Call["buffers"]): GPUBindGroup {
    const slices = compiled.shader.buffers.map(({ name }) => {
      const slice = given[name];
      if (!slice) throw new Error(`Kernel "${source.name}" needs a buffer "${name}".`);
      return slice;
    });
    const key = slices.map(({ buffer, offset, size }) => `${this.#idOf(buffer)}:${offset}:${size}`).join();
    let group = compiled.bindGroups.get(key);
    if (!group) {
      if (compiled.bindGroups.size >= MOST_BIND_GROUPS) compiled.bindGroups.clear();
      group = this.device.createBindGroup({
        layout: compiled.layout,
        entries: [
          { binding: 0, resource: { buffer: this.#params, offset: 0, size: SLOT_BYTES } },
          ...slices.map(({ buffer, offset, size }, i) => ({ binding: i + 1, resource: { buffer, offset, size } })),
        ],
      });
      compiled.bindGroups.set(key, group);
    }
    return group;
  }

  #idOf(buffer: GPUBuffer): number {
    let id = this.#ids.get(buffer);
    if (id === undefined) {
      id = this.#nextId++;
      this.#ids.set(buffer, id);
    }
    return id;
  }

  #compiledFor(source: Source, defines: Defines): Compiled {
    const key = `${source.name} ${JSON.stringify(defines)}`;
    const known = this.#compiled.get(key);
    if (known) return known;
    const shader = buildShader(source, defines);
    const layout = this.device.createBindGroupLayout({
      entries: [
        {
          binding: 0,
          visibility: GPUShaderStage.COMPUTE,
          buffer: { type: "uniform", hasDynamicOffset: true, minBindingSize: 0 },
        },
        ...shader.buffers.map(({ access }, i) => ({
          binding: i + 1,
          visibility: GPUShaderStage.COMPUTE,
          buffer: { type: access === "read" ? ("read-only-storage" as const) : ("storage" as const) },
        })),
      ],
    });
    const descriptor: GPUComputePipelineDescriptor = {
      label: key,
      layout: this.device.createPipelineLayout({ bindGroupLayouts: [layout] }),
      compute: { module: this.device.createShaderModule({ label: key, code: shader.code }), entryPoint: "main" },
    };
    const start = () => this.device.createComputePipelineAsync(descriptor);
    const compiled: Compiled = { shader, layout, pipeline: null, start, descriptor, bindGroups: new Map() };
    this.#compiled.set(key, compiled);
    return compiled;
  }
}
