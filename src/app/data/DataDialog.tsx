import { Modal } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useApp, useServices } from "../context.tsx";
import { AddData } from "./AddData.tsx";
import { KeptData } from "./KeptData.tsx";
import { useDrops } from "./useDrops.ts";

/** Data of one's own, in a dialog. What is dropped anywhere on the page opens it. */
export function DataDialog() {
  useDrops();
  const { store } = useServices();
  const isOpen = useApp((state) => state.adding !== undefined);
  const isPhone = useMediaQuery("(max-width: 48rem)");
  const close = () => store.setState({ adding: undefined });
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      title="Data of your own"
      size="xl"
      fullScreen={isPhone ?? false}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {isOpen ? (
        <div className="data-dialog">
          <p className="soft">
            Fine-tune on your own texts, or on the real XGLUE. They stay on this computer: read here, kept in this
            browser, sent nowhere.
          </p>
          <AddData onDone={close} />
          <KeptData onDone={close} />
        </div>
      ) : null}
    </Modal>
  );
}
