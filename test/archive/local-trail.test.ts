import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { readArchive } from '@podguard/archive';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { record } from '../support/record.ts';

const MAIN = fileURLToPath(new URL('../../packages/cli/src/main.ts', import.meta.url));
const ACCOUNT = 'AWSLogs/111122223333';
const MEMBER = 'AWSLogs/o-abc123/444455556666';
const DAY = 'eu-central-1/2026/02/01';
const DIGEST = `${ACCOUNT}/CloudTrail-Digest/${DAY}/x.json.gz`;
const RECORDS = [
  `${ACCOUNT}/CloudTrail/${DAY}/a.json.gz`,
  `${MEMBER}/CloudTrail/us-east-1/2026/02/01/b.json.gz`,
  `${ACCOUNT}/c.json.gz`,
  'CloudTrail-2025/d.json.gz',
];
const OTHERS = [
  DIGEST,
  `${ACCOUNT}/CloudTrail-Insight/${DAY}/x.json.gz`,
  `${ACCOUNT}/CloudTrail-NetworkActivity/${DAY}/x.json.gz`,
  `${ACCOUNT}/Config/eu-central-1/2026/2/1/ConfigSnapshot/x.json.gz`,
  `${ACCOUNT}/elasticloadbalancing/${DAY}/x.log`,
  `${MEMBER}/vpcflowlogs/${DAY}/x.log.gz`,
];

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'podguard-trail-'));
  const write = (name: string, content: Uint8Array) => {
    mkdirSync(path.join(directory, path.dirname(name)), { recursive: true });
    writeFileSync(path.join(directory, name), content);
  };
  for (const name of RECORDS)
    write(name, gzipSync(JSON.stringify({ Records: [record({ eventID: path.basename(name)[0] })] })));
  for (const name of OTHERS) write(name, gzipSync('{"digestPublicKeyFingerprint": "x"}'));
});
afterAll(() => rmSync(directory, { recursive: true }));

async function read(given: string) {
  const found = { ids: [] as string[], passedOver: [] as string[], problems: [] as string[] };
  const onPassedOver = (file: string) => found.passedOver.push(file);
  for await (const item of readArchive([given], { onPassedOver })) {
    if (item.kind === 'problem') found.problems.push(item.problem.message);
    else found.ids.push(...item.relevant.map((one) => one.record.eventId));
  }
  return { ...found, ids: found.ids.sort(), passedOver: found.passedOver.length };
}

it.for([
  ['', 'abcd', 6],
  ['AWSLogs', 'abc', 6],
  [ACCOUNT, 'ac', 5],
  [`${MEMBER}/`, 'b', 1],
  [`${ACCOUNT}/CloudTrail`, 'a', 0],
] as const)(
  'of a copy of a trail, read at "%s", records are %s; %i files are passed over',
  async ([at, ids, passedOver]) => {
    expect(await read(path.join(directory, at))).toEqual({ ids: [...ids], passedOver, problems: [] });
  },
);

it('a command that runs within one passes over the same', () => {
  const options = { cwd: path.join(directory, ACCOUNT), encoding: 'utf8' } as const;
  const { stdout } = spawnSync(process.execPath, [MAIN, 'scan', '.', '--format', 'json'], options);
  expect(JSON.parse(stdout).summary).toMatchObject({ records: 2, passedOver: 5, problems: 0 });
});

it('a folder of digests alone holds nothing to read, and says why', async () => {
  const at = path.join(directory, path.dirname(DIGEST));
  expect(await read(at)).toEqual({
    ids: [],
    passedOver: 1,
    problems: [
      `${at}: no file of records is there, only 1 of other kinds by name, or beside CloudTrail/ in AWSLogs/ACCOUNT/. Check the path, or name the file itself.`,
    ],
  });
});

it('a digest that is named is read, and said to be none', async () => {
  const file = path.join(directory, DIGEST);
  const { problems, passedOver } = await read(file);
  expect(passedOver).toBe(0);
  expect(problems).toEqual([expect.stringContaining(`${file}: holds no readable CloudTrail record`)]);
});
