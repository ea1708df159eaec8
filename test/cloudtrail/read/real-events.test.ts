import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mayMatter, readValue, toRecord, wantedNames } from '@podguard/cloudtrail';
import { expect, test } from 'vitest';
import { split } from './splitting.ts';

// Real public records lie beside a checkout on some machines only, and are not ours to copy.
const FOLDER = new URL('../../../../shared/real-events/', import.meta.url);
const OWN = {
  eventTime: '2026-01-02T03:04:05Z',
  eventSource: 'eks.amazonaws.com',
  eventName: 'CreatePodIdentityAssociation',
  eventID: 'e-1',
};
const inputs = existsSync(FOLDER)
  ? readdirSync(FOLDER)
      .filter((name) => name.endsWith('.json'))
      .map((name): [string, string] => [name, readFileSync(new URL(name, FOLDER), 'utf8')])
  : [
      [
        'a record of our own, as there is no folder of real ones',
        JSON.stringify({ Records: [OWN] }, null, 1),
      ] as [string, string],
    ];

test.for(inputs)('reads every record of %s', ([, text]) => {
  const expected = (JSON.parse(text) as { readonly Records: readonly { readonly eventName: string }[] })
    .Records;
  const found = split(text);
  expect(found.lost).toEqual([]);
  expect(found.values.map((value) => readValue(Buffer.from(value.text)))).toEqual(expected.map(toRecord));
  expect(expected.map((value) => toRecord(value).kind)).toEqual(expected.map(() => 'record'));
  for (const [i, { text: json }] of found.values.entries()) {
    expect(mayMatter(Buffer.from(json), wantedNames([expected[i]!.eventName]))).toBe(true);
    expect(mayMatter(Buffer.from(json), wantedNames(['NoSuchEvent']))).toBe(false);
  }
});
