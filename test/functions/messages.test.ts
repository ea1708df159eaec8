import { ServiceError } from '@podguard/core';
import {
  isStartEvent,
  parseChannelMessage,
  parseDueMessage,
  parseEvaluateMessage,
  parseRejudgeAllMessage,
  toMessageBody,
} from '@podguard/functions';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { aTransition } from '../support/a-transition.ts';

describe('messages', () => {
  it('come back as they were sent, whatever their names hold', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (key) => {
        const body = toMessageBody({ podguard: 'rejudge', key });
        expect(parseEvaluateMessage(body)).toEqual({ podguard: 'rejudge', key });
        const again = { podguard: 'rejudge', key, read: true } as const;
        expect(parseEvaluateMessage(toMessageBody(again))).toEqual(again);
        const replayed = { podguard: 'replay', event: { detail: { key } } } as const;
        expect(parseEvaluateMessage(toMessageBody(replayed))).toEqual(replayed);
        // What SQS takes: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
        expect(body).toMatch(/^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u);
      }),
    );
  });

  test.for([
    ['a noncharacter', '\uffff'],
    ['another noncharacter', '\ufffe'],
    ['a lone surrogate', '\ud800'],
    ['a null character', '\u0000'],
  ])('%s, which SQS refuses, arrives all the same', ([, character = '']) => {
    const key = `a${character}b`;
    const body = toMessageBody({ podguard: 'due', key });
    expect(body).not.toContain(character);
    expect(parseDueMessage(body).key).toBe(key);
  });

  it('an event of EventBridge is told from a message of ours', () => {
    const event = { version: '0', id: 'e', 'detail-type': 'x', detail: { podguard: 'rejudge', key: 'k' } };
    expect(parseEvaluateMessage(JSON.stringify(event))).toEqual({ value: event });
    expect(parseEvaluateMessage('[1]')).toEqual({ value: [1] });
  });

  it('transitions and runs are read as they were sent', () => {
    const transitions = [aTransition()];
    expect(parseChannelMessage(toMessageBody({ podguard: 'transitions', transitions }))).toEqual({
      podguard: 'transitions',
      transitions,
    });
    const run = { podguard: 'rejudge-all', run: 'a.b', from: '{"pk":"r#x"}', pass: 1, sent: 7 } as const;
    expect(parseRejudgeAllMessage(toMessageBody(run))).toEqual(run);
    expect(parseRejudgeAllMessage('{"podguard":"rejudge-all","run":"a"}')).toMatchObject({
      pass: 0,
      sent: 0,
    });
  });

  it('what people decided is read as it was sent, and what an older function did not know is absent', () => {
    const exemption = { id: 'ex-1', reason: 'r', author: 'noor', until: '2026-04-01T00:00:00Z' };
    const acknowledged = { by: 'noor', at: '2026-03-12T07:30:00Z' };
    const owner = { name: 'shop', from: 'tag' } as const;
    const transitions = [
      aTransition({ type: 'exempted', cause: 'exemption', finding: { exemption, acknowledged, owner } }),
      aTransition({ type: 'exemption-ended', ended: { exemption, reason: 'expired' } }),
    ];
    expect(parseChannelMessage(toMessageBody({ podguard: 'transitions', transitions }))).toEqual({
      podguard: 'transitions',
      transitions,
    });
    const now = aTransition();
    const { exemption: _, acknowledged: __, owner: ___, ...finding } = now.finding;
    const older = JSON.stringify({ podguard: 'transitions', transitions: [{ ...now, finding }] });
    expect(parseChannelMessage(older)).toEqual({ podguard: 'transitions', transitions: [now] });
  });

  test.for<[name: string, parse: (body: string) => unknown, body: string, says: RegExp]>([
    ['no JSON', parseEvaluateMessage, '{"a', /evaluate queue .*no JSON/],
    ['a rejudge without a key', parseEvaluateMessage, '{"podguard":"rejudge"}', /evaluate queue .*key/s],
    ['another message of ours', parseEvaluateMessage, '{"podguard":"due","key":"k"}', /podguard/],
    ['a due message without a key', parseDueMessage, '{"podguard":"due","key":""}', /due queue/],
    ['no transition', parseChannelMessage, '{"podguard":"transitions","transitions":[]}', /channel queue/],
    [
      'a transition of nothing',
      parseChannelMessage,
      '{"podguard":"transitions","transitions":[{}]}',
      /transition/,
    ],
    ['no digest', parseChannelMessage, '{"podguard":"digest","digest":{"v":2}}', /digest/],
    ['a run without a name', parseRejudgeAllMessage, '{"podguard":"rejudge-all"}', /rejudge queue .*run/s],
  ])('%s is refused with the queue and the field', ([, parse, body, says]) => {
    let thrown: unknown;
    try {
      parse(body);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(ServiceError);
    expect((thrown as ServiceError).code).toBe('message-malformed');
    expect((thrown as ServiceError).message).toMatch(says);
  });

  it("only the deployment's call is a start", () => {
    expect(isStartEvent({ start: 'a.b' })).toBe(true);
    expect(isStartEvent({ start: '' })).toBe(false);
    expect(isStartEvent({ Records: [] })).toBe(false);
    expect(isStartEvent(null)).toBe(false);
  });
});
