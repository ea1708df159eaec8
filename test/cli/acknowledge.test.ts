import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { record } from '../support/record.ts';
import { findingsIn, runCli } from '../support/run-cli.ts';
import { useDirectory } from '../support/use-directory.ts';

const { directory, file } = useDirectory('acknowledge');
const store = path.join(directory, 'store');
const openNow = async () => findingsIn((await runCli(['report', '--store', store])).stdout);
const acknowledge = (id: string, ...options: readonly string[]) =>
  runCli(['acknowledge', id, '--store', store, ...options]);

beforeAll(async () => {
  const keyOf = (userName: string, accessKeyId: string) => ({ userName, accessKeyId });
  const made = (userName: string, accessKeyId: string) =>
    record({
      requestParameters: { userName },
      responseElements: { accessKey: { ...keyOf(userName, accessKeyId), status: 'Active' } },
      eventID: accessKeyId,
    });
  const deleted = record({
    eventName: 'DeleteAccessKey',
    requestParameters: keyOf('bot', 'AKIAIOSFODNN7EXAMPL2'),
    responseElements: null,
    eventTime: '2026-01-02T05:00:00Z',
    eventID: 'deleted',
  });
  const Records = [made('ci', 'AKIAIOSFODNN7EXAMPLE'), made('bot', 'AKIAIOSFODNN7EXAMPL2'), deleted];
  const log = file('log.json', JSON.stringify({ Records }));
  expect(await runCli(['replay', log, '--store', store])).toMatchObject({ status: 0 });
});

describe('acknowledge', () => {
  it('says who knows of it, and changes no status', async () => {
    const before = await openNow();
    const id = before[0]?.id ?? '';
    const { status, stdout } = await acknowledge(id.slice(0, 9), '--author', 'sam');
    expect(status).toBe(0);
    expect(stdout).toContain(`${id}  is acknowledged by sam: `);
    const [worst] = await openNow();
    expect(worst).toMatchObject({ id, status: 'open', acknowledged: { by: 'sam' } });
    const again = await acknowledge(id, '--author', 'alex');
    expect(again).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('was acknowledged already, by sam'),
    });
    const explained = await runCli(['explain', id, '--store', store]);
    expect(explained.stdout).toMatch(/\nAcknowledged\n {2}.* UTC {2}sam\n/);
  });

  it('is not for what ended', async () => {
    const all = findingsIn((await runCli(['report', '--store', store, '--all'])).stdout);
    const ids = new Set(all.filter(({ status }) => status === 'open').map(({ id }) => id));
    const ended = all.find(({ id }) => !ids.has(id));
    const { status, stderr } = await acknowledge(ended?.id ?? '');
    expect(status).toBe(2);
    expect(stderr).toContain('is not open any more');
  });
});
