import { createHash, createHmac } from 'node:crypto';

const SECRET = 'secret';
const TAKEN =
  /^(action|version|x-amz-(algorithm|credential|date|expires|security-token|signature|signedheaders))$/i;

/**
 * Why a token is not taken, by the rules of the authenticator that EKS runs, with the signature worked out anew; undefined where it is.
 * Source: https://github.com/kubernetes-sigs/aws-iam-authenticator/blob/master/pkg/token/token.go
 */
export function refusedToken(authorization: string | undefined, cluster: string): string | undefined {
  const [, coded] = /^Bearer k8s-aws-v1\.([\w-]+)$/.exec(authorization ?? '') ?? [];
  if (coded === undefined) return 'no token of EKS’s form';
  const url = new URL(Buffer.from(coded, 'base64url').toString());
  const query = url.searchParams;
  if (url.protocol !== 'https:' || url.pathname !== '/') return `signed for ${url.protocol}//${url.pathname}`;
  const foreign = [...query.keys()].find((name) => !TAKEN.test(name));
  if (foreign !== undefined) return `the parameter ${foreign}`;
  if (query.get('Action') !== 'GetCallerIdentity') return 'another action';
  if (query.get('X-Amz-SignedHeaders') !== 'host;x-k8s-aws-id') return 'the cluster is not signed for';
  if (query.get('X-Amz-Expires') !== '60') return 'another expiry';
  const [, date = '', region = ''] = (query.get('X-Amz-Credential') ?? '').split('/');
  if (url.hostname !== `sts.${region}.amazonaws.com`) return `signed for the host ${url.hostname}`;
  return query.get('X-Amz-Signature') === signatureOf(url, { date, region, cluster })
    ? undefined
    : 'another signature';
}

/** Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
function signatureOf(
  url: URL,
  { date, region, cluster }: { readonly date: string; readonly region: string; readonly cluster: string },
): string {
  const query = [...url.searchParams]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .sort();
  const headers = `host:${url.hostname}\nx-k8s-aws-id:${cluster}\n`;
  const canonical = ['GET', '/', query.join('&'), headers, 'host;x-k8s-aws-id', hash('')].join('\n');
  const scope = `${date}/${region}/sts/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', url.searchParams.get('X-Amz-Date'), scope, hash(canonical)].join('\n');
  const key = [date, region, 'sts', 'aws4_request'].reduce<string | Buffer>(
    (secret, part) => hmac(secret, part),
    `AWS4${SECRET}`,
  );
  return hmac(key, text).toString('hex');
}

const hash = (text: string) => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
