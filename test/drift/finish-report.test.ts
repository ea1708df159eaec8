import { findingsOf, readEventId, type StateChange } from '@podguard/core';
import { createFinish, reportStore } from '@podguard/drift';
import { catalogue } from '@podguard/rules';
import { describe, expect, it } from 'vitest';
import {
  ASSOCIATION,
  associate,
  createRole,
  ROLE,
  TRUSTED,
  UNTRUSTED,
  updateTrust,
} from '../support/changes.ts';
import { ACCOUNT, config, difference, found, world } from './finish-world.ts';

/** What a read says of the role, so many days after its making. */
function readRole(time: number, lastUsedAt: string | null, trust = TRUSTED): StateChange {
  const put = createRole(time, trust);
  if (put.op !== 'put') throw new Error('a role is made by a put');
  const eventId = readEventId('role', put.cause.at, ROLE);
  const { uniqueId: _, ...rest } = put;
  return {
    ...rest,
    creates: false,
    stamp: { ...put.stamp, eventId },
    cause: { ...put.cause, eventId, eventName: 'read:role' },
    fields: { ...put.fields, lastUsedAt: { value: lastUsedAt } },
  };
}

describe('identities that nobody uses', () => {
  const unusedAfter = async (days: number, ...changes: readonly StateChange[]) => {
    const here = world();
    for (const change of changes) await here.harness.deliver(change);
    here.wait(days);
    return (await createFinish(here.deps)(here.runOf('r1'))).unused;
  };

  it('are roles that pods were granted long ago, and that were never used', async () => {
    const told = [createRole(0), associate(1), readRole(600, null)];
    expect(await unusedAfter(120, ...told)).toEqual([
      {
        role: ROLE,
        grants: ['shop/cart'],
        place: { account: ACCOUNT, cluster: expect.stringContaining('cluster/prod'), issuer: null },
        lastUsedAt: null,
        asOf: '2026-06-29T00:00:00Z',
        grantedAt: '2026-01-02T03:00:01Z',
      },
    ]);
    // 60 days after it was granted.
    expect(await unusedAfter(2, ...told)).toEqual([]);
  });

  it('are not those that were used since', async () => {
    const told = (lastUsedAt: string) => [createRole(0), associate(1), readRole(600, lastUsedAt)];
    expect(await unusedAfter(120, ...told('2026-01-03T00:00:00Z'))).toMatchObject([
      { role: ROLE, lastUsedAt: '2026-01-03T00:00:00Z' },
    ]);
    expect(await unusedAfter(120, ...told('2026-05-03T00:00:00Z'))).toEqual([]);
  });

  it('are none of which nobody knows yet that they are old', async () => {
    // An association that a read showed first: when it was made is not known.
    const { creates: _, uniqueId: __, ...seen } = associate(1) as StateChange & { readonly op: 'put' };
    const eventId = readEventId('pod-identity-association', seen.cause.at, ASSOCIATION);
    const association = {
      ...seen,
      creates: false,
      stamp: { ...seen.stamp, eventId },
      cause: { ...seen.cause, eventId },
    } as StateChange;
    const told = [readRole(1, null), association];
    // 60 days after both were first seen.
    expect(await unusedAfter(2, ...told)).toEqual([]);
    expect(await unusedAfter(120, ...told)).toMatchObject([{ role: ROLE, grantedAt: null }]);
  });

  it('are as of the last reading, not as of the report', async () => {
    const here = world();
    for (const change of [createRole(0), associate(1), readRole(600, null)])
      await here.harness.deliver(change);
    const unused = async () => {
      const report = await reportStore(here.state, config, here.now());
      const context = await here.deps.context();
      for await (const item of here.store.listItems())
        report.show(item, findingsOf(item, catalogue, context));
      return report.result().unused;
    };
    here.wait(300);
    expect(await unused()).toEqual([]);
    const run = here.runOf('r1');
    await found(here, run, [], [{ what: 'roles', reason: 'denied' }]);
    await createFinish(here.deps)(run);
    expect(await unused()).toEqual([]);
    await createFinish(here.deps)(here.runOf('r2'));
    here.wait(30);
    expect(await unused()).toMatchObject([{ role: ROLE, asOf: '2026-12-26T00:00:00Z' }]);
  });

  it('are not known where neither AWS nor an event of its use told', async () => {
    expect(await unusedAfter(120, createRole(0), associate(1))).toEqual([]);
  });

  it('are none that nobody was granted', async () => {
    expect(await unusedAfter(120, createRole(0), readRole(600, null))).toEqual([]);
  });

  it('are those whose last use was told by events', async () => {
    const { op: _op, ...use } = createRole(30);
    const used = { ...use, op: 'activity', use: 'pod' } as unknown as StateChange;
    expect(await unusedAfter(120, createRole(0), associate(1), used)).toMatchObject([
      { role: ROLE, lastUsedAt: '2026-01-02T03:00:30Z' },
    ]);
    expect(await unusedAfter(20, createRole(0), associate(1), used)).toEqual([]);
  });
});

