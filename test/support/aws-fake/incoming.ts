import type { IncomingMessage } from 'node:http';
import { speaksJson } from './json.ts';
import type { Data, Operation } from './operation.ts';
import { operationNamed, routed } from './operations.ts';
import { parseQuery } from './query.ts';

/** A call that came in. */
export interface Incoming {
  /** The access key that it was signed by. */
  readonly accessKey: string;
  readonly service: string;
  readonly region: string;
  readonly name: string;
  readonly operation: Operation | undefined;
  readonly input: Data;
}

export function callOf(request: Pick<IncomingMessage, 'headers' | 'method' | 'url'>, body: string): Incoming {
  const scope = /Credential=([^/]+)\/\d+\/([^/]+)\/([^/]+)\//.exec(request.headers.authorization ?? '');
  const [, accessKey = '', region = '', service = ''] = scope ?? [];
  if (speaksJson(service)) {
    const name = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
    return {
      accessKey,
      service,
      region,
      name,
      operation: operationNamed(service, name),
      input: JSON.parse(body),
    };
  }
  if (service !== 'eks') {
    const { Action, Version: _, ...input } = parseQuery(body);
    const name = String(Action);
    return { accessKey, service, region, name, operation: operationNamed(service, name), input };
  }
  const url = new URL(request.url ?? '/', 'http://localhost');
  const route = routed(request.method ?? '', url.pathname);
  const inQuery = Object.fromEntries(
    [...url.searchParams.keys()].map((name) => [name, valuesOf(url.searchParams, name)]),
  );
  const input = { ...(body === '' ? {} : (JSON.parse(body) as Data)), ...inQuery, ...route?.inPath };
  return {
    accessKey,
    service,
    region,
    name: route?.operation.name ?? `${request.method} ${url.pathname}`,
    operation: route?.operation,
    input,
  };
}

/** A name that is a list may be there several times. */
function valuesOf(query: URLSearchParams, name: string): unknown {
  return name === 'tagKeys' ? query.getAll(name) : query.get(name);
}
