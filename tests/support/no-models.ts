/** Stands in for the training worker where nobody asks about models: every question would fail the test. */
import type { ModelAsker } from "../../src/app/services/models.ts";

const unasked = async () => {
  throw new Error("Nobody should have asked about models.");
};

export const NO_MODELS: ModelAsker = {
  hub() {},
  look: unasked,
  giveFiles: unasked,
  fit: unasked,
  calibrate: unasked,
  cancelFit() {},
};
