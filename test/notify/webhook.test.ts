import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Alert, RetryLater } from '@podguard/notify';
import { createWebhookChannel } from '@podguard/notify/webhook';
import Ajv from 'ajv';
import { afterEach, describe, expect, it } from 'vitest';
import { type FaultAnswer, type FaultServer, openFaultServer } from '../support/fault-server.ts';
import { verifiedOf } from './remediations.ts';
import { digestOf, transitionOf } from './transitions.ts';

const SECRET = 'a-long-random-text-of-the-operators';
const NOW = new Date('2026-03-12T07:00:30.900Z');
const schemaFile = path.resolve(import.meta.dirname, '../../docs/alert.schema.json');
const validate = new Ajv().compile(JSON.parse(await readFile(schemaFile, 'utf8')) as object);

let server: FaultServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const alert: Alert = { kind: 'transitions', transitions: [transitionOf()] };
const OK: FaultAnswer = { status: 204 };

async function send(
  answer: FaultAnswer,
  told: Alert = alert,
  secret: () => Promise<string> = async () => SECRET,
): Promise<void> {
  server = await openFaultServer(() => answer);
  const url = `${server.url}/hook/path-that-is-a-secret?token=another`;
  await createWebhookChannel({ url, secret, allowHttp: true, now: () => NOW }).send(told);
}

describe('a webhook', () => {
  it('is posted the alert that programs get, with its id and when it was signed', async () => {
    await send(OK);
    const [request] = server?.requests ?? [];
    expect(request).toMatchObject({
      method: 'POST',
      path: '/hook/path-that-is-a-secret?token=another',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'user-agent': 'podguard',
        'x-podguard-timestamp': '1773298830',
        'x-podguard-signature': expect.stringMatching(/^v1=[0-9a-f]{64}$/),
      },
    });
    const body = JSON.parse(request?.body ?? '') as { readonly id: string };
    expect(validate(body) ? [] : validate.errors).toEqual([]);
    expect(request?.headers['x-podguard-id']).toBe(body.id);
  });

  it('has the same id where the same is told again', async () => {
    await send(OK);
    const [first] = server?.requests ?? [];
    await server?.close();
    await send(OK);
    expect(server?.requests[0]?.headers['x-podguard-id']).toBe(first?.headers['x-podguard-id']);
  });

  it('gets remediations, too', async () => {
    await send(OK, { kind: 'remediation', remediation: verifiedOf(), finding: null });
    expect(JSON.parse(server?.requests[0]?.body ?? '')).toMatchObject({
      kind: 'remediation',
      remediation: { status: 'verified' },
    });
  });

  it('gets digests, too', async () => {
    const digest = digestOf([transitionOf()], { id: 'run-1', title: 'Baseline', account: '111122223333' });
    await send(OK, { kind: 'digest', digest });
    expect(JSON.parse(server?.requests[0]?.body ?? '')).toMatchObject({ kind: 'digest', id: 'run-1' });
  });

  it('gets at most 240,000 bytes, however much there is to tell', async () => {
    const evidence = [{ path: 'p', value: 'é'.repeat(300_000) }];
    await send(OK, { kind: 'transitions', transitions: [transitionOf({ finding: { evidence } })] });
    const body = server?.requests[0]?.body ?? '';
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(240_000);
    expect(JSON.parse(body)).toMatchObject({ cut: expect.stringContaining('were cut') });
  });

  it.for([200, 201, 202, 204])('has taken it where it answers %i', async (status) => {
    await expect(send({ status })).resolves.toBeUndefined();
  });

  it('has taken it however much it answers: nothing of it is read', async () => {
    await expect(send('endless')).resolves.toBeUndefined();
  });
});

