import { type Alert, toSnsMessage } from '@podguard/notify';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACCOUNT, digestOf, type Told, transitionOf, wording } from './transitions.ts';

const told = (...some: readonly [Told, ...Told[]]): Alert => ({
  kind: 'transitions',
  transitions: some.map(transitionOf) as never,
});
const subjectOf = (alert: Alert) => toSnsMessage(alert, wording).Subject;
const smsOf = (alert: Alert) => (JSON.parse(toSnsMessage(alert, wording).Message) as { sms: string }).sms;

const TITLE = 'Any service account of the cluster may assume the role';

describe('the subject', () => {
  it('says how grave it is, what it is and of what', () => {
    expect(subjectOf(told({}))).toBe(`CRITICAL: ${TITLE} [shop]`);
    expect(subjectOf(told({ type: 'resolved' }))).toBe(`Resolved, was critical: ${TITLE} [shop]`);
  });

  it('is of the worst of several, and says how many more there are however long its name is', () => {
    const role = 'r'.repeat(64);
    const alert = told({ type: 'resolved' }, { severity: 'low' }, { role, severity: 'high' });
    expect(subjectOf(alert)).toMatch(/^HIGH: Any service account .* \[r+\.\.\. and 2 more$/);
    expect(subjectOf(alert)).toHaveLength(99);
  });

  it('is of what opened rather than of what is exempt now', () => {
    const alert = told({ type: 'exempted' }, { role: 'b', severity: 'low' });
    expect(subjectOf(alert)).toBe(`LOW: ${TITLE} [b] and 1 more`);
  });

  it('of a digest counts what is open', () => {
    const about = { id: 'run-1', title: 'Baseline', account: ACCOUNT };
    const digest = digestOf([transitionOf(), transitionOf({ role: 'b', severity: 'low' })], about);
    expect(subjectOf({ kind: 'digest', digest })).toBe(`Open: 1 critical, 1 low. Baseline (${ACCOUNT})`);
    expect(subjectOf({ kind: 'digest', digest: digestOf([], about) })).toBe(
      `Nothing of this is open. Baseline (${ACCOUNT})`,
    );
  });
});

describe('the text message', () => {
  it('of what is exempt no longer names who made it, not who had accepted it', () => {
    const transition = transitionOf({ type: 'exemption-ended' });
    const by = { ...transition.by, actor: 'ana', session: null };
    const alert: Alert = { kind: 'transitions', transitions: [{ ...transition, cause: 'exemption', by }] };
    expect(smsOf(alert)).toMatch(/^Podguard CRITICAL, no longer exempt: .*\. By noor\. pg-\w{12}$/);
  });

  it('says what happened and who did it, and names the finding', () => {
    expect(smsOf(told({}))).toMatch(
      /^Podguard CRITICAL: Any service account of cluster prod may assume shop\. By noor\. pg-\w{12}$/,
    );
  });

  it('keeps who did it and the finding where the rest is too long', () => {
    const sms = smsOf(told({ finding: { summary: 'a'.repeat(900) } }));
    expect(sms).toHaveLength(300);
    expect(sms).toMatch(/a\.\.\.\. By noor\. pg-\w{12}$/);
  });

  it('says what happened and names the finding, whatever letters the name has that did it', () => {
    const name = '\u202e'.repeat(64);
    const sms = smsOf(told({ by: { actor: `arn:aws:iam::${ACCOUNT}:role/d/${name}`, session: name } }));
    expect(sms).toMatch(
      /^Podguard CRITICAL: Any service account of cluster prod may assume shop\. By \\u202e.*\. pg-\w{12}$/,
    );
  });
});

it('a subject and a text message are printable ASCII of bounded length, whatever is in them', () => {
  const chosen = fc.string({ unit: 'binary', maxLength: 200 });
  fc.assert(
    fc.property(chosen, chosen, chosen, fc.integer({ min: 1, max: 20 }), (title, name, session, count) => {
      const one = { role: name, by: { session, actor: `x/${session}` }, finding: { title, summary: title } };
      const alert = told(...(Array.from({ length: count }, () => one) as unknown as [Told]));
      expect(subjectOf(alert)).toMatch(/^[ -~]{1,99}$/);
      expect(smsOf(alert)).toMatch(/^[ -~]{1,300}$/);
      expect(subjectOf(alert)).not.toContain('://');
      expect(smsOf(alert)).not.toContain('://');
    }),
  );
});
