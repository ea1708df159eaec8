import { describe, expect, it } from 'vitest';
import { callOf } from './call.ts';

const signed = (service: string) =>
  `AWS4-HMAC-SHA256 Credential=111122223333/20260102/eu-central-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;

describe('what a request asks for', () => {
  it.for([
    [
      'a target header',
      'dynamodb',
      { 'x-amz-target': 'DynamoDB_20120810.PutItem' },
      'POST /',
      '{}',
      'PutItem',
    ],
    ['a form', 'iam', {}, 'POST /', 'Action=ListRolePolicies&Version=2010-05-08', 'ListRolePolicies'],
    ['a form that begins otherwise', 'sns', {}, 'POST /', 'Message=Action%3DX&Action=Publish', 'Publish'],
    ['a path that names it', 's3', {}, 'PUT /reports/a.md?x-id=PutObject', 'text', 'PutObject'],
    [
      'method and path',
      'eks',
      {},
      'GET /clusters/a/pod-identity-associations?maxResults=1',
      '',
      'ListPodIdentityAssociations',
    ],
    [
      'a longer path',
      'eks',
      {},
      'GET /clusters/a/access-entries/arn%3Aaws%2Fx/access-policies',
      '',
      'ListAssociatedAccessPolicies',
    ],
    ['a path that no route has', 'eks', {}, 'DELETE /clusters/a', '', 'DELETE /clusters/a'],
  ] as const)('%s says it', ([, service, headers, line, body, operation]) => {
    const [method, url] = line.split(' ') as [string, string];
    const request = { method, url, headers: { authorization: signed(service), ...headers } };
    expect(callOf(request, body)).toEqual({ service, operation });
  });

  it('nobody knows whose it is without a signature', () => {
    expect(() => callOf({ method: 'GET', url: '/', headers: {} }, '')).toThrow('without a signature');
  });
});
