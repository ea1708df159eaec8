import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { record } from '../support/record.ts';
import { findingsIn, runCli } from '../support/run-cli.ts';
import { useRecords } from './use-records.ts';

const { directory, good } = useRecords('scan');

describe('scan of bad input', () => {
  it.for([
    { name: 'a missing path', content: undefined, status: 2, says: /no such file.*Check the path/ },
    { name: 'an empty file', content: '', status: 2, says: /is empty/ },
    { name: 'no JSON', content: 'hello\nworld\n', status: 2, says: /not JSON/ },
    {
      name: 'truncated gzip',
      content: gzipSync(
        JSON.stringify({
          Records: Array.from({ length: 500 }, (_, index) => record({ eventID: `e-${Math.sin(index)}` })),
        }),
      ).subarray(0, 2000),
      status: 3,
      says: /ends too early/,
    },
    { name: 'Records: null', content: '{"Records": null}', status: 2, says: /no.*CloudTrail record/ },
    {
      name: 'requestParameters: null',
      content: JSON.stringify(record({ eventName: 'UpdateAssumeRolePolicy', requestParameters: null })),
      status: 3,
      says: /UpdateAssumeRolePolicy e-1 names no/,
    },
    {
      name: 'invalid UTF-8 in one record',
      content: Buffer.concat([
        Buffer.from(`${JSON.stringify(record({ eventID: 'e-2' }))}\n{"eventName":"`),
        Buffer.from([0xff, 0xfe]),
        Buffer.from('"}\n'),
      ]),
      status: 3,
      says: /:2: .*UTF-8/,
    },
    {
      name: 'a record cut off',
      content: `${JSON.stringify(record())}\n${JSON.stringify(record()).slice(0, 300)}`,
      status: 3,
      says: /:2: /,
    },
  ])('$name: status $status, and a message that names the file', async ({ name, content, status, says }) => {
    const target = path.join(directory, `bad-${name.replaceAll(/\W/g, '-')}`);
    if (content !== undefined) writeFileSync(target, content);
    const result = await runCli(['scan', target]);
    expect(result.stderr).toMatch(says);
    expect(result.stderr).toContain(target);
    expect(result.status).toBe(status);
  });

  it.for(['{"Records":[]}', '{"Events": []}'])('takes %s as an answer that holds nothing', async (text) => {
    expect(await runCli(['scan', '-'], { stdin: text })).toMatchObject({ status: 0, stdout: '' });
  });

  it('calls the standard input by its name', async () => {
    const broken = JSON.stringify(record({ eventName: 'UpdateAssumeRolePolicy', requestParameters: null }));
    const { stderr } = await runCli(['scan', '-'], { stdin: `${broken}\n{"x\n` });
    expect(stderr).toContain('podguard: standard input:1: ');
    expect(stderr).toContain('podguard: standard input:2: ');
    expect((await runCli(['scan', '-'], { stdin: '' })).stderr).toContain('podguard: standard input: ');
  });

  it('judges the good part beside the bad', async () => {
    const { status, stdout, stderr } = await runCli(['scan', path.join(directory, 'nowhere'), good()]);
    expect(status).toBe(3);
    expect(stderr).toContain('nowhere');
    expect(findingsIn(stdout)).toHaveLength(1);
  });

  it.for([
    [['scan'], /name files or directories of records/],
    [['scan', 'x', '--format', 'pdf'], /Allowed choices/],
    [['scan', 'x', '--account', '12'], /12 digits/],
    [['scan', 'x', '--method', 'magic'], /Allowed choices/],
    [['scan', 'x', '--rule', 'nothing'], /there is no rule nothing/],
    [['scan', 'x', '--config', 'nowhere.ts'], /nowhere\.ts: there is no such file/],
    [['fly'], /unknown command/],
  ] as const)('%j is wrong use: status 2', async ([args, says]) => {
    const { status, stderr } = await runCli(args);
    expect(stderr).toMatch(says);
    expect(status).toBe(2);
  });
});
