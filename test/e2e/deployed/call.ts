import type { IncomingMessage } from 'node:http';

/** What a request of an SDK asks for. */
export interface Call {
  /** As IAM's actions are prefixed: `dynamodb`, `sqs`, ... */
  readonly service: string;
  readonly operation: string;
}

/** Reads it as the protocols say it: a target header, an `Action` in a form, or method and path. */
export function callOf(request: Pick<IncomingMessage, 'headers' | 'method' | 'url'>, body: string): Call {
  const service = serviceOf(request.headers.authorization ?? '');
  const target = request.headers['x-amz-target'];
  if (typeof target === 'string') return { service, operation: target.split('.').at(-1) as string };
  const action = /(?:^|&)Action=(\w+)/.exec(body)?.[1];
  if (action !== undefined) return { service, operation: action };
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
  const named = searchParams.get('x-id');
  if (named !== null) return { service, operation: named };
  if (searchParams.has('list-type')) return { service, operation: 'ListObjectsV2' };
  const route = `${request.method} ${pathname}`;
  const found = REST.find(({ pattern }) => pattern.test(route));
  return { service, operation: found?.operation ?? route };
}

/** Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authorization.html */
function serviceOf(authorization: string): string {
  const scope = /Credential=[^/]*\/[^/]*\/[^/]*\/([^/]*)\/aws4_request/.exec(authorization)?.[1];
  if (scope === undefined) throw new Error('a request without a signature');
  return scope;
}

/**
 * Sources: https://docs.aws.amazon.com/eks/latest/APIReference/API_Operations.html,
 * https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_Operations.html
 */
const REST: readonly { readonly pattern: RegExp; readonly operation: string }[] = [
  { pattern: /^POST \/findings\/import$/, operation: 'BatchImportFindings' },
  { pattern: /^PATCH \/findings\/batchupdate$/, operation: 'BatchUpdateFindings' },
  { pattern: /^GET \/clusters$/, operation: 'ListClusters' },
  { pattern: /^GET \/clusters\/[^/]+$/, operation: 'DescribeCluster' },
  { pattern: /^GET \/clusters\/[^/]+\/pod-identity-associations$/, operation: 'ListPodIdentityAssociations' },
  {
    pattern: /^GET \/clusters\/[^/]+\/pod-identity-associations\/[^/]+$/,
    operation: 'DescribePodIdentityAssociation',
  },
  { pattern: /^GET \/clusters\/[^/]+\/access-entries$/, operation: 'ListAccessEntries' },
  { pattern: /^GET \/clusters\/[^/]+\/access-entries\/[^/]+$/, operation: 'DescribeAccessEntry' },
  {
    pattern: /^GET \/clusters\/[^/]+\/access-entries\/[^/]+\/access-policies$/,
    operation: 'ListAssociatedAccessPolicies',
  },
  { pattern: /^GET \/clusters\/[^/]+\/identity-provider-configs$/, operation: 'ListIdentityProviderConfigs' },
  {
    pattern: /^POST \/clusters\/[^/]+\/identity-provider-configs\/describe$/,
    operation: 'DescribeIdentityProviderConfig',
  },
  { pattern: /^GET \/clusters\/[^/]+\/addons$/, operation: 'ListAddons' },
  { pattern: /^GET \/clusters\/[^/]+\/addons\/[^/]+$/, operation: 'DescribeAddon' },
  { pattern: /^GET \/clusters\/[^/]+\/capabilities$/, operation: 'ListCapabilities' },
  { pattern: /^GET \/clusters\/[^/]+\/capabilities\/[^/]+$/, operation: 'DescribeCapability' },
  { pattern: /^GET \/clusters\/[^/]+\/fargate-profiles$/, operation: 'ListFargateProfiles' },
  { pattern: /^GET \/clusters\/[^/]+\/fargate-profiles\/[^/]+$/, operation: 'DescribeFargateProfile' },
  { pattern: /^GET \/clusters\/[^/]+\/node-groups$/, operation: 'ListNodegroups' },
  { pattern: /^GET \/clusters\/[^/]+\/node-groups\/[^/]+$/, operation: 'DescribeNodegroup' },
];
