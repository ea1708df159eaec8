import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** A place of our source that makes a command for AWS: `packages/store/src/dynamodb/load-resource.ts GetCommand`. */
export interface Site {
  readonly file: string;
  readonly command: string;
  readonly line: number;
}

/** `new XCommand(`, `paginateX(`, a command in a table of them, and Powertools' reader of parameters. */
const FORMS: readonly (readonly [RegExp, (found: string) => string])[] = [
  [/\bnew (?:\w+\.)?([A-Z]\w+Command)\(/g, (name) => name],
  [/\bpaginate([A-Z]\w+)\(/g, (name) => `${name}Command`],
  [/^ {2}'\w+:\w+': ([A-Z]\w+Command),$/gm, (name) => name],
  [/\bnew (SSMProvider)\(/g, () => 'GetParameterCommand'],
];
/** What makes no call: it is only signed. */
const SIGNED = /getSignedUrl\([^)]*new \w+Command\(/g;

/** Every site of the product's sources, by reading them. */
export function listSites(files: readonly string[] = sourcesOf()): readonly Site[] {
  return files.flatMap((file) => sitesOf(file, readFileSync(`${ROOT}/${file}`, 'utf8')));
}

export function sitesOf(file: string, text: string): readonly Site[] {
  const called = text.replace(SIGNED, (whole) => ' '.repeat(whole.length));
  const found = FORMS.flatMap(([form, toCommand]) =>
    [...called.matchAll(form)].map((match) => ({
      file,
      command: toCommand(match[1] ?? ''),
      line: called.slice(0, match.index).split('\n').length,
    })),
  );
  return found.toSorted((one, other) => one.line - other.line);
}

/** Names of commands that a source imports and uses in none of the known forms: calls that the list would miss. */
export function unlistedIn(file: string, text: string): readonly string[] {
  const imports = [...text.matchAll(/import \{([^}]*)\} from '@aws-sdk\/(?:client|lib)-[^']+'/g)];
  const names = imports.flatMap(
    ([, list = '']) => list.match(/\b(?:paginate\w+|waitUntil\w+|[A-Z]\w+Command)\b/g) ?? [],
  );
  const listed = new Set(sitesOf(file, text).map(({ command }) => command));
  const signed = (text.match(SIGNED) ?? []).join(' ');
  return names.filter((name) => {
    const command = name.startsWith('paginate') ? `${name.slice('paginate'.length)}Command` : name;
    return !listed.has(command) && !signed.includes(name);
  });
}

export function unlisted(): readonly string[] {
  return sourcesOf().flatMap((file) =>
    unlistedIn(file, readFileSync(`${ROOT}/${file}`, 'utf8')).map((name) => `${file} ${name}`),
  );
}

export const nameOf = ({ file, command, line }: Site): string => `${file}:${line} ${command}`;

function sourcesOf(): readonly string[] {
  return globSync('packages/*/src/**/*.ts', { cwd: ROOT }).toSorted();
}

/** The site that sent a command, by the frames of our sources in the order of a stack trace. */
export function siteOf(command: string, stack: string, sites: readonly Site[]): Site | undefined {
  for (const [, file = '', at = ''] of stack.matchAll(
    /(packages\/[\w-]+\/src\/[^\s?:)]+\.ts)(?:\?[^\s:)]*)?:(\d+)/g,
  )) {
    const [nearest] = sites
      .filter((site) => site.file === file && site.command === command)
      .toSorted((one, other) => Math.abs(one.line - Number(at)) - Math.abs(other.line - Number(at)));
    if (nearest !== undefined) return nearest;
  }
  return undefined;
}
