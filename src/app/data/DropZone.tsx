import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useRef, useState } from "react";
import type { DataSource } from "../../worker/data-protocol.ts";
import { Help } from "../panels/Help.tsx";
import { chosenFiles } from "./given.ts";

interface DropZoneProps {
  readonly disabled: boolean;
  readonly onSource: (source: DataSource) => void;
}

/** Where data comes from: dropped anywhere on the page, chosen, or the Hub. */
export function DropZone({ disabled, onSource }: DropZoneProps) {
  return (
    <div className="drop-zone">
      <p>
        <b>Drop files or a folder here</b>, or
      </p>
      <div className="drop-buttons">
        <PickButtons disabled={disabled} onSource={onSource} />
        <Help about="files of your own">
          <p>
            <b>XGLUE</b>: its folder or its <code>.tar.gz</code>, as downloaded; it is not unpacked, and only the chosen
            task's files are read.
          </p>
          <p>
            <b>Your own</b>: TSV, CSV, JSON lines, Parquet, CoNLL, CoNLL-U (Universal Dependencies) or SQuAD's JSON,
            also gzipped. The names say language and split, as in <code>train.en.tsv</code> and <code>test.de.tsv</code>
            ; a single file is taken for English, and a fifth of it set apart for testing.
          </p>
          <p>Nothing of it leaves this computer.</p>
        </Help>
      </div>
      <HubField disabled={disabled} onSource={onSource} />
    </div>
  );
}

/** For files, and for a folder. */
export function PickButtons(props: DropZoneProps) {
  return (
    <>
      <PickButton label="Choose files" {...props} />
      <PickButton label="Choose a folder" isFolder {...props} />
    </>
  );
}

function PickButton({ label, isFolder = false, ...props }: DropZoneProps & { label: string; isFolder?: boolean }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button size="xs" variant="default" disabled={props.disabled} onClick={() => input.current?.click()}>
        {label}
      </Button>
      <input
        ref={(element) => {
          input.current = element;
          // React knows no such attribute of its own.
          if (isFolder) element?.setAttribute("webkitdirectory", "");
        }}
        type="file"
        multiple
        hidden
        data-pick={isFolder ? "folder" : "files"}
        onChange={(event) => {
          const files = chosenFiles(event.currentTarget.files);
          // The same files can be chosen again.
          event.currentTarget.value = "";
          if (files.length > 0) props.onSource({ kind: "files", files });
        }}
      />
    </>
  );
}

function HubField({ disabled, onSource }: DropZoneProps) {
  const [address, setAddress] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const text = address.trim();
    if (text !== "") onSource({ kind: "hub", address: text.startsWith("hub:") ? text : `hub:${text}` });
  };
  return (
    <form className="hub-field" onSubmit={submit}>
      <TextInput
        size="xs"
        label={
          <>
            or a data set of the Hugging Face Hub
            <Help about="data sets of the Hub">
              <p>
                Its address, such as <code>hub:facebook/xnli</code> or <code>hub:hgissbkh/xglue</code>; with a part of
                it, <code>hub:OWNER/NAME/CONFIG</code>. This computer then asks huggingface.co for the files, and sends
                nothing else.
              </p>
            </Help>
          </>
        }
        placeholder="hub:OWNER/NAME"
        value={address}
        onChange={(event) => setAddress(event.currentTarget.value)}
      />
      <Button size="xs" variant="default" type="submit" disabled={disabled || address.trim() === ""}>
        Look
      </Button>
    </form>
  );
}
