import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Remediation } from '@podguard/core';
import { openLocalStore, useLocalStore } from 'podguard/local-store';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { all } from '../store/contract.ts';
import { aRemediation, PLAN } from '../support/a-remediation.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'podguard-remediations-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

it('remediations are kept by whoever owns the directory, for all who ask', async () => {
  const owner = await openLocalStore({ directory });
  const { state, close } = await useLocalStore(directory);
  const idsOf = (listed: readonly Remediation[]) => listed.map(({ id }) => id);
  expect(await owner.state.saveRemediation(aRemediation())).toBe('written');
  expect(await state.saveRemediation(aRemediation())).toBe('conflict');
  expect(await state.saveRemediation(aRemediation({ id: 'rm-2' }))).toBe('written');
  await owner.close();

  expect(await state.saveRemediation(aRemediation({ version: 2, status: 'verified' }))).toBe('written');
  expect(await state.loadRemediation('rm-1')).toMatchObject({ version: 2, status: 'verified' });
  expect(idsOf(await state.listRemediations(10))).toEqual(['rm-2', 'rm-1']);
  expect(idsOf(await state.listRemediations(1, PLAN.target.key))).toEqual(['rm-2']);
  expect(await all(state.listOpenRemediations())).toEqual(['rm-2']);
  await close();
});
