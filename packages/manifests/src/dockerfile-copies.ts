/** Where SDKs look for them: https://docs.aws.amazon.com/sdkref/latest/guide/file-location.html */
const FILE = /(^|\/)\.aws\/credentials$/;
/** `.aws/cred*`; what means all files is as the folder. */
const PATTERN = /(^|\/)\.aws\/(?=[^/]*[*?])(?!\*+$)([a-z*?]{1,20})$/;
const FOLDER = /(^|\/)\.aws(\/|\/\.|\/\*)?$/;
const HOME = /^(~|\/root|\/home\/[^/]+|\$HOME|\$\{HOME\}|[A-Z]:\/Users\/[^/]+)\/?$/i;

interface Copied {
  /** As it is shown: a path of its own, none that somebody chose. */
  readonly what: 'the file .aws/credentials' | 'the files of .aws';
  readonly to: string;
  /** Where in the instruction's text it is named. */
  readonly at: number;
}

/** The credentials files of AWS that COPY or ADD takes from somewhere or puts somewhere; of `.aws/config` alone none. */
export function credentialsCopied(text: string, folder: string): readonly Copied[] {
  if (leavesOut(text)) return [];
  const words = wordsOf(text);
  const to = within(folder, words.at(-1)?.word ?? '');
  return words.slice(0, -1).flatMap(({ word, at }): readonly Copied[] => {
    // What a here document holds is read itself.
    if (word.startsWith('<<')) return [];
    const isFile =
      isCredentials(word) || FILE.test(to) || (/(^|\/)credentials$/.test(word) && FOLDER.test(to));
    if (isFile) return [{ what: 'the file .aws/credentials', at, to }];
    return FOLDER.test(word) && (FOLDER.test(to) || HOME.test(to))
      ? [{ what: 'the files of .aws', at, to }]
      : [];
  });
}

/** Patterns are those of Go's filepath.Match: https://docs.docker.com/reference/dockerfile/#copy */
function isCredentials(path: string): boolean {
  const pattern = PATTERN.exec(path)?.[2];
  return pattern === undefined ? FILE.test(path) : meansCredentials(pattern);
}

function meansCredentials(pattern: string): boolean {
  const form = pattern.replaceAll(/\*+/g, '.*').replaceAll('?', '.');
  return new RegExp(`^${form}$`).test('credentials');
}

const EXCLUDED = /--exclude=(?:\S*\/)?([a-z*?]{1,20})(?=\s)/g;

/** https://docs.docker.com/reference/dockerfile/#copy---exclude */
function leavesOut(text: string): boolean {
  return [...optionsOf(text).matchAll(EXCLUDED)].some(([, pattern = '']) => meansCredentials(pattern));
}

/** What COPY takes from another stage. */
export interface Taken {
  /** In small letters. */
  readonly stage: string;
  readonly folders: readonly string[];
}

export function takenIn(text: string): readonly Taken[] {
  const [, stage] = /(?:^|\s)--from=(\S+)/.exec(optionsOf(text)) ?? [];
  if (stage === undefined) return [];
  const paths = wordsOf(text).slice(0, -1);
  return [
    {
      stage: stage.toLowerCase(),
      folders: paths.map(({ word }) => (word.endsWith('/') ? word : `${word}/`)),
    },
  ];
}

/** Whether what is copied becomes a credentials file. */
export function becomesCredentials(text: string, folder: string): boolean {
  return FILE.test(within(folder, wordsOf(text).at(-1)?.word ?? ''));
}

/** A path as a stage has it that works in a folder: https://docs.docker.com/reference/dockerfile/#workdir */
export function within(folder: string, path: string): string {
  if (folder === '' || /^([/~$]|[a-z]:)/i.test(path)) return path;
  const parts = `${folder}/${path}`.split('/');
  return parts.filter((part, index) => index === 0 || (part !== '' && part !== '.')).join('/');
}

interface Word {
  readonly word: string;
  readonly at: number;
}

/** The paths of COPY and ADD, the last one where they go, in either form: https://docs.docker.com/reference/dockerfile/#copy */
function wordsOf(text: string): readonly Word[] {
  const options = optionsOf(text);
  const paths = text.slice(options.length);
  let at = options.length;
  return (listIn(paths) ?? paths.split(/\s+/).filter(Boolean)).map((word) => {
    const found = text.indexOf(word, at);
    // What is escaped is not found, nor looked for from each word anew.
    at = found < 0 ? text.length : found + word.length;
    return { word: word.replaceAll('\\', '/'), at: found < 0 ? at : found };
  });
}

function optionsOf(text: string): string {
  return /^\s*(?:--\S+\s+)*/.exec(text)?.[0] ?? '';
}

/** Undefined where it is the other form. */
function listIn(text: string): readonly string[] | undefined {
  if (!text.startsWith('[')) return undefined;
  try {
    const list = JSON.parse(text) as readonly unknown[];
    return list.every((one) => typeof one === 'string') ? list : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
