import type { Remediation, RemediationState } from '@podguard/core';
import { describe, expect, it } from 'vitest';
import { aRemediation, PLAN } from '../support/a-remediation.ts';
import { all } from './contract.ts';

/** What all who keep remediations promise. `create` makes an empty one. */
export function describeRemediations(
  name: string,
  create: (now?: () => number) => Promise<RemediationState>,
): void {
  const idsOf = (remediations: readonly Remediation[]) => remediations.map(({ id }) => id);
  const open = async (state: RemediationState) => (await all(state.listOpenRemediations())).sort();
  const other = { ...PLAN, target: { ...PLAN.target, key: 'é'.repeat(2000) } };

  describe(name, () => {
    it('has nothing at first, whatever the id', async () => {
      const state = await create();
      for (const id of ['rm-1', '', '\ud800', 'x'.repeat(5000)])
        expect(await state.loadRemediation(id)).toBeUndefined();
      expect(await state.listRemediations(10)).toEqual([]);
      expect(await state.listRemediations(10, PLAN.target.key)).toEqual([]);
      expect(await open(state)).toEqual([]);
    });

    it('gives back a remediation as it was saved', async () => {
      const state = await create();
      const full = aRemediation({
        plan: {
          ...PLAN,
          steps: [{ ...PLAN.steps[0], input: JSON.parse('{"__proto__":{"a":[null,1,"p"]}}') }] as never,
          fields: [{ name: 'policies a', before: null, after: { deep: ['p'.repeat(20_000)] } }],
        },
        guards: [
          { guard: 'budget', ok: false, reason: 'spent', until: '2098-01-02T04:00:00.000Z' },
          { guard: 'live', ok: false, reason: 'no answer', unanswerable: true },
        ],
        approvals: [{ by: 'noor', at: '2098-01-02T03:05:00.000Z' }],
        lease: { holder: 'h', until: '2098-01-02T03:06:00.000Z' },
        applied: { principal: 'p', readAt: 'r', startedAt: 's', endedAt: null },
        undone: { principal: 'p', readAt: 'r', startedAt: 's', endedAt: 'e' },
        restoredKey: 'k',
        foreign: [{ eventId: 'e', eventName: 'n', at: 'a', by: 'b' }],
      });
      expect(await state.saveRemediation(full)).toBe('written');
      expect(JSON.stringify(await state.loadRemediation('rm-1'))).toBe(JSON.stringify(full));
      const refused = aRemediation({ id: 'rm-2', status: 'refused', plan: null, expiresAt: null });
      expect(await state.saveRemediation(refused)).toBe('written');
      expect(await state.loadRemediation('rm-2')).toEqual(refused);
    });

    it('writes each version once, on the one before it', async () => {
      const state = await create();
      expect(await state.saveRemediation(aRemediation({ version: 2 }))).toBe('conflict');
      expect(await state.saveRemediation(aRemediation())).toBe('written');
      expect(await state.saveRemediation(aRemediation())).toBe('conflict');
      expect(await state.saveRemediation(aRemediation({ version: 3 }))).toBe('conflict');
      const outcomes = await Promise.all(
        Array.from({ length: 8 }, (_, at) =>
          state.saveRemediation(aRemediation({ version: 2, planHash: `hash ${at % 2}` })),
        ),
      );
      expect(outcomes.sort()).toEqual([...Array.from({ length: 7 }, () => 'conflict'), 'written']);
      expect(await state.loadRemediation('rm-1')).toMatchObject({ version: 2 });
    });

    it('lists the newest first, those of the same time always in the same order, and each once', async () => {
      const state = await create();
      const at = (second: number) => `2098-01-02T03:04:0${second}.000Z`;
      for (const [id, createdAt] of [
        ['rm-c', at(1)],
        ['rm-a', at(2)],
        ['rm-b', '2098-01-02T03:04:02Z'],
        ['rm-d', '2098-01-02T03:04:02.5Z'],
        ['rm-e', at(0)],
      ] as const) {
        await state.saveRemediation(aRemediation({ id, createdAt }));
        await state.saveRemediation(aRemediation({ id, createdAt, version: 2 }));
      }
      expect(idsOf(await state.listRemediations(10))).toEqual(['rm-d', 'rm-b', 'rm-a', 'rm-c', 'rm-e']);
      expect(idsOf(await state.listRemediations(2))).toEqual(['rm-d', 'rm-b']);
      expect(await state.listRemediations(0)).toEqual([]);
      expect((await state.listRemediations(1))[0]).toMatchObject({ version: 2 });
    });

    it('lists those of one target: of the plan, or of the finding where there is none', async () => {
      const state = await create();
      await state.saveRemediation(aRemediation({ id: 'rm-a', key: 'role' }));
      await state.saveRemediation(aRemediation({ id: 'rm-b', key: 'role', plan: null }));
      await state.saveRemediation(aRemediation({ id: 'rm-c', plan: other }));
      expect(idsOf(await state.listRemediations(10, PLAN.target.key))).toEqual(['rm-a']);
      expect(idsOf(await state.listRemediations(10, 'role'))).toEqual(['rm-b']);
      expect(idsOf(await state.listRemediations(10, other.target.key))).toEqual(['rm-c']);
    });

    it('lists one that got another plan with its new target only', async () => {
      const state = await create();
      await state.saveRemediation(aRemediation({ id: 'rm-a' }));
      await state.saveRemediation(aRemediation({ id: 'rm-b' }));
      await state.saveRemediation(aRemediation({ id: 'rm-b', version: 2, plan: other }));
      expect(idsOf(await state.listRemediations(1, PLAN.target.key))).toEqual(['rm-a']);
      expect(idsOf(await state.listRemediations(10, other.target.key))).toEqual(['rm-b']);
      expect(idsOf(await state.listRemediations(10))).toEqual(['rm-b', 'rm-a']);
    });

    it('lists more of one target than are read at once', async () => {
      const state = await create();
      const ids = Array.from({ length: 60 }, (_, at) => `rm-${at + 100}`);
      await Promise.all(ids.map((id) => state.saveRemediation(aRemediation({ id }))));
      expect(idsOf(await state.listRemediations(1000, PLAN.target.key))).toEqual(ids.toReversed());
      expect(idsOf(await state.listRemediations(51))).toEqual(ids.toReversed().slice(0, 51));
    });

    it('names those that are open or untold, until they are closed and told', async () => {
      const state = await create();
      const turn = { at: '2098-01-02T03:05:00.000Z', by: 'noor', note: '' };
      const history = [...aRemediation().history, { ...turn, status: 'rejected' as const }];
      const rejected = aRemediation({ version: 2, status: 'rejected', history });
      await state.saveRemediation(aRemediation());
      await state.saveRemediation(aRemediation({ id: 'rm-2', status: 'shadow' }));
      await state.saveRemediation(
        aRemediation({ id: 'rm-3', status: 'shadow', told: { turns: 0, foreign: 0 } }),
      );
      expect(await open(state)).toEqual(['rm-1', 'rm-3']);
      await state.saveRemediation(rejected);
      expect(await open(state)).toEqual(['rm-1', 'rm-3']);
      await state.saveRemediation({ ...rejected, version: 3, told: { turns: 2, foreign: 0 } });
      expect(await open(state)).toEqual(['rm-3']);
    });

    it('names one that is open again, and one with an untold change by others', async () => {
      const state = await create();
      await state.saveRemediation(aRemediation({ status: 'verified' }));
      expect(await open(state)).toEqual([]);
      const foreign = [{ eventId: 'e', eventName: 'n', at: 'a', by: 'b' }];
      await state.saveRemediation(aRemediation({ status: 'verified', version: 2, foreign }));
      expect(await open(state)).toEqual(['rm-1']);
      const told = { turns: 1, foreign: 1 };
      await state.saveRemediation(aRemediation({ status: 'verified', version: 3, foreign, told }));
      expect(await open(state)).toEqual([]);
      await state.saveRemediation(aRemediation({ status: 'undoing', version: 4, foreign, told }));
      expect(await open(state)).toEqual(['rm-1']);
    });

    it('never lacks an open one, whoever writes at the same time', async () => {
      const state = await create();
      await state.saveRemediation(aRemediation());
      const write = async (status: Remediation['status']): Promise<void> => {
        const { version } = (await state.loadRemediation('rm-1')) as Remediation;
        await state.saveRemediation(aRemediation({ version: version + 1, status }));
      };
      for (let round = 0; round < 6; round += 1) {
        await Promise.all((['verified', 'undoing', 'verified', 'undoing'] as const).map(write));
        const isOpen = (await state.loadRemediation('rm-1'))?.status === 'undoing';
        if (isOpen) expect(await open(state)).toEqual(['rm-1']);
      }
      await write('undoing');
      expect(await open(state)).toEqual(['rm-1']);
    });

    it('forgets them after 400 days, counted from when they were made', async () => {
      let now = Date.parse('2098-01-03T00:00:00Z');
      const state = await create(() => now);
      await state.saveRemediation(aRemediation());
      now = Date.parse('2098-01-02T03:04:04Z') + 400 * 86_400_000;
      expect(idsOf(await state.listRemediations(10))).toEqual(['rm-1']);
      now += 2000;
      expect(await state.loadRemediation('rm-1')).toBeUndefined();
      expect(await state.listRemediations(10, PLAN.target.key)).toEqual([]);
      expect(await open(state)).toEqual([]);
      expect(await state.saveRemediation(aRemediation({ version: 2 }))).toBe('conflict');
      const createdAt = new Date(now).toISOString();
      expect(await state.saveRemediation(aRemediation({ createdAt }))).toBe('written');
      expect(await open(state)).toEqual(['rm-1']);
    });
  });
}
