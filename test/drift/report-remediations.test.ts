import { parseConfig, ServiceError } from '@podguard/core';
import { loadReportedRemediations, reportStore } from '@podguard/drift';
import { createMemoryServiceState, createMemoryStore } from '@podguard/store';
import { describe, expect, it } from 'vitest';
import { planOf, remediationOf, verifiedOf } from '../notify/remediations.ts';

const config = parseConfig({ account: '111122223333' }, 'test');
const AT = new Date('2026-03-20T00:00:00Z');

describe('a report of a store', () => {
  it('has the remediations of the last 90 days', async () => {
    const state = createMemoryServiceState(createMemoryStore());
    expect((await reportStore(state, config, AT)).result().remediations).toBeUndefined();
    await state.saveRemediation({ ...verifiedOf(), version: 1 });
    const { remediations } = (await reportStore(state, config, AT)).result();
    expect(remediations?.applied.map(({ id, status }) => [id, status])).toEqual([
      ['rm-4k7q2m9x1c3d', 'verified'],
    ]);
    const later = new Date('2026-08-01T00:00:00Z');
    expect((await reportStore(state, config, later)).result().remediations).toBeUndefined();
  });

  it('counts those that cannot be read', async () => {
    const state = createMemoryServiceState(createMemoryStore());
    const unread = {
      ...state,
      listRemediations: async (_: number, __?: string, unreadable?: (problem: ServiceError) => void) => {
        unreadable?.(new ServiceError('item-malformed', 'it is of another version'));
        return [remediationOf()];
      },
    };
    const { remediations } = (await reportStore(unread, config, AT)).result();
    expect([remediations?.open.length, remediations?.unreadable]).toEqual([1, 1]);
  });
});

describe('a report of a run', () => {
  it('has those of its account, and those of which the account is not known', async () => {
    const state = createMemoryServiceState(createMemoryStore());
    const target = { kind: 'iam-role', key: 'k', account: '444455556666', region: '' } as const;
    await state.saveRemediation(remediationOf({ id: 'rm-own' }));
    await state.saveRemediation(remediationOf({ id: 'rm-other', plan: planOf({ target }) }));
    await state.saveRemediation(remediationOf({ id: 'rm-planless', plan: null }));
    const told = await loadReportedRemediations(state, AT, '111122223333');
    expect(told?.open.map(({ id }) => id).toSorted()).toEqual(['rm-own', 'rm-planless']);
    expect((await loadReportedRemediations(state, AT))?.open).toHaveLength(3);
  });
});
