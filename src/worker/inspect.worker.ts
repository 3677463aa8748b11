/** Evaluates masks for the figures, apart from the training, which may be in the middle of a long step. */
import * as Comlink from "comlink";
import { type MaskImageRequest, maskImage } from "./mask-image.ts";
import { type PlanRequest, planRun } from "./plan.ts";

const api = {
  plan: (request: PlanRequest) => planRun(request),
  maskImage: (request: MaskImageRequest) => maskImage(request),
};
export type InspectApi = typeof api;

Comlink.expose(api);
