import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { NOTHING, read, record, useArchive } from './reading.ts';

const { file } = useArchive();

test('reads what a truncated gzip file still holds', async () => {
  const lines = Array.from({ length: 2000 }, (_, i) => record(`event-${i}`)).join('\n');
  const whole = gzipSync(lines);
  const found = await read([file(whole.subarray(0, whole.length / 2))]);
  expect(found.problems).toEqual(['truncated']);
  expect(found.unreadable).toEqual([]);
  expect(found.records).toBeGreaterThan(500);
});

const many = Array.from({ length: 2000 }, (_, i) => record(`event-${i}-${Math.sin(i)}`)).join('\n');
const flipped = (bytes: Buffer, at: number) => {
  const copy = Buffer.from(bytes);
  copy[at] = copy[at]! ^ 0xff;
  return copy;
};

test.for<[what: string, content: () => Buffer, records: number, says: string]>([
  [
    'with a bad checksum',
    () => flipped(gzipSync(record('a')), gzipSync(record('a')).length - 6),
    1,
    'damaged',
  ],
  ['with a bad length', () => flipped(gzipSync(many), gzipSync(many).length - 1), 2000, 'damaged'],
  [
    'followed by text',
    () => Buffer.concat([gzipSync(record('a')), Buffer.from('garbage')]),
    1,
    'no gzip data follow',
  ],
  [
    'followed by a line break',
    () => Buffer.concat([gzipSync(many), Buffer.from('\n')]),
    2000,
    'no gzip data follow',
  ],
  [
    'followed by the begin of a member',
    () => Buffer.concat([gzipSync(record('a')), gzipSync(record('b')).subarray(0, 5)]),
    1,
    'ends too early',
  ],
])('reads gzip data %s, then names what is wrong', async ([, content, records, says]) => {
  const found = await read([file(content())]);
  expect(found).toMatchObject({ records, unreadable: [] });
  expect(found.messages).toHaveLength(1);
  expect(found.messages[0]).toContain(says);
});

test('reads all that lies before damaged gzip data', async () => {
  const stored = gzipSync(many, { level: 0 });
  const length = stored.readUInt16LE(11);
  const found = await read([file(flipped(stored, 10 + 5 + length + 1))]);
  expect(found).toMatchObject({
    records: many.slice(0, length).split('\n').length - 1,
    unreadable: [],
    problems: ['corrupt'],
  });
});

test('takes zeros after gzip data for padding, and headers with names', async () => {
  const bytes = gzipSync(record('a'));
  const [fixed, deflated] = [Buffer.from(bytes.subarray(0, 10)), bytes.subarray(10)];
  fixed[3] = 4 + 8 + 16 + 2;
  const named = Buffer.concat([fixed, Buffer.from('\x03\0xyzname\0comment\0cc'), deflated]);
  const found = await read([file(bytes), file(Buffer.concat([named, Buffer.alloc(700)]))]);
  expect(found).toMatchObject({ ...NOTHING, records: 2, relevant: ['a:1', 'a:1'] });
});

test('inflates members of every size as zlib does, in pieces of every size', async () => {
  const sizes = [0, 1, 300, 32 * 1024 - 1, 32 * 1024, 70_000, 262_144, 3_000_000];
  const random = randomBytes(3_000_000)
    .toString('latin1')
    .replace(/[^ -!#-[\]-~]/g, '');
  const lines = sizes.map((size, i) => record(`${i}-${random.slice(0, size)}`));
  const bytes = Buffer.concat(lines.map((line, i) => gzipSync(`${line}\n`, { level: i % 10 })));
  for (const piece of [997, 65_536, bytes.length]) {
    const stdin = Readable.from(
      Array.from({ length: Math.ceil(bytes.length / piece) }, (_, i) =>
        bytes.subarray(i * piece, (i + 1) * piece),
      ),
    );
    const found = await read(['-'], { stdin });
    expect(found).toMatchObject({ records: sizes.length, unreadable: [], problems: [], bytes: bytes.length });
  }
});

test('reads megabytes whole, whatever their members and the damage at their end', async () => {
  const ids = Array.from({ length: 30_000 }, (_, n) => `${n}-${'x'.repeat((n * 7919) % 97)}`);
  const lines = ids.map((id) => `${record(id)}\n`);
  const members = [0, 1, 9000, 9001, 22_000].map((from, at, all) =>
    gzipSync(lines.slice(from, all[at + 1]).join('')),
  );
  const whole = Buffer.concat(members);
  const relevant = ids.map((id, n) => `${id}:${n + 1}`);
  expect(await read([file(whole, 'members.gz')])).toMatchObject({ ...NOTHING, records: 30_000, relevant });
  const damaged = await read([file(Buffer.concat([whole, Buffer.from('more')]), 'damaged.gz')]);
  expect(damaged).toMatchObject({ records: 30_000, relevant, problems: ['corrupt'] });
});
