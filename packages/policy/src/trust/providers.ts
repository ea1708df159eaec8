import { explainAction } from '../evaluate/explain-action.ts';
import type { Policy, Principal, Statement } from '../policy.ts';

export interface TrustedProvider {
  /** The provider as the policy names it: an ARN, or a short name such as `accounts.google.com`. */
  readonly provider: string;
  /** Host and path of an OIDC provider's ARN. */
  readonly issuer: string | null;
  readonly account: string | null;
  /** `Principal: "*"`, `AWS: "*"`, `Federated: "*"` or a wildcard in the ARN: it may stand for any provider. */
  readonly wildcard: boolean;
  readonly paths: readonly string[];
}

const ARN = /^arn:[^:]*:iam::(?<account>[^:]*):oidc-provider\/(?<issuer>.+)$/;

/** The OIDC providers that the Allow statements name, each once; SAML providers are left out. */
export function listProviders(policy: Policy): readonly TrustedProvider[] {
  const found = new Map<string, { readonly paths: string[] }>();
  for (const statement of policy.statements) {
    if (statement.effect === 'Deny') continue;
    for (const principal of statement.principals ?? []) {
      const { value, path } = principal;
      if (!isProvider(principal, statement)) continue;
      const known = found.get(value) ?? { paths: [] };
      known.paths.push(path);
      found.set(value, known);
    }
  }
  return [...found].map(([provider, { paths }]) => {
    const groups = ARN.exec(provider)?.groups;
    return {
      provider,
      issuer: groups?.issuer ?? null,
      account: groups?.account ?? null,
      wildcard: /[*?]/.test(provider),
      paths,
    };
  });
}

/** Everybody is any provider where the action is that of tokens. */
function isProvider({ type, value }: Principal, statement: Statement): boolean {
  if (value === '*' && type !== 'Service') {
    return explainAction(statement, 'sts:AssumeRoleWithWebIdentity').outcome !== 'no';
  }
  return type === 'Federated' && !value.includes(':saml-provider/');
}
