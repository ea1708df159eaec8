import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { type ArchiveProgress, readArchive } from '@podguard/archive';
import { expect, test } from 'vitest';
import { NOTHING, read, record, useArchive } from './reading.ts';

const { folder, file } = useArchive();

test('reads files, plain and gzip, whatever their names', async () => {
  const plain = file(`${record('a')}\n${record('b')}`, 'log.txt');
  const gzip = gzipSync(`{"Records":[${record('c')}]}`);
  const members = file(Buffer.concat([gzip, gzipSync(`\n${record('d')}`)]), 'members');
  expect(await read([plain, members])).toMatchObject({
    ...NOTHING,
    records: 4,
    relevant: ['a:1', 'b:2', 'c:1', 'd:2'],
  });
});

test('hands out the wanted records and counts the others', async () => {
  const path = file([record('a'), record('b', 'ListRoles'), record('c', 'DeleteRole')].join('\n'));
  const wanted = new Set(['iam.amazonaws.com/CreateRole', 'ec2.amazonaws.com/DeleteRole']);
  expect(await read([path], { wanted })).toMatchObject({ ...NOTHING, records: 3, relevant: ['a:1'] });
});

test('reads directories by name, without dotfiles, and each once where links lead around', async () => {
  const directory = join(folder, 'tree');
  mkdirSync(join(directory, 'b', 'c'), { recursive: true });
  for (const name of ['z.json', 'a.json', '.hidden', 'b/c/x.json'])
    writeFileSync(join(directory, name), record(name));
  symlinkSync(directory, join(directory, 'b', 'loop'));
  symlinkSync(join(directory, 'z.json'), join(directory, 'link'));
  symlinkSync(join(directory, 'self'), join(directory, 'self'));
  const found = await read([directory]);
  expect(found.relevant).toEqual(['a.json:1', 'b/c/x.json:1', 'z.json:1', 'z.json:1']);
  expect(found.problems).toEqual(['io']);
});

test('reads the standard input', async () => {
  const stdin = Readable.from([gzipSync(record('a')).subarray(0, 1), gzipSync(record('a')).subarray(1)]);
  expect(await read(['-'], { stdin })).toMatchObject({ ...NOTHING, relevant: ['a:1'], records: 1 });
  expect(await read(['-'], { stdin: Readable.from([]) })).toMatchObject({ ...NOTHING, problems: ['empty'] });
});

/** One file of records, as `tar` writes it: a header of 512 bytes, and the content padded to as many. */
const TAR = Buffer.alloc(10_240);
TAR.write('records.json');
TAR.write('ustar', 257);
TAR.write(record('in-tar'), 512);

test('tells a format that stands behind the first pieces of a pipe', async () => {
  for (const bytes of [TAR, gzipSync(TAR)]) {
    const pieces = Array.from({ length: Math.ceil(bytes.length / 50) }, (_, i) =>
      bytes.subarray(i * 50, i * 50 + 50),
    );
    const found = await read(['-'], { stdin: Readable.from(pieces) });
    expect(found).toMatchObject({ ...NOTHING, problems: ['format'] });
    expect(found.messages[0]).toBe('standard input: this is a tar archive. Unpack it first.');
  }
});

test.for<[code: string, what: string, content: string | Uint8Array, advice: string]>([
  ['empty', 'nothing', '', 'is empty. Remove it'],
  ['empty', 'gzip of nothing', gzipSync(''), 'is empty. Remove it'],
  [
    'not-json',
    'text',
    'hello\nworld\n'.repeat(1000),
    'is not JSON (line 1). Name files of CloudTrail records',
  ],
  ['not-json', 'one byte', '}', 'is not JSON (line 1)'],
  ['no-records', 'other JSON', '{"name":"x"}', 'it has none of eventTime, eventSource, eventName'],
  ['no-records', 'Records that is null', '{"Records":null}', 'Records is null instead of a list'],
  ['truncated', 'the begin of a record', '{"eventName":"Cre', 'the input ends inside this record'],
  ['format', 'a zip archive', 'PK\x03\x04...', 'a zip archive. Unpack it first'],
  ['format', 'a tar archive', TAR, 'a tar archive. Unpack it first'],
  ['format', 'a tar archive in gzip data', gzipSync(TAR), 'a tar archive. Unpack it first'],
  ['format', 'a zip archive in gzip data', gzipSync('PK\x03\x04...'), 'a zip archive. Unpack it first'],
  ['format', 'UTF-16', Buffer.from(`\ufeff${record('a')}`, 'utf16le'), 'Save it as UTF-8'],
  ['truncated', 'the begin of gzip data', gzipSync(record('a')).subarray(0, 25), 'Fetch the file again'],
  [
    'corrupt',
    'damaged gzip data',
    Buffer.concat([gzipSync('').subarray(0, 10), Buffer.alloc(40, 0xff)]),
    'Fetch the file again',
  ],
])('says of a file that it is no use (%s): %s', async ([code, , content, advice]) => {
  const path = file(content);
  const found = await read([path, file(record('next'))]);
  expect(found).toMatchObject({ ...NOTHING, records: 1, relevant: ['next:1'], problems: [code] });
  expect(found.messages[0]).toContain(`${path}: `);
  expect(found.messages[0]).toContain(advice);
});

