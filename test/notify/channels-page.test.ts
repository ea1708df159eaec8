import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { parseConfig } from '@podguard/core';
import { createWebhookChannel } from '@podguard/notify/webhook';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FaultRequest, openFaultServer } from '../support/fault-server.ts';
import { transitionOf } from './transitions.ts';

const run = promisify(execFile);
const SECRET = 'a-long-random-text';
const NOW = Date.parse('2026-03-12T07:00:30Z');

let page: string;
let folder: string;
let request: FaultRequest;

beforeAll(async () => {
  page = await readFile(path.resolve(import.meta.dirname, '../../docs/channels.md'), 'utf8');
  folder = await mkdtemp(path.join(tmpdir(), 'podguard-channels-'));
  const server = await openFaultServer(() => ({ status: 204 }));
  const { url } = server;
  const settings = { url, secret: async () => SECRET, allowHttp: true, now: () => new Date(NOW) };
  const summary = 'what somebody wrote: é 😀 \u202e';
  await createWebhookChannel(settings).send({
    kind: 'transitions',
    transitions: [transitionOf({ finding: { summary } })],
  });
  request = server.requests[0] as FaultRequest;
  await server.close();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Given {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
  readonly secret: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

function exampleOf(language: string): string {
  const part = new RegExp(`<!-- ${language} -->\\n\`\`\`\\w+\\n(.*?)\`\`\`\\n<!-- /${language} -->`, 's');
  return part.exec(page)?.[1] ?? '';
}

async function byNode({ headers, body, secret, now }: Given): Promise<boolean> {
  const file = path.join(folder, 'verify.mjs');
  await writeFile(file, exampleOf('node'));
  const { isFromPodguard } = await import(/* @vite-ignore */ pathToFileURL(file).href);
  return isFromPodguard({ headers, body: Buffer.from(body), secret, now });
}

async function byPython({ headers, body, secret, now }: Given): Promise<boolean> {
  const file = path.join(folder, 'verify.py');
  const call =
    'import json, sys\ngiven = json.load(sys.stdin)\nprint(is_from_podguard(given["headers"], given["body"].encode(), given["secret"], given["now"] / 1000))\n';
  await writeFile(file, `${exampleOf('python')}\n\n${call}`);
  const running = run('python3', [file]);
  running.child.stdin?.end(JSON.stringify({ headers, body, secret, now }));
  return (await running).stdout.trim() === 'True';
}

describe('the page about channels', () => {
  it.for([
    ['Node', byNode],
    ['Python', byPython],
  ] as const)(
    'has a check for receivers that lets in what is signed, and nothing else: %s',
    async ([, check]) => {
      const { body } = request;
      const headers = request.headers as Given['headers'];
      const given: Given = { headers, body, secret: SECRET, now: NOW + 60_000 };
      expect(await check(given)).toBe(true);
      expect(await check({ ...given, body: body.replace('critical', 'low') })).toBe(false);
      expect(await check({ ...given, secret: 'another' })).toBe(false);
      expect(await check({ ...given, now: NOW + 301_000 })).toBe(false);
      expect(await check({ ...given, now: NOW - 301_000 })).toBe(false);
      expect(await check({ ...given, headers: {} })).toBe(false);
      const resigned = { ...headers, 'x-podguard-timestamp': String(NOW / 1_000 + 1) };
      expect(await check({ ...given, headers: resigned })).toBe(false);
      const shorter = { ...headers, 'x-podguard-signature': 'v1=' };
      expect(await check({ ...given, headers: shorter })).toBe(false);
    },
  );

  it('has settings that can be used as they stand', () => {
    const settings = [...page.matchAll(/^ {7}channels: (\{.*\}),$/gm)].map(([, text = '']) => text);
    expect(settings).toHaveLength(3);
    for (const text of settings) {
      const channels: unknown = new Function(`return ${text}`)();
      expect(Object.keys(parseConfig({ channels }, 'channels.md').channels)).toHaveLength(1);
    }
  });

  it('names every header that a webhook gets', () => {
    const sent = Object.keys(request.headers).filter((name) => name.startsWith('x-'));
    expect(sent).toHaveLength(3);
    for (const name of sent) expect(page.toLowerCase()).toContain(`| \`${name}\` |`);
  });

  it('has a row for every type of channel', () => {
    for (const type of ['sns', 'slack', 'slack-webhook', 'webhook', 'security-hub', 'eventbridge'])
      expect(page).toMatch(new RegExp(`^\\| .*\`${type}\``, 'm'));
  });
});
