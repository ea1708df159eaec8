import type { HeldDocument } from './held-document.ts';
import { heldDocuments } from './held-documents.ts';
import { type Segment, segmentsOf } from './json-path.ts';
import { createLineAt } from './line-at.ts';
import { type DocumentKind, kindOf, type PolicyDocument } from './policy-document.ts';

/** What a file's text holds. */
export interface Reading {
  readonly documents: readonly PolicyDocument[];
  /** Why a document was not taken that is none of the two kinds. */
  readonly passedOver: readonly string[];
  /** What is wrong with it, each with its path in the file. */
  readonly problems: readonly string[];
  /** It is JSON, but no policy document. */
  readonly foreign: boolean;
  /** It is of a whole account, or a page of that, without a role. */
  readonly roleless: boolean;
}

const NOTHING: Reading = { documents: [], passedOver: [], problems: [], foreign: false, roleless: false };

/**
 * The IAM policy documents in a file: the document itself, as JSON or URL-encoded JSON, or an answer of the AWS CLI that holds
 * one. A byte order mark is no part of it. It never throws.
 *
 * @example
 * readPolicies('{"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}').documents[0].kind; // permission-policy
 */
export function readPolicies(text: string, asked?: DocumentKind): Reading {
  const trimmed = text.replace(/^\ufeff/, '').trim();
  if (trimmed === '') return { ...NOTHING, problems: ['is empty'] };
  const parsed = parseJson(trimmed);
  if ('problem' in parsed) return { ...NOTHING, problems: [parsed.problem] };
  const held = heldDocuments(parsed.json);
  if (held === undefined || ('length' in held && held.length === 0)) return { ...NOTHING, foreign: true };
  if ('passOver' in held) return { ...NOTHING, passedOver: [held.passOver] };
  const all = 'ofAccount' in held ? held.ofAccount : held;
  // Of an account there are documents of both kinds.
  const kind = 'ofAccount' in held ? undefined : asked;
  const roleless = all.every(({ managed }) => managed !== undefined);
  const lineAt = trimmed.startsWith('%') ? null : createLineAt(text);
  const first = text.slice(0, text.indexOf(trimmed)).split('\n').length;
  const readings = all.map((one) =>
    readHeld(one, kind, (path) => lineAt?.([...one.place, ...segmentsOf(path)]) ?? first),
  );
  return {
    documents: readings.flatMap(({ documents }) => documents),
    passedOver: readings.flatMap(({ passedOver }) => passedOver),
    problems: readings.flatMap(({ problems }) => problems),
    foreign: false,
    roleless,
  };
}

/** One document as something holds it. */
export function readHeld(
  held: HeldDocument,
  asked: DocumentKind | undefined,
  lineOf: PolicyDocument['lineOf'],
): Reading {
  const { document, place, role, policyName, managed } = held;
  const kind = kindOf(document, asked ?? held.kind);
  if ('error' in kind) return { ...NOTHING, problems: [problemAt(place, kind.error)] };
  if ('passOver' in kind) return { ...NOTHING, passedOver: [kind.passOver] };
  const inner = typeof document === 'string' ? parseJson(document.trim()) : { json: document };
  const text = JSON.stringify('json' in inner ? inner.json : document);
  return {
    ...NOTHING,
    documents: [
      { kind: kind.kind, text, role, policyName, lineOf, ...(managed === undefined ? {} : { managed }) },
    ],
    problems: kind.templates.map((fault) => problemAt(place, fault)),
  };
}

function problemAt(place: readonly Segment[], { path, message }: { path: string; message: string }): string {
  const outer = place
    .map((segment) => (typeof segment === 'number' ? `[${segment}]` : `.${segment}`))
    .join('');
  const whole = [outer.slice(1), path].filter((part) => part !== '').join('.');
  return whole === '' ? message : `${whole}: ${message}`;
}

const BEGINS_AS_JSON = /^([{"%]|\[\s*[[{"])/;

type Parsed = { readonly json: unknown } | { readonly problem: string };

/** JSON, or JSON that is URL-encoded as IAM's API answers it. */
function parseJson(text: string): Parsed {
  try {
    return { json: JSON.parse(text.startsWith('%') ? decodeURIComponent(text) : text) };
  } catch (error) {
    if (error instanceof URIError)
      return { problem: 'must be JSON, or JSON that is URL-encoded: a % sequence in it is broken' };
    const asked = BEGINS_AS_JSON.test(text)
      ? 'must be JSON'
      : 'must be JSON, or YAML with apiVersion and kind';
    return { problem: `${asked}: ${(error as SyntaxError).message.slice(0, 120)}` };
  }
}
