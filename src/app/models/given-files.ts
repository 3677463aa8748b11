/** Which of the files that a person gives are a model's. */
import type { GivenFile } from "../../worker/data-protocol.ts";

const CONFIG = "config.json";

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}

/** Whether what was dropped looks like a model, rather than like data. */
export function holdsModel(files: readonly GivenFile[]): boolean {
  const names = files.map(({ path }) => path.slice(path.lastIndexOf("/") + 1));
  return (
    names.includes(CONFIG) && names.some((name) => /\.(safetensors|bin)$|^model\.safetensors\.index\.json$/.test(name))
  );
}

/** A dropped file does not tell of its folder, whose name a model goes by. Nothing is copied: it refers to the file. */
function withPath({ path, file }: GivenFile): File {
  const isTold = path === file.name || path === file.webkitRelativePath;
  return isTold ? file : new File([file], path, { type: file.type, lastModified: file.lastModified });
}

/** The files that lie beside the outermost config.json; all of them where there is none, so that the worker says what is missing. */
export function modelFiles(files: readonly GivenFile[]): File[] {
  const configs = files.filter(({ path }) => path === CONFIG || path.endsWith(`/${CONFIG}`));
  const depth = ({ path }: GivenFile) => path.split("/").length;
  const [config] = configs.sort((a, b) => depth(a) - depth(b));
  const wanted = config ? files.filter(({ path }) => folderOf(path) === folderOf(config.path)) : files;
  return wanted.map(withPath);
}
