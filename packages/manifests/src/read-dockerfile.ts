import type { SetMembers } from '@podguard/core';
import { findKey, findKeys, keyPartOf } from './aws-keys.ts';
import { becomesCredentials, credentialsCopied, takenIn, within } from './dockerfile-copies.ts';
import { instructionsOf } from './dockerfile-instructions.ts';
import { stagesLeftOut } from './dockerfile-stages.ts';
import type { ManifestRead } from './kubernetes/read-manifests.ts';

/**
 * A Dockerfile or Containerfile. Of what it bakes in a variable counts as a key, too: a layer or the image's history keeps what it
 * stands for. Source: https://docs.docker.com/reference/build-checks/secrets-used-in-arg-or-env/
 */
export function readDockerfile(text: string): ManifestRead {
  const keys: Places = new Map();
  const keyArguments: Places = new Map();
  const instructions = instructionsOf(text);
  const leftOut = stagesLeftOut(instructions);
  const firstStage = instructions.findIndex(({ name }) => name === 'FROM');
  const taken = instructions.flatMap(({ text: by }, index) => (leftOut[index] === null ? takenIn(by) : []));
  const isTaken = (stage: string, file: string): boolean =>
    taken.some((one) => one.stage === stage.toLowerCase() && one.folders.some((to) => file.startsWith(to)));
  /** Where the stage works, as far as it says. */
  let folder = '';
  instructions.forEach(({ name, text: rest, here, lineAt }, index) => {
    const lineOf = (at: number) => `line ${lineAt(at)}`;
    const stage = leftOut[index] ?? null;
    const whole = `${rest}\n${here}`;
    const files = name === 'COPY' || name === 'ADD' || name === 'FROM';
    const found = findKeys(whole).filter(({ at }) => !files || at > rest.length);
    for (const { key, at } of found) put(keys, lineOf(at), key);
    if (name === 'FROM') folder = '';
    else if (name === 'WORKDIR') folder = within(folder, rest.trim().replaceAll('\\', '/'));
    else if (name === 'ENV') for (const pair of pairsOf(rest)) take(pair, lineOf, stage);
    else if (name === 'ARG') {
      for (const pair of pairsOf(rest)) {
        // What stands before every stage is in none that does not declare it again: https://docs.docker.com/reference/dockerfile/#understand-how-arg-and-from-interact
        if (index < firstStage && findKey(pair.value, pair.name) === null) continue;
        if (isKeyName(pair.name) && pair.value === '')
          put(keyArguments, lineOf(pair.at), inStage(pair.name, stage));
        else take(pair, lineOf, stage);
      }
    } else if (name === 'RUN') {
      for (const command of whole.matchAll(CONFIGURE)) {
        const [words, variable = '', value = ''] = command;
        const at = lineOf(command.index + words.length - 1);
        if (!isWorth(value) || findKey(words) !== null) continue;
        if (stage === null) put(keys, at, `aws configure set ${variable}`);
        else put(keyArguments, at, inStage(variable, stage));
      }
    } else if (name === 'COPY' || name === 'ADD') {
      for (const { what, at, to } of credentialsCopied(rest, folder))
        put(keyArguments, lineOf(at), inStage(what, stage !== null && isTaken(stage, to) ? null : stage));
      if (!becomesCredentials(rest, folder)) return;
      for (const { 0: setting, 1: name = '', 2: value = '', index } of here.matchAll(SETTING)) {
        const at = rest.length + 1 + index;
        take({ name, value, at, valueAt: at + setting.length - value.length }, lineOf, stage);
      }
    }
  });
  return {
    draft: {
      kind: 'container-build',
      type: 'Dockerfile',
      name: '',
      namespace: null,
      fields: {},
      sets: { keys: membersOf(keys), keyArguments: membersOf(keyArguments) },
    },
    linesOf: (path) => [Number(/^line (\d+)$/.exec(path)?.[1] ?? 1)],
    leadsTo: (path) => /^line \d+$/.test(path),
  };

  function take(pair: Pair, lineOf: (at: number) => string, stage: string | null): void {
    const { name, value, at, valueAt } = pair;
    const found = findKeys(value, name);
    for (const one of found) put(keys, lineOf(valueAt + one.at), one.key);
    if (found.length > 0 || !isKeyName(name) || !/\$\{?\w/.test(value)) return;
    if (stage === null) put(keys, lineOf(at), `${name} from a variable`);
    else put(keyArguments, lineOf(at), inStage(name, stage));
  }
}

/** By its line what is there. */
type Places = Map<string, Set<string>>;

function put(places: Places, line: string, what: string): void {
  const there = places.get(line) ?? new Set();
  places.set(line, there.add(what));
}

function membersOf(places: Places): SetMembers {
  const texts = [...places].map(([line, there]) => [line, [...there].slice(0, MOST_NAMED).join(' and ')]);
  return Object.fromEntries(texts);
}

/** In one line, whoever wrote it. */
const MOST_NAMED = 10;

/** Its options are bounded: from each `aws` the search would go on over all that follow. */
const CONFIGURE =
  /\baws\s+(?:--\S+\s+\S+\s+){0,20}configure\s+(?:--\S+\s+\S+\s+){0,20}set\s+\S*?(aws_access_key_id|aws_secret_access_key)\s+["']?([^\s"';&|]+)/g;

/** A line of a credentials file: https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html */
const SETTING = /^[ \t]*(\w+)[ \t]*=[ \t]*(\S+)/gm;

function inStage(variable: string, stage: string | null): string {
  return stage === null ? variable : `${variable} (stage ${stage})`;
}

/** By what the files are called: https://docs.docker.com/build/concepts/dockerfile/#filename */
export function isDockerfile(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  return (
    /^(dockerfile|containerfile)([._-][\w.-]+)?$|\.(dockerfile|containerfile)$/.test(name) &&
    !ABOUT.test(name)
  );
}

/** What is about Dockerfiles; `Dockerfile.java` is one, `dockerfile_parser.java` is none. */
const ABOUT =
  /\.(dockerignore|md|mdx|rst|txt|html?|json|ya?ml|toml|lock|[cm]?tsx?|snap|vim|el|lua|log)$|^\w+file[_-].*\.(py|go|[cm]?jsx?|rb|sh|java|kt|rs|c|cc|cpp|h|cs|php|swift)$/;

/** By its first instruction, for a text without a name. */
export function looksLikeDockerfile(text: string): boolean {
  const [first] = instructionsOf(text.slice(0, 4096));
  return (
    first !== undefined && (first.name === 'FROM' || (first.name === 'ARG' && /^[ \t]*FROM\s/im.test(text)))
  );
}

function isKeyName(name: string): boolean {
  return /^AWS_/i.test(name) && keyPartOf(name) !== null;
}

/** A value, or a variable that stands for one; no empty or plain placeholder. */
function isWorth(value: string): boolean {
  return /^\$\{?\w/.test(value) || findKey(value, 'aws_secret_access_key') !== null;
}

interface Pair {
  readonly name: string;
  readonly value: string;
  /** Where in the instruction's text it begins. */
  readonly at: number;
  readonly valueAt: number;
}

/** `A=1 B="2 3"`; of `ENV A 1` the old form. */
function pairsOf(text: string): readonly Pair[] {
  const pairs = [...text.matchAll(/(?<!\w)\d*([A-Za-z_]\w*)=("(?:[^"\\]|\\.)*"|'[^']*'|\S*)/g)].map(
    ({ 0: pair, 1: name = '', 2: written = '', index }) => {
      const value = written.replace(/^(["'])([\s\S]*)\1$/, '$2');
      const quote = (written.length - value.length) / 2;
      return { name, value, at: index, valueAt: index + pair.length - written.length + quote };
    },
  );
  if (pairs.length > 0) return pairs;
  const [, space = '', name = '', between = '', value = ''] =
    /^(\s*)([A-Za-z_]\w*)(?:(\s+)(.*))?$/s.exec(text) ?? [];
  if (name === '') return [];
  const at = space.length;
  return [{ name, value: value.trim(), at, valueAt: at + name.length + between.length }];
}
