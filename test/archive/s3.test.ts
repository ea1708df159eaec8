import { gzipSync } from 'node:zlib';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { readArchive } from '@podguard/archive';
import { createS3Source } from '@podguard/archive/remote';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FaultAnswer, openFaultServer } from '../support/fault-server.ts';
import { type MiniStack, startMiniStack } from '../support/ministack/start.ts';
import { record } from '../support/record.ts';

const TRAIL = 'AWSLogs/111122223333/CloudTrail/eu-central-1';
const zipped = (eventID: string) => gzipSync(JSON.stringify({ Records: [record({ eventID })] }));

const OBJECTS: Readonly<Record<string, string | Uint8Array>> = {
  [`${TRAIL}/2026/01/30/a.json.gz`]: zipped('a'),
  [`${TRAIL}/2026/01/31/b.json.gz`]: zipped('b'),
  [`${TRAIL}/2026/02/01/c.json.gz`]: zipped('c'),
  'AWSLogs/o-abc123/444455556666/CloudTrail/us-east-1/2026/02/01/d.json.gz': zipped('d'),
  'AWSLogs/111122223333/CloudTrail-Digest/eu-central-1/2026/02/01/x.json.gz': zipped('digest'),
  'AWSLogs/111122223333/CloudTrail-Insight/eu-central-1/2026/02/01/x.json.gz': zipped('insight'),
  'AWSLogs/111122223333/vpcflowlogs/eu-central-1/2026/02/01/x.log.gz': 'no record',
  'AWSLogs/111122223333/CloudTrail/': '',
  'own/e.json': JSON.stringify(record({ eventID: 'e' })),
  'own/f.ndjson': `${JSON.stringify(record({ eventID: 'f' }))}\n`,
  'own-too/g.json': JSON.stringify(record({ eventID: 'g' })),
  'copies/CloudTrail-2025/h.json': JSON.stringify(record({ eventID: 'h' })),
  'bad/cut-off.json.gz': zipped('cut').subarray(0, 30),
  'bad/empty.json': '',
  'bad/good.json.gz': zipped('good'),
  'bad/text.json': 'hello\n',
};

let stack: MiniStack;
let s3: S3Client;
beforeAll(async () => {
  stack = await startMiniStack();
  s3 = new S3Client({ ...stack.clientOptions(), forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: 'trail' }));
  await s3.send(new CreateBucketCommand({ Bucket: 'many' }));
  for (const [Key, Body] of Object.entries(OBJECTS))
    await s3.send(new PutObjectCommand({ Bucket: 'trail', Key, Body: Buffer.from(Body) }));
}, 120_000);
afterAll(async () => {
  s3?.destroy();
  await stack?.stop();
});

async function read(
  path: string,
  {
    client = s3,
    since,
    signal = new AbortController().signal,
  }: { client?: S3Client; since?: Date; signal?: AbortSignal } = {},
) {
  const source = createS3Source({ client, signal, since });
  const found = { ids: [] as string[], files: new Set<string>(), problems: [] as string[] };
  for await (const item of readArchive([path], { sources: [source], signal })) {
    if (item.kind === 'problem') found.problems.push(item.problem.message);
    else
      for (const one of item.relevant) {
        found.ids.push(one.record.eventId);
        found.files.add(`${item.file}:${one.line}`);
      }
  }
  return { ...found, ids: found.ids.sort() };
}

