import { type Exemption, SEVERITIES, severityRank, type Transition } from '@podguard/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ROLE } from '../support/changes.ts';
import { anExemption, createGradedWorld, makeRole, setTrust, timeAt } from '../support/graded-world.ts';
import { type Known, TOLD_AFTER } from '../support/told-after.ts';

type World = ReturnType<typeof createGradedWorld>;

type Deed =
  | { readonly kind: 'trust'; readonly trust: string; readonly late: boolean }
  | { readonly kind: 'exempt' | 'remove'; readonly which: number; readonly seconds: number }
  | { readonly kind: 'wait'; readonly seconds: number }
  | { readonly kind: 'dispatch' | 'apply' | 'again' }
  | { readonly kind: 'crash'; readonly where: 'before' | 'after' };

const trust = fc
  .tuple(fc.constantFrom(...SEVERITIES, 'good'), fc.subarray(['a', 'b', 'c'], { minLength: 1 }))
  .map(([severity, extent]) => `${severity} ${extent.join('')}`);
const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('crash' as const),
      where: fc.constantFrom('before' as const, 'after' as const),
    }),
  },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('trust' as const), trust, late: fc.boolean() }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom('exempt' as const, 'remove' as const),
      which: fc.nat(2),
      seconds: fc.constantFrom(5, 40, 4_000),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), seconds: fc.constantFrom(1, 30, 700) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constantFrom('dispatch' as const, 'apply' as const, 'again' as const) }),
  },
);

/** Does the deeds, one a second or later; says what was told of the finding, in order. */
async function live(
  deeds: readonly Deed[],
  every: (world: World, second: number) => Promise<void> = async () => {},
) {
  const world = createGradedWorld();
  const exemptions = new Map<number, Exemption>();
  let second = 10;
  let last = makeRole(10, 'good');
  await world.deliver(last);
  for (const one of deeds) {
    second += one.kind === 'wait' ? one.seconds : 1;
    world.at(second);
    if (one.kind === 'trust') {
      last = setTrust(one.late ? second - 1 : second, one.trust);
      await world.engine.apply(last);
    }
    if (one.kind === 'again') await world.engine.apply(last);
    if (one.kind === 'exempt') {
      const since = timeAt(second);
      const made = anExemption({ since, until: timeAt(second + one.seconds), author: `person ${one.which}` });
      exemptions.set(one.which, made);
      await world.state.putExemption(made);
    }
    const known = exemptions.get(one.kind === 'remove' ? one.which : -1);
    if (known !== undefined)
      await world.state.putExemption({ ...known, removed: { at: timeAt(second), by: 'ana' } });
    if (one.kind === 'apply') await world.apply();
    if (one.kind === 'dispatch') await world.dispatcher.sweep();
    if (one.kind === 'crash') {
      world.ends.at = one.where;
      await world.dispatcher.sweep().catch(() => {});
      world.ends.at = 'nowhere';
    }
    await every(world, second);
  }
  return { ...world, second };
}

async function settle({ apply, dispatcher, at }: World, second: number): Promise<void> {
  for (const time of [second + 1, second + 700]) {
    at(time);
    await apply();
    await dispatcher.sweep();
  }
}

/** What somebody knows who heard all: how grave it is, and of whom it was told since it opened. */
function heard(told: readonly Transition[]) {
  let status: Known = 'none';
  let severity = 'none';
  let extents: string[] = [];
  for (const { type, finding } of told) {
    const extent = /^\S+/.exec(finding.witness?.text ?? '')?.[0] ?? '';
    expect(TOLD_AFTER[type], `${type} after ${status}`).toContain(status);
    if (type === 'opened' || type === 'reopened') extents = [];
    extents.push(extent);
    severity = finding.severity;
    status = type === 'exempted' ? 'exempt' : type === 'resolved' ? 'resolved' : 'open';
    expect(finding.status, type).toBe(status);
  }
  return { status, severity, extents };
}

