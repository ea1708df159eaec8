import { type JsonValue, loadBaseline, readRunMark } from '@podguard/core';
import { DRIFT_MARK, endRun, startRun } from '@podguard/drift';
import { createMemoryServiceState, createMemoryStore } from '@podguard/store';
import { expect, test } from 'vitest';

function started() {
  let time = Date.parse('2026-03-12T07:00:00Z');
  const state = createMemoryServiceState(createMemoryStore());
  const deps = { state, account: '111122223333', regions: ['eu-central-1'], now: () => new Date(time) };
  const wait = (seconds: number) => {
    time += seconds * 1000;
  };
  return { ...deps, deps, wait };
}

test('a run that is not over goes on under its id as it was begun', async () => {
  const { deps, wait } = started();
  const run = await startRun(deps, 'a');
  wait(60);
  expect(await startRun(deps, 'a')).toEqual(run);
  expect(await startRun(deps, 'a', 'drift')).toEqual(run);
  expect(run).toEqual({ run: 'a', kind: 'baseline', startedAt: '2026-03-12T07:00:00Z' });
});

test('an id that comes again after its end is another run', async () => {
  const { deps, wait } = started();
  const first = await startRun(deps, 'a', 'drift');
  await endRun(deps, first);
  wait(60);
  expect((await startRun(deps, 'a', 'drift')).startedAt).toBe('2026-03-12T07:01:00Z');
});

test('the run that began last has the mark, and only that one ends it', async () => {
  const { deps, state, wait } = started();
  const first = await startRun(deps, 'a', 'drift');
  wait(60);
  const second = await startRun(deps, 'b', 'drift');
  await endRun(deps, first);
  expect(readRunMark(await state.loadMark(DRIFT_MARK))).toEqual({ ...mark(second), finishedAt: null });
  wait(60);
  await endRun(deps, second);
  expect(readRunMark(await state.loadMark(DRIFT_MARK))).toEqual({
    ...mark(second),
    finishedAt: '2026-03-12T07:02:00Z',
  });
});

test('a baseline that came to its end is kept as an earlier one, and one that did not is not', async () => {
  const { deps, state, wait } = started();
  await endRun(deps, await startRun(deps, 'a'));
  wait(60);
  await startRun(deps, 'b');
  wait(60);
  await startRun(deps, 'c');
  const baseline = await loadBaseline(state);
  expect(baseline?.run).toBe('c');
  expect(baseline?.earlier.map(({ run }) => run)).toEqual(['a']);
});

test('two that begin at the same time both begin, and one of them has the mark', async () => {
  const { deps, state } = started();
  const runs = await Promise.all(['a', 'b'].map((id) => startRun(deps, id, 'drift')));
  expect(runs.map(({ run }) => run)).toEqual(['a', 'b']);
  expect(['a', 'b']).toContain(readRunMark(await state.loadMark(DRIFT_MARK))?.run);
});

test('a mark that another version wrote is replaced', async () => {
  const { deps, state } = started();
  await state.saveMark(DRIFT_MARK, { other: 'words' } as JsonValue);
  await startRun(deps, 'a', 'drift');
  expect(readRunMark(await state.loadMark(DRIFT_MARK))?.run).toBe('a');
});

test('a run has an id', async () => {
  await expect(startRun(started().deps, '')).rejects.toMatchObject({ code: 'usage' });
});

function mark({ run, startedAt }: { readonly run: string; readonly startedAt: string }) {
  return { run, startedAt };
}
