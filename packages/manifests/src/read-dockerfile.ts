import type { SetMembers } from '@podguard/core';
import { findKey, keyPartOf } from './aws-keys.ts';
import { instructionsOf } from './dockerfile-instructions.ts';
import { stagesLeftOut } from './dockerfile-stages.ts';
import type { ManifestRead } from './kubernetes/read-manifests.ts';

/**
 * A Dockerfile or Containerfile. Of what it bakes in a variable counts as a key, too: a layer or the image's history keeps what it
 * stands for. Source: https://docs.docker.com/reference/build-checks/secrets-used-in-arg-or-env/
 */
export function readDockerfile(text: string): ManifestRead {
  const keys: Record<string, string> = {};
  const keyArguments: Record<string, string> = {};
  const instructions = instructionsOf(text);
  const leftOut = stagesLeftOut(instructions);
  instructions.forEach(({ name, text: rest, here, line }, index) => {
    const at = `line ${line}`;
    const stage = leftOut[index] ?? null;
    const files = name === 'COPY' || name === 'ADD' || name === 'FROM';
    const found = findKey(files ? here : `${rest}\n${here}`);
    if (found !== null) keys[at] = found;
    else if (name === 'ENV') for (const [variable, value] of pairsOf(rest)) take(variable, value, at, stage);
    else if (name === 'ARG') {
      for (const [variable, value] of pairsOf(rest, '')) {
        if (isKeyName(variable) && value === '') keyArguments[at] = inStage(variable, stage);
        else take(variable, value, at, stage);
      }
    } else if (name === 'RUN') {
      const command = CONFIGURE.exec(`${rest}\n${here}`);
      if (command === null || !isWorth(command[2] ?? '')) return;
      if (stage === null) keys[at] = `aws configure set ${command[1]}`;
      else keyArguments[at] = inStage(command[1] ?? '', stage);
    }
  });
  return {
    draft: {
      kind: 'container-build',
      type: 'Dockerfile',
      name: '',
      namespace: null,
      fields: {},
      sets: { keys, keyArguments } satisfies Record<string, SetMembers>,
    },
    lineOf: (path) => Number(/^line (\d+)$/.exec(path)?.[1] ?? 1),
  };

  function take(variable: string, value: string, at: string, stage: string | null): void {
    const key = findKey(value, variable);
    if (key !== null) keys[at] = key;
    else if (!isKeyName(variable) || !/\$\{?\w/.test(value)) return;
    else if (stage === null) keys[at] = `${variable} from a variable`;
    else keyArguments[at] = inStage(variable, stage);
  }
}

const CONFIGURE =
  /\baws\s+(?:--\S+\s+\S+\s+)*configure\s+(?:--\S+\s+\S+\s+)*set\s+\S*?(aws_access_key_id|aws_secret_access_key)\s+["']?([^\s"';&|]+)/;

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
    first !== undefined && (first.name === 'FROM' || (first.name === 'ARG' && /^\s*FROM\s/im.test(text)))
  );
}

function isKeyName(name: string): boolean {
  return /^AWS_/i.test(name) && keyPartOf(name) !== null;
}

/** A value, or a variable that stands for one; no empty or plain placeholder. */
function isWorth(value: string): boolean {
  return /^\$\{?\w/.test(value) || findKey(value, 'aws_secret_access_key') !== null;
}

/** `A=1 B="2 3"`; of `ENV A 1` the old form. */
function pairsOf(text: string, absent?: string): readonly (readonly [string, string])[] {
  const pairs = [...text.matchAll(/([A-Za-z_]\w*)=("(?:[^"\\]|\\.)*"|'[^']*'|\S*)/g)].map(
    ([, name = '', value = '']) => [name, value.replace(/^(["'])([\s\S]*)\1$/, '$2')] as const,
  );
  if (pairs.length > 0) return pairs;
  const [, name = '', value = absent ?? ''] = /^\s*([A-Za-z_]\w*)(?:\s+(.*))?$/.exec(text) ?? [];
  return name === '' ? [] : [[name, value.trim()]];
}
