import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Alert, toSnsMessage } from '@podguard/notify';
import Ajv from 'ajv';
import { describe, expect, it } from 'vitest';
import { sampleDay } from './sample-day.ts';
import { ACCOUNT, digestOf, transitionOf, wording } from './transitions.ts';

const file = path.resolve(import.meta.dirname, '../../docs/alert.schema.json');
const schema: unknown = JSON.parse(await readFile(file, 'utf8'));

/** Here nothing may be in a body that the schema does not describe. */
function closed(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(closed);
  if (typeof part !== 'object' || part === null) return part;
  const inner = Object.fromEntries(Object.entries(part).map(([name, one]) => [name, closed(one)]));
  return 'properties' in part && !Array.isArray(part.properties) && 'required' in part
    ? { ...inner, additionalProperties: false }
    : inner;
}

const validate = new Ajv({ allErrors: true }).compile(closed(schema) as object);
const bodyOf = (alert: Alert): unknown =>
  JSON.parse((JSON.parse(toSnsMessage(alert, wording).Message) as { default: string }).default);

function faultsOf(body: unknown): unknown {
  return validate(body) ? [] : validate.errors;
}

describe('the published schema', () => {
  it('describes every alert of the sample day, whole', async () => {
    const day = await sampleDay();
    for (const transitions of Map.groupBy(day, ({ eventId }) => eventId).values())
      expect(faultsOf(bodyOf({ kind: 'transitions', transitions: transitions as never }))).toEqual([]);
    const digest = digestOf(day, { id: 'run-1', title: 'Baseline', account: ACCOUNT, notes: ['a note'] });
    expect(faultsOf(bodyOf({ kind: 'digest', digest }))).toEqual([]);
  });

  it('describes an alert that had to be cut', () => {
    const finding = {
      evidence: [{ path: 'p', value: 'e'.repeat(300_000) }],
      witness: { text: 'w', request: { key: 'r'.repeat(300_000) } },
      resolved: { ...transitionOf().by, reason: 'fixed' },
      changes: [{ type: 'eased', from: 'high', to: 'low', at: 'a', eventId: 'e' }] as const,
    };
    const transitions = Array.from({ length: 20 }, () => transitionOf({ finding }));
    const body = bodyOf({ kind: 'transitions', transitions: transitions as never });
    expect(body).toMatchObject({ cut: expect.stringContaining('were cut') });
    expect(faultsOf(body)).toEqual([]);
  });

  it.for([
    ['a member that nobody described', { other: 1 }],
    ['another version', { v: 2 }],
    ['a severity that there is not', { severity: 'grave' }],
    ['no transitions', { transitions: [] }],
  ] as const)('does not hold for a body with %s', ([, wrong]) => {
    const body = bodyOf({ kind: 'transitions', transitions: [transitionOf()] }) as object;
    expect(faultsOf(body)).toEqual([]);
    expect(faultsOf({ ...body, ...wrong })).not.toEqual([]);
  });
});
