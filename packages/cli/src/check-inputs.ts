import { resolve } from 'node:path';
import { addAbortSignal, type Readable } from 'node:stream';
import { findFiles, formatProblem, localFiles, problemOf } from '@podguard/archive';
import { isDockerfile } from '@podguard/manifests';

export type CheckInput =
  | {
      readonly kind: 'text';
      readonly path: string;
      readonly named: boolean;
      readonly text: string;
      readonly bytes: number;
    }
  | { readonly kind: 'skipped' }
  | { readonly kind: 'problem'; readonly message: string };

export interface CheckInputDeps {
  readonly stdin: Readable;
  readonly signal: AbortSignal;
}

/** Answers of the AWS CLI that list all roles of an account are the largest. */
const MOST_BYTES = 16 * 1024 * 1024;

/** The texts of the files that are named, of the JSON, YAML and Docker files in directories, and of the standard input, each once. */
export async function* readInputs(
  paths: readonly string[],
  { stdin, signal }: CheckInputDeps,
): AsyncGenerator<CheckInput> {
  const seen = new Set<string>();
  for await (const found of findFiles(paths, localFiles)) {
    if (signal.aborted) return;
    if ('problem' in found) {
      yield { kind: 'problem', message: found.problem.message };
      continue;
    }
    const { path, named } = found;
    if (!named && !/\.(json|ya?ml)$/.test(path) && !isDockerfile(path)) yield { kind: 'skipped' };
    else if (!seen.has(resolve(path))) {
      seen.add(resolve(path));
      const input = await readInput(
        path,
        named,
        () => (path === '-' ? stdin : localFiles.open(path)),
        signal,
      );
      if (input !== undefined) yield input;
    }
  }
}

/** Undefined where the signal ended the reading. */
async function readInput(
  path: string,
  named: boolean,
  open: () => Readable,
  signal: AbortSignal,
): Promise<CheckInput | undefined> {
  const name = path === '-' ? 'standard input' : path;
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of addAbortSignal(signal, open()) as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes > MOST_BYTES)
        return {
          kind: 'problem',
          message: `${name}: is larger than ${MOST_BYTES / 1024 / 1024} MB: no policy document, and no manifest. Name the files to check.`,
        };
    }
  } catch (error) {
    if (signal.aborted) return undefined;
    return { kind: 'problem', message: problemOf(name, error).message };
  }
  const content = Buffer.concat(chunks);
  const format = formatProblem(name, content);
  if (format !== undefined) return { kind: 'problem', message: format.message };
  try {
    return {
      kind: 'text',
      path,
      named,
      text: new TextDecoder('utf-8', { fatal: true }).decode(content),
      bytes,
    };
  } catch {
    return { kind: 'problem', message: `${name}: is no UTF-8 text. Save it as UTF-8.` };
  }
}
