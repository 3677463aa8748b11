/** Evaluates masks for the figures, apart from the training, which may be in the middle of a long step. */
import * as Comlink from "comlink";
import { type MaskImageRequest, maskImage } from "./mask-image.ts";
import { type PlanRequest, planRun } from "./plan.ts";

const api = {
  plan: (request: PlanRequest) => planRun(request),
  maskImage: (request: MaskImageRequest) => {
    const image = maskImage(request);
    const { factors, births, since } = image;
    // Handed over, not copied: while time is played, pictures come many times a second.
    const arrays = [factors, births, since].filter((array) => array !== undefined);
    return Comlink.transfer(
      image,
      arrays.map(({ buffer }) => buffer),
    );
  },
};
export type InspectApi = typeof api;

Comlink.expose(api);
