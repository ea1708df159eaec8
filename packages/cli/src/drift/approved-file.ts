import {
  type Approval,
  type ApprovedState,
  approvalSchema,
  type JsonValue,
  parseArn,
  ServiceError,
} from '@podguard/core';
import { approvedNames } from '@podguard/drift';
import { readersFor } from '@podguard/inventory/kubernetes';
import { Document, isNode, LineCounter, parseDocument } from 'yaml';
import * as z from 'zod/mini';

const fileSchema = z.strictObject({ version: z.literal(1), approved: z.array(approvalSchema) });

/** Approvals as a file for git: sorted, the same text for the same approvals, policies one line a value. */
export function toApprovedYaml(approvals: readonly Approval[]): string {
  const approved = approvals.toSorted((a, b) => (a.key < b.key ? -1 : 1)).map(toEntry);
  const document = new Document({ version: 1, approved });
  document.commentBefore = HEAD;
  return document.toString({ lineWidth: 0 });
}

const HEAD = ` What is approved, as podguard drift --approve recorded it: where the account differs later, that is drift, also where no rule fails.
 Review a change of it as code, then: podguard drift --import-approved FILE
 A state of null says that there is none. What a state does not name is not compared.`;

function toEntry({ key, kind, account, region, by, at, reason, state }: Approval) {
  const sets =
    state && Object.entries(state.sets).map(([name, members]) => [name, readable(members)] as const);
  return {
    ...{ key, kind, account, region, by, at, reason },
    state: state && { fields: readable(state.fields), sets: Object.fromEntries(sorted(sets ?? [])) },
  };
}

/** JSON texts over several lines, where they are written as shortly as can be: so they can be brought back as they were. */
function readable(values: Readonly<Record<string, JsonValue>>): Readonly<Record<string, JsonValue>> {
  return Object.fromEntries(
    sorted(Object.entries(values)).map(([name, value]) => {
      const parsed = typeof value === 'string' && /^[{[]/.test(value) ? jsonOf(value) : undefined;
      const isShort = parsed !== undefined && JSON.stringify(parsed) === value;
      if (isShort) return [name, JSON.stringify(parsed, null, 2)];
      return [name, overLinesOf(value) === undefined ? value : `${value}\n`];
    }),
  );
}

/** What a text says that is written as `readable` writes one over lines; what was so by itself ends with an empty line more. */
function overLinesOf(value: JsonValue): JsonValue | undefined {
  if (typeof value !== 'string' || !/^[{[]/.test(value)) return undefined;
  const parsed = jsonOf(value);
  const isSo = parsed !== undefined && JSON.stringify(parsed, null, 2) === value.replace(/(?<!\n)\n+$/, '');
  return isSo ? parsed : undefined;
}

function sorted<T>(entries: readonly (readonly [string, T])[]): readonly (readonly [string, T])[] {
  return entries.toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function jsonOf(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The reverse of `toApprovedYaml`; an error names each line that is wrong, and the file is taken whole or not at all. */
export function parseApprovedYaml(text: string, file: string): readonly Approval[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const faults = document.errors.map(
    ({ linePos, message }) => `${linePos?.[0].line ?? 1}: ${firstLine(message)}`,
  );
  if (faults.length > 0) throw unreadable(file, faults);
  const content = toContent(document, file);
  const checked = fileSchema.safeParse(content);
  if (!checked.success)
    throw unreadable(
      file,
      checked.error.issues.map((issue) => {
        const path = issue.path.filter((part) => typeof part !== 'symbol');
        return `${lineAt(document, path, lines)}: ${[path.join('.'), issue.message].filter(Boolean).join(': ')}`;
      }),
    );
  // What the schema gives back is a copy, which would lose members that are called `__proto__`.
  const approved = (content as { readonly approved: readonly Approval[] }).approved;
  const seen = new Set<string>();
  const twice = approved.flatMap(({ key }, index) => {
    const known = seen.has(key);
    seen.add(key);
    return known ? [`${lineAt(document, ['approved', index], lines)}: ${key} is there twice`] : [];
  });
  if (twice.length > 0) throw unreadable(file, twice);
  const foreign = approved.flatMap(({ kind, state }, index) => {
    const names = approvedNames(kind);
    return (['fields', 'sets'] as const).flatMap((part) =>
      Object.keys(state?.[part] ?? {})
        .filter((name) => !names[part].includes(name))
        .map((name) => {
          const line = lineAt(document, ['approved', index, 'state', part, name], lines);
          const known = names[part].join(', ');
          return `${line}: ${name}: ${kind} has no such ${part === 'sets' ? 'set' : 'field'} to approve (${known === '' ? 'none' : known})`;
        }),
    );
  });
  if (foreign.length > 0) throw unreadable(file, foreign);
  const mistaken = approved.flatMap((approval, index) =>
    mistakesIn(approval).map((mistake) => `${lineAt(document, ['approved', index], lines)}: ${mistake}`),
  );
  if (mistaken.length > 0) throw unreadable(file, mistaken);
  return approved.map((approval) => ({ ...approval, state: approval.state && shortOf(approval.state) }));
}

const READERS = readersFor({ clusterReading: true });

/** What its key says otherwise: it would never be compared. */
function mistakesIn({ key, kind, account }: Approval): readonly string[] {
  const kinds = READERS.filter((reader) => reader.matches(key)).map((reader) => reader.kind);
  const [, owner = parseArn(key)?.account] = /^(\d{12})\//.exec(key) ?? [];
  return [
    ...(kinds.length === 0 || kinds.includes(kind)
      ? []
      : [`${key} is of the kind ${kinds.join(' or ')}, not ${kind}`]),
    ...(owner === undefined || !/^\d{12}$/.test(owner) || owner === account
      ? []
      : [`${key} is of account ${owner}, not ${account}`]),
  ];
}

function toContent(document: ReturnType<typeof parseDocument>, file: string): unknown {
  try {
    return document.toJS();
  } catch (error) {
    // Aliases that grow without bound.
    if (error instanceof ReferenceError) throw unreadable(file, [`1: ${error.message}`]);
    throw error;
  }
}

function shortOf({ fields, sets }: ApprovedState): ApprovedState {
  const short = (values: Readonly<Record<string, JsonValue>>) =>
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => {
        const parsed = overLinesOf(value);
        if (typeof value !== 'string' || parsed === undefined) return [name, value];
        return [name, value.endsWith('\n') ? value.slice(0, -1) : JSON.stringify(parsed)];
      }),
    );
  return {
    fields: short(fields),
    sets: Object.fromEntries(Object.entries(sets).map(([name, members]) => [name, short(members)])),
  };
}

/** Where it is, or what it would be in. */
function lineAt(
  document: ReturnType<typeof parseDocument>,
  path: readonly (string | number)[],
  lines: LineCounter,
): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

const MOST_FAULTS = 20;

function unreadable(file: string, faults: readonly string[]): ServiceError {
  const shown = faults.slice(0, MOST_FAULTS).map((fault) => `${file}:${fault}`);
  const more = faults.length - shown.length;
  return new ServiceError(
    'input-unreadable',
    [
      ...shown,
      ...(more > 0 ? [`and ${more} more`] : []),
      'nothing was approved: mend the file, or write it anew with podguard drift --export-approved FILE',
    ].join('\n'),
  );
}

function firstLine(message: string): string {
  return message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? message;
}
