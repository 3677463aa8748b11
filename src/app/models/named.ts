/** Models of the Hub that are known to suit the playground. What they are is looked up anew; this is to choose by. */

export interface NamedModel {
  /** `OWNER/NAME`. */
  readonly repository: string;
  readonly label: string;
  /** For choosing; what a run really fetches depends on its texts. */
  readonly size: string;
  /** What it is for. */
  readonly about: string;
}

export const NAMED_MODELS: readonly NamedModel[] = [
  {
    repository: "sentence-transformers/paraphrase-multilingual-MiniLM-L12-v2",
    label: "Multilingual MiniLM",
    size: "118 million parameters, 0.5 GB",
    about: "Small and quick, for laptops: 12 narrow layers, taught by larger models. Not in the paper.",
  },
  {
    repository: "google-bert/bert-base-multilingual-cased",
    label: "M-BERT",
    size: "178 million parameters, 0.7 GB",
    about: "BERT in 104 languages, before XLM-R. A row of the paper's Table X.",
  },
  {
    repository: "FacebookAI/xlm-roberta-base",
    label: "XLM-R base",
    size: "278 million parameters, 1.1 GB",
    about: "12 layers, as in the figures of this page. Wants a GPU, or patience.",
  },
  {
    repository: "FacebookAI/xlm-roberta-large",
    label: "XLM-R large",
    size: "560 million parameters, 2.2 GB",
    about: "24 layers: the model of the paper. Wants a GPU with 6 GB or more.",
  },
];
