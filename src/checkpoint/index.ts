export {
  BUNDLED_MODEL,
  formatModelAddress,
  type HubModelAddress,
  isCommit,
  type ModelAddress,
  nameOfModel,
  parseModelAddress,
} from "./address.ts";
export { CheckpointError } from "./error.ts";
export { filesSource, type GivenModelFile, nameOfFiles } from "./files-source.ts";
export { httpSource } from "./http.ts";
export { hubSource, pinHubAddress } from "./hub-source.ts";
export { type CheckpointFile, type CheckpointSource, MissingFileError, missingFile, readWhole } from "./source.ts";
export type { FileParts, FloatType, StoredTensors, TensorEntry, WantedTensor } from "./tensors.ts";
export { TokensSeen, type Vocabulary } from "./vocabulary.ts";
export { openWeights, WEIGHTS, WEIGHTS_INDEX } from "./weights.ts";
export {
  type SafetensorsFile,
  type StreamedTensor,
  safetensorsFile,
  type WrittenTensor,
  type WrittenType,
  writeSafetensors,
} from "./write.ts";