describe('a webhook that does not take it', () => {
  it.for([
    ['is down', { status: 503 }],
    ['times out', { status: 408 }],
    ['throttles without saying until when', { status: 429 }],
    ['says something strange', { status: 418 }],
    ['does not know the signature', { status: 401 }],
    ['forbids it', { status: 403 }],
    ['is not there', { status: 404 }],
    ['is gone', { status: 410 }],
    ['hangs up', 'reset'],
  ] as const)('can be sent to again where it %s', async ([, answer]) => {
    await expect(send(answer)).rejects.toMatchObject({ code: 'channel-unreachable', retryable: true });
    expect(server?.requests).toHaveLength(1);
  });

  it('can be sent to again where it does not answer', async () => {
    await expect(send('hang')).rejects.toMatchObject({ code: 'channel-unreachable', retryable: true });
  });

  it.for([400, 413, 422])('cannot be sent to again where it refuses the body: %i', async (status) => {
    await expect(send({ status })).rejects.toMatchObject({ code: 'alert-refused', retryable: false });
  });

  it.for([
    ['in seconds', 429, '120', 120],
    ['as a date', 503, 'Thu, 12 Mar 2026 07:01:30 GMT', 60],
    ['for longer than an hour', 429, '999999', 3_600],
  ] as const)('is sent to when it asks for it: %s', async ([, status, header, retryAfter]) => {
    const failure = await send({ status, headers: { 'retry-after': header } }).catch((error) => error);
    expect(failure).toBeInstanceOf(RetryLater);
    expect(failure).toMatchObject({ code: 'channel-unreachable', retryable: true, retryAfter });
  });

  it.for([301, 302, 307, 308])('is not followed where it leads elsewhere: %i', async (status) => {
    const other = await openFaultServer(() => OK);
    await expect(send({ status, headers: { location: other.url } })).rejects.toMatchObject({
      code: 'channel-unreachable',
      message: expect.stringContaining('redirects are not followed'),
    });
    expect(other.requests).toEqual([]);
    await other.close();
  });

  it.for([
    { status: 500, body: 'path-that-is-a-secret' },
    { status: 404, body: 'SECRET-OF-THEIRS' },
    { status: 400, body: 'SECRET-OF-THEIRS' },
  ])('is told without its path, which often is a secret, and without what it said: %o', async (answer) => {
    const { message } = (await send(answer).catch((error) => error)) as Error;
    expect(message).toContain(`127.0.0.1:${new URL(server?.url ?? '').port} answered ${answer.status}`);
    expect(message).not.toMatch(/path-that-is-a-secret|token|SECRET/);
    expect(message).not.toContain(SECRET);
  });

  it('is told with what hindered it where nobody listens', async () => {
    const closed = await openFaultServer(() => OK);
    await closed.close();
    const { url } = closed;
    const channel = createWebhookChannel({ url, secret: async () => SECRET, allowHttp: true });
    await expect(channel.send(alert)).rejects.toMatchObject({
      code: 'channel-unreachable',
      retryable: true,
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });
});

describe('the settings of a webhook', () => {
  it.for([
    'http://hooks.example/a',
    'ftp://hooks.example/a',
    'https://noor:secret@hooks.example/a',
    'hooks.example',
  ])('are refused where the URL is %s', (url) => {
    expect(() => createWebhookChannel({ url, secret: async () => SECRET })).toThrow(
      expect.objectContaining({ code: 'config-invalid' }),
    );
  });

  it('send nothing without a secret', async () => {
    await expect(send(OK, alert, async () => ' ')).rejects.toMatchObject({
      code: 'channel-unreachable',
      retryable: true,
      message: expect.stringContaining('the secret of the webhook is empty'),
    });
    expect(server?.requests).toEqual([]);
  });

  it('are asked for the secret each time, as it may have changed', async () => {
    const secrets = ['one', 'two'];
    const open = await openFaultServer(() => OK);
    const secret = async () => secrets.shift() ?? '';
    const channel = createWebhookChannel({ url: open.url, secret, allowHttp: true, now: () => NOW });
    await channel.send(alert);
    await channel.send(alert);
    const signatures = open.requests.map(({ headers }) => headers['x-podguard-signature']);
    expect(new Set(signatures).size).toBe(2);
    await open.close();
  });
});
