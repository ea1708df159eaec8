import fc from 'fast-check';
import { expect } from 'vitest';
import { roleArn, stateOf, type TestAccount, testAccount } from './account.ts';

/** Changes an account by the number that it was drawn with; one that AWS refuses changes nothing. */
export type Call = (account: TestAccount, pick: number) => Promise<unknown>;

const REFUSED = [
  'AlreadyExists',
  'EntityAlreadyExists',
  'InvalidLaunchTemplate',
  'InvalidParameter',
  'LimitExceeded',
  'NoSuchEntity',
  'OperationNotPermitted',
  'ResourceInUse',
  'ResourceNotFound',
  'ValidationError',
];

async function attempt(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    const { name } = error as Error;
    if (!REFUSED.some((one) => name.startsWith(one))) throw error;
  }
}

/**
 * Makes any of the calls, in any order, on an account with the cluster `prod`, and then reads these keys: the read must tell what
 * the events did, and news only of what these left open. How many were left open in nothing.
 */
export async function readAfterAnyCalls(
  calls: Readonly<Record<string, Call>>,
  keys: readonly string[],
  prepare: (account: TestAccount) => Promise<unknown> = async () => {},
): Promise<number> {
  const drawn = fc.record({ name: fc.constantFrom(...Object.keys(calls)), pick: fc.nat(3) });
  let whole = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(drawn, { minLength: 10, maxLength: 60 }), async (made) => {
      const account = await testAccount();
      await account.eks.createCluster({ name: 'prod', roleArn: roleArn('c'), resourcesVpcConfig: {} });
      await prepare(account);
      for (const { name, pick } of made) {
        account.wait(1);
        await attempt(calls[name]!(account, pick));
      }
      await account.deliverRecords();
      account.wait(120);
      for (const key of keys) {
        const item = await account.item(key);
        if (item === undefined) continue;
        const before = await stateOf(account, key);
        const outcome = await account.readInto(key);
        const { state, sets, present } = await stateOf(account, key);
        expect([key, present]).toEqual([key, before.present]);
        if (!present) continue;
        const known = Object.entries(before.state).filter(([, value]) => value !== undefined);
        const complete = before.sets.filter((set) => set.complete);
        expect(Object.entries(state)).toEqual(expect.arrayContaining(known));
        expect(sets).toEqual(expect.arrayContaining(complete));
        const open = complete.length < sets.length || known.length < Object.keys(state).length;
        expect([key, outcome]).toEqual([key, open ? '1 news' : '0 news']);
        if (!open) whole += 1;
      }
      await account.fake.close();
    }),
    { numRuns: 25 },
  );
  return whole;
}
