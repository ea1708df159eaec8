import { createContext } from '../evaluate/context.ts';
import { explainAction } from '../evaluate/explain-action.ts';
import { explainCondition } from '../evaluate/explain-condition.ts';
import type { ContextValue } from '../evaluate/request.ts';
import { resolveVariables } from '../evaluate/resolve-variables.ts';
import { ANY_RUN, codePoints, compileGlob, type Glob } from '../glob.ts';
import type { PolicyText, PolicyVersion, Statement } from '../policy.ts';
import type { Piece } from '../variables.ts';
import { distinct } from './distinct.ts';
import type { Source } from './permission-set.ts';

/** The statement of a policy that decides; the path is null where the document was not read. */
export interface Evidence {
  readonly policy: string;
  readonly path: string | null;
}

/** Something that is not known; with the context key that it hangs on, in lower case. */
export interface Doubt {
  readonly reason: string;
  readonly key: string | null;
}

/** Resources that a statement names, and what is not known about it; nothing where it surely names them. */
export interface Area {
  readonly glob: Glob;
  readonly except: readonly Glob[];
  readonly doubts: readonly Doubt[];
  readonly evidence: Evidence;
}

/** A Deny: what it takes away, or all but what it leaves. */
export interface Denial {
  readonly takes: readonly Area[];
  readonly leaves: readonly Area[] | null;
}

export type Keys = Readonly<Record<string, ContextValue>>;

const EVERYTHING: Glob = [ANY_RUN];

/** What the Allow statements of a source name for an action; anything, doubtfully, where it was not read. */
export function allowedAreas(source: Source, action: string, keys: Keys): readonly Area[] {
  const { name, policy } = source;
  if (policy === null) {
    const evidence = { policy: name, path: null };
    return [{ glob: EVERYTHING, except: [], doubts: [{ reason: `policy ${name}`, key: null }], evidence }];
  }
  return policy.statements
    .filter(({ effect }) => effect === 'Allow')
    .flatMap((statement) => {
      const doubts = doubtsOf(statement, source, policy.version, action, keys);
      if (doubts === null) return [];
      const given: Given = { source, version: policy.version, statement, doubts, keys };
      if (statement.resources !== null)
        return statement.resources.flatMap((text) => toArea(text, given) ?? []);
      const texts = statement.notResources ?? [];
      const excepted = texts.flatMap((text) => toArea(text, given) ?? []);
      const exact = excepted.filter((area) => area.doubts.length === doubts.length);
      return [
        {
          ...everything(given),
          except: exact.map(({ glob }) => glob),
          doubts: distinct([...doubts, ...excepted.flatMap((area) => area.doubts)]),
        },
      ];
    });
}

/** What the Deny statements of a source take away from an action. */
export function deniedAreas(source: Source, action: string, keys: Keys): readonly Denial[] {
  const { policy } = source;
  if (policy === null) return [];
  return policy.statements
    .filter(({ effect }) => effect === 'Deny')
    .flatMap((statement): Denial[] => {
      const doubts = doubtsOf(statement, source, policy.version, action, keys);
      if (doubts === null) return [];
      const given: Given = { source, version: policy.version, statement, doubts, keys };
      const areas = (texts: readonly PolicyText[]): Area[] =>
        texts.flatMap((text) => toArea(text, given) ?? []);
      if (statement.resources !== null) return [{ takes: areas(statement.resources), leaves: null }];
      if (statement.notResources === null) return [{ takes: [everything(given)], leaves: null }];
      return [{ takes: [everything(given)], leaves: areas(statement.notResources) }];
    });
}

interface Given {
  readonly source: Source;
  readonly version: PolicyVersion;
  readonly statement: Statement;
  readonly doubts: readonly Doubt[];
  readonly keys: Keys;
}

/** What leaves open whether a statement is about the action at all; null where it surely is not. */
function doubtsOf(
  statement: Statement,
  { name }: Source,
  version: PolicyVersion,
  action: string,
  keys: Keys,
): readonly Doubt[] | null {
  const asked = explainAction(statement, action);
  if (asked.outcome === 'no') return null;
  const context = createContext(keys, 'unknown');
  const parts = [
    asked,
    ...statement.conditions.map((condition) => explainCondition(condition, version, context)),
  ];
  if (parts.some(({ outcome }) => outcome === 'no')) return null;
  const doubts = parts
    .filter(({ outcome }) => outcome === 'unknown')
    .map(({ path, reason, key }) => ({
      reason: `${name} ${path}: ${reason}`,
      key: key?.toLowerCase() ?? null,
    }));
  const misplaced = statement.principals !== null || statement.notPrincipals !== null;
  if (!misplaced) return doubts;
  return [
    ...doubts,
    { reason: `${name} ${statement.path}: a permission policy names no principal`, key: null },
  ];
}

/** Undefined where the text holds a variable that the request has no value for, so that it names nothing. */
function toArea({ value, path }: PolicyText, given: Given): Area | undefined {
  const found = resolveVariables(value, given.version, createContext(given.keys, 'unknown'));
  if (found.kind === 'missing') return undefined;
  const pieces = found.kind === 'text' ? found.pieces : null;
  const area = everything(given);
  if (pieces !== null) return { ...area, glob: pieces.flatMap(pieceGlob) };
  const reason = `${given.source.name} ${path}: the variable in ${value} is not known`;
  return { ...area, glob: upperBound(value), doubts: [...area.doubts, { reason, key: null }] };
}

function pieceGlob({ text, from }: Piece): readonly number[] {
  return from === 'policy' ? compileGlob(text) : codePoints(text);
}

/** With a `*` for everything from the first variable on. */
function upperBound(value: string): Glob {
  return [...compileGlob(value.slice(0, value.indexOf('${'))), ANY_RUN];
}

function everything({ source, statement, doubts }: Given): Area {
  const evidence = { policy: source.name, path: source.read ? statement.path : null };
  return { glob: EVERYTHING, except: [], doubts, evidence };
}
