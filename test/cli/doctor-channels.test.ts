import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SSM } from '@aws-sdk/client-ssm';
import { configSchema } from '@podguard/core';
import { CHECKS, createAwsClients, findWorld, runChecks } from 'podguard/doctor';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ACCOUNT, type MiniStack, REGION, startMiniStack } from '../support/ministack/start.ts';
import { type FaultyAws, startFaultyAws } from '../support/parts-world/faulty-aws.ts';

const CHANNELS = CHECKS.filter(({ name }) => name === 'channels');
const TOKEN = 'xoxb-1';

let miniStack: MiniStack;
let aws: FaultyAws;
let ssm: SSM;
beforeAll(async () => {
  miniStack = await startMiniStack();
  aws = await startFaultyAws(miniStack.url);
  ssm = new SSM(miniStack.clientOptions());
  vi.stubEnv('AWS_ACCESS_KEY_ID', ACCOUNT);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
});
afterAll(async () => {
  vi.unstubAllEnvs();
  ssm?.destroy();
  await aws?.close();
  await miniStack?.stop();
});

/** Answers `auth.test`: knows one token; another mode answers nothing that Slack would. */
async function slackThat(mode: 'answers' | 'fails') {
  const server = createServer((request, response) => {
    const known = request.headers.authorization === `Bearer ${TOKEN}`;
    const answer = known
      ? { ok: true, team: 'Parcels', user: 'podguard' }
      : { ok: false, error: 'invalid_auth' };
    response.writeHead(mode === 'fails' ? 503 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`;
  return { url, close: () => new Promise((resolve) => server.close(resolve)) };
}

async function channelLines(channels: object, slackApi = 'http://127.0.0.1:1/') {
  const config = configSchema.parse({ channels });
  const clients = createAwsClients({ endpointUrl: aws.url });
  const options = { stage: 'dev', home: REGION, config, clients, endpoint: aws.url, slackApi };
  const lines = await runChecks(await findWorld({ ...options, now: () => new Date() }), CHANNELS);
  clients.destroy();
  return lines.filter(({ subject }) => subject !== 'topic');
}

const slack = { type: 'slack', channel: 'C0123456789', tokenParameter: '/podguard/slack' };
const put = (Name: string, Value: string) =>
  ssm.putParameter({ Name, Value, Type: 'SecureString', Overwrite: true });

describe('channels', () => {
  it('Slack knows the token of the parameter, which is not shown', async () => {
    const { url, close } = await slackThat('answers');
    await put('/podguard/slack', TOKEN);
    const lines = await channelLines({ ops: slack }, url);
    await close();
    expect(lines).toMatchObject([{ status: 'ok', subject: 'channel ops' }]);
    expect(lines[0]?.what).toMatch(/^Slack knows the token: podguard of Parcels/);
    expect(JSON.stringify(lines)).not.toContain(TOKEN);
  });

  it('a token that Slack refuses fails, with where to put another', async () => {
    const { url, close } = await slackThat('answers');
    await put('/podguard/slack', 'xoxb-old');
    const lines = await channelLines({ ops: slack }, url);
    await close();
    expect(lines).toMatchObject([{ status: 'fail', what: 'Slack refuses the token: invalid_auth' }]);
    expect(lines[0]?.mend).toContain('/podguard/slack');
  });

  it.for([`${TOKEN}\nSIGNING=abc`, `"${TOKEN}"`])(
    '%j in the place of a token is said, and shown nowhere',
    async (value) => {
      await put('/podguard/slack', value);
      const lines = await channelLines({ ops: slack });
      expect(lines).toMatchObject([{ status: 'fail', what: 'the parameter holds no bot token' }]);
      expect(JSON.stringify(lines)).not.toContain(TOKEN);
    },
  );

  it('a secret with a new line at its end is there, and said to have one', async () => {
    await put('/podguard/hook', 'https://hooks.slack.example/services/a\n');
    const lines = await channelLines({ hook: { type: 'slack-webhook', urlParameter: '/podguard/hook' } });
    expect(lines).toMatchObject([{ status: 'ok', what: expect.stringContaining('white space at its ends') }]);
  });

  it('a Slack that does not answer is unknown', async () => {
    const { url, close } = await slackThat('fails');
    await put('/podguard/slack', TOKEN);
    const lines = await channelLines({ ops: slack }, url);
    await close();
    expect(lines).toMatchObject([{ status: 'unknown', what: 'Slack did not answer' }]);
  });

  it('a secret that nobody stored fails, with the command that stores it', async () => {
    const webhook = { type: 'webhook', url: 'https://example.com/hook', secretParameter: '/podguard/none' };
    const hook = { type: 'slack-webhook', urlParameter: '/podguard/none' };
    const lines = await channelLines({ hook, siem: webhook });
    expect(lines.map(({ status, what }) => `${status} ${what}`)).toEqual([
      'fail the parameter /podguard/none is missing',
      'fail the parameter /podguard/none is missing',
    ]);
    expect(lines[0]?.mend).toMatch(/^aws ssm put-parameter --type SecureString --name \/podguard\/none/);
  });

  it('Security Hub that is not enabled fails; that may not be asked is unknown', async () => {
    const hub = { hub: { type: 'security-hub' } };
    aws.refuse('GET /accounts', 'InvalidAccessException');
    expect(await channelLines(hub)).toMatchObject([
      { status: 'fail', what: `Security Hub is not enabled in ${REGION}` },
    ]);
    aws.refuse('GET /accounts', 'AccessDeniedException');
    expect(await channelLines(hub)).toMatchObject([
      { status: 'unknown', mend: 'allow yourself securityhub:DescribeHub' },
    ]);
    aws.answerAll();
  });

  it('a bus that is missing fails; one of another account cannot be looked into', async () => {
    const busOf = (account: string) => ({
      bus: { type: 'eventbridge', bus: `arn:aws:events:${REGION}:${account}:event-bus/security` },
    });
    expect(await channelLines(busOf(ACCOUNT))).toMatchObject([{ status: 'fail' }]);
    expect(await channelLines(busOf('444455556666'))).toMatchObject([{ status: 'warn' }]);
  });
});