test('an empty list of records is nothing bad', async () => {
  expect(await read([file('{"Records":[]}')])).toMatchObject({ ...NOTHING, problems: [] });
});

test('names each unreadable record of a file and reads the rest', async () => {
  const bad = Buffer.from(record('b\xe9'), 'latin1');
  const content = Buffer.concat([
    Buffer.from('{"a":1}\n'),
    bad,
    Buffer.from(`\n{"eventName":1\n${record('c')}\n{"x`),
  ]);
  expect(await read([file(content)])).toMatchObject({
    records: 1,
    relevant: ['c:4'],
    unreadable: [
      '1: no CloudTrail record: it has none of eventTime, eventSource, eventName',
      '2: the record is not valid UTF-8',
      '3: broken JSON: a comma, a colon or a bracket is missing',
      '5: the input ends inside this record',
    ],
    problems: [],
  });
});

test('passes over digest files without a word', async () => {
  expect(await read([file('{"digestStartTime":"x","digestEndTime":"y"}')])).toMatchObject(NOTHING);
});

test('reads a record whose requestParameters are null', async () => {
  const path = file(record('a').replace('{', '{"requestParameters":null,'));
  expect(await read([path])).toMatchObject({ records: 1, relevant: ['a:1'] });
});

test('names paths that are missing or denied and reads the rest', async () => {
  const good = file(record('a'));
  const found = await read([join(folder, 'missing'), join(good, 'below'), good]);
  expect(found).toMatchObject({
    ...NOTHING,
    records: 1,
    relevant: ['a:1'],
    problems: ['missing', 'missing'],
  });
  expect(found.messages[0]).toBe(`${join(folder, 'missing')}: no such file or directory. Check the path.`);
});

test('names a directory without permission, a failing disk, and reads the rest', async () => {
  const failure = (code: string) => Object.assign(new Error(code), { code });
  const found = await read(['top'], {
    files: {
      stat: async (path) => ({ kind: /json$/.test(path) ? 'file' : 'directory', size: 1 }),
      realPath: async (path) => path,
      list: async (path) => {
        if (path === 'top') return ['locked', 'bad.json', 'good.json', 'denied.json'];
        throw failure('EACCES');
      },
      open: (path) => {
        if (path.includes('good')) return Readable.from([Buffer.from(record('a'))]);
        const code = path.includes('bad') ? 'EIO' : 'EACCES';
        return new Readable({ read: (): void => undefined }).destroy(failure(code));
      },
    },
  });
  expect(found).toMatchObject({
    ...NOTHING,
    records: 1,
    relevant: ['a:1'],
    problems: ['io', 'denied', 'denied'],
  });
  expect(found.messages[2]).toBe(
    'top/locked: permission denied. Give your user the right to read it, or read a copy.',
  );
});

test('tells how far it is', async () => {
  const paths = [file(gzipSync(record('a'))), file(record('b'))];
  const seen: ArchiveProgress[] = [];
  const { bytes } = await read(paths, { onProgress: (progress) => seen.push(progress) });
  const last = seen.at(-1)!;
  expect(last).toEqual({ file: paths[1], files: 1, bytes, totalBytes: bytes, records: 2 });
  expect(seen.every((progress, i) => i === 0 || progress.bytes >= seen[i - 1]!.bytes)).toBe(true);
});

test('counts nothing of what it passes over in how far it is', async () => {
  const seen: ArchiveProgress[] = [];
  const directory = mkdtempSync(join(folder, 'some-'));
  writeFileSync(join(directory, 'records.json'), record('a'));
  writeFileSync(join(directory, 'README.md'), 'about them');
  const { bytes } = await read([directory], { onProgress: (progress) => seen.push(progress) });
  expect(seen.at(-1)).toMatchObject({ bytes, totalBytes: bytes });
});

test('ends when it is told to, with what was found so far', async () => {
  const abort = new AbortController();
  const stdin = new Readable({ read: (): void => undefined });
  stdin.push(`${record('a')}\n${record('b')}`);
  const found: string[] = [];
  for await (const item of readArchive(['-', file(record('c'))], { stdin, signal: abort.signal })) {
    if (item.kind === 'problem') found.push(item.problem.code);
    else found.push(...item.relevant.map(({ record }) => record.eventId));
    abort.abort();
  }
  expect(found).toEqual(['a', 'b']);
});
