import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { listOrganization, ORGANIZATION_ACTIONS } from '@podguard/inventory';
import { expect, onTestFinished, test } from 'vitest';

const OURS = '111122223333';
const OTHER = '444455556666';

type Answer = { readonly status?: number; readonly body: unknown } | 'none';

/** What Organizations answers, call by call; the tokens and the operations that it was asked with. */
async function organizations(...answers: readonly Answer[]) {
  const asked: { readonly target: string | undefined; readonly token: unknown }[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (part: Buffer) => {
      text += part.toString();
    });
    request.on('end', () => {
      const { NextToken: token } = JSON.parse(text) as { readonly NextToken?: string };
      asked.push({ target: request.headers['x-amz-target']?.toString(), token });
      const answer = answers[asked.length - 1];
      if (answer === undefined || answer === 'none') return;
      response.writeHead(answer.status ?? 200, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const list = (timeoutMs = 10_000) =>
    listOrganization({
      account: OURS,
      timeoutMs,
      clientOptions: {
        ...{ region: 'eu-central-1', maxAttempts: 1, retryMode: 'standard' },
        endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
      },
    });
  return { list, asked };
}

const account = (Id: string, State = 'ACTIVE') => ({ Id, State, Name: 'an account', Email: 'a@example.com' });
const page = (Accounts: readonly object[], NextToken?: string): Answer => ({ body: { Accounts, NextToken } });
const refused = (type: string, status = 400): Answer => ({ status, body: { __type: type, Message: 'no' } });

test('active accounts of all pages are listed, sorted, also behind an empty page', async () => {
  const { list, asked } = await organizations(
    page([account(OTHER), account('777788889999', 'SUSPENDED')], 'a'),
    page([], 'b'),
    page([account(OURS), account('222233334444', 'PENDING_CLOSURE'), account(OTHER)]),
  );
  expect(await list()).toEqual({ outcome: 'read', accounts: [OURS, OTHER] });
  expect(asked).toEqual(
    [undefined, 'a', 'b'].map((token) => ({ target: 'AWSOrganizationsV20161128.ListAccounts', token })),
  );
});

test('what it calls is what it is granted', () => {
  expect(ORGANIZATION_ACTIONS).toEqual(['organizations:ListAccounts']);
});

test.for<[string, Answer, object]>([
  ['an account that may not list them', refused('AccessDeniedException'), { outcome: 'denied' }],
  ['an account of no organization', refused('AWSOrganizationsNotInUseException'), { outcome: 'unavailable' }],
  ['too many calls', refused('TooManyRequestsException'), { outcome: 'slow' }],
  ['a fault of the service', refused('ServiceException', 500), { outcome: 'failed' }],
  [
    'an empty list',
    page([]),
    { outcome: 'failed', reason: `${OURS} is not among the accounts that were listed` },
  ],
  ['a list without our own account', page([account(OTHER)]), { outcome: 'failed' }],
  ['an answer without a list', { body: {} }, { outcome: 'failed', reason: 'the answer holds no Accounts' }],
  ['an account without a state', page([{ Id: OURS, Status: 'ACTIVE' }]), { outcome: 'failed' }],
])('%s is told, and is no list', async ([, answer, told]) => {
  const { list } = await organizations(answer);
  expect(await list()).toMatchObject(told);
});

test('a page that fails makes no list of the pages before it', async () => {
  const { list } = await organizations(page([account(OURS)], 'a'), refused('AccessDeniedException'));
  expect(await list()).toMatchObject({ outcome: 'denied' });
});

test('no answer in time is told', async () => {
  const { list } = await organizations('none');
  expect(await list(50)).toMatchObject({ outcome: 'slow' });
});

test('more accounts than can be kept are told, not cut', async () => {
  const many = Array.from({ length: 20_000 }, (_, at) => account(String(200_000_000_000 + at)));
  const { list } = await organizations(page([account(OURS), ...many]));
  expect(await list()).toEqual({ outcome: 'failed', reason: 'there are more than 20000 accounts' });
});
