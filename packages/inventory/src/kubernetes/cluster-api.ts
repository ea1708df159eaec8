import type { Cluster } from '@aws-sdk/client-eks';
import { parseArn, withoutEndSlashes } from '@podguard/core';
import { must, mustBe } from '../must.ts';
import type { ReadContext } from '../reader.ts';
import { limitedText } from './limited-text.ts';
import { statusError, unreachable } from './status-error.ts';
import { clusterToken } from './token.ts';

/** A cluster's Kubernetes API. */
export interface ClusterApi {
  /** The JSON of an answer; throws what names why there is none. */
  get(path: string, query: Readonly<Record<string, string>>, options: CallOptions): Promise<JsonObject>;
}

type JsonObject = Readonly<Record<string, unknown>>;

export interface CallOptions {
  readonly signal: AbortSignal;
  /** Names and owners alone, without what the objects hold. */
  readonly metadataOnly?: boolean;
}

type Context = Pick<ReadContext, 'clients' | 'signal' | 'startedAt'>;

/** https://kubernetes.io/docs/reference/using-api/api-concepts/#metadata-only-fetches */
const METADATA = ['PartialObjectMetadataList', 'PartialObjectMetadata']
  .map((as) => `application/json;as=${as};g=meta.k8s.io;v=v1`)
  .join();

/** A token is taken for fifteen minutes. */
const REUSED_MS = 10 * 60_000;

interface Opened {
  readonly until: number;
  readonly api: Promise<ClusterApi>;
}

const opened = new WeakMap<object, Map<string, Opened>>();

/** Where EKS says that it is, with the certificate that EKS gives; asked for once in ten minutes. Throws where there is no such cluster. */
export function openCluster(key: string, context: Context): Promise<ClusterApi> {
  const { clients, startedAt } = context;
  const known = opened.get(clients) ?? new Map<string, Opened>();
  opened.set(clients, known);
  const old = known.get(key);
  if (old !== undefined && startedAt.getTime() < old.until) return old.api;
  const api = open(key, context);
  known.set(key, { until: startedAt.getTime() + REUSED_MS, api });
  api.catch(() => known.delete(key));
  return api;
}

async function open(key: string, { clients, signal, startedAt }: Context): Promise<ClusterApi> {
  const { region, resource } = must(parseArn(key), 'ARN of a cluster');
  const name = resource.slice(resource.indexOf('/') + 1);
  const { sdk: eks, client } = await clients.eks(region);
  const answer = await client.send(new eks.DescribeClusterCommand({ name }), { abortSignal: signal });
  const cluster = must(answer.cluster, 'cluster');
  mustBe(cluster.arn, key);
  const sdk = await import('../sdk/kubernetes.ts');
  const credentials = await client.config.credentials();
  const token = await clusterToken(sdk, { cluster: name, region, credentials, at: startedAt });
  return apiOf(sdk, cluster, token);
}

function apiOf(sdk: typeof import('../sdk/kubernetes.ts'), cluster: Cluster, token: string): ClusterApi {
  const server = withoutEndSlashes(must(cluster.endpoint, 'endpoint: the cluster is not ready yet'));
  if (!server.startsWith('https://')) throw new Error(`the endpoint ${server} is not https`);
  const caData = must(cluster.certificateAuthority?.data, 'certificate authority');
  const config = new sdk.KubeConfig();
  config.loadFromClusterAndUser(
    { name: 'cluster', server, caData, skipTLSVerify: false },
    { name: 'user', token },
  );
  const isPrivate = cluster.resourcesVpcConfig?.endpointPublicAccess === false;
  return {
    async get(path, query, { signal, metadataOnly }) {
      const url = new URL(server + path);
      for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
      const request = new sdk.RequestContext(url.href, sdk.HttpMethod.GET);
      request.setHeaderParam('Accept', metadataOnly === true ? METADATA : 'application/json');
      request.setSignal(signal);
      await config.applySecurityAuthentication(request);
      const dispatcher = must(request.getDispatcher(), 'way to the cluster');
      // Unlike `fetch` this goes where it was sent, and nowhere else.
      const answer = await dispatcher
        .request({
          origin: url.origin,
          path: `${url.pathname}${url.search}`,
          method: 'GET',
          headers: request.getHeaders(),
          signal,
        })
        .catch((error: unknown) => {
          throw unreachable(server, isPrivate, signal, error);
        });
      const { statusCode } = answer;
      const text = await limitedText(answer.body, path);
      if (statusCode >= 300 && statusCode < 400)
        throw new Error(`${path}: ${statusCode}: the cluster sends its callers elsewhere`);
      if (statusCode !== 200) throw statusError(statusCode, path, text);
      const json = jsonOf(text, path);
      if (!isObject(json)) throw new Error(`${path} answers no object`);
      return json;
    },
  };
}

/** What an answer says that is no JSON is nobody's business. */
function jsonOf(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw new Error(`${path} answers no JSON`);
    throw error;
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
