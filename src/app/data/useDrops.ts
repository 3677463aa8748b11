import { useEffect } from "react";
import { actionById } from "../actions/actions.ts";
import { useServices } from "../context.tsx";
import { holdsModel } from "../models/given-files.ts";
import { droppedFiles } from "./given.ts";

/** Takes files that are dropped anywhere on the page, a model or data: the browser would leave the page for them. */
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
      const takesData = actionById("ownData").enabled(store.getState());
      const takesModels = actionById("chooseModel").enabled(store.getState());
      if (!takesData && !takesModels) return;
      droppedFiles(event.dataTransfer).then(
        (files) => {
          const isModel = store.getState().choosingModel !== undefined || holdsModel(files);
          if (isModel && takesModels) store.setState({ choosingModel: { files }, adding: undefined });
          else if (!isModel && takesData) store.setState({ adding: { files } });
        },
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
