export { CheckpointError } from "./error.ts";
export { httpSource } from "./http.ts";
export { type FloatType, readSafetensors, type StoredTensor } from "./read.ts";
export type { CheckpointSource } from "./source.ts";
export { type WrittenTensor, type WrittenType, writeSafetensors } from "./write.ts";
