import type { PolicyRequest } from '@podguard/policy';
import type { Document, Statement } from '../support/trust-documents.ts';

/** A condition as a request meets it. */
export interface Met {
  readonly version: string;
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
  /** The key's values in the request; null where it has none. */
  readonly present: readonly string[] | null;
}

/** A kind of condition that the other evaluator judges otherwise; see docs/decisions/0008-other-evaluator.md. */
export interface Disagreement {
  readonly name: string;
  readonly concerns: (met: Met) => boolean;
  /** One that shows it. */
  readonly example: Met;
}

const NEW = '2012-10-17';
const ORDERS = ['aws:calledvia', 'aws:tagkeys', 'aws:principalorgpaths'];
const CLUSTER = 'arn:aws:eks:eu-west-1:444455556666:cluster/ab';

const isArn = (text: string): boolean => text.split(':').length >= 6;
const isSet = (operator: string): boolean => /^For(All|Any)/.test(operator);

export const DISAGREEMENTS: readonly Disagreement[] = [
  {
    name: 'ForAnyValue with IfExists, the key missing',
    concerns: ({ operator, present }) => /^ForAnyValue:.*IfExists$/.test(operator) && present === null,
    example: {
      version: NEW,
      operator: 'ForAnyValue:StringEqualsIfExists',
      key: 'my:key',
      values: ['a'],
      present: null,
    },
  },
  {
    name: 'a multivalued key without a set operator',
    concerns: ({ operator, key, present }) =>
      ORDERS.includes(key.toLowerCase()) && !isSet(operator) && operator !== 'Null' && present !== null,
    example: { version: NEW, operator: 'StringEquals', key: 'aws:CalledVia', values: ['a'], present: ['a'] },
  },
  {
    name: 'a negated ARN operator on what is no ARN',
    concerns: ({ operator, values, present }) =>
      /ArnNot/.test(operator) && present !== null && ![...values, ...present].every(isArn),
    example: { version: NEW, operator: 'ArnNotLike', key: 'my:key', values: [CLUSTER], present: ['a'] },
  },
  {
    name: 'a star for any ARN',
    concerns: ({ operator, values, present }) =>
      /Arn(Like|Equals)/.test(operator) && values.includes('*') && present?.some(isArn) === true,
    example: { version: NEW, operator: 'ArnLike', key: 'aws:SourceArn', values: ['*'], present: [CLUSTER] },
  },
  {
    name: 'an escaped wildcard under an operator without wildcards',
    concerns: ({ version, operator, values, present }) =>
      version !== '2008-10-17' &&
      /String(Not)?Equals/.test(operator) &&
      present !== null &&
      values.some((value) => /\$\{[*?$]\}/.test(value)),
    example: { version: NEW, operator: 'StringEquals', key: 'my:key', values: ['${*}'], present: ['*'] },
  },
  {
    name: 'a variable in version 2008-10-17',
    concerns: ({ version, values, present }) =>
      version === '2008-10-17' && present !== null && values.some((value) => value.includes('${')),
    example: {
      version: '2008-10-17',
      operator: 'StringEquals',
      key: 'my:key',
      values: ["${my:other, 'a'}"],
      present: ['a'],
    },
  },
];

/** `Federated: "*"`, which the other evaluator takes for a name. */
export function namesAnyProvider({ Principal }: Statement): boolean {
  return typeof Principal === 'object' && (Principal as { Federated?: unknown }).Federated === '*';
}

function isDisputed(met: Met): boolean {
  return DISAGREEMENTS.some(({ concerns }) => concerns(met));
}

/** A policy without the conditions that are disputed for a request, and whether that is the whole of it. */
export function undisputed(
  document: Document,
  request: PolicyRequest,
): { readonly document: Document; readonly whole: boolean } {
  const context = new Map(
    [...(request.context instanceof Map ? request.context : Object.entries(request.context))].map(
      ([key, value]: [string, unknown]) => [key.toLowerCase(), value] as const,
    ),
  );
  let whole = true;
  const keep = (operator: string, key: string, values: readonly string[]): boolean => {
    const value = context.get(key.toLowerCase());
    const present = Array.isArray(value) ? (value as readonly string[]) : null;
    const disputed = isDisputed({ version: document.Version, operator, key, values, present });
    if (disputed) whole = false;
    return !disputed;
  };
  const reduced = document.Statement.map((statement): Statement => {
    const blocks = Object.entries(statement.Condition).map(([operator, block]) => {
      const kept = Object.entries(block).filter(([key, values]) => keep(operator, key, values));
      return [operator, Object.fromEntries(kept)] as const;
    });
    return {
      ...statement,
      Condition: Object.fromEntries(blocks.filter(([, block]) => Object.keys(block).length > 0)),
    };
  });
  return whole ? { document, whole } : { document: { ...document, Statement: reduced }, whole };
}
