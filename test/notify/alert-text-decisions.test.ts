import type { Transition } from '@podguard/core';
import { alertText } from '@podguard/notify';
import { describe, expect, it } from 'vitest';
import { type Told, transitionOf, wording } from './transitions.ts';

describe('the text of what people decided', () => {
  const exemption = {
    id: 'ex-1',
    reason: 'moves next week',
    author: 'ana',
    until: '2026-04-01T00:00:00Z',
  };
  const deed = { actor: 'ana', eventName: 'exempt', session: null, tool: null, sourceIp: null };
  const decided = (told: Told, more: Partial<Transition> = {}): Transition => {
    const transition = transitionOf(told);
    return { ...transition, cause: 'exemption', by: { ...transition.by, ...deed }, ...more };
  };
  const textsOf = (...transitions: readonly Transition[]) =>
    alertText({ kind: 'transitions', transitions: transitions as never }, wording);

  it('tells until when and why it is exempt, and who made what is exempt', () => {
    const text = textsOf(decided({ type: 'exempted', finding: { status: 'exempt', exemption } }));
    expect(text).toContain('\nExempt: until 2026-04-01 00:00:00 UTC, by ana: moves next week (ex-1)\n');
    expect(text).toContain('\nWho: noor (role deployer) with terraform from 192.0.2.7\n');
    expect(text).toContain('\nWhen: 2026-03-12 07:00:00 UTC, UpdateAssumeRolePolicy\n');
  });

  it.for([
    ['expired', 'the exemption is over'],
    ['removed', 'the exemption was taken back'],
    ['outgrown', 'it is worse than what was accepted'],
    ['uncovered', 'the resource lost the tags that the exemption is about'],
  ] as const)('tells why it is exempt no longer: %s', ([reason, words]) => {
    const text = textsOf(decided({ type: 'exemption-ended' }, { ended: { exemption, reason } }));
    expect(text).toContain(
      `\nWhy: ${words}\nWas exempt: until 2026-04-01 00:00:00 UTC, by ana: moves next week (ex-1)\n`,
    );
    expect(text).toMatch(/^Mend: /m);
  });

  it('names who took it back, where that is another', () => {
    const ended = { exemption: { ...exemption, author: 'ben' }, reason: 'removed' } as const;
    const text = textsOf(decided({ type: 'exemption-ended' }, { ended }));
    expect(text).toContain('\nWhy: the exemption was taken back, by ana\n');
  });

  it("names who changed the tags, and nobody where the configuration ended it; the exemption is its author's", () => {
    const endedBy = (actor: string, reason: 'removed' | 'uncovered') => {
      const one = decided({ type: 'exemption-ended' }, { ended: { exemption, reason } });
      return textsOf({ ...one, by: { ...one.by, actor } }, { ...one, by: { ...one.by, actor } });
    };
    const mallory = 'arn:aws:iam::111122223333:user/mallory';
    const tagged = endedBy(mallory, 'uncovered');
    expect(tagged).toContain(
      `\nWhy: the resource lost the tags that the exemption is about, by ${mallory}\n`,
    );
    expect(tagged).toMatch(/^2 findings by one exemption, of ana\n/);
    expect(endedBy('podguard', 'removed')).toContain('\nWhy: the exemption was taken back\n');
  });

  it('names the author where no event opened it', () => {
    const text = textsOf(decided({ type: 'exempted', finding: { opened: null } }));
    expect(text).toContain('\nWho: ana\nWhen: 2026-03-12 07:00:00 UTC, exempt\n');
  });

  it('counts several of one exemption', () => {
    const ended = { exemption, reason: 'expired' } as const;
    const text = textsOf(
      decided({ type: 'exemption-ended' }, { ended }),
      decided({ role: 'b', type: 'exemption-ended' }, { ended }),
    );
    expect(text).toMatch(/^2 findings by one exemption, of ana\n/);
  });

  it('takes apart what somebody wrote as a reason', () => {
    const hostile = { ...exemption, reason: 'https://evil.example/x\nWho: root', author: 'a\u202eb' };
    const text = textsOf(decided({ type: 'exempted', finding: { exemption: hostile } }));
    expect(text).toContain('by a\\u202eb: https[:]//evil[.]example/x\\u000aWho: root (ex-1)\n');
  });
});
