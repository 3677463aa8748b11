/** Among the private files of this site: what is kept of models of the Hub. The training worker fills it, the page lists it. */
export const MODEL_FOLDER = "models";
