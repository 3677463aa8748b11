/** Nothing is ever taken home. */
import { createTakeHome, type TakeHome } from "../../src/app/services/take-home.ts";
import type { AppStore } from "../../src/app/store/store.ts";

export function noDownloads(store: AppStore): TakeHome {
  return createTakeHome(store, { takeHome: async () => "cancelled", cancelTakeHome: () => {} });
}