describe('the migration of a cluster', () => {
  it('is the share of identities of their own, and names the others', async () => {
    const here = world();
    await here.harness.deliver(createRole(0));
    await here.harness.deliver(associate(1));
    const { migration } = await createFinish(here.deps)(here.runOf('r1'));
    expect(migration).toEqual([
      {
        place: { account: ACCOUNT, cluster: expect.stringContaining('cluster/prod'), issuer: null },
        methods: { 'pod-identity': 1 },
        ownIdentity: 1,
        unknown: 0,
        left: [],
      },
    ]);
  });
});

describe('the report of a store without a run', () => {
  it('has what the last run could not read and what differed, as much as there is room for', async () => {
    const here = world();
    const run = here.runOf('r1');
    const gaps = [{ what: 'users', reason: 'denied: no' }];
    await found(here, run, [difference], gaps);
    await createFinish(here.deps)(run);
    const told = async () => (await reportStore(here.state, config, here.now())).result();
    const last = { account: ACCOUNT, id: 'r1', kind: 'drift', finishedAt: '2026-03-01T00:00:00Z' };
    expect(await told()).toMatchObject({
      lastRuns: [{ ...last, drifted: 1, gaps: 1 }],
      differences: [{ key: ROLE, origin: 'out-of-band' }],
      gaps,
      totals: { drifted: 1, differences: 1, gaps: 1 },
    });
    const many = here.runOf('r2');
    const wide = 'x'.repeat(1_000);
    await found(
      here,
      many,
      Array.from({ length: 300 }, (_, at) => ({ ...difference, key: `${ROLE}-${at}`, reason: wide })),
      Array.from({ length: 300 }, (_, at) => ({ what: `users ${at}`, reason: wide })),
    );
    await createFinish(here.deps)(many);
    const mark = await here.state.loadMark(`drift-last ${ACCOUNT}`);
    expect(Buffer.byteLength(JSON.stringify(mark))).toBeLessThan(400_000);
    const { differences, gaps: kept, totals } = await told();
    expect(totals).toMatchObject({ drifted: 300, differences: 300, gaps: 300 });
    for (const some of [differences, kept ?? []]) {
      expect(some.length).toBeGreaterThan(30);
      expect(some.length).toBeLessThan(300);
    }
  });

  it('that no run read has nothing of it', async () => {
    const here = world();
    const told = (await reportStore(here.state, config, here.now())).result();
    expect(told).toMatchObject({ lastRuns: [], differences: [] });
    expect(told).not.toHaveProperty('gaps');
  });

  it('has the trend, and what came since the last run', async () => {
    const here = world();
    await here.harness.deliver(createRole(0));
    await createFinish(here.deps)(here.runOf('r1'));
    here.wait(1);
    await here.harness.deliver(associate(1));
    await here.harness.deliver(updateTrust(60, UNTRUSTED));
    const report = await reportStore(here.state, config, here.now());
    const context = await here.deps.context();
    for await (const item of here.store.listItems()) report.show(item, findingsOf(item, catalogue, context));
    const told = report.result();
    expect(told).toMatchObject({ title: `Account ${ACCOUNT}`, trend: [{ run: 'r1' }], since: { run: 'r1' } });
    expect(told.since?.opened.length).toBeGreaterThan(0);
  });
});
