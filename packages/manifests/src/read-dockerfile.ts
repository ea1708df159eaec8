import type { SetMembers } from '@podguard/core';
import { findKey, keyPartOf } from './aws-keys.ts';
import type { ManifestRead } from './kubernetes/read-manifests.ts';

interface Instruction {
  readonly name: string;
  readonly text: string;
  readonly line: number;
}

/**
 * A Dockerfile or Containerfile. Of what it bakes in a variable counts as a key, too: a layer or the image's history keeps what it
 * stands for. Source: https://docs.docker.com/reference/build-checks/secrets-used-in-arg-or-env/
 */
export function readDockerfile(text: string): ManifestRead {
  const keys: Record<string, string> = {};
  const keyArguments: Record<string, string> = {};
  for (const { name, text: rest, line } of instructionsOf(text)) {
    const at = `line ${line}`;
    const found = name === 'COPY' || name === 'ADD' || name === 'FROM' ? null : findKey(rest);
    if (found !== null) keys[at] = found;
    else if (name === 'ENV') for (const [variable, value] of pairsOf(rest)) take(variable, value, at);
    else if (name === 'ARG') {
      for (const [variable, value] of pairsOf(rest, '')) {
        if (isKeyName(variable) && value === '') keyArguments[at] = variable;
        else take(variable, value, at);
      }
    } else if (name === 'RUN') {
      const command =
        /\baws\s+configure\s+(?:--\S+\s+\S+\s+)*set\s+\S*?(aws_access_key_id|aws_secret_access_key)\s+["']?([^\s"';&|]+)/.exec(
          rest,
        );
      if (command !== null && isWorth(command[2] ?? '')) keys[at] = `aws configure set ${command[1]}`;
    }
  }
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

  function take(variable: string, value: string, at: string): void {
    const key = findKey(value, variable);
    if (key !== null) keys[at] = key;
    else if (isKeyName(variable) && /\$\{?\w/.test(value)) keys[at] = `${variable} from a variable`;
  }
}

/** By what the files are called: https://docs.docker.com/build/concepts/dockerfile/#filename */
export function isDockerfile(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  return (
    /^(dockerfile|containerfile)([._-][\w.-]+)?$|\.(dockerfile|containerfile)$/.test(name) &&
    !name.endsWith('.dockerignore')
  );
}

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

/** Lines that end with a backslash go on; comments between them do not count. */
function instructionsOf(text: string): readonly Instruction[] {
  const found: Instruction[] = [];
  let begun: { text: string; line: number } | null = null;
  text.split(/\r?\n/).forEach((line, index) => {
    if (/^\s*#/.test(line) || (begun === null && line.trim() === '')) return;
    const goesOn = /[\\`]\s*$/.test(line);
    const part = goesOn ? line.replace(/[\\`]\s*$/, ' ') : line;
    begun = begun === null ? { text: part, line: index + 1 } : { ...begun, text: `${begun.text}${part}` };
    if (goesOn) return;
    const [, name = '', rest = ''] = /^\s*([A-Za-z]+)\s+([\s\S]*)$/.exec(begun.text) ?? [];
    if (name !== '') found.push({ name: name.toUpperCase(), text: rest, line: begun.line });
    begun = null;
  });
  return found;
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
