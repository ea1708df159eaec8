import { expect, it } from 'vitest';
import { instance, makeBad, makeWorld, RULE, refOf } from '../remediate/engine-world.ts';
import { judgeRepair } from './files/clocks.ts';
import { files } from './files/files.ts';

it('a full disk, a clock that jumps and items that grow lose nothing', { timeout: 240_000 }, async () => {
  const seed = Date.now() % 1_000_000;
  const figures = await files.run({ scale: 0.005, seed, log: () => {} });
  expect(figures).toHaveLength(4);
  expect(
    figures.flatMap(({ faults }) => faults),
    `seed ${seed}`,
  ).toEqual([]);
});

it('a repair that called twice is accused', async () => {
  const world = await makeWorld({ remediation: { rules: { [RULE]: 'auto' } } });
  await makeBad(world);
  const { perform } = world.deps();
  const remediating = world.use({
    perform: async (step, id) => {
      await perform(step, id);
      return perform(step, id);
    },
  });
  await remediating.begin({ ...refOf(instance(0)), opened: 'e-1', transition: 't-1' });
  expect(await judgeRepair(world)).toContainEqual(expect.stringMatching(/^called twice/));
});
