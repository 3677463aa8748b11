/** Looking rows of tables up, and the sums that their gradients are. */
import type { Tensor2D } from "@tensorflow/tfjs";
import type { TableGradient } from "../ops.ts";
import { segmentsOf, type Tokens } from "../tokens.ts";
import gatherText from "./gather.wgsl?raw";
import type { Gpu } from "./gpu.ts";
import { columnSums, reading } from "./norm.ts";
import type { DeviceParameter } from "./parameters.ts";
import segmentsText from "./segments.wgsl?raw";
import { GROUPS, VALUES } from "./sources.ts";
import type { DeviceTokens } from "./tokens.ts";

const GATHER = { name: "gather", text: gatherText, includes: [GROUPS, VALUES] };
const SEGMENTS = { name: "segments", text: segmentsText, includes: [GROUPS, VALUES] };

const THREADS = 64;

/** z [count, features] = word[id] + position[p] + tokenType[t] */
export function gather(
  gpu: Gpu,
  tables: { readonly word: DeviceParameter; readonly position: DeviceParameter; readonly tokenType: DeviceParameter },
  tokens: Tokens,
  device: DeviceTokens,
): Tensor2D {
  const features = tables.word.shape[1]!;
  const { vectors, columns } = reading(features);
  const z = gpu.matrix(tokens.count, features);
  for (const { slice, firstRow, rows } of tables.word.slabs()) {
    gpu.run(GATHER, {
      defines: { VEC: vectors, TYPES: tokens.types !== null },
      buffers: {
        word: slice,
        position: tables.position.values,
        tokenType: tables.tokenType.values,
        ids: device.ids,
        positions: device.positions,
        ...(tokens.types && { types: device.types }),
        z: gpu.slice(z),
      },
      params: [tokens.count, columns, firstRow, rows],
      groups: Math.ceil((tokens.count * columns) / THREADS),
      work: tokens.count * features * 4,
    });
  }
  return z;
}

/**
 * The sums of those rows of dz whose ids are equal: sorted on the CPU, added in order on the GPU.
 *
 * @param without rows of this id have no gradient
 */
export function tableGradient(gpu: Gpu, dz: Tensor2D, ids: Int32Array, without?: number): TableGradient {
  const segments = segmentsOf(ids, without);
  const count = segments.ids.length;
  const features = dz.shape[1];
  const { vectors, columns } = reading(features);
  const rows = gpu.matrix(count, features);
  const order = gpu.upload(segments.order);
  const starts = gpu.upload(segments.starts);
  gpu.run(SEGMENTS, {
    defines: { VEC: vectors },
    buffers: { x: gpu.slice(dz), order, starts, out: gpu.slice(rows) },
    params: [count, columns],
    groups: Math.ceil((count * columns) / THREADS),
    work: ids.length * features,
  });
  gpu.pool.release(order.buffer);
  gpu.pool.release(starts.buffer);
  return { ids: segments.ids, rows };
}

/** The gradient of a table of which every token took row 0, or one of its first two rows. */
export function typeGradient(gpu: Gpu, dz: Tensor2D, tokens: Tokens, device: DeviceTokens): TableGradient {
  const rows = gpu.matrix(tokens.types ? 2 : 1, dz.shape[1]);
  columnSums(gpu, dz, { sums: gpu.slice(rows), ...(tokens.types && { types: device.types }) });
  return { ids: tokens.types ? Int32Array.of(0, 1) : Int32Array.of(0), rows };
}
