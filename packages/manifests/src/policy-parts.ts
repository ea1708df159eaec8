import { type Segment, segmentsOf, valueAt } from './json-path.ts';
import { statementPath } from './statement-of.ts';

/** A document with one of several like parts alone, to be judged by itself. */
export interface PolicyPart {
  readonly text: string;
  /** Where the part is, here. */
  readonly path: string;
  /** Where in the whole document a path leads that leads into this one. */
  readonly inWhole: (path: string) => string;
}

/** The document with each of its Allow statements alone, the Deny statements beside it; none where it has no list of them. */
export function statementsAlone(text: string): readonly PolicyPart[] {
  const { Statement: all, ...rest } = JSON.parse(text) as Readonly<Record<string, unknown>>;
  if (!Array.isArray(all)) return [];
  return all.flatMap((statement, index) => {
    if (isDeny(statement)) return [];
    const kept = [...all.keys()].filter((other) => other === index || isDeny(all[other]));
    const inWhole = (path: string) =>
      path.replace(/^Statement\[(\d+)\]/, (own, at) => {
        const place = kept[Number(at)];
        return place === undefined ? own : `Statement[${place}]`;
      });
    const part = { ...rest, Statement: kept.map((at) => all[at] as unknown) };
    return [{ text: JSON.stringify(part), path: `Statement[${kept.indexOf(index)}]`, inWhole }];
  });
}

/** The document with each member alone of the list that a path leads to, or into; none where there is no choice. */
export function membersAlone(text: string, path: string): readonly PolicyPart[] {
  const document = JSON.parse(text) as unknown;
  const list = path.replace(/\[\d+\]$/, '');
  const at = path === statementPath(path) ? path : list;
  const members = valueAt(document, segmentsOf(at));
  if (!Array.isArray(members) || members.length < 2) return [];
  return members.map((member: unknown, index) => ({
    text: JSON.stringify(replaced(document, segmentsOf(at), [member])),
    path: `${at}[${index}]`,
    inWhole: (inner) => inner,
  }));
}

/**
 * What of a statement decides, where a path leads to the statement as a whole: whom it lets in, or else what it allows, and on what
 * where that is a pattern.
 */
export function decidingPaths(text: string, path: string): readonly string[] {
  if (path === '' || path !== statementPath(path)) return [path];
  const statement = valueAt(JSON.parse(text), segmentsOf(path));
  if (typeof statement !== 'object' || statement === null || Array.isArray(statement)) return [path];
  const elements = statement as Readonly<Record<string, unknown>>;
  const name = ['Principal', 'NotPrincipal', 'Action', 'NotAction'].find((one) => one in elements);
  if (name === undefined) return [path];
  const value = elements[name];
  const types =
    typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
  const within = [`${path}.${[name, ...(types.length === 1 ? types : [])].join('.')}`];
  if (/\*/.test(JSON.stringify(elements.Resource ?? ''))) within.push(`${path}.Resource`);
  if ('NotResource' in elements) within.push(`${path}.NotResource`);
  return within;
}

function isDeny(statement: unknown): boolean {
  return valueAt(statement, ['Effect']) === 'Deny';
}

function replaced(json: unknown, [segment, ...rest]: readonly Segment[], value: unknown): unknown {
  if (segment === undefined) return value;
  const inner = replaced(valueAt(json, [segment]), rest, value);
  if (Array.isArray(json)) return json.with(Number(segment), inner);
  return { ...(json as object), [segment]: inner };
}