describe('records in S3', () => {
  it.for([
    ['s3://trail/AWSLogs/', ['a', 'b', 'c', 'd']],
    ['s3://trail/AWSLogs', ['a', 'b', 'c', 'd']],
    ['s3://trail/AWSLogs/111122223333/', ['a', 'b', 'c']],
    [`s3://trail/${TRAIL}/`, ['a', 'b', 'c']],
    [`s3://trail/${TRAIL}/2026/01/`, ['a', 'b']],
    [`s3://trail/${TRAIL}/2026/01/31/b.json.gz`, ['b']],
    ['s3://trail/own/', ['e', 'f']],
    ['s3://trail/own', ['e', 'f']],
    ['s3://trail/copies/', ['h']],
    ['s3://trail/AWSLogs/111122223333/CloudTrail-Digest/', ['digest']],
  ] as const)(
    'are those of %s, without digests, insights and what else is logged there unless that is named',
    async ([path, ids]) => {
      expect(await read(path)).toMatchObject({ ids, problems: [] });
    },
  );

  it('have their object and line', async () => {
    expect([...(await read('s3://trail/own/f.ndjson')).files]).toEqual(['s3://trail/own/f.ndjson:1']);
  });

  it('are left out where their day is too long ago', async () => {
    const since = new Date('2026-01-31T15:00:00Z');
    expect(await read('s3://trail/AWSLogs/111122223333/', { since })).toMatchObject({ ids: ['b', 'c'] });
    expect(await read(`s3://trail/${TRAIL}/2026/01/`, { since })).toMatchObject({ ids: ['b'] });
  });

  it('outside the folders of a trail are left out where they were written too long ago', async () => {
    const since = (day: number) => ({ since: new Date(Date.now() + day * 86_400_000) });
    expect(await read('s3://trail/own/', since(-1))).toMatchObject({ ids: ['e', 'f'] });
    expect(await read('s3://trail/own/', since(1))).toMatchObject({ ids: [] });
  });

  it('are named where they cannot be read, and the rest is', async () => {
    const { ids, problems } = await read('s3://trail/bad/');
    expect(ids).toEqual(['good']);
    expect(problems.sort()).toEqual([
      expect.stringMatching(/^s3:\/\/trail\/bad\/cut-off\.json\.gz: the gzip data ends too early/),
      expect.stringMatching(/^s3:\/\/trail\/bad\/empty\.json: is empty/),
      expect.stringMatching(/^s3:\/\/trail\/bad\/text\.json: is not JSON/),
    ]);
  });

  it.for([
    ['s3://nowhere/x', 's3://nowhere/x: there is no such bucket. Check the name.'],
    ['s3://many/', 's3://many/: there is no object. Name the bucket and the folder of a trail.'],
    ['s3://trail/non', 's3://trail/non: there is no object.'],
  ] as const)('of %s are none, which is said', async ([path, message]) => {
    const { ids, problems } = await read(path);
    expect(ids).toEqual([]);
    expect(problems).toEqual([expect.stringContaining(message)]);
  });

  it('of no day that is asked for are none, which is said', async () => {
    const { problems } = await read(`s3://trail/${TRAIL}/`, { since: new Date('2026-03-01T00:00:00Z') });
    expect(problems).toEqual([expect.stringContaining('or none since 2026-03-01')]);
  });
});

/** A bucket on a server that answers as it is told to. */
async function bucketOf(
  answer: (path: string, headers: Readonly<Record<string, unknown>>, count: number) => FaultAnswer,
) {
  const server = await openFaultServer(({ path, headers }, count) => answer(path, headers, count));
  const client = new S3Client({
    endpoint: server.url,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'test' },
    forcePathStyle: true,
    maxAttempts: 2,
  });
  return {
    client,
    async close() {
      client.destroy();
      await server.close();
    },
  };
}

const xml = (status: number, body: string): FaultAnswer => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0"?>${body}`,
});
const listing = (keys: readonly string[], more = '') =>
  xml(
    200,
    `<ListBucketResult>${more}${keys.map((key) => `<Contents><Key>${key}</Key><Size>9</Size></Contents>`).join('')}</ListBucketResult>`,
  );
const fault = (status: number, code: string) =>
  xml(status, `<Error><Code>${code}</Code><Message>no</Message></Error>`);
const isList = (path: string) => path.includes('list-type=2');

