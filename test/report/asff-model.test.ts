import { BatchImportFindingsCommand, SecurityHubClient } from '@aws-sdk/client-securityhub';
import type { Finding } from '@podguard/core';
import { renderAsff } from '@podguard/report';
import { catalogue } from '@podguard/rules';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type FaultServer, openFaultServer } from '../support/fault-server.ts';
import { ENDED, EXEMPT, FINDING, hostile, hostileEnded, hostileExempt } from './findings.ts';

let server: FaultServer;
let client: SecurityHubClient;
beforeAll(async () => {
  server = await openFaultServer(() => ({
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: '{"FailedCount": 0, "SuccessCount": 0}',
  }));
  client = new SecurityHubClient({
    endpoint: server.url,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'test' },
  });
});
afterAll(async () => {
  client?.destroy();
  await server?.close();
});

/** What of it is left when the SDK has written it by the model of Security Hub, which leaves out what it does not know. */
async function byTheModel(findings: readonly object[]): Promise<unknown> {
  await client.send(new BatchImportFindingsCommand({ Findings: findings as never }));
  return (JSON.parse(server.requests.at(-1)?.body ?? '{}') as { readonly Findings?: unknown }).Findings;
}

const at = new Date('2026-01-04T00:00:00Z');
const written = (findings: readonly Finding[]) =>
  JSON.parse(
    renderAsff(findings, { at, ruleOf: (id) => catalogue.rules.find((rule) => rule.id === id) }),
  ) as readonly object[];

it('is judged by a model that leaves out what it does not know', async () => {
  const [good] = written([FINDING]);
  expect(await byTheModel([{ ...good, MadeUp: 1 }])).toEqual([good]);
});

it('has only members that the model of Security Hub has, and where it has them', async () => {
  const place = { account: '111122223333', region: 'us-east-1' };
  const kinds = [
    ['access-key', '111122223333/AKIAIOSFODNN7EXAMPLE'],
    ['aws-account', '111122223333'],
    ['ec2-instance', 'arn:aws:ec2:us-east-1:111122223333:instance/i-0a'],
    ['eks-cluster', 'arn:aws:eks:us-east-1:111122223333:cluster/prod'],
    ['iam-user', 'arn:aws:iam::111122223333:user/ci'],
    ['pod-identity-association', 'arn:aws:eks:us-east-1:111122223333:podidentityassociation/prod/a-1'],
  ] as const;
  const findings = [
    ...[FINDING, ENDED, EXEMPT, { ...FINDING, cause: 'drift' as const }],
    ...kinds.map(([kind, key]) => ({ ...FINDING, resource: { kind, key, ...place } })),
    ...catalogue.rules.map(({ id }) => ({ ...FINDING, rule: id })),
    ...[hostile('😀\u202e\n'), hostileEnded(''), hostileExempt(' ')].map((one) => ({
      ...one,
      resource: { ...one.resource, ...place },
    })),
  ];
  const all = written(findings);
  expect(all).toHaveLength(findings.length);
  for (let start = 0; start < all.length; start += 100) {
    const batch = all.slice(start, start + 100);
    expect(await byTheModel(batch)).toEqual(batch);
  }
});
