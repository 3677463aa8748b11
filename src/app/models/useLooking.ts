import { useEffect, useRef, useState } from "react";
import type { GivenFile } from "../../worker/data-protocol.ts";
import type { ModelLook } from "../../worker/model-protocol.ts";
import { useServices } from "../context.tsx";
import { modelFiles } from "./given-files.ts";

/** How far the choosing of a model is. */
export type LookPhase =
  | { readonly kind: "choose" }
  | { readonly kind: "looking"; readonly name: string }
  | { readonly kind: "looked"; readonly look: ModelLook };

export type LookSource = "hub" | "files";

export interface Looking {
  readonly phase: LookPhase;
  /** What went wrong last. */
  readonly problem: string | undefined;
  /** Where the latest question was about. */
  readonly source: LookSource;
  /** Asks the Hub about one of its models. */
  look(model: string, name: string): void;
  give(files: readonly GivenFile[]): void;
  /** Nobody waits for the answer any more. */
  cancel(): void;
}

export function useLooking(): Looking {
  const { models } = useServices();
  const [phase, setPhase] = useState<LookPhase>({ kind: "choose" });
  const [problem, setProblem] = useState<string>();
  const [source, setSource] = useState<LookSource>("hub");
  /** Numbers the questions: only the latest one's answer counts. */
  const latest = useRef(0);
  useEffect(
    () => () => {
      latest.current = -1;
    },
    [],
  );

  async function ask(from: LookSource, name: string, question: () => Promise<ModelLook>): Promise<void> {
    latest.current++;
    const mine = latest.current;
    setProblem(undefined);
    setSource(from);
    setPhase({ kind: "looking", name });
    try {
      const look = await question();
      if (mine === latest.current) setPhase({ kind: "looked", look });
    } catch (error) {
      if (mine !== latest.current) return;
      setPhase({ kind: "choose" });
      setProblem(error instanceof Error ? error.message : String(error));
    }
  }

  return {
    phase,
    problem,
    source,
    look: (model, name) => void ask("hub", name, () => models.look(model)),
    give: (files) => void ask("files", "the files", async () => models.giveFiles(modelFiles(files))),
    cancel() {
      latest.current++;
      setPhase({ kind: "choose" });
    },
  };
}