describe('S3 that misbehaves', () => {
  it.for([
    [
      'a list that is denied',
      (path: string) => (isList(path) ? fault(403, 'AccessDenied') : fault(500, 'x')),
      'access denied. Give your role s3:ListBucket',
    ],
    [
      'an object that is denied',
      (path: string) => (isList(path) ? listing(['x/a']) : fault(403, 'AccessDenied')),
      's3://b/x/a: access denied. Give your role s3:GetObject',
    ],
    [
      'an object that is gone',
      (path: string) => (isList(path) ? listing(['x/a']) : fault(404, 'NoSuchKey')),
      'there is no such object any more',
    ],
    [
      'an object in an archive',
      (path: string) => (isList(path) ? listing(['x/a']) : fault(403, 'InvalidObjectState')),
      'Restore it first',
    ],
    ['throttling without an end', () => fault(503, 'SlowDown'), 'AWS asked for fewer calls for too long'],
    ['a connection that breaks', (): FaultAnswer => 'reset', 'could not be read to its end'],
  ] as const)('is named: %s', async ([, answer, message]) => {
    const { client, close } = await bucketOf(answer);
    const { problems } = await read('s3://b/x/', { client });
    await close();
    expect(problems).toEqual([expect.stringContaining(message)]);
  });

  it('is given up where no try of the client is answered: each is made once', async () => {
    let asked = 0;
    const { client, close } = await bucketOf((path) => {
      if (isList(path)) return listing(['x/a']);
      asked += 1;
      return 'reset';
    });
    await read('s3://b/x/', { client });
    await close();
    expect(asked).toBe(await client.config.maxAttempts());
  });

  it('is listed page by page', async () => {
    const { client, close } = await bucketOf((path) => {
      if (!isList(path)) return { status: 200, body: JSON.stringify(record({ eventID: path.slice(3, 6) })) };
      return path.includes('continuation-token=')
        ? listing(['x/b'])
        : listing(['x/a'], '<IsTruncated>true</IsTruncated><NextContinuationToken>t</NextContinuationToken>');
    });
    const { ids } = await read('s3://b/x/', { client });
    await close();
    expect(ids).toEqual(['x/a', 'x/b']);
  });

  it('is read on from where the connection broke', async () => {
    const lines = ['a', 'b', 'c'].map((eventID) => `${JSON.stringify(record({ eventID }))}\n`);
    const body = lines.join('');
    const asked: string[] = [];
    const { client, close } = await bucketOf((path, headers) => {
      if (isList(path)) return listing(['x/a']);
      asked.push(String(headers.range ?? ''));
      const [, from = '0'] = /bytes=(\d+)-/.exec(String(headers.range ?? '')) ?? [];
      const rest = body.slice(Number(from));
      const given = rest.slice(0, (lines[0] ?? '').length + 20);
      const etag = { etag: '"v1"' };
      // More is promised than comes: the connection ends in the middle.
      return given.length < rest.length && asked.length < 3
        ? { status: 206, headers: { ...etag, 'content-length': String(rest.length) }, body: given }
        : { status: 206, headers: etag, body: rest };
    });
    const found = await read('s3://b/x/', { client });
    await close();
    expect(found).toMatchObject({ ids: ['a', 'b', 'c'], problems: [] });
    expect(asked).toEqual(['', expect.stringMatching(/^bytes=\d+-$/), expect.stringMatching(/^bytes=\d+-$/)]);
  });

  it('is asked for no more than eight objects at the same time', async () => {
    const keys = Array.from({ length: 40 }, (_, index) => `x/${index}`);
    const interrupt = new AbortController();
    let asked = 0;
    const { client, close } = await bucketOf((path) => {
      if (isList(path)) return listing(keys);
      asked += 1;
      // A ninth would come by then.
      if (asked === 8) setTimeout(() => interrupt.abort(), 100);
      return 'hang';
    });
    await read('s3://b/x/', { client, signal: interrupt.signal });
    await close();
    expect(asked).toBe(8);
  });

  it('has all of its objects read, however many there are', async () => {
    const keys = Array.from({ length: 40 }, (_, index) => `x/${index}`);
    const { client, close } = await bucketOf((path) =>
      isList(path) ? listing(keys) : { status: 200, body: JSON.stringify(record({ eventID: path })) },
    );
    const { ids } = await read('s3://b/x/', { client });
    await close();
    expect(new Set(ids).size).toBe(40);
  });

  it('ends at once when it is interrupted, without a complaint', async () => {
    const interrupt = new AbortController();
    const { client, close } = await bucketOf((path) => {
      if (isList(path)) return listing(['x/a', 'x/b']);
      setImmediate(() => interrupt.abort());
      return 'hang';
    });
    const found = await read('s3://b/x/', { client, signal: interrupt.signal });
    await close();
    expect(found).toMatchObject({ ids: [], problems: [] });
  });
});
