import type { ReactNode } from "react";

interface FigureProps {
  readonly title: string;
  /** Which figure of the paper it corresponds to. */
  readonly paper?: string;
  readonly controls?: ReactNode;
  readonly caption?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
}

/** Every figure: a title, its controls, what it shows, and a caption that says how to read it. */
export function Figure({ title, paper, controls, caption, children, className = "" }: FigureProps) {
  return (
    <figure className={`figure ${className}`} aria-label={title}>
      <header className="figure-head">
        <h2>
          {title}
          {paper ? <span className="paper-tag">{paper}</span> : null}
        </h2>
        {controls ? <div className="figure-controls">{controls}</div> : null}
      </header>
      {children}
      {caption ? <figcaption>{caption}</figcaption> : null}
    </figure>
  );
}
