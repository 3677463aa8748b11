import { createContext, type ReactNode, useContext } from "react";
import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import type { Inspector } from "../worker/inspector.ts";
import type { ActionContext, ActionId } from "./actions/actions.ts";
import { perform } from "./actions/actions.ts";
import type { AppState } from "./store/store.ts";

export interface Services extends ActionContext {
  readonly inspector: Inspector;
}

const ServicesContext = createContext<Services | undefined>(undefined);

export function ServicesProvider({ services, children }: { services: Services; children: ReactNode }) {
  return <ServicesContext value={services}>{children}</ServicesContext>;
}

export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (!services) throw new Error("useServices needs a ServicesProvider above it.");
  return services;
}

/** A part of the state; the component is drawn again only when that part changes, compared one level deep. */
export function useApp<T>(select: (state: AppState) => T): T {
  return useStore(useServices().store, useShallow(select));
}

export function useAction(id: ActionId): () => void {
  const services = useServices();
  return () => perform(id, services);
}
