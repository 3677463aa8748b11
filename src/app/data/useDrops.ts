import { useEffect } from "react";
import { actionById } from "../actions/actions.ts";
import { useServices } from "../context.tsx";
import { droppedFiles } from "./given.ts";

/** Takes files that are dropped anywhere on the page: the browser would leave the page for them. */
export function useDrops(): void {
  const { store } = useServices();
  useEffect(() => {
    const holdsFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes("Files") ?? false;
    const onDragOver = (event: DragEvent) => {
      if (holdsFiles(event)) event.preventDefault();
    };
    const onDrop = (event: DragEvent) => {
      if (!holdsFiles(event) || !event.dataTransfer) return;
      event.preventDefault();
      if (!actionById("ownData").enabled(store.getState())) return;
      droppedFiles(event.dataTransfer).then(
        (files) => store.setState({ adding: { files } }),
        (error: unknown) => {
          const message = error instanceof Error ? error.message : String(error);
          store.setState({ notice: { title: "What was dropped cannot be read", message } });
        },
      );
    };
    addEventListener("dragover", onDragOver);
    addEventListener("drop", onDrop);
    return () => {
      removeEventListener("dragover", onDragOver);
      removeEventListener("drop", onDrop);
    };
  }, [store]);
}
