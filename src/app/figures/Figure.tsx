import type { ReactNode } from "react";
import { FigureMenu } from "./FigureMenu.tsx";

interface FigureProps {
  readonly title: string;
  /** Which figure of the paper it corresponds to. */
  readonly paper?: string;
  readonly controls?: ReactNode;
  readonly caption?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
}

/** The paper's number of the figure that has the curves. */
const CURVES = "2";

/**
 * Every figure: a title, its controls, what it shows, and a caption that says how to read it. Those that are the paper's can be
 * saved as files.
 */
export function Figure({ title, paper, controls, caption, children, className = "" }: FigureProps) {
  const number = /^Fig\. (\d+)$/.exec(paper ?? "")?.[1];
  return (
    <figure className={`figure ${className}`} aria-label={title}>
      <header className="figure-head">
        <h2>
          {title}
          {paper ? <span className="paper-tag">{paper}</span> : null}
        </h2>
        {controls || number ? (
          <div className="figure-controls">
            {controls}
            {number ? (
              <FigureMenu title={title} file={`graddrop-figure-${number}`} hasCurves={number === CURVES} />
            ) : null}
          </div>
        ) : null}
      </header>
      {children}
      {caption ? <figcaption>{caption}</figcaption> : null}
    </figure>
  );
}
