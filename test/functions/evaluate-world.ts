import { configSchema, createEngine, type JsonObject, roleKey, type Store } from '@podguard/core';
import {
  createEvaluate,
  type EvaluateDeps,
  type LiveRead,
  type LiveReader,
  type Notice,
  type QueueMessage,
  type Received,
} from '@podguard/functions';
import { catalogue } from '@podguard/rules';
import { createMemoryStore } from '@podguard/store';
import { type Call, toRecord } from '../../scripts/samples/call.ts';
import { associate } from '../../scripts/samples/eks.ts';
import { createRole, roleArn } from '../../scripts/samples/iam.ts';
import { ACCOUNT, maren } from '../../scripts/samples/people.ts';
import { createRandom } from '../../scripts/samples/random.ts';
import { podIdentity } from '../../scripts/samples/trust.ts';
import { envelope } from '../support/queue-world/envelopes.ts';

export const ROLE = roleKey('aws', ACCOUNT, 'app');
const random = createRandom(7);
export const PLENTY = () => 60_000;

let count = 0;
export function received(body: unknown, receives = 1): Received {
  count += 1;
  return { id: `m-${count}`, body: typeof body === 'string' ? body : JSON.stringify(body), receives };
}

export const eventOf = (call: Call): JsonObject => envelope(toRecord(call, random));
export const newRole = () => eventOf(createRole('06:00:00', maren, 'app', podIdentity(['sts:AssumeRole'])));
export const newAssociation = () =>
  eventOf(
    associate('06:00:01', maren, {
      cluster: 'parcels-prod',
      id: 'a-1',
      pod: 'shop/pod',
      role: roleArn('app'),
    }),
  );

export function setUp(deps: Partial<EvaluateDeps> & { readonly store?: Store; readonly read?: Reads } = {}) {
  const store = deps.store ?? createMemoryStore();
  const notices: Notice[] = [];
  const asked: string[] = [];
  const queued: QueueMessage[] = [];
  const { missing = () => [], answer = async () => ({ outcome: 'denied', reason: 'not allowed' }) } =
    deps.read ?? {};
  const engineOf: EvaluateDeps['engineOf'] = (onJudged) =>
    createEngine({
      store,
      catalogue,
      config: configSchema.parse({}),
      judgedWith: 'test',
      pastLimit: 20,
      backOff: async () => {},
      onJudged,
    });
  const evaluate = createEvaluate({
    engineOf,
    optIn: [],
    onCall: async () => {},
    onReplay: async () => {},
    queue: async () => ({
      send: async (messages) => {
        queued.push(...messages);
      },
    }),
    now: () => new Date('2026-03-12T06:00:10Z'),
    report: (notice) => notices.push(notice),
    reader: async () => ({
      missingFrom: (judged, already) => missing(judged, already).filter((key) => !already.has(key)),
      read: async (key) => {
        asked.push(key);
        return answer(key);
      },
    }),
    ...deps,
  });
  return { store, evaluate, notices, asked, queued };
}

export interface Reads {
  readonly missing?: LiveReader['missingFrom'];
  readonly answer?: (key: string) => Promise<LiveRead>;
}
