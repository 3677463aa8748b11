import type { Plugin } from "vite";

/** Makes the module of compiled kernels, unless there is one from these very sources. */
export function buildKernels(): Promise<void>;

/** A plugin for Vite and Vitest: the kernels are up to date before anything imports them, and follow their sources. */
export function simdKernels(): Plugin;
