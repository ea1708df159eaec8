import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { record } from '../support/record.ts';
import { findingsIn, runCli } from '../support/run-cli.ts';

describe('Ctrl-C while records are judged', () => {
  const created = (id: string) => {
    const accessKey = { accessKeyId: `AKIA${id}`, status: 'Active', userName: 'ci' };
    return record({ eventID: id, responseElements: { accessKey } });
  };
  const broken = record({ eventName: 'UpdateAssumeRolePolicy', requestParameters: null });
  const scanUntil = (records: readonly object[], abort: (controller: AbortController) => void) => {
    const controller = new AbortController();
    const stderr = new Writable({
      write(_chunk, _encoding, done) {
        abort(controller);
        done();
      },
    });
    const stdin = records.map((one) => JSON.stringify(one)).join('\n');
    return runCli(['scan', '-', '--quiet'], { stdin, stderr, signal: controller.signal });
  };

  it('ends after the record at hand', async () => {
    const { status, stdout } = await scanUntil([created('1'), broken, created('2')], (controller) =>
      controller.abort('SIGINT'),
    );
    expect(findingsIn(stdout).map(({ opened }) => opened?.eventId)).toEqual(['1']);
    expect(status).toBe(130);
  });

  it('is heard among many records', async () => {
    const many = Array.from({ length: 300 }, (_, index) => created(`${index}`));
    const { status, stdout } = await scanUntil([created('x'), broken, ...many], (controller) => {
      setImmediate(() => controller.abort('SIGINT'));
    });
    const found = findingsIn(stdout).length;
    expect(found).toBeGreaterThan(0);
    expect(found).toBeLessThan(100);
    expect(status).toBe(130);
  });
});
