import { Button } from "@mantine/core";
import { useEffect, useState } from "react";
import { KEPT_SHARE } from "../../worker/kept-weights.ts";
import { useApp } from "../context.tsx";
import { bytes } from "../format.ts";
import { type KeptModels as Kept, type KeptModel, listKeptModels, removeKeptModel } from "../services/kept-models.ts";
import { KeptWeights } from "./KeptWeights.tsx";

/** What this browser keeps of models of the Hub, and the way to get rid of it. */
export function KeptModels() {
  const [kept, setKept] = useState<Kept>();
  const [problem, setProblem] = useState<string>();
  const [asked, setAsked] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `asked` counts how often the list was asked for anew.
  useEffect(() => {
    let isShown = true;
    listKeptModels().then(
      (found) => {
        if (isShown) setKept(found);
      },
      () => {
        if (isShown) setProblem("This browser keeps no files for the page: models are fetched anew for every visit.");
      },
    );
    return () => {
      isShown = false;
    };
  }, [asked]);
  const remove = async (model: KeptModel) => {
    setProblem(undefined);
    try {
      await removeKeptModel(model);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
    setAsked((count) => count + 1);
  };
  return (
    <section className="kept-models" aria-label="Kept models">
      <h3>Kept in this browser</h3>
      {kept?.models.length === 0 ? <p className="soft">No model of the Hub yet.</p> : null}
      <ul className="kept-data">
        {kept?.models.map((model) => (
          <Model key={`${model.endpoint} ${model.address}`} model={model} onRemove={() => void remove(model)} />
        ))}
      </ul>
      {problem ? (
        <p className="field-error" role="alert">
          {problem}
        </p>
      ) : null}
      <KeptWeights share={KEPT_SHARE} onRemoved={() => setAsked((count) => count + 1)} />
      {kept?.room ? (
        <p className="soft">
          Models, runs and data together take {bytes(kept.room.usedBytes)} of the {bytes(kept.room.mostBytes)} that the
          browser grants this page.
        </p>
      ) : null}
    </section>
  );
}

function Model({ model, onRemove }: { readonly model: KeptModel; readonly onRemove: () => void }) {
  const [isSure, setIsSure] = useState(false);
  const isUsed = useApp(({ form }) => form.model === model.address);
  const { repository, commit, endpoint, sizeBytes, wholeBytes, lastUsedMs } = model;
  const part = wholeBytes === undefined || wholeBytes <= sizeBytes ? "" : ` of ${bytes(wholeBytes)}`;
  const host = URL.canParse(endpoint) ? new URL(endpoint).host : endpoint;
  return (
    <li>
      <div className="kept-set">
        <div>
          <b>{repository}</b>
          <p className="soft">
            {bytes(sizeBytes)}
            {part}, from {host}, commit {commit.slice(0, 7)}
            {lastUsedMs > 0 ? `, last used ${new Date(lastUsedMs).toLocaleDateString("en-GB")}` : ""}
            {isUsed ? "; chosen" : ""}
          </p>
        </div>
        {isSure ? (
          <>
            <Button
              size="compact-xs"
              color="red.9"
              onClick={onRemove}
              aria-label={`Delete ${bytes(sizeBytes)} of ${repository} for good`}
              data-autofocus
            >
              Delete {bytes(sizeBytes)}
            </Button>
            <Button size="compact-xs" variant="default" onClick={() => setIsSure(false)}>
              Keep
            </Button>
          </>
        ) : (
          <Button
            size="compact-xs"
            variant="default"
            aria-label={`Delete ${repository}`}
            onClick={() => setIsSure(true)}
          >
            Delete …
          </Button>
        )}
      </div>
    </li>
  );
}
