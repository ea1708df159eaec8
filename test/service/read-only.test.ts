import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { configSchema, createFindingContext, type Transition } from '@podguard/core';
import { catalogue } from '@podguard/rules';
import { createReadOnlyService } from 'podguard/service';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startAwsFront } from '../support/aws-front.ts';
import { startDynamoDb } from '../support/dynalite.ts';
import { runCli } from '../support/run-cli.ts';
import { keyCreated } from './records.ts';
import { createTestService } from './test-service.ts';

const MAIN = fileURLToPath(new URL('../../packages/cli/src/main.ts', import.meta.url));
const KEY = 'AKIAIOSFODNN7EXAMPLE';
const PLACE = 'dynamodb:podguard@eu-central-1';

const now = () => new Date('2026-01-02T04:00:00Z');
const config = configSchema.parse({});

/** The page over the store of another service. */
async function over(writer = createTestService(), lookMs = 20) {
  const service = createReadOnlyService({
    place: PLACE,
    store: writer.store,
    catalogue,
    config,
    context: createFindingContext({ config, state: writer.state, now }),
    now,
    report: (error) => {
      throw error;
    },
    lookMs,
  });
  const ask = (path: string, init: RequestInit = {}) =>
    Promise.resolve(service.app.request(path, { ...init, headers: { host: '127.0.0.1:4700' } }));
  return { writer, service, ask };
}

describe('a page that only shows', () => {
  test('has what the other service recorded, and says where it is', async () => {
    const { writer, ask } = await over();
    await writer.post(JSON.stringify(keyCreated('ci-bot', KEY)));
    const page = await (await ask('/')).text();
    expect(page).toContain('ci-bot');
    expect(page).toContain(`Shows <code>${PLACE}</code> and changes nothing.`);
    expect(await (await ask('/api/findings')).json()).toMatchObject([{ status: 'open' }]);
  });

  test('of an empty table does not ask for records', async () => {
    const page = await (await (await over()).ask('/')).text();
    expect(page).toContain('Nothing is recorded yet');
    expect(page).not.toContain('curl');
  });

  test.for(['{}', '', '{"Records": []}'])('takes no records: %j', async (body) => {
    const { writer, ask } = await over();
    const response = await ask('/events', { method: 'POST', body });
    expect(response.status).toBe(405);
    expect(await response.json()).toEqual({
      error: { code: 'read-only', message: expect.stringMatching(/takes no records: .* EventBridge/) },
    });
    expect(await Array.fromAsync(writer.store.listItems())).toEqual([]);
  });

  test.for(['PUT', 'PATCH', 'DELETE'])('answers no %s', async (method) => {
    const { ask } = await over();
    for (const path of ['/', '/api/findings', '/api/resources', '/api/posture', '/events'])
      expect((await ask(path, { method })).status, path).toBe(405);
  });

  test('tells what the other service tells, once', async () => {
    const { writer, service } = await over();
    await writer.post(JSON.stringify(keyCreated('old', 'AKIAOLDEXAMPLE000001')));
    const listening = await service.listen({ port: 0 });
    onTestFinished(() => listening.close());
    const stream = (await fetch(`${listening.url}/api/stream`)).body?.getReader();
    if (stream === undefined) throw new Error('there is no stream');
    await writer.post(JSON.stringify(keyCreated('ci-bot', KEY, { at: '2026-01-02T03:05:05Z' })));
    let text = '';
    while (!text.includes('\ndata: {')) text += new TextDecoder().decode((await stream.read()).value);
    const told = [...text.matchAll(/^data: (.*)$/gm)].map(([, data]) => JSON.parse(data ?? '') as Transition);
    expect(told.map(({ finding }) => finding.resource.key)).toEqual([`111122223333/${KEY}`]);
  });
});

test('start --read-only sends the table nothing but reads', async () => {
  const dynamoDb = await startDynamoDb();
  onTestFinished(() => dynamoDb.close());
  const { store, table } = await dynamoDb.newStore();
  const writer = createTestService({ store });
  await writer.post(JSON.stringify(keyCreated('ci-bot', KEY)));

  const front = await startAwsFront(dynamoDb);
  onTestFinished(() => front.close());
  const child = spawn(
    process.execPath,
    [
      MAIN,
      'start',
      '--read-only',
      '--store',
      `dynamodb:${table}@us-east-1`,
      '--endpoint-url',
      front.url,
      '--port',
      '0',
    ],
    { env: { ...process.env, AWS_ACCESS_KEY_ID: dynamoDb.key, AWS_SECRET_ACCESS_KEY: dynamoDb.key } },
  );
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  for await (const chunk of child.stderr) {
    said += String(chunk);
    if (said.includes('\n')) break;
  }
  const [url] = /http:\/\/localhost:\d+/.exec(said) ?? [];
  expect(said).toBe(
    `podguard: ${url} (Ctrl-C ends it); it shows dynamodb:${table}@us-east-1 and changes nothing\n`,
  );
  for (const path of ['/', '/api/findings'])
    expect(await (await fetch(`${url}${path}`)).text()).toContain('ci-bot');
  for (const path of ['/api/resources', '/api/posture', '/healthz'])
    expect((await fetch(`${url}${path}`)).status).toBe(200);
  expect((await fetch(`${url}/events`, { method: 'POST', body: '{}' })).status).toBe(405);
  child.kill('SIGTERM');
  const [status] = await once(child, 'exit');
  expect(status).toBe(0);
  expect([...front.operations].filter((name) => !/^(Get|BatchGet|Query|Scan|Describe)/.test(name))).toEqual(
    [],
  );
  expect(front.operations.size).toBeGreaterThan(0);
});

test.for<[what: string, options: string[], message: RegExp]>([
  ['a directory', ['--store', '.podguard'], /\.podguard is none: name one with --store dynamodb:TABLE/],
  [
    'a table without a name',
    ['--store', 'dynamodb:@eu-central-1'],
    /: write dynamodb:TABLE or dynamodb:TABLE@/,
  ],
  [
    'a name too short for a table',
    ['--store', 'dynamodb:x@eu-central-1'],
    /dynamodb:x@eu-central-1: no table is called x: the name of one has 3 to 255 letters/,
  ],
  ['a state of its own', ['--store', PLACE, '--memory'], /--memory makes a state of its own/],
  ['one run', ['--store', PLACE, '--once'], /--once makes a state of its own/],
])('start --read-only with %s ends with 2', async ([, options, message]) => {
  const { status, stderr } = await runCli(['start', '--read-only', ...options]);
  expect(status).toBe(2);
  expect(stderr).toMatch(message);
});

test('start with a table and without --read-only says how to look at it', async () => {
  const { status, stderr } = await runCli(['start', '--store', PLACE]);
  expect(status).toBe(2);
  expect(stderr).toContain('look at the table with --read-only');
});
