import { ServiceError } from './errors.ts';

export interface ArnParts {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

/** The six colon-separated parts of an ARN, or undefined where the text is none. */
export function parseArn(text: string): ArnParts | undefined {
  const parts = text.split(':');
  if (parts[0] !== 'arn' || parts.length < 6) return undefined;
  return {
    partition: parts[1] ?? '',
    service: parts[2] ?? '',
    region: parts[3] ?? '',
    account: parts[4] ?? '',
    resource: parts.slice(5).join(':'),
  };
}

/**
 * What redactors make of a region (`cn-west-3r`) is none, and they leave ARNs as they are.
 * Source: https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
 */
export function partitionOf(region: string): string {
  if (!/-\d$/.test(region)) return 'aws';
  if (region.startsWith('cn-')) return 'aws-cn';
  if (region.startsWith('us-gov-')) return 'aws-us-gov';
  if (region.startsWith('us-isob-')) return 'aws-iso-b';
  if (region.startsWith('us-iso-')) return 'aws-iso';
  if (region.startsWith('eu-isoe-')) return 'aws-iso-e';
  if (region.startsWith('us-isof-')) return 'aws-iso-f';
  if (region.startsWith('eusc-')) return 'aws-eusc';
  return 'aws';
}

/** Where IAM's own calls are recorded. Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html */
export function iamRegionOf(partition: string): string {
  const regions: Readonly<Record<string, string>> = { 'aws-cn': 'cn-north-1', 'aws-us-gov': 'us-gov-west-1' };
  return regions[partition] ?? 'us-east-1';
}

const iamKey = (type: string) => (partition: string, account: string, name: string) =>
  `arn:${partition}:iam::${account}:${type}/${name}`;

/** A role's key leaves its path out: names are unique without it, and most events carry the name only. */
export const roleKey = iamKey('role');
/**
 * So does a customer managed policy's: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html
 */
export const policyKey = iamKey('policy');
export const instanceProfileKey = iamKey('instance-profile');
export const userKey = iamKey('user');
export const oidcProviderKey = iamKey('oidc-provider');

export function clusterKey(partition: string, region: string, account: string, name: string): string {
  return `arn:${partition}:eks:${region}:${account}:cluster/${name}`;
}

export function associationKey(
  partition: string,
  region: string,
  account: string,
  cluster: string,
  id: string,
): string {
  return `arn:${partition}:eks:${region}:${account}:podidentityassociation/${cluster}/${id}`;
}

/** Without the unique id at its ARN's end, which no request names. */
export function nodegroupKey(
  partition: string,
  region: string,
  account: string,
  cluster: string,
  name: string,
): string {
  return `arn:${partition}:eks:${region}:${account}:nodegroup/${cluster}/${name}`;
}

/** What a cluster owns is keyed by the cluster's name and its own, without the unique id at its ARN's end. */
const ownedKey =
  (type: string) =>
  (partition: string, region: string, account: string, cluster: string, name: string): string =>
    `arn:${partition}:eks:${region}:${account}:${type}/${cluster}/${name}`;

/** A service account has at most one association at a time. */
export function associationSlotKey(cluster: string, namespace: string, serviceAccount: string): string {
  return `${cluster}/${namespace}/${serviceAccount}`;
}

/** An object of a cluster, as its Kubernetes API has it. The keys of those in files begin with the file. */
export function clusterObjectKey(
  cluster: string,
  type: string,
  namespace: string | null,
  name: string,
): string {
  return `${cluster}#${[type, ...(namespace === null ? [] : [namespace]), name].join('/')}`;
}

/** What the key of a cluster's object names; undefined where it is none of those, but of a file for instance. */
export function clusterObjectOf(key: string):
  | {
      readonly cluster: string;
      readonly type: string;
      readonly namespace: string | null;
      readonly name: string;
    }
  | undefined {
  const [, cluster, type, first, second] =
    /^(arn:[^:#]*:eks:[^:#]+:\d{12}:cluster\/[^/#]+)#(\w+)\/([^/]+)(?:\/([^/]+))?$/.exec(key) ?? [];
  if (cluster === undefined || type === undefined || first === undefined) return undefined;
  return { cluster, type, namespace: second === undefined ? null : first, name: second ?? first };
}

export const addonKey = ownedKey('addon');
export const fargateProfileKey = ownedKey('fargateprofile');
export const capabilityKey = ownedKey('capability');
/** By the principal's ARN: that of a role or user without its path. */
const entryKey = ownedKey('access-entry');

export function accessEntryKey(
  partition: string,
  region: string,
  account: string,
  cluster: string,
  principalArn: string,
): string {
  const principal = roleKeyFromArn(principalArn) ?? userKeyFromArn(principalArn) ?? principalArn;
  return entryKey(partition, region, account, cluster, principal);
}

export function launchTemplateKey(partition: string, region: string, account: string, id: string): string {
  return `arn:${partition}:ec2:${region}:${account}:launch-template/${id}`;
}

export function launchTemplateVersionKey(template: string, version: number | string): string {
  return `${template}/${version}`;
}

export function autoScalingGroupKey(
  partition: string,
  region: string,
  account: string,
  name: string,
): string {
  return `arn:${partition}:autoscaling:${region}:${account}:autoScalingGroup/${name}`;
}

export function accountDefaultsKey(account: string, region: string): string {
  return `${account}/${region}`;
}

export function accountRegionKey(account: string, region: string): string {
  return `${account}/region/${region}`;
}

/** The region of a key of account defaults. */
export function accountDefaultsRegion(key: string): string | undefined {
  return /^\d{12}\/([a-z]+(?:-[a-z]+)+-\d+)$/.exec(key)?.[1];
}

/** By name: an ARN ends with six characters that the name does not have. */
export function secretKey(partition: string, region: string, account: string, name: string): string {
  return `arn:${partition}:secretsmanager:${region}:${account}:secret:${name}`;
}

export function parameterKey(partition: string, region: string, account: string, name: string): string {
  return `arn:${partition}:ssm:${region}:${account}:parameter/${name.replace(/^\//, '')}`;
}

export function instanceKey(partition: string, region: string, account: string, id: string): string {
  return `arn:${partition}:ec2:${region}:${account}:instance/${id}`;
}

export function accessKeyKey(account: string, keyId: string): string {
  return `${account}/${keyId}`;
}

/** A key of the account root by its place, 1 or 2, in the credential report, which does not name its id. */
export function rootKeyKey(account: string, place: number): string {
  return `${account}/root/key-${place}`;
}

export function isRootKeyKey(key: string): boolean {
  return /^\d{12}\/root\/key-[12]$/.test(key);
}

/** The key of a role from any ARN that names it, or undefined where the text is no role's ARN. */
export function roleKeyFromArn(arn: string): string | undefined {
  return iamKeyFromArn('role', arn);
}

/** The key of a customer managed policy from its ARN; AWS's own policies have none. */
export function policyKeyFromArn(arn: string): string | undefined {
  return parseArn(arn)?.account === 'aws' ? undefined : iamKeyFromArn('policy', arn);
}

export function instanceProfileKeyFromArn(arn: string): string | undefined {
  return iamKeyFromArn('instance-profile', arn);
}

export function userKeyFromArn(arn: string): string | undefined {
  return iamKeyFromArn('user', arn);
}

function iamKeyFromArn(type: string, arn: string): string | undefined {
  const parts = parseArn(arn);
  if (parts?.service !== 'iam' || !parts.resource.startsWith(`${type}/`)) return undefined;
  const name = parts.resource.slice(parts.resource.lastIndexOf('/') + 1);
  return name === '' ? undefined : iamKey(type)(parts.partition, parts.account, name);
}

/** The key of the cluster that owns an association or a node group, from the owned one's key. */
export function owningClusterKey(key: string): string {
  const parts = parseArn(key);
  const cluster = parts?.resource.split('/')[1];
  if (parts === undefined || cluster === undefined)
    throw new ServiceError('key-malformed', `not the key of what a cluster owns: ${key}`);
  return clusterKey(parts.partition, parts.region, parts.account, cluster);
}

/** The key of an add-on from its ARN, whose last part is an id of its own. */
export function addonKeyFromArn(arn: string): string | undefined {
  const parts = parseArn(arn);
  const [type, cluster, name] = parts?.resource.split('/') ?? [];
  return parts !== undefined && type === 'addon' && cluster && name
    ? addonKey(parts.partition, parts.region, parts.account, cluster, name)
    : undefined;
}
