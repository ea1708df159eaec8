import { runSimulation } from '@cloud-copilot/iam-simulate';
import type { PolicyRequest } from '@podguard/policy';
import type { Document, Statement } from '../support/trust-documents.ts';

const MULTIVALUED = ['aws:calledvia', 'aws:tagkeys', 'aws:principalorgpaths'];

/** The evaluator knows no keys of OIDC providers and few of a request of STS: every key becomes a tag. */
function renamed(key: string): string {
  const lower = key.toLowerCase();
  return MULTIVALUED.includes(lower) ? lower : `aws:RequestTag/${lower.replace(/[^a-z0-9]/g, '-')}`;
}

function renamedVariables(value: string): string {
  return value.replace(/\$\{([^*?$},]+)/g, (_, key: string) => `\${${renamed(key)}`);
}

function renamedStatement({ Condition, ...statement }: Statement): object {
  const condition = Object.entries(Condition).map(([operator, block]) => [
    operator,
    Object.fromEntries(
      Object.entries(block).map(([key, values]) => [renamed(key), values.map(renamedVariables)]),
    ),
  ]);
  return { ...statement, ...(condition.length === 0 ? {} : { Condition: Object.fromEntries(condition) }) };
}

/** A policy in the evaluator's terms. */
export function translated({ Version, Statement }: Document): object {
  return { Version, Statement: Statement.map(renamedStatement) };
}

function contextOf({ context }: PolicyRequest): Record<string, string | string[]> {
  const entries = context instanceof Map ? [...context] : Object.entries(context);
  const values: Record<string, string | string[]> = {};
  for (const [key, value] of entries) {
    if (typeof value === 'string') continue;
    const name = renamed(key);
    values[name] = MULTIVALUED.includes(name) ? [...value] : (value[0] ?? '');
  }
  return values;
}

function callerOf({ principal }: PolicyRequest): string {
  switch (principal.type) {
    case 'AWS':
      return principal.arn;
    case 'Service':
      return principal.name;
    case 'Federated':
      return principal.provider;
    case 'Anonymous':
      throw new TypeError('nobody asks for a role without a signature');
  }
}

const ROLE = { resource: 'arn:aws:iam::999988887777:role/app', accountId: '999988887777' };
const ALLOWED = {
  name: 'all',
  policy: { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } },
};

/**
 * Whether `@cloud-copilot/iam-simulate` allows a request by a role's trust policy. The role is of another account than
 * all callers, so that the trust policy alone decides, and the caller may do everything.
 */
export async function simulate(policy: object, request: PolicyRequest): Promise<boolean> {
  const answer = await runSimulation(
    {
      request: {
        principal: callerOf(request),
        action: request.action,
        resource: ROLE,
        contextVariables: contextOf(request),
      },
      identityPolicies: [ALLOWED],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      resourcePolicy: policy,
    },
    {},
  );
  if (answer.resultType !== 'single') throw new Error(JSON.stringify(answer));
  const dropped = answer.result.ignoredContextKeys ?? [];
  if (dropped.length > 0) throw new Error(`dropped ${dropped.join(', ')}`);
  return answer.overallResult === 'Allowed';
}
