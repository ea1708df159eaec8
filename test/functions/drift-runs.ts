import { expect } from 'vitest';
import { newAccount } from './drift-account.ts';
import { type DriftWorld, newDriftWorld } from './drift-world.ts';

export const MINUTE = 60_000;

export const DAY = 24 * 60 * MINUTE;

export const BASELINE = { run: 'first', kind: 'baseline' };

export const scheduled = (run: string) => ({ run, by: 'schedule' });

export const reportOf = (world: DriftWorld, run: string) =>
  JSON.parse(world.kept.get(`reports/${run}.json`) ?? 'null');

/** A service that read the account a day ago. */
export async function read(account = newAccount()): Promise<DriftWorld> {
  const world = newDriftWorld(account);
  expect(await world.run(BASELINE)).toMatchObject({ failed: false });
  world.clock += DAY;
  for (const list of [world.digests, world.listed, world.steps, world.loud]) list.length = 0;
  return world;
}
