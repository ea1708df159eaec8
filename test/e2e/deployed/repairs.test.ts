import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  ListAccessKeysCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import type { Remediation } from '@podguard/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACCOUNT } from '../../support/ministack/start.ts';
import { openSlackServer, type SlackServer } from '../../support/slack-server/slack-server.ts';
import { answerUnknown } from './answers.ts';
import { type Deployment, startDeployment } from './deployment.ts';
import { reported } from './found.ts';
import { faultsOf, privilegesOf } from './privileges.ts';
import { inPutAside } from './put-aside.ts';
import { created, type KeyCall, setTo } from './repairs-events.ts';
import { shortenWaits } from './shorten-waits.ts';
import { openUrlOf } from './url-of.ts';

const REPAIRING = 'podguard-dev-remediate';
const MINUTE = 60_000;
const PATIENCE = { timeout: 60_000, interval: 500 };

let slack: SlackServer;
let service: Deployment;
let url: Awaited<ReturnType<typeof openUrlOf>>;
/** What the function that repairs changed in the account. */
const changes: string[] = [];
beforeAll(async () => {
  slack = await openSlackServer();
  service = await startDeployment({
    config: 'repairs.config.ts',
    environment: {
      NODE_OPTIONS: `--import=${pathToFileURL(join(import.meta.dirname, 'elsewhere.ts'))}`,
      ELSEWHERE: JSON.stringify({ 'https://slack.com/api/': slack.apiUrl }),
    },
  });
  // What is looked at again in minutes would keep every queue busy.
  service.proxy.rewriteWith((call, body) => (body.includes('watch') ? body : shortenWaits(call, body)));
  service.proxy.answerWith((call) => {
    if (call.by === REPAIRING && call.service === 'iam' && !/^(?:Get|List)/.test(call.operation))
      changes.push(call.operation);
    return answerUnknown(call);
  });
  const secrets = {
    '/podguard/slack/token': slack.workspace.token,
    '/podguard/slack/signing-secret': slack.signingSecret,
  };
  for (const [Name, Value] of Object.entries(secrets))
    await service.clients.ssm.send(new PutParameterCommand({ Name, Value, Type: 'SecureString' }));
  url = await openUrlOf(service, 'slack-actions');
  await knowOthers();
}, 240_000);
afterAll(async () => {
  await url?.close();
  await service?.stop();
  await slack?.close();
});

/** A key that is active in the account, of which no event told. */
async function makeKey(userName: string): Promise<Omit<KeyCall, 'at' | 'by'>> {
  const { iam } = service.clients;
  await iam.send(new CreateUserCommand({ UserName: userName }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: userName }));
  return { userName, accessKeyId: AccessKey?.AccessKeyId as string };
}

/** Keys that nobody uses: a budget of all keys in an hour leaves room for these tests. */
async function knowOthers(): Promise<void> {
  const others = await Promise.all(['anchor', 'buoy', 'cutter', 'dinghy'].map(makeKey));
  for (const { userName: UserName, accessKeyId: AccessKeyId } of others)
    await service.clients.iam.send(new UpdateAccessKeyCommand({ UserName, AccessKeyId, Status: 'Inactive' }));
  await service.put(others.map((one) => setTo('Inactive', { at: ago(30), by: 'user/admin', ...one })));
  await service.settle();
}

const ago = (minutes: number) => new Date(Date.now() - minutes * MINUTE);
const keyOf = ({ accessKeyId }: Pick<KeyCall, 'accessKeyId'>) => `${ACCOUNT}/${accessKeyId}`;
const statusOf = async ({ userName }: Pick<KeyCall, 'userName'>) => {
  const command = new ListAccessKeysCommand({ UserName: userName });
  return (await service.clients.iam.send(command)).AccessKeyMetadata?.map(({ Status }) => Status);
};
const remediationsOf = async (key: string, rule: string): Promise<readonly Remediation[]> =>
  (await service.state.listRemediations(50, key)).filter((one) => one.rule === rule);
const statuses = (all: readonly Remediation[]) => all.map(({ status }) => status);
const findingOf = async (key: string, rule: string) =>
  (await reported(service)).find((one) => one.resource.key === key && one.rule === rule);
const knows = async (key: string, eventName: string, by: string) =>
  (await service.store.load(key))?.log.some(
    ({ cause }) => cause.eventName === eventName && cause.actor.principal.endsWith(by),
  ) ?? false;

