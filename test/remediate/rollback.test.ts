import { expect, test } from 'vitest';
import { ACCOUNT } from '../support/states.ts';
import { instance, makeBad, makeWorld, refOf } from './engine-world.ts';

const HOW = { forced: false, by: 'anna' };

test('what changes beside the undoing, meanwhile, is no success and is named', async () => {
  const world = await makeWorld();
  await makeBad(world);
  const { remediation: done } = await world.use().request(refOf(instance(0)), HOW);
  expect(done.status).toBe('verified');
  world.clock += 60_000;
  world.onCall = () => {
    world.profile = `arn:aws:iam::${ACCOUNT}:instance-profile/other`;
  };
  const { remediation, refusal } = await world.use().rollback(done.id, { ...HOW, dryRun: false });
  expect(remediation?.status).toBe('failed');
  expect(refusal).toContain('changed besides: profileArn');
});
