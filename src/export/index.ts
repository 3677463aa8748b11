export { configFile } from "./config-file.ts";
export { decayOfUnseen } from "./decay.ts";
export {
  type ExportedFile,
  exportModel,
  type Origin,
  type TrainedModel,
  type TrainedTensors,
  weightsFile,
} from "./export.ts";
