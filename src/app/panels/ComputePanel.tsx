import { useMemo } from "react";
import { elements, tensorSpecs } from "../../model/parameters.ts";
import { taskById } from "../../tasks/registry.ts";
import { useApp } from "../context.tsx";
import { backendName, bytes, millions, thousands } from "../format.ts";

/** What computes and why, and which model it is. */
export function ComputePanel() {
  const { model, readiness, task, data } = useApp(({ model, readiness, form: { task, data } }) => ({
    model,
    readiness,
    task,
    data,
  }));
  const parameters = useMemo(() => {
    if (!model) return 0;
    const specs = tensorSpecs(model.config, taskById(task).head);
    return specs.reduce((sum, { shape }) => sum + elements(shape), 0);
  }, [model, task]);
  return (
    <section className="figure compute" aria-label="What it computes on">
      <h2>Computed here</h2>
      <dl>
        <dt>Device</dt>
        <dd>
          {readiness.kind === "ready"
            ? `${backendName(readiness.backend)}: ${readiness.backend.adapter}. ${readiness.backend.reason}`
            : readiness.kind === "starting"
              ? "The engine is loading …"
              : readiness.message}
        </dd>
        <dt>Model</dt>
        <dd>
          {model
            ? `${model.name}: ${model.config.layers} layers, hidden size ${model.config.hiddenSize}, ${model.config.heads} attention heads, vocabulary ${thousands(model.config.vocabSize)}; ${millions(parameters)} parameters${model.sizeBytes ? `, ${bytes(model.sizeBytes)}` : ""}. The paper's XLM-R large has 560 million.`
            : "The model is loading …"}
        </dd>
        <dt>Data</dt>
        <dd>
          {data
            ? `${data.name}, your own. It is read and kept on this computer; neither it nor your runs ever leave it.`
            : "MiniXGLUE, a synthetic benchmark made for this page. Its figures are not the paper's; your texts and runs never leave this computer."}
        </dd>
      </dl>
    </section>
  );
}
