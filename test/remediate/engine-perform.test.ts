import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClients } from '@podguard/inventory';
import { ALL_REMEDIATORS, createPerform } from '@podguard/remediate';
import { expect, onTestFinished, test } from 'vitest';

interface Asked {
  readonly method: string;
  readonly url: string;
  readonly body: string;
  readonly target: string;
}

/** Answers every call with the same, and keeps what was asked; `null`: never. */
async function answering(status: number, answer: string | null, type = 'application/json') {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      asked.push({ method, url, body, target: String(headers['x-amz-target'] ?? '') });
      if (answer !== null) response.writeHead(status, { 'content-type': type }).end(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const clients = createClients({
    maxAttempts: 1,
    retryMode: 'standard',
    endpoint: `http://127.0.0.1:${port}`,
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
  });
  return { asked, clients };
}

const step = (action: string, input: object) =>
  ({ action, region: 'eu-central-1', input, words: '' }) as Parameters<ReturnType<typeof createPerform>>[0];

test('a step is called as it says, and its answer is plain data with times as ISO 8601', async () => {
  const { asked, clients } = await answering(
    200,
    JSON.stringify({ association: { associationArn: 'arn:x', createdAt: 1_767_323_045 } }),
  );
  const answer = await createPerform({ clients })(
    step('eks:UpdatePodIdentityAssociation', { clusterName: 'prod', associationId: 'a-1', roleArn: 'arn:r' }),
    'rm-1',
  );
  expect(asked).toMatchObject([{ method: 'POST', url: '/clusters/prod/pod-identity-associations/a-1' }]);
  expect(JSON.parse(asked[0]?.body ?? '')).toMatchObject({ roleArn: 'arn:r' });
  expect(answer).toEqual({ association: { associationArn: 'arn:x', createdAt: '2026-01-02T03:04:05.000Z' } });
});

test('what AWS refuses is thrown with its name', async () => {
  const { clients } = await answering(
    403,
    '<ErrorResponse><Error><Code>AccessDenied</Code><Message>not allowed</Message></Error></ErrorResponse>',
    'text/xml',
  );
  const input = { UserName: 'ci', AccessKeyId: 'AKIA1', Status: 'Inactive' };
  await expect(createPerform({ clients })(step('iam:UpdateAccessKey', input), 'rm-1')).rejects.toMatchObject({
    name: 'AccessDenied',
  });
});

test('a call that is not answered ends', async () => {
  const { clients } = await answering(200, null);
  const input = { Name: 'podguard-iam' };
  await expect(
    createPerform({ clients, timeoutMs: 100 })(step('events:EnableRule', input), 'rm-1'),
  ).rejects.toThrow();
});

test.for(['ec2:TerminateInstances', 'iam:DeleteUser', 's3:DeleteBucket', 'ec2:toString', 'nothing'])(
  '%s is nothing that is called',
  async (action) => {
    const { asked, clients } = await answering(200, '{}');
    await expect(createPerform({ clients })(step(action, {}), 'rm-1')).rejects.toThrow(
      'no call that repairs',
    );
    expect(asked).toEqual([]);
  },
);

/** What calls need besides, of which none is a call of ours. */
const BESIDES = ['eks:TagResource', 'iam:GetRole', 'iam:PassRole'];
const GRANTED = [
  ...new Set(ALL_REMEDIATORS.flatMap(({ grants }) => grants.flatMap(({ actions }) => actions))),
];

test.for(GRANTED.filter((action) => !BESIDES.includes(action)).sort())(
  'a remediator may name %s, and it can be called',
  async (action) => {
    const { clients } = await answering(500, 'no');
    const called = createPerform({ clients })(step(action, {}), 'rm-1').catch(String);
    expect(await called).not.toContain('no call that repairs');
  },
);
