import { runHere } from '@podguard/drift';
import { expect, test } from 'vitest';
import { PODS_TRUST, roleArn } from './drift-world.ts';
import { ADMIN, known, role } from './known-account.ts';

test('no more lists and resources of a service are read at once than may be, whichever shards they are of', async () => {
  const { recorder } = await known();
  const busy = { now: 0, most: 0 };
  const listings = recorder.deps.listings.map((listing) => ({
    ...listing,
    list: async (...asked: Parameters<typeof listing.list>) => {
      if (!listing.actions[0]?.startsWith('eks:')) return listing.list(...asked);
      busy.now += 1;
      busy.most = Math.max(busy.most, busy.now);
      const page = await listing.list(...asked);
      busy.now -= 1;
      return page;
    },
  }));
  const concurrency = { shards: 40, perService: 2 };
  await runHere({ ...recorder.deps, listings }, { id: 'second', concurrency });
  expect(busy).toEqual({ now: 0, most: 2 });
});

test('what a page tells is looked for and recorded side by side: a slow table holds up no page', async () => {
  const { world, recorder } = await known();
  for (let at = 0; at < 40; at += 1)
    await world.iam.createRole({ RoleName: `r-${at}`, AssumeRolePolicyDocument: PODS_TRUST });
  const most = { load: 0, apply: 0 };
  const busy = { load: 0, apply: 0 };
  const slowly =
    <A extends readonly unknown[], R>(name: 'load' | 'apply', work: (...given: A) => Promise<R>) =>
    async (...given: A): Promise<R> => {
      busy[name] += 1;
      most[name] = Math.max(most[name], busy[name]);
      await new Promise((resolve) => setTimeout(resolve, 5));
      busy[name] -= 1;
      return work(...given);
    };
  const { engine, store, listings } = recorder.deps;
  await recorder.run('second', undefined, {
    listings: listings.filter(({ name }) => name === 'roles'),
    engine: { apply: slowly('apply', engine.apply) },
    store: { ...store, load: slowly('load', store.load) },
  });
  expect(most).toEqual({ load: 32, apply: 32 });
});

test('two runs at once find all that differs between them, and leave it recorded', async () => {
  const { world, recorder } = await known();
  for (const RoleName of ['a', 'b', 'c'])
    await world.iam.createRole({ RoleName, AssumeRolePolicyDocument: PODS_TRUST });
  await world.iam.attachRolePolicy({ ...role, PolicyArn: ADMIN });
  world.wait(1200);
  const runs = await Promise.all(['second', 'third'].map((id) => recorder.run(id)));
  const keys = new Set(runs.flatMap(({ differences }) => differences.map(({ key }) => key)));
  expect([...keys].sort()).toEqual(['a', 'app', 'b', 'c'].map(roleArn).sort());
  world.wait(1200);
  expect((await recorder.run('fourth')).differences).toEqual([]);
});
