import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type CloudTrailRecord, toChanges, toRecord } from '@podguard/cloudtrail';
import { describe, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const DAY = join(ROOT, 'samples/day');

const files = readdirSync(DAY, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name));
const records = files.flatMap(recordsOf);
const outcomes = records.map((record) => ({ record, outcome: toChanges(record, []) }));

describe('the sample day', () => {
  test('is what scripts/make-samples.ts makes', () => {
    execFileSync(process.execPath, ['scripts/make-samples.ts', '--check'], { cwd: ROOT });
  });

  test('has 300 records, most of them noise, and none that is unreadable', () => {
    const count = (kind: string) => outcomes.filter(({ outcome }) => outcome.kind === kind).length;
    expect(records).toHaveLength(300);
    expect(count('irrelevant')).toBeGreaterThan(200);
    expect(count('failed-call')).toBe(2);
    expect(count('unreadable')).toBe(0);
  });

  test('names every mapped event that the story needs', () => {
    const named = new Set(
      outcomes.filter(({ outcome }) => outcome.kind === 'changes').map(({ record }) => record.eventName),
    );
    expect([...named]).toEqual(
      expect.arrayContaining([
        'CreatePodIdentityAssociation',
        'UpdateAssumeRolePolicy',
        'ModifyInstanceMetadataOptions',
        'CreateAccessKey',
        'DeleteCluster',
      ]),
    );
    expect(named.size).toBe(18);
  });

  test('has one duplicated record', () => {
    const ids = records.map(({ eventId }) => eventId);
    const twice = records.filter(({ eventId }, index) => ids.indexOf(eventId) !== index);
    expect(twice.map(({ eventName }) => eventName)).toEqual(['CreateAccessKey']);
  });

  test('has a create and an attach in one second, the attach with the smaller event ID', () => {
    const janitor = changesOf('arn:aws:iam::111122223333:role/cluster-janitor').filter(
      ({ cause }) => cause.eventSource === 'iam.amazonaws.com',
    );
    expect(janitor.map(({ op }) => op).sort()).toEqual(['patch', 'put']);
    expect(new Set(janitor.map(({ stamp }) => stamp.time)).size).toBe(1);
    const [put, patch] = ['put', 'patch'].map(
      (op) => janitor.find((change) => change.op === op)?.stamp.eventId ?? '',
    );
    expect(String(patch) < String(put)).toBe(true);
  });

  test('has an association whose body was omitted', () => {
    const [omitted] = changesOf(
      'arn:aws:eks:eu-central-1:111122223333:podidentityassociation/parcels-prod/a-customs00000000009',
    );
    expect(omitted).toMatchObject({ op: 'put', fields: { disableSessionTags: { unknown: true } } });
  });
});

function changesOf(key: string) {
  return outcomes
    .flatMap(({ outcome }) => (outcome.kind === 'changes' ? outcome.changes : []))
    .filter((change) => change.key === key);
}

function recordsOf(file: string): readonly CloudTrailRecord[] {
  const bytes = readFileSync(file);
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
  const values = file.endsWith('.ndjson')
    ? text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
    : whole(JSON.parse(text));
  return values.map((value) => {
    const read = toRecord(value);
    if (read.kind !== 'record') throw new Error(`${file}: ${JSON.stringify(read)}`);
    return read.record;
  });
}

function whole(parsed: {
  readonly Records?: readonly unknown[];
  readonly Events?: readonly unknown[];
}): readonly unknown[] {
  return parsed.Records ?? parsed.Events ?? [];
}
