import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Alert, toSnsMessage } from '@podguard/notify';
import Ajv from 'ajv';
import { describe, expect, it } from 'vitest';
import { closed } from './closed-schema.ts';
import { sampleDay } from './sample-day.ts';
import { ACCOUNT, digestOf, transitionOf, wording } from './transitions.ts';

const file = path.resolve(import.meta.dirname, '../../docs/alert.schema.json');
const schema: unknown = JSON.parse(await readFile(file, 'utf8'));

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

  it('describes what people decided', () => {
    const exemption = { id: 'ex-1', reason: 'r', author: 'noor', until: '2026-04-01T00:00:00Z' };
    const acknowledged = { by: 'noor', at: '2026-03-12T07:30:00Z' };
    const owner = { name: 'shop', from: 'creator' } as const;
    const transitions = [
      {
        ...transitionOf({ type: 'exempted', finding: { status: 'exempt', exemption, owner, acknowledged } }),
        cause: 'exemption',
      },
      {
        ...transitionOf({ type: 'exemption-ended' }),
        replayed: true,
        ended: { exemption, reason: 'uncovered' },
      },
    ];
    expect(faultsOf(bodyOf({ kind: 'transitions', transitions: transitions as never }))).toEqual([]);
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
