import { useEffect, useRef, useState } from "react";
import type { Look, TableLook, XglueTask } from "../../data/index.ts";
import { Cancelled, lookAtData, type Reading, readData } from "../../worker/data-client.ts";
import type { DataSource, DataSummary, ReadProgress } from "../../worker/data-protocol.ts";
import { useServices } from "../context.tsx";
import { addSet, nameOfFiles } from "../store/data.ts";
import { firstMapping, type Mapping, requestOf } from "./mapping.ts";

/** How far the adding of data is. */
export type Phase =
  | { readonly kind: "choose" }
  | { readonly kind: "busy"; readonly what: "look" | "read"; readonly progress: ReadProgress | undefined }
  | { readonly kind: "looked"; readonly look: Look; readonly mapping: Mapping | undefined }
  | { readonly kind: "read"; readonly set: DataSummary };

export interface Adding {
  readonly phase: Phase;
  /** What went wrong last. */
  readonly problem: string | undefined;
  readonly task: XglueTask;
  /** What the chosen data are called. */
  readonly name: string;
  look(source: DataSource): void;
  setTask(task: XglueTask): void;
  setMapping(mapping: Mapping): void;
  read(): void;
  /** Ends what is under way. */
  cancel(): void;
  /** Back to the same files, for another task. */
  again(): void;
}

/** The first file whose columns can be chosen; the others are read the same way. */
export function tableOf(look: Look): TableLook | undefined {
  return look.kind === "files" ? look.files.find(({ table }) => table !== undefined)?.table : undefined;
}

export function useAdding(): Adding {
  const { store } = useServices();
  const [phase, setPhase] = useState<Phase>({ kind: "choose" });
  const [problem, setProblem] = useState<string>();
  const [task, setTaskOnly] = useState<XglueTask>(store.getState().form.task);
  const [source, setSource] = useState<DataSource>();
  const reading = useRef<Reading<unknown>>(undefined);
  useEffect(() => () => reading.current?.cancel(), []);

  /** Does one thing at a time; what was under way before is given up. */
  async function busy<Result>(
    what: "look" | "read",
    begin: (onProgress: (progress: ReadProgress) => void) => Reading<Result>,
    done: (result: Result) => void,
    back: Phase,
  ): Promise<void> {
    reading.current?.cancel();
    setProblem(undefined);
    setPhase({ kind: "busy", what, progress: undefined });
    const mine = begin((progress) => {
      if (reading.current === mine) setPhase({ kind: "busy", what, progress });
    });
    reading.current = mine;
    /** Whether anybody still waits for it. What it tells of its progress may come later than its end. */
    const isOver = () => {
      const isWanted = reading.current === mine;
      if (isWanted) reading.current = undefined;
      return isWanted;
    };
    try {
      const result = await mine.result;
      if (isOver()) done(result);
    } catch (error) {
      if (!isOver()) return;
      setPhase(back);
      if (!(error instanceof Cancelled)) setProblem(error instanceof Error ? error.message : String(error));
    }
  }

  /** The Hub as it is to be reached now: its token is told to the worker, and kept nowhere else. */
  const reached = (given: DataSource): DataSource =>
    given.kind === "hub" ? { ...given, settings: store.getState().hub } : given;

  function look(given: DataSource, wanted: XglueTask): void {
    setSource(given);
    const found = (seen: Look) => {
      const id = seen.kind === "xglue" ? taskAmong(seen, wanted) : wanted;
      setTaskOnly(id);
      const table = tableOf(seen);
      setPhase({ kind: "looked", look: seen, mapping: table && firstMapping(id, table) });
    };
    void busy("look", (onProgress) => lookAtData(reached(given), wanted, onProgress), found, { kind: "choose" });
  }

  return {
    phase,
    problem,
    task,
    name: source ? nameOf(source) : "",
    look: (given) => look(given, task),
    setTask(next) {
      setTaskOnly(next);
      // XGLUE's files are known by their names; others may be read in another way.
      if (source && phase.kind === "looked" && phase.look.kind === "files") look(source, next);
    },
    setMapping: (mapping) => setPhase((now) => (now.kind === "looked" ? { ...now, mapping } : now)),
    read() {
      if (!source || phase.kind !== "looked") return;
      const how = phase.mapping ? requestOf(phase.mapping) : { columns: {}, labels: {} };
      const request = { source: reached(source), task, name: nameOf(source), ...how };
      const done = (set: DataSummary) => {
        addSet(store, set);
        setPhase({ kind: "read", set });
      };
      void busy("read", (onProgress) => readData(request, onProgress), done, phase);
    },
    cancel: () => reading.current?.cancel(),
    again() {
      if (source) look(source, task);
    },
  };
}

function taskAmong({ tasks }: Extract<Look, { kind: "xglue" }>, wanted: XglueTask): XglueTask {
  return tasks.find(({ task }) => task === wanted)?.task ?? tasks[0]?.task ?? wanted;
}

function nameOf(source: DataSource): string {
  return source.kind === "hub" ? source.address : nameOfFiles(source.files.map(({ path }) => path));
}
