import { Button } from "@mantine/core";
import { useState } from "react";
import { useApp, useServices } from "../context.tsx";
import { bytes, percent } from "../format.ts";
import { forgetWeights } from "../services/kept-weights.ts";

/** What this browser keeps of the models that runs ended with, and the way to get rid of it. */
export function KeptWeights({ share, onRemoved }: { readonly share: number; readonly onRemoved: () => void }) {
  const { store } = useServices();
  const { count, sizeBytes } = useApp(({ runs }) => {
    const sizes = runs.flatMap(({ weightsBytes }) => weightsBytes ?? []);
    return { count: sizes.length, sizeBytes: sizes.reduce((sum, size) => sum + size, 0) };
  });
  const [isSure, setIsSure] = useState(false);
  const [problem, setProblem] = useState<string>();
  const remove = () => {
    setIsSure(false);
    forgetWeights(store)
      .catch((error: unknown) => setProblem(error instanceof Error ? error.message : String(error)))
      .finally(onRemoved);
  };
  return (
    <>
      <ul className="kept-data">
        <li>
          <div className="kept-set">
            <div>
              <b>Fine-tuned models</b>
              <p className="soft">
                {count === 0 ? "None yet" : `Of ${count} run${count === 1 ? "" : "s"}, ${bytes(sizeBytes)}`}: kept for
                Download model in a run's menu, the newest within {percent(share, 0)} of the room.
              </p>
            </div>
            {count > 0 && !isSure ? (
              <Button
                size="compact-xs"
                variant="default"
                aria-label="Delete fine-tuned models"
                onClick={() => setIsSure(true)}
              >
                Delete …
              </Button>
            ) : null}
            {count > 0 && isSure ? (
              <>
                <Button
                  size="compact-xs"
                  color="red"
                  aria-label="Delete fine-tuned models for good"
                  onClick={remove}
                  data-autofocus
                >
                  Delete {bytes(sizeBytes)}
                </Button>
                <Button size="compact-xs" variant="default" onClick={() => setIsSure(false)}>
                  Keep
                </Button>
              </>
            ) : null}
          </div>
        </li>
      </ul>
      {problem ? (
        <p className="field-error" role="alert">
          {problem}
        </p>
      ) : null}
    </>
  );
}