describe('a key that somebody makes active again', () => {
  const RULE = 'static-key-reactivated';
  let ship: Awaited<ReturnType<typeof makeKey>>;
  let key: string;

  it('is made inactive by the function alone, once, and verified', { timeout: 120_000 }, async () => {
    ship = await makeKey('ship');
    key = keyOf(ship);
    await service.put([
      created({ at: ago(20), by: 'user/ship', ...ship }),
      setTo('Inactive', { at: ago(15), by: 'user/admin', ...ship }),
      setTo('Active', { at: ago(10), by: 'user/admin', ...ship }),
    ]);
    await expect.poll(async () => statuses(await remediationsOf(key, RULE)), PATIENCE).toEqual(['verified']);
    expect(await statusOf(ship)).toEqual(['Inactive']);
    expect(changes).toEqual(['UpdateAccessKey']);
    const [one] = await remediationsOf(key, RULE);
    expect(one).toMatchObject({
      mode: 'auto',
      approvals: [expect.objectContaining({ by: 'podguard' })],
      applied: { principal: `arn:aws:iam::${ACCOUNT}:role/${REPAIRING}`, endedAt: expect.any(String) },
      plan: { fields: [{ name: 'status', before: 'Active', after: 'Inactive' }] },
    });
    expect(await findingOf(key, RULE)).toMatchObject({ status: 'resolved' });
  });

  it('people are told what was done, behind the alert', { timeout: 90_000 }, async () => {
    const kinds: string[] = [];
    const hears = async () => {
      const bodies = (await service.subscriber.heard()).map(({ Message }) => JSON.parse(Message));
      kinds.push(...bodies.map(({ kind, remediation }) => `${kind} ${remediation?.status ?? ''}`));
      return kinds;
    };
    await expect.poll(hears, PATIENCE).toContain('remediation verified');
    expect(kinds.indexOf('transitions ')).toBeLessThan(kinds.indexOf('remediation verified'));
  });

  it('its own event comes back, and nothing is done about it', { timeout: 120_000 }, async () => {
    await service.put([setTo('Inactive', { at: new Date(), by: `role/${REPAIRING}`, ...ship })]);
    await expect.poll(() => knows(key, 'UpdateAccessKey', REPAIRING), PATIENCE).toBe(true);
    await service.invoke('sweep', {});
    await expect.poll(async () => messagesNow('remediate'), PATIENCE).toBe(0);
    expect(statuses(await remediationsOf(key, RULE))).toEqual(['verified']);
    expect(changes).toEqual(['UpdateAccessKey']);
    expect(await findingOf(key, RULE)).toMatchObject({ status: 'resolved' });
  });
});

describe('a key that somebody makes for another', () => {
  const RULE = 'static-key-for-other-user';
  let crew: Awaited<ReturnType<typeof makeKey>>;
  let key: string;

  it('is left as it is, and what would be done is proposed in Slack', { timeout: 120_000 }, async () => {
    crew = await makeKey('crew');
    key = keyOf(crew);
    await service.put([created({ at: ago(10), by: 'user/admin', ...crew })]);
    await expect.poll(() => proposal(key) !== undefined, PATIENCE).toBe(true);
    expect(statuses(await remediationsOf(key, RULE))).toEqual(['proposed']);
    expect(await statusOf(crew)).toEqual(['Active']);
    expect(changes).toEqual(['UpdateAccessKey']);
  });

  it('is made inactive when somebody who may approves it, once', { timeout: 120_000 }, async () => {
    const message = proposal(key);
    if (message === undefined) throw new Error('nothing was proposed');
    const press = () => slack.press({ url: url.url, message, action: 'podguard.approve' });
    expect(await press()).toMatchObject({ status: 200 });
    await expect.poll(async () => statuses(await remediationsOf(key, RULE)), PATIENCE).toEqual(['verified']);
    const [one] = await remediationsOf(key, RULE);
    expect(one?.approvals).toEqual([expect.objectContaining({ by: expect.stringContaining('noor') })]);
    expect(await statusOf(crew)).toEqual(['Inactive']);
    await press();
    await expect.poll(() => messagesNow('actions'), PATIENCE).toBe(0);
    await expect.poll(() => messagesNow('remediate'), PATIENCE).toBe(0);
    expect(changes).toEqual(['UpdateAccessKey', 'UpdateAccessKey']);
  });
});

describe('a key whose rule is in shadow mode', () => {
  it('is left as it is, and what would be done is on record', { timeout: 120_000 }, async () => {
    const mate = await makeKey('mate');
    const key = keyOf(mate);
    await service.put([created({ at: ago(10), by: 'user/mate', ...mate })]);
    const recorded = async () => statuses(await remediationsOf(key, 'static-key-created'));
    await expect.poll(recorded, PATIENCE).toEqual(['shadow']);
    expect(await statusOf(mate)).toEqual(['Active']);
    expect(changes).toHaveLength(2);
  });
});

describe('of all of this', () => {
  it('nothing was put aside, and no role lacked a right', async () => {
    expect(await inPutAside(service)).toEqual([]);
    const lacking = [...privilegesOf(service)].flatMap(([name, its]) =>
      faultsOf(its)
        .filter((fault) => fault.startsWith('lacks'))
        .map((fault) => `${name} ${fault}`),
    );
    expect(lacking).toEqual([]);
  });
});

/** The message with the buttons. */
function proposal(key: string) {
  return slack.workspace.messages.findLast(({ blocks }) => {
    const text = JSON.stringify(blocks);
    return text.includes('podguard.approve') && text.includes(key);
  });
}

/** Those that wait for their time are not counted: what others changed is looked for in minutes. */
async function messagesNow(queue: string): Promise<number> {
  const { Attributes = {} } = await service.clients.sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: service.queueUrl(queue), AttributeNames: ['All'] }),
  );
  const { ApproximateNumberOfMessages: visible = 0, ApproximateNumberOfMessagesNotVisible: taken = 0 } =
    Attributes;
  return Number(visible) + Number(taken);
}
