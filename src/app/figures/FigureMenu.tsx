import { ActionIcon, Menu } from "@mantine/core";
import { type ReactNode, useRef } from "react";
import { useServices } from "../context.tsx";
import { Icon } from "../panels/icons.tsx";
import { type PictureKind, saveFigure } from "../services/figure-files.ts";

interface FigureMenuProps {
  /** Of the figure. */
  readonly title: string;
  /** Name of the file, without ending. */
  readonly file: string;
  /** Further entries of the menu: what else can be saved. */
  readonly more?: ReactNode;
}

/** Saves a figure as it is shown, for papers and slides. */
export function FigureMenu({ title, file, more }: FigureMenuProps) {
  const { store } = useServices();
  const button = useRef<HTMLButtonElement>(null);
  const save = (kind: PictureKind) => {
    const figure = button.current?.closest("figure");
    if (!figure) return;
    saveFigure(figure, file, kind).catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      store.setState({ notice: { title: "The figure was not saved", message } });
    });
  };
  return (
    <Menu position="bottom-end" shadow="md" withArrow>
      <Menu.Target>
        <ActionIcon
          ref={button}
          size="sm"
          variant="default"
          aria-label={`Save figure: ${title}`}
          title="Save this figure as SVG or PNG, in light colours, with title and legend"
        >
          <Icon name="save" size={13} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item title="Vector graphics, for papers and drawing programs" onClick={() => save("svg")}>
          Figure as SVG
        </Menu.Item>
        <Menu.Item title="A picture at twice the resolution of the page" onClick={() => save("png")}>
          Figure as PNG
        </Menu.Item>
        {more}
      </Menu.Dropdown>
    </Menu>
  );
}
