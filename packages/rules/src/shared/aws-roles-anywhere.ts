import type { ContextValue, Policy, PolicyRequest, Principal } from '@podguard/policy';

const SERVICE = 'rolesanywhere.amazonaws.com';

export function isRolesAnywhere({ type, value }: Principal): boolean {
  return type === 'Service' && value.toLowerCase() === SERVICE;
}

/** Certificates that no policy means, of trust anchors that none means: who admits both of a pair admits any. */
const STRANGERS = [
  { anchor: '97979797-9797-4797-8797-979797979797', name: 'unrelated-workload' },
  { anchor: '79797979-7979-4979-9979-797979797979', name: 'elsewhere-q7z' },
] as const;

const DEFAULT_NAMES = ['x509Subject/CN', 'x509Subject/OU', 'x509Issuer/CN', 'x509SAN/DNS'];

/**
 * Requests with such certificates, in pairs: for an anchor anywhere, and for each pattern by which the policy asks for one.
 * Sources: https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html,
 * https://docs.aws.amazon.com/rolesanywhere/latest/userguide/workload-identities.html
 */
export function certificateRequests(policy: Policy, account: string): readonly (readonly PolicyRequest[])[] {
  const conditions = policy.statements.flatMap((statement) => statement.conditions);
  const patterns = conditions
    .filter(({ lowerKey }) => lowerKey === 'aws:sourcearn')
    .flatMap(({ values }) => values.map(({ value }) => value))
    .filter((value) => /[*?]/.test(value));
  const tags = conditions.map(({ key }) => key).filter((key) => /^aws:principaltag\//i.test(key));
  const owner = account === '' ? '111122223333' : account;
  const anchors = [`arn:aws:rolesanywhere:us-east-1:${owner}:trust-anchor/*`, ...patterns];
  return [...new Set(anchors)].map((pattern) =>
    STRANGERS.map(({ anchor, name }): PolicyRequest => {
      const arn = anchorOf(pattern, anchor, owner);
      const context: Record<string, ContextValue> = {
        'aws:SourceArn': [arn],
        'aws:SourceAccount': [arn.split(':')[4] ?? owner],
        'sts:SourceIdentity': [`CN=${name}`],
        'sts:RoleSessionName': [name],
        'sts:ExternalId': 'absent',
      };
      for (const tag of DEFAULT_NAMES) context[`aws:PrincipalTag/${tag}`] = [name];
      for (const tag of tags) {
        const known = Object.keys(context).some((key) => key.toLowerCase() === tag.toLowerCase());
        if (!known) context[tag] = [name];
      }
      return { principal: { type: 'Service', name: SERVICE }, action: 'sts:AssumeRole', context };
    }),
  );
}

/** A stranger's anchor in the region and account that a pattern names. */
function anchorOf(pattern: string, id: string, account: string): string {
  const [, partition, , region, owner] = pattern.split(':');
  const filled = (part: string | undefined, plain: string): string =>
    part === undefined || /[*?]/.test(part) ? plain : part;
  const place = `${filled(region, 'us-east-1')}:${filled(owner, account)}`;
  return `arn:${filled(partition, 'aws')}:rolesanywhere:${place}:trust-anchor/${id}`;
}
