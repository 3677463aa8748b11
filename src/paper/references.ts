import type { ReportedRow } from "./types.ts";

/** Where the paper's tables take the figures of others from: the entries of its list of references. */
const REFERENCES: Readonly<Record<string, string>> = {
  "[4]": "Conneau et al., Unsupervised Cross-lingual Representation Learning at Scale, arXiv 1911.02116",
  "[8]": "Conneau et al., Unsupervised Cross-lingual Representation Learning at Scale, ACL 2020",
  "[20]": "Fang et al., FILTER: An Enhanced Fusion Method for Cross-lingual Language Understanding, arXiv 2009.05166",
  "[26]": "Liang et al., XGLUE, arXiv 2004.01401",
  "[28]": "Huang et al., Unicoder, EMNLP 2019",
  "[32]": "Lewis et al., MLQA, ACL 2020",
};

export function referenceOf(source: ReportedRow["source"]): string {
  const reference = REFERENCES[source];
  if (reference === undefined) {
    throw new RangeError(`The paper's tables cite ${source}, which is not in src/paper/references.ts. Add it there.`);
  }
  return reference;
}
