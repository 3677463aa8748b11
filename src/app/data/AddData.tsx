import { Button, NativeSelect, Progress } from "@mantine/core";
import { useEffect, useRef } from "react";
import type { FileLook, Look, XglueTask } from "../../data/index.ts";
import { TASKS } from "../../tasks/registry.ts";
import type { DataSummary, ReadProgress } from "../../worker/data-protocol.ts";
import { useApp, useServices } from "../context.tsx";
import { bytes } from "../format.ts";
import { withData } from "../store/data.ts";
import { languageName } from "../store/series.ts";
import { setForm, setView } from "../store/store.ts";
import { DataReport } from "./DataReport.tsx";
import { DropZone } from "./DropZone.tsx";
import { MappingFields } from "./MappingFields.tsx";
import { mappingProblem } from "./mapping.ts";
import { type Adding, tableOf, useAdding } from "./useAdding.ts";

/** From files to data that runs can use: choose, look, say what is what, read, use. */
export function AddData({ onDone }: { onDone: () => void }) {
  const adding = useAdding();
  const { phase, problem } = adding;
  const dropped = useApp((state) => state.adding?.files);
  const look = useRef(adding.look);
  look.current = adding.look;
  useEffect(() => {
    if (dropped && dropped.length > 0) look.current({ kind: "files", files: [...dropped] });
  }, [dropped]);
  return (
    <section className="add-data" aria-label="Add data">
      <DropZone disabled={phase.kind === "busy"} onSource={adding.look} />
      <div aria-live="polite">
        {problem ? (
          <p className="field-error data-problem" role="alert">
            {problem}
          </p>
        ) : null}
        {phase.kind === "busy" ? (
          <Busy what={phase.what} name={adding.name} progress={phase.progress} onCancel={adding.cancel} />
        ) : null}
      </div>
      {phase.kind === "looked" ? <Looked adding={adding} look={phase.look} /> : null}
      {phase.kind === "read" ? <Read adding={adding} set={phase.set} onDone={onDone} /> : null}
    </section>
  );
}

interface BusyProps {
  readonly what: "look" | "read";
  readonly name: string;
  readonly progress: ReadProgress | undefined;
  readonly onCancel: () => void;
}

function Busy({ what, name, progress, onCancel }: BusyProps) {
  const { readBytes = 0, totalBytes } = progress ?? {};
  const amount = totalBytes === undefined ? bytes(readBytes) : `${bytes(readBytes)} of ${bytes(totalBytes)}`;
  return (
    <div className="data-busy">
      <p>
        {what === "look" ? "Looking at" : "Reading"} <b>{name}</b> … <span className="soft">{amount}</span>
      </p>
      <Progress
        size="sm"
        animated={!totalBytes}
        value={totalBytes ? Math.min(100, (readBytes / totalBytes) * 100) : 100}
        aria-label="Read so far"
      />
      <Button size="compact-sm" variant="default" onClick={onCancel}>
        Cancel
      </Button>
    </div>
  );
}

function Looked({ adding, look }: { adding: Adding; look: Look }) {
  const { task, phase } = adding;
  const mapping = phase.kind === "looked" ? phase.mapping : undefined;
  const table = tableOf(look);
  const fault = table && mapping ? mappingProblem(task, table, mapping) : undefined;
  const usable = look.kind === "xglue" || look.files.some(({ problem }) => problem === undefined);
  const known = look.kind === "xglue" ? TASKS.filter(({ id }) => look.tasks.some((of) => of.task === id)) : TASKS;
  return (
    <div className="data-looked">
      <h3>{adding.name}</h3>
      {look.kind === "xglue" ? (
        <p>
          XGLUE's files: {look.tasks.length} task{look.tasks.length === 1 ? "" : "s"}.{" "}
          {look.tasks
            .find((of) => of.task === task)
            ?.languages.map(languageName)
            .join(", ")}
          .
        </p>
      ) : (
        <FileList files={look.files} unread={look.unread} />
      )}
      {usable ? (
        <>
          <NativeSelect
            size="xs"
            label="Task to train and test on them"
            value={task}
            onChange={(event) => adding.setTask(event.currentTarget.value as XglueTask)}
            data={known.map(({ id, label }) => ({ value: id, label }))}
          />
          {table && mapping ? (
            <MappingFields task={task} table={table} mapping={mapping} onMapping={adding.setMapping} />
          ) : null}
          <p className="field-error">{fault}</p>
          <Button size="sm" disabled={fault !== undefined} onClick={adding.read}>
            Read
          </Button>
        </>
      ) : null}
    </div>
  );
}

const MOST_LISTED = 12;

function FileList({ files, unread }: { files: readonly FileLook[]; unread: number }) {
  return (
    <>
      {files.length === 0 ? (
        <p className="field-error">
          There is no file that may hold examples. Their names end in .tsv, .csv, .jsonl, .json, .conll, .conllu or
          .parquet; a file that is called otherwise can be given by itself.
        </p>
      ) : null}
      <ul className="data-files">
        {files.slice(0, MOST_LISTED).map(({ path, format, split, language, problem }) => (
          <li key={path}>
            {path}{" "}
            <span className={problem ? "field-error" : "soft"}>
              {problem ??
                [format && FORMATS[format], split, language && languageName(language)].filter(Boolean).join(", ")}
            </span>
          </li>
        ))}
      </ul>
      {files.length > MOST_LISTED ? <p className="soft">and {files.length - MOST_LISTED} more.</p> : null}
      {unread > 0 ? (
        <p className="soft">
          {unread} other file{unread === 1 ? "" : "s"} will not be read.
        </p>
      ) : null}
    </>
  );
}

const FORMATS: Readonly<Record<NonNullable<FileLook["format"]>, string>> = {
  tsv: "TSV",
  csv: "CSV",
  "json-lines": "JSON lines",
  conll: "CoNLL",
  "conll-u": "CoNLL-U",
  squad: "SQuAD's JSON",
  parquet: "Parquet",
};

interface ReadProps {
  readonly adding: Adding;
  readonly set: DataSummary;
  readonly onDone: () => void;
}

function Read({ adding, set, onDone }: ReadProps) {
  const { store } = useServices();
  const use = () => {
    setForm(store, (form) => withData(form, set));
    setView(store, { subject: { kind: "auto" }, cell: undefined });
    onDone();
  };
  return (
    <div className="data-looked">
      <h3>{set.name} is read, and kept in this browser</h3>
      <DataReport set={set} />
      <div className="drop-buttons">
        <Button size="sm" onClick={use} data-autofocus>
          Use for runs
        </Button>
        <Button size="sm" variant="default" onClick={adding.again}>
          Read it for another task
        </Button>
      </div>
    </div>
  );
}
