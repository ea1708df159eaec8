/** An AWS identity as its ARN tells it; paths are left out, for names are unique in an account without them. */
export interface Identity {
  readonly kind: 'root' | 'user' | 'role' | 'session' | 'federated-user';
  readonly partition: string;
  readonly account: string;
  readonly name: string;
  readonly session: string | null;
}

const ARN = /^arn:(?<partition>aws[-a-z]*):(?<service>iam|sts)::(?<account>\d{12}):(?<rest>[^:]+)$/;

/**
 * The ARN of a role session has no path, so a role's path cannot be compared with it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns
 */
export function parseIdentity(arn: string): Identity | null {
  const groups = ARN.exec(arn)?.groups;
  if (groups === undefined) return null;
  const { partition, account } = groups as { partition: string; account: string };
  const base = { partition, account, session: null };
  const [type, ...names] = groups.rest!.split('/');
  const last = names.at(-1) ?? '';
  switch (`${groups.service}:${type}`) {
    case 'iam:root':
      return names.length === 0 ? { ...base, kind: 'root', name: '' } : null;
    case 'iam:user':
      return last === '' ? null : { ...base, kind: 'user', name: last };
    case 'iam:role':
      return last === '' ? null : { ...base, kind: 'role', name: last };
    case 'sts:federated-user':
      return last === '' ? null : { ...base, kind: 'federated-user', name: last };
    case 'sts:assumed-role': {
      const [name, session, ...more] = names;
      if (name === undefined || session === undefined || more.length > 0) return null;
      return { ...base, kind: 'session', name, session };
    }
    default:
      return null;
  }
}
