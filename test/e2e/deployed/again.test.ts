import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { denyReads } from './answers.ts';
import { type Deployment, startDeployment } from './deployment.ts';
import { reported, scanned } from './found.ts';
import { sampleDay } from './sample-day.ts';

let first: Deployment;
let second: Deployment | undefined;
beforeAll(async () => {
  first = await startDeployment();
  first.proxy.answerWith(denyReads);
}, 180_000);
afterAll(async () => {
  await second?.stop();
  await first?.stop();
});

describe('a deployment', () => {
  it('that is killed in the middle of the day and made again comes to the same findings', {
    timeout: 120_000,
  }, async () => {
    await first.put(sampleDay().slice(0, 150));
    await expect.poll(() => countItems(first), { timeout: 30_000 }).toBeGreaterThan(0);
    await first.miniStack.kill();
    second = await startDeployment();
    second.proxy.answerWith(denyReads);
    expect(await countItems(second)).toBe(0);
    await second.put(sampleDay());
    await second.settle();
    expect(await reported(second)).toEqual(await scanned());
  });
});

async function countItems({ store }: Deployment): Promise<number> {
  let count = 0;
  for await (const _ of store.listItems()) count += 1;
  return count;
}