describe('exemptions, records, removals and dispatches in any order', () => {
  it('leave people knowing what is so: nothing worse than accepted unheard, nothing exempt told as open', async () => {
    const seen = new Map<string, number>();
    let twice = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { minLength: 4, maxLength: 24 }), async (deeds) => {
        const world = await live(deeds);
        await settle(world, world.second);
        const finding = await world.finding();
        const once = new Map(world.told.map((one) => [one.id, one]));
        if (once.size < world.told.length) twice += 1;
        const known = heard([...once.values()]);
        seen.set(known.status, (seen.get(known.status) ?? 0) + 1);
        // Of one that came and went unheard nothing need be known.
        if (finding === undefined || finding.status === 'resolved') {
          expect(['none', 'resolved']).toContain(known.status);
          return;
        }
        expect(known.status).toBe(finding.status);
        if (finding.status !== 'open') return;
        expect(known.severity).toBe(finding.severity);
        const extent = /^\S+/.exec(finding.witness?.text ?? '')?.[0] ?? '';
        expect(known.extents.some((one) => [...extent].every((letter) => one.includes(letter)))).toBe(true);
      }),
      { numRuns: 1_500 },
    );
    for (const status of ['open', 'exempt', 'resolved'])
      expect(seen.get(status), status).toBeGreaterThan(100);
    expect(twice).toBeGreaterThan(50);
  }, 300_000);

  it('accept what the finding was when one began or it opened, and nothing beyond', async () => {
    let outgrown = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { minLength: 4, maxLength: 20 }), async (deeds) => {
        const accepted = new Map<
          string,
          { readonly severity: string; readonly extent: string; over: boolean }
        >();
        const inOrder = deeds.map((one) => (one.kind === 'trust' ? { ...one, late: false } : one));
        await live(inOrder, async (world, second) => {
          await world.dispatcher.sweep();
          await world.apply();
          await world.dispatcher.sweep();
          const finding = await world.finding();
          const { exemptions } = await world.context();
          if (finding === undefined || finding.status === 'resolved') return;
          const extent = /^\S+/.exec(finding.witness?.text ?? '')?.[0] ?? '';
          const now = timeAt(second);
          const holding = exemptions.filter(({ id, since, until, removed }) => {
            if (removed !== undefined || since > now || until <= now) return false;
            const at = accepted.get(id) ?? { severity: finding.severity, extent, over: false };
            accepted.set(id, at);
            const worse =
              severityRank(finding.severity) > SEVERITIES.indexOf(at.severity as never) ||
              [...extent].some((letter) => !at.extent.includes(letter));
            if (worse && !at.over) outgrown += 1;
            at.over ||= worse;
            return !at.over;
          });
          const expected = holding
            .map(({ until }) => until)
            .sort()
            .at(-1);
          expect(finding.exemption?.until).toBe(expected);
        });
      }),
      { numRuns: 1_000 },
    );
    expect(outgrown).toBeGreaterThan(100);
  }, 300_000);

  it('give a finding the same answer whatever the order of its records', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(trust, { minLength: 1, maxLength: 8 }),
        fc.nat(10),
        fc.infiniteStream(fc.nat()),
        async (trusts, since, random) => {
          const changes = [makeRole(10, 'good'), ...trusts.map((text, index) => setTrust(11 + index, text))];
          const statusAfter = async (some: typeof changes) => {
            const world = createGradedWorld();
            world.at(1_000);
            await world.state.putExemption(anExemption({ since: timeAt(9 + since) }));
            for (const change of some) await world.engine.apply(change);
            const { status, exemption } = (await world.finding()) ?? { status: 'none', exemption: null };
            return { status, exemption, told: (await world.store.load(ROLE))?.announced };
          };
          const shuffled = changes
            .map((change) => [random.next().value ?? 0, change] as const)
            .sort(([a], [b]) => a - b)
            .map(([, change]) => change);
          expect(await statusAfter([...shuffled, ...changes])).toEqual(await statusAfter(changes));
        },
      ),
      { numRuns: 500 },
    );
  }, 300_000);

  it('leave nothing exempt, told as it comes, that in the true order has outgrown what was in force before it', async () => {
    const seen = { held: 0, outgrown: 0 };
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...SEVERITIES, 'good'), { minLength: 1, maxLength: 8 }),
        fc.infiniteStream(fc.nat()),
        async (severities, random) => {
          const changes = severities.map((severity, index) => setTrust(11 + index, `${severity} a`));
          const statusAfter = async (some: typeof changes) => {
            const world = createGradedWorld();
            world.at(1_000);
            await world.state.putExemption(anExemption({ since: timeAt(9) }));
            for (const change of [makeRole(10, 'good'), ...some]) await world.deliver(change);
            return (await world.finding())?.status;
          };
          const shuffled = changes
            .map((change) => [random.next().value ?? 0, change] as const)
            .sort(([a], [b]) => a - b)
            .map(([, change]) => change);
          const inOrder = await statusAfter(changes);
          if (inOrder === 'exempt') seen.held += 1;
          if (inOrder !== 'open') return;
          seen.outgrown += 1;
          expect(await statusAfter(shuffled)).toBe('open');
        },
      ),
      { numRuns: 500 },
    );
    expect(Math.min(seen.held, seen.outgrown)).toBeGreaterThan(50);
  }, 300_000);
});
