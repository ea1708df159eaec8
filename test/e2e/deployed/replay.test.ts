import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ACCOUNT, REGION } from '../../support/ministack/start.ts';
import { runCli } from '../../support/run-cli.ts';
import { denyReads } from './answers.ts';
import { type Deployment, startDeployment } from './deployment.ts';
import { reported, scanned } from './found.ts';
import { sampleDay } from './sample-day.ts';
import { digestsIn, transitionsIn } from './told.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const CONFIG = path.join(ROOT, 'test/fixtures/synth/all-events.config.ts');

let deployment: Deployment;
beforeAll(async () => {
  deployment = await startDeployment({ config: 'all-events.config.ts' });
  deployment.proxy.answerWith(denyReads);
  vi.stubEnv('AWS_ACCESS_KEY_ID', ACCOUNT);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
}, 180_000);
afterAll(async () => {
  vi.unstubAllEnvs();
  await deployment?.stop();
});

const replay = (...args: readonly string[]) =>
  runCli([
    ...['replay', ...args, '--stage', 'dev', '--config', CONFIG],
    ...['--region', REGION, '--endpoint-url', deployment.miniStack.url],
  ]);

/** As if no replayed record had come for a while. */
async function calm({ state }: Deployment): Promise<void> {
  const mark = (await state.loadMark('replay')) as { readonly startedAt: string };
  expect(mark.startedAt).toMatch(/^\d{4}-/);
  const before = new Date(Date.now() - 11 * 60_000).toISOString();
  await state.saveMark('replay', { startedAt: before, seenAt: before });
}

describe('the sample day, replayed', { timeout: 180_000 }, () => {
  it('is found as scan finds it, and told as one digest when no more comes', async () => {
    const { status } = await replay(path.join(ROOT, 'samples'));
    expect(status).toBe(0);
    await deployment.settle(150_000);
    expect(await reported(deployment)).toEqual(await scanned('all-events.config.ts'));
    await deployment.invoke('sweep', {});
    await deployment.settle();
    expect(await deployment.subscriber.heard()).toEqual([]);
    await calm(deployment);
    await deployment.invoke('sweep', {});
    await deployment.settle();
    const heard = await deployment.subscriber.heard();
    expect(transitionsIn(heard)).toEqual([]);
    expect(digestsIn(heard)).toHaveLength(1);
    const found = (await reported(deployment)).filter(({ status }) => status === 'open');
    const open = Object.values(digestsIn(heard)[0]?.open ?? {}).reduce((sum, count) => sum + count, 0);
    expect(open).toBe(found.length);
  });

  it('and once more, by itself and replayed, tells nobody anything', async () => {
    await replay(path.join(ROOT, 'samples'));
    await deployment.put(sampleDay());
    await deployment.settle(150_000);
    await calm(deployment);
    await deployment.invoke('sweep', {});
    await deployment.settle();
    expect(await deployment.subscriber.heard()).toEqual([]);
    expect(await reported(deployment)).toEqual(await scanned('all-events.config.ts'));
  });

  it('what was put aside comes back, and is told with the next digest', async () => {
    const url = deployment.queueUrl('evaluate-dlq');
    const [event] = sampleDay();
    const { sqs } = deployment.clients;
    const { SendMessageCommand } = await import('@aws-sdk/client-sqs');
    const body = {
      'detail-type': event?.DetailType,
      source: event?.Source,
      detail: JSON.parse(event?.Detail ?? ''),
    };
    await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: JSON.stringify(body) }));
    const { status, stdout } = await replay('--redrive', 'evaluate');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ waiting: 1, moved: 1, left: 0 });
    await deployment.settle();
    expect(await deployment.subscriber.heard()).toEqual([]);
  });
});
