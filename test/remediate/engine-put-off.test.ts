import type { LiveRead } from '@podguard/inventory';
import { expect, test } from 'vitest';
import { approvedIn, badWorld, HOUR, proposedIn, statuses } from './engine-steps.ts';
import type { World } from './engine-world.ts';

const SLOW: LiveRead = { outcome: 'slow', reason: 'no answer' };

/** Something else was done to the same resource just now. */
async function doneBesides(world: World): Promise<void> {
  const at = new Date(world.clock).toISOString();
  const [proposed] = await world.state.listRemediations(1);
  if (proposed === undefined) throw new Error('nothing was proposed');
  await world.state.saveRemediation({
    ...proposed,
    ...{ id: 'rm-other', version: 1, finding: 'pg-other', status: 'verified' },
    applied: { principal: 'arn:p', readAt: at, startedAt: at, endedAt: at },
  });
}

test('people hear once of each guard that keeps what they approved waiting', async () => {
  const world = await badWorld({ instances: 20 });
  const { id } = await approvedIn(world);
  await doneBesides(world);
  const before = world.told.length;
  for (let count = 0; count < 3; count += 1) await world.use().proceed(id);
  const one = await world.state.loadRemediation(id);
  expect(one && statuses(one)).toEqual(['proposed', 'approved', 'approved']);
  expect(one?.history.at(-1)?.note).toBe(
    'not now: cooled-down: something was done to it less than 60 minutes ago',
  );
  expect(world.told.slice(before).map(({ history }) => history.length)).toEqual([3]);
  world.readFails = SLOW;
  for (let count = 0; count < 3; count += 1) await world.use().proceed(id);
  expect(world.told.slice(before).map(({ history }) => history.at(-1)?.note)).toEqual([
    expect.stringMatching(/^not now: cooled-down: /),
    expect.stringMatching(/^not now: live-as-judged: .* could not be read: no answer; cooled-down: /),
  ]);
  world.readFails = null;
  world.clock += 2 * HOUR;
  expect((await world.use().proceed(id))?.status).toBe('verified');
});

test('what could not be applied in time says what kept it', async () => {
  const world = await badWorld();
  const { id } = await approvedIn(world);
  world.readFails = SLOW;
  await world.use().proceed(id);
  world.clock += 25 * HOUR;
  const one = await world.use().proceed(id);
  expect(one?.status).toBe('expired');
  expect(one?.history.at(-1)?.note).toMatch(
    /^nobody applied it by .*: live-as-judged: .* could not be read: no answer$/,
  );
});

test('a proposal that nobody approved says so', async () => {
  const world = await badWorld();
  const { id, expiresAt } = await proposedIn(world);
  world.clock += 25 * HOUR;
  const one = await world.use().proceed(id);
  expect(one?.history.at(-1)?.note).toBe(`nobody approved it by ${expiresAt}`);
});

const refusal = (metadata: object) =>
  Object.assign(new Error('not authorized'), { name: 'UnauthorizedOperation', $metadata: metadata });

test.for([
  ['AWS refuses the first call: it is read once', 1, 0, refusal({ httpStatusCode: 403, attempts: 1 })],
  ['AWS fails: what it did may show later', 2, 0, refusal({ httpStatusCode: 500, attempts: 1 })],
  [
    'a second attempt is refused: what the first did may show later',
    2,
    0,
    refusal({ httpStatusCode: 409, attempts: 2 }),
  ],
  ['no answer comes: what it did may show later', 2, 0, new Error('timed out')],
  ['the second call is refused: what the first did may show later', 2, 1, refusal({ httpStatusCode: 403 })],
] as const)('%s', async ([, least, done, error]) => {
  const world = await badWorld();
  const { id } = await approvedIn(world);
  let [calls, reads] = [0, 0];
  const use = world.use({
    async perform(...asked) {
      calls += 1;
      if (calls > done) throw error;
      return world.deps().perform(...asked);
    },
    async read(key) {
      if (calls > 0) reads += 1;
      return world.deps().read(key);
    },
  });
  expect((await use.proceed(id))?.status).toBe('failed');
  expect(reads === 1).toBe(least === 1);
  expect(reads).toBeGreaterThanOrEqual(least);
});
