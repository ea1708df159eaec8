import {
  type DocumentKind,
  type DocumentRead,
  infrastructureCode,
  isDockerfile,
  looksLikeDockerfile,
  type ManifestFile,
  readDockerfile,
  readManifests,
  readPolicies,
} from '@podguard/manifests';

export interface CheckText {
  readonly path: string;
  readonly named: boolean;
  readonly text: string;
}

/** What a text holds that `check` judges, and what it does not take. */
export interface TextRead {
  readonly documents: readonly DocumentRead[];
  readonly manifests: readonly ManifestFile[];
  /** Kubernetes objects of kinds that are not judged. */
  readonly otherObjects: number;
  /** With the file's name, and the line where it is known. */
  readonly problems: readonly string[];
  /** Parts that are none of what is judged, for a reason. */
  readonly passedOver: readonly string[];
  /** It is something else as a whole. */
  readonly foreign: boolean;
  /** It is of a whole account, or a page of that, without a role. */
  readonly roleless: boolean;
}

const NOTHING: TextRead = {
  documents: [],
  manifests: [],
  otherObjects: 0,
  problems: [],
  passedOver: [],
  foreign: false,
  roleless: false,
};

/** Reads policy documents, Kubernetes manifests and Dockerfiles, told apart by the file's name and by what is in it. */
export function readText(input: CheckText, kind: DocumentKind | undefined): TextRead {
  const { path, text } = input;
  if (isDockerfile(path) || (!/\.\w+$/.test(path) && looksLikeDockerfile(text)))
    return { ...NOTHING, manifests: [{ file: path, ...readDockerfile(text) }] };
  const read = isYaml(path, text) || isObjectJson(text) ? manifestsIn(input) : policiesIn(input, kind);
  if (read.documents.length + read.manifests.length + read.otherObjects > 0) return read;
  const code = infrastructureCode(text);
  return code === undefined ? read : { ...NOTHING, problems: [`${nameOf(path)}: ${code}`] };
}

/** By the name, unless it is JSON of another kind; without one by a line that every object has. */
function isYaml(path: string, text: string): boolean {
  if (/^\ufeff?\s*(["[]|\{(?![{%#])|%[^YT])/.test(text)) return false;
  return /\.ya?ml$/i.test(path) || (!/\.json$/i.test(path) && /^["']?(kind|apiVersion)["']?\s*:/m.test(text));
}

function isObjectJson(text: string): boolean {
  return /"kind"\s*:/.test(text) && /"apiVersion"\s*:/.test(text);
}

function manifestsIn({ path, text, named }: CheckText): TextRead {
  const name = nameOf(path);
  const read = readManifests(text);
  // What is no manifest may lie beside manifests, and be as it likes: it counts where it was asked for.
  const ours = (all: typeof read.problems) => all.filter(({ foreign }) => named || foreign !== true);
  const [problems, templates] = [ours(read.problems), ours(read.templates)];
  const told = ({ line, message }: { line: number; message: string }) => `${name}:${line}: ${message}`;
  return {
    ...NOTHING,
    documents: read.documents.map((document) => ({ file: path, document })),
    manifests: read.manifests.map((one) => ({ file: path, ...one })),
    otherObjects: read.others,
    problems: problems.map(told),
    passedOver: templates.map(told),
    foreign:
      read.documents.length + read.manifests.length + read.others + problems.length + templates.length === 0,
  };
}

function policiesIn({ path, text, named }: CheckText, kind: DocumentKind | undefined): TextRead {
  if (!named && isOtherJson(text)) return { ...NOTHING, foreign: true };
  const name = nameOf(path);
  const { documents, passedOver, problems, foreign, roleless } = readPolicies(text, kind);
  return {
    ...NOTHING,
    documents: documents.map((document) => ({ file: path, document })),
    problems: problems.map((message) => `${name}: ${message}`),
    passedOver: passedOver.map((reason) => `${name}: passed over: ${reason}`),
    foreign,
    roleless,
  };
}

/** JSON of all kinds lies in directories, with comments and without: no policy does without this word. */
function isOtherJson(text: string): boolean {
  return !/statement/i.test(text) && (/"\s*:/.test(text) || !/^\ufeff?\s*[{%]/.test(text));
}

export function nameOf(path: string): string {
  return path === '-' ? 'standard input' : path;
}
