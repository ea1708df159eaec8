import { explainAction } from '../evaluate/explain-action.ts';
import { parseIdentity } from '../evaluate/identity.ts';
import type { Policy, Principal, Statement } from '../policy.ts';
import type { Holder } from './holder.ts';

/** A trust policy decides who assumes the role, whatever else it names: no other call asks it. */
const ASSUMING = 'sts:AssumeRole';

/**
 * What a role's trust policy gives to a holder whom it names itself, role or session, as a policy of that holder: in one account
 * that is enough, whatever the holder's own policies allow: as the principal, or of everybody by `aws:PrincipalArn`. Null where it names no such
 * holder. An account, or everybody else, leaves it to the holder's policies. An implicit deny of the boundary limits what is given to the role.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics-single-account.html
 */
export function trustGrant(trust: Policy, holder: Holder, role: string): Policy | null {
  const trusting = parseIdentity(role);
  if (trusting?.account !== holder.account || trusting.partition !== holder.partition) return null;
  const statements = trust.statements
    .filter(({ effect }) => effect === 'Allow')
    .filter((statement) =>
      statement.principals?.some((one) => names(one, holder) || isNarrowed(one, statement)),
    )
    .filter((statement) => explainAction(statement, ASSUMING).outcome === 'yes')
    .map((statement) => ({
      ...statement,
      principals: null,
      actions: [{ value: ASSUMING, path: statement.path }],
      notActions: null,
      resources: [{ value: role, path: statement.path }],
    }));
  return statements.length === 0 ? null : { ...trust, statements };
}

function names({ type, value }: Principal, { partition, account, name }: Holder): boolean {
  const named = type === 'AWS' ? parseIdentity(value) : null;
  return (
    (named?.kind === 'role' || named?.kind === 'session') &&
    named.partition === partition &&
    named.account === account &&
    named.name === name
  );
}

function isNarrowed({ type, value }: Principal, { conditions }: Statement): boolean {
  if (type !== '*' && !(type === 'AWS' && value === '*')) return false;
  return conditions.some(
    ({ lowerKey, operator }) =>
      lowerKey === 'aws:principalarn' && /^(Arn|String)(Equals|Like)$/.test(operator),
  );
}
