import type { EKSClient } from '@aws-sdk/client-eks';

type Sdk = typeof import('../sdk/kubernetes.ts');

/** The signature itself is taken for fifteen minutes, whatever the URL says: https://github.com/kubernetes-sigs/aws-iam-authenticator/blob/master/pkg/token/token.go */
const EXPIRES_SECONDS = 60;

/**
 * The token by which a cluster knows who calls: a call of GetCallerIdentity, signed for this cluster alone, that the cluster makes.
 * As `aws eks get-token` makes it: https://github.com/aws/aws-cli/blob/develop/awscli/customizations/eks/get_token.py
 */
export async function clusterToken(
  sdk: Sdk,
  {
    cluster,
    region,
    credentials,
    at,
  }: {
    readonly cluster: string;
    readonly region: string;
    readonly credentials: Awaited<ReturnType<EKSClient['config']['credentials']>>;
    readonly at: Date;
  },
): Promise<string> {
  const { endpointProvider, sha256 } = new sdk.STSClient({ region }).config;
  // The region's own: the cluster takes no other host.
  const { hostname } = endpointProvider({
    Region: region,
    UseFIPS: false,
    UseDualStack: false,
    UseGlobalEndpoint: false,
  }).url;
  const signer = new sdk.SignatureV4({ service: 'sts', region, credentials, sha256 });
  const request = {
    method: 'GET',
    protocol: 'https:',
    hostname,
    path: '/',
    query: { Action: 'GetCallerIdentity', Version: '2011-06-15' },
    headers: { host: hostname, 'x-k8s-aws-id': cluster },
  };
  const { query } = await signer.presign(request, { signingDate: at, expiresIn: EXPIRES_SECONDS });
  const url = new URL(`https://${hostname}/`);
  for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, String(value));
  return `k8s-aws-v1.${Buffer.from(url.href).toString('base64url')}`;
}
