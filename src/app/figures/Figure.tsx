import type { ReactNode } from "react";
import { ActionMenuItem } from "../panels/ActionMenuItem.tsx";
import { FigureMenu } from "./FigureMenu.tsx";

interface FigureProps {
  readonly title: string;
  /** Which figure of the paper it corresponds to. */
  readonly paper?: string;
  readonly controls?: ReactNode;
  readonly caption?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
  /** For figures that are not the paper's: how the file is called that it is saved as, and what else can be saved. */
  readonly saved?: { readonly file: string; readonly menu: ReactNode };
}

/** The paper's number of the figure that has the curves. */
const CURVES = "2";

/**
 * Every figure: a title, its controls, what it shows, and a caption that says how to read it. Those that are the paper's, and those that
 * ask for it, can be saved as files.
 */
export function Figure({ title, paper, controls, caption, children, className = "", saved }: FigureProps) {
  const number = /^Fig\. (\d+)$/.exec(paper ?? "")?.[1];
  const menu = number === CURVES ? <ActionMenuItem action="exportCurves" /> : saved?.menu;
  const file = number ? `graddrop-figure-${number}` : saved?.file;
  return (
    <figure className={`figure ${className}`} aria-label={title}>
      <header className="figure-head">
        <h2>
          {title}
          {paper ? <span className="paper-tag">{paper}</span> : null}
        </h2>
        {controls || file ? (
          <div className="figure-controls">
            {controls}
            {file ? <FigureMenu title={title} file={file} more={menu} /> : null}
          </div>
        ) : null}
      </header>
      {children}
      {caption ? <figcaption>{caption}</figcaption> : null}
    </figure>
  );
}
