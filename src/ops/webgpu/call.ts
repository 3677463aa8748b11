/** How a kernel is called. */
import type { Defines } from "./shader.ts";

/** A stretch of a buffer. */
export interface Slice {
  readonly buffer: GPUBuffer;
  /** Bytes, a multiple of 256. */
  readonly offset: number;
  /** Bytes. */
  readonly size: number;
}

/** A parameter of a kernel that is not a u32. */
export interface Float {
  readonly f32: number;
}
export const f32 = (value: number): Float => ({ f32: value });

export interface Call {
  readonly defines?: Defines;
  /** By the names that the shader gives them. */
  readonly buffers: Readonly<Record<string, Slice>>;
  /** The fields of the shader's `Params`, in order. */
  readonly params: readonly (number | Float)[];
  /** Workgroups. The shader asks `groupNumber` which one it is, since more than 65,535 are spread over two dimensions. */
  readonly groups: number;
  /** Floating point operations, roughly; for the length of submits. */
  readonly work?: number;
}
