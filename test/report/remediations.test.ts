import type { Remediation } from '@podguard/core';
import {
  approvalWords,
  changeText,
  planChanges,
  refusalWords,
  renderAccountJson,
  renderAccountMarkdown,
  renderHtml,
  reportRemediations,
  shadowSummaries,
  turnWords,
} from '@podguard/report';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { afterTurns, NOOR, planOf, remediationOf, verifiedOf } from '../notify/remediations.ts';
import { accountReport } from '../support/reports.ts';
import { BARE, parts, partsOf } from './html-text.ts';

const SINCE = '2025-12-12T00:00:00.000Z';
const report = (...all: readonly Remediation[]) => ({
  ...BARE,
  remediations: reportRemediations(all, SINCE),
});
const shadow = (more: Partial<Remediation> = {}) =>
  remediationOf({ mode: 'shadow', status: 'shadow', ...more });

describe('what a plan changes', () => {
  const changed = (before: unknown, after: unknown, name = 'trust') =>
    changeText(planChanges(planOf({ fields: [{ name, before, after } as never] })));

  it('is shown line by line where it is a document, with what is around it', () => {
    const statement = { Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole', Sid: 'a', Other: 'b' };
    const before = JSON.stringify({ Statement: [statement] });
    const after = JSON.stringify({ Statement: [{ ...statement, Principal: { Service: 'x' } }] });
    expect(changed(before, after).split('\n')).toEqual([
      'trust:',
      '  … 2 lines left as before',
      '      {',
      '        "Effect": "Allow",',
      '-       "Principal": "*",',
      '+       "Principal": {',
      '+         "Service": "x"',
      '+       },',
      '        "Action": "sts:AssumeRole",',
      '        "Sid": "a",',
      '  … 4 lines left as before',
    ]);
  });

  it('is shown as before and after where it is a value', () => {
    expect(changed('optional', 'required', 'httpTokens')).toBe('httpTokens:\n- optional\n+ required');
    expect(changed(2, 1, 'hopLimit')).toBe('hopLimit:\n- 2\n+ 1');
    expect(changed(true, false, 'enabled')).toBe('enabled:\n- true\n+ false');
  });

  it('says of a member of a set that it is there or not, and so of the resource itself', () => {
    expect(changed(true, null, 'policies arn:aws:iam::aws:policy/AdministratorAccess')).toBe(
      'policies arn:aws:iam::aws:policy/AdministratorAccess:\n- there\n+ none',
    );
    const gone = planOf({ fields: [], present: { before: true, after: false } });
    expect(changeText(planChanges(gone))).toBe('the resource:\n- there\n+ none');
  });

  it('is not what stays as it is, which is only sent again', () => {
    expect(changed('required', 'required', 'httpTokens')).toBe('');
  });

  it('is shown, too, where the document is none', () => {
    expect(changed('{"a": ', '{"a": 1}')).toContain('- {"a": ');
  });

  it('has no line that somebody wrote into the name of a member, or into a value', () => {
    const evil = 'x\nclientIds y:\n- there\n+ none\u202e';
    const text = changed(true, null, `clientIds ${evil}`);
    const escaped = 'x\\u000aclientIds y:\\u000a- there\\u000a+ none\\u202e';
    expect(text).toBe(`clientIds ${escaped}:\n- there\n+ none`);
    expect(changed('a', 'b\r+ c', 'name')).toBe('name:\n- a\n+ b\\u000d+ c');
    const plan = planOf({ fields: [{ name: `clientIds ${evil}`, before: true, after: null }] });
    const html = renderHtml(report(remediationOf({ plan })));
    expect(html).toContain(`<pre>clientIds ${escaped}:\n- there\n+ none</pre>`);
  });

  it('taken as a patch gives what is to be from what is', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c', '{', '}'), { maxLength: 30 });
    fc.assert(
      fc.property(lines, lines, (one, other) => {
        const before = ['first', ...one];
        const after = ['first', ...other];
        const [change] = planChanges(
          planOf({ fields: [{ name: 'text', before: before.join('\n'), after: after.join('\n') }] }),
        );
        let at = 0;
        const patched = (change?.lines ?? []).flatMap((line) => {
          if (line.side === 'after') return [line.text];
          const from = at;
          at += line.side === 'gap' ? line.count : 1;
          if (line.side === 'gap') return before.slice(from, at);
          expect(before[from]).toBe(line.text);
          return line.side === 'both' ? [line.text] : [];
        });
        expect((change?.lines ?? []).length === 0 ? before : patched).toEqual(after);
      }),
    );
  });

  it('of very long texts is both of them, without much thought', () => {
    const long = (word: string) => Array.from({ length: 1_500 }, (_, at) => `${word} ${at}`).join('\n');
    expect(changed(long('a'), long('b')).split('\n')).toHaveLength(3_001);
  });
});

describe('the words of a turn', () => {
  const turn = { status: 'proposed', at: '2026-03-12T07:02:10.000Z', by: NOOR } as const;

  test.for<[string, string]>([
    ['', `Proposed 2026-03-12 07:02:10 UTC by ${NOOR}`],
    ['the summary', `Proposed 2026-03-12 07:02:10 UTC by ${NOOR}`],
    ['approved; 1 more needed', `Approved 2026-03-12 07:02:10 UTC by ${NOOR}: 1 more needed`],
    ['approved', `Approved 2026-03-12 07:02:10 UTC by ${NOOR}`],
    ['approvedly', `Proposed 2026-03-12 07:02:10 UTC by ${NOOR}: approvedly`],
  ])('with the note "%s" are "%s"', ([note, words]) => {
    expect(turnWords({ ...turn, note }, 'the summary')).toBe(words);
  });

  it('tell what was put off, and what was not undone, though the status stays', () => {
    const words = (status: 'approved' | 'verified', note: string) =>
      turnWords({ ...turn, status, note }, null);
    expect(words('approved', 'not now: the budget is spent')).toBe(
      `Put off 2026-03-12 07:02:10 UTC by ${NOOR}: the budget is spent`,
    );
    expect(words('verified', 'not undone: it differs')).toBe(
      `Not undone 2026-03-12 07:02:10 UTC by ${NOOR}: it differs`,
    );
  });

  it('do not call approved what somebody rejected, whatever they wrote', () => {
    expect(turnWords({ ...turn, status: 'rejected', note: 'approved' }, null)).toBe(
      `Rejected 2026-03-12 07:02:10 UTC by ${NOOR}: approved`,
    );
  });

  it('name who approved, who is missing, and that nobody was asked', () => {
    const approvals = [{ by: NOOR, at: '' }];
    expect(approvalWords(remediationOf())).toBe('1 person needed');
    expect(approvalWords(remediationOf({ approvalsNeeded: 2 }))).toBe('2 different people needed');
    expect(approvalWords(remediationOf({ approvalsNeeded: 2, approvals }))).toBe(`${NOOR}; 1 more needed`);
    const twoWays = [...approvals, { by: 'arn:aws:iam::111122223333:user/noor', at: '' }];
    expect(approvalWords(remediationOf({ approvalsNeeded: 2, approvals: twoWays }))).toBe(
      `${NOOR}, arn:aws:iam::111122223333:user/noor; 1 more needed, since who approved in Slack, as an IAM user, by IAM Identity Center or by a role may be one person: somebody else approves it, too`,
    );
    expect(approvalWords(verifiedOf())).toBe(NOOR);
    expect(approvalWords({ ...verifiedOf(), approvals: [{ by: 'podguard', at: '' }] })).toBe(
      'nobody was asked, as configured',
    );
  });

  it('do not tell twice why a guard refused', () => {
    const guards = [
      { guard: 'settled', ok: false, reason: 'it changed just now' },
      { guard: 'not-denied', ok: false, reason: 'tags are not known', unanswerable: true },
    ] as const;
    const refused = afterTurns(remediationOf({ guards }), [
      { status: 'refused', by: 'podguard', note: 'settled: it changed just now' },
    ]);
    expect(refusalWords(refused)).toEqual(['not-denied: tags are not known (it could not be found out)']);
  });
});

describe('what is reported of remediations', () => {
  it('is nothing where there are none', () => {
    expect(reportRemediations([], SINCE)).toBeUndefined();
    expect(parts().remediations).toBeUndefined();
    expect(renderAccountMarkdown(BARE)).not.toContain('Remediations');
    expect(JSON.parse(renderAccountJson(BARE))).not.toHaveProperty('remediations');
  });

  it('is nothing of those that ended before, but those that wait still', () => {
    const old = (one: Remediation): Remediation => ({
      ...one,
      history: one.history.map((turn) => ({ ...turn, at: '2025-01-01T00:00:00.000Z' })),
    });
    const told = reportRemediations([old(verifiedOf()), old(remediationOf())], SINCE);
    expect([told?.applied.length, told?.open.length]).toEqual([0, 1]);
  });

  it('keeps apart what waits, what was applied and undone, and what was not', () => {
    const undone = afterTurns(verifiedOf(), [{ status: 'undone', by: NOOR, note: '' }], {
      undone: verifiedOf().applied,
    });
    const rejected = afterTurns(remediationOf(), [{ status: 'rejected', by: NOOR, note: 'no' }]);
    const told = reportRemediations([remediationOf(), verifiedOf(), undone, rejected, shadow()], SINCE);
    expect(told?.open.map(({ status }) => status)).toEqual(['proposed']);
    expect(told?.applied.map(({ status, undoneAt }) => [status, undoneAt])).toEqual([
      ['verified', null],
      ['undone', '2026-03-12T07:12:30.000Z'],
    ]);
    expect(told?.declined.map(({ status }) => status)).toEqual(['rejected']);
    expect(told?.shadow).toMatchObject([{ total: 1, would: 1, wouldPropose: 0 }]);
  });

  describe('that failed', () => {
    const failedBy = (note: string, left: { readonly unchanged?: 'refused' | 'otherwise' } = {}) =>
      afterTurns(
        remediationOf({ id: 'rm-denied' }),
        [
          { status: 'applying', by: 'podguard', note: '' },
          { status: 'failed', by: 'podguard', note },
        ],
        { applied: { ...verifiedOf().applied!, ...left } },
      );
    const denied = failedBy('AccessDenied: not authorized; nothing was changed', { unchanged: 'refused' });
    const interrupted = failedBy('interrupted before it changed anything', { unchanged: 'otherwise' });
    const half = failedBy('the call failed; httpTokens is as planned, hopLimit is not');
    const stuck = afterTurns(
      verifiedOf(remediationOf({ id: 'rm-stuck' })),
      [
        { status: 'undoing', by: NOOR, note: 'undoing it' },
        { status: 'failed', by: NOOR, note: 'it could not be undone: AccessDenied' },
      ],
      { undone: { ...verifiedOf().applied!, startedAt: '2026-03-13T07:12:30.000Z' } },
    );

    it('is neither applied nor undone', () => {
      const told = reportRemediations([denied, interrupted, half, stuck], SINCE)!;
      expect([told.applied, told.declined]).toEqual([[], []]);
      expect(told.failed.map(({ appliedAt, undoneAt }) => [appliedAt, undoneAt])).toEqual([
        [null, null],
        [null, null],
        ['2026-03-12T07:12:30.000Z', null],
        ['2026-03-12T07:12:30.000Z', null],
      ]);
      const of = report(denied, stuck, verifiedOf());
      expect(renderAccountMarkdown(of)).toContain(
        '0 open, 1 applied, of which 0 undone, 2 failed, 0 not applied.',
      );
      expect(renderAccountMarkdown(of)).toContain('### Failed');
      const text = partsOf(renderHtml(of)).remediations!;
      expect(text).toContain('1 remediation applied, 2 failed.');
    });

    it('says whether anything was changed, and offers to undo only that', () => {
      const textOf = (one: Remediation) => partsOf(renderHtml(report(one))).remediations!;
      expect(textOf(denied)).toContain('failed on 2026-03-12, and changed nothing');
      expect(textOf(denied)).not.toContain('podguard rollback');
      expect(textOf(interrupted)).not.toContain('podguard rollback');
      expect(textOf(half)).toContain('failed on 2026-03-12');
      expect(textOf(half)).toContain('podguard rollback rm-denied');
      expect(textOf(stuck)).toContain('Undoing failed');
      expect(textOf(stuck)).toContain('applied on 2026-03-12, undoing failed on 2026-03-12');
      expect(textOf(stuck)).toContain('podguard rollback rm-stuck');
    });
  });

  it('says how many cannot be read, and that there are any where all cannot', () => {
    const told = { ...BARE, remediations: reportRemediations([], SINCE, 2) };
    expect(partsOf(renderHtml(told)).remediations).toContain('2 remediations cannot be read.');
    expect(renderAccountMarkdown(told)).toContain('2 more cannot be read.');
  });
});

test('shadow mode is summed up by rule, with the guards that would have refused', () => {
  const no = (guard: string) => ({ guard, ok: false, reason: 'r' }) as const;
  expect(
    shadowSummaries([
      shadow({ rule: 'b', createdAt: '2026-03-02T00:00:00.000Z' }),
      shadow({ rule: 'b', createdAt: '2026-03-01T00:00:00.000Z', guards: [no('settled'), no('in-budget')] }),
      shadow({ rule: 'b', createdAt: '2026-03-03T00:00:00.000Z', guards: [no('settled')] }),
      shadow({ rule: 'a', plan: null, guards: [] }),
      remediationOf({ rule: 'c' }),
    ]),
  ).toEqual([
    {
      rule: 'a',
      since: expect.any(String),
      until: expect.any(String),
      total: 1,
      would: 0,
      wouldPropose: 0,
      refused: [{ guard: 'no plan', count: 1 }],
    },
    {
      rule: 'b',
      since: '2026-03-01T00:00:00.000Z',
      until: '2026-03-03T00:00:00.000Z',
      total: 3,
      would: 1,
      wouldPropose: 0,
      refused: [
        { guard: 'settled', count: 2 },
        { guard: 'in-budget', count: 1 },
      ],
    },
  ]);
});

test('shadow mode counts apart what auto would only propose', () => {
  const no = (guard: string) => ({ guard, ok: false, reason: 'r' }) as const;
  const all = [
    shadow(),
    shadow({ approvalsNeeded: 2 }),
    shadow({ status: 'refused', guards: [no('known-maker')] }),
    shadow({ status: 'refused', guards: [no('known-maker'), no('settled')], approvalsNeeded: 2 }),
  ];
  const [told] = shadowSummaries(all);
  expect(told).toMatchObject({
    ...{ total: 4, would: 1, wouldPropose: 2 },
    refused: [{ guard: 'settled', count: 1 }],
  });
  expect(partsOf(renderHtml(report(...all))).remediations).toMatch(/1 of 4\s+2\s+settled \(1\)/);
  expect(renderAccountMarkdown(report(...all))).toContain('| 1 of 4 | 2 | settled (1) |');
});

describe('the part of the report', () => {
  const text = partsOf(renderHtml(accountReport(24), { store: 'dynamodb:podguard' })).remediations!;

  it('says what was done, by whose approval, whether it was undone, and how to undo it', () => {
    expect(text).toContain(
      '2 remediations applied, 1 of them undone; others changed 1 resource at the same time',
    );
    expect(text).toMatch(/Remediated Narrow the trust policy .* approved by: noor \(slack U01234567\)/);
    expect(text).toContain('podguard rollback rm-1a7q2m9x1c3 --store dynamodb:podguard');
    expect(text).toContain('Undone and verified 2026-11-20 07:15:30 UTC by kofi (slack U07654321)');
    expect(text).not.toContain('rollback rm-2a7q2m9x1c3');
  });

  it('says what waits for whom until when, what was refused and why', () => {
    expect(text).toContain('approval: noor (slack U01234567); 1 more needed until 2026-11-21 09:00:00 UTC');
    expect(text).toContain(
      'Refused 2026-11-20 07:10:30 UTC by podguard: it was mended 2 times within a week',
    );
    expect(text).toContain('the vendor needs the wide trust until the end of the month');
  });

  it('names who changed the same at the same time', () => {
    expect(text).toContain('role/deployer/kofi changed it by UpdateAssumeRolePolicy');
  });

  it('leads to the finding where the report has it', () => {
    const html = renderHtml(accountReport(24));
    const [id] = /rm-1a7q2m9x1c3/.exec(html) ?? [];
    expect(id).toBeDefined();
    const linked = accountReport(24).remediations!.applied[0]!.finding;
    expect(html).toContain(`<a href="#${linked}"><code>${linked}</code></a>`);
    expect(parts(report(verifiedOf())).remediations).toContain(verifiedOf().finding);
    expect(renderHtml(report(verifiedOf()))).not.toContain(`href="#${verifiedOf().finding}"`);
  });

  it('is the same in Markdown, and whole in JSON', () => {
    const markdown = renderAccountMarkdown(accountReport(24));
    expect(markdown).toContain('1 open, 2 applied, of which 1 undone, 0 failed, 2 not applied.');
    expect(markdown).toContain('| **Remediation undone**<br>');
    expect(markdown).toContain('### Shadow mode');
    const json = JSON.parse(renderAccountJson(accountReport(24))) as { remediations: unknown };
    expect(json.remediations).toEqual(JSON.parse(JSON.stringify(accountReport(24).remediations)));
  });

  it.for([
    '<img src=x onerror=alert(1)>',
    '</pre></li></ul><script>alert(2)</script>',
    '" onmouseover="alert(3)" x=',
  ])('shows what somebody else chose as text: %s', (evil) => {
    const plan = planOf({
      summary: evil,
      target: { kind: 'iam-role', key: evil, account: evil, region: evil },
      fields: [{ name: evil, before: evil, after: `{"a": ${JSON.stringify(evil)}}` }],
    });
    const one = afterTurns(
      remediationOf({
        ...{ id: evil, finding: evil, rule: evil, key: evil, plan },
        guards: [{ guard: evil, ok: false, reason: 'r' }],
        foreign: [{ eventId: evil, eventName: evil, at: evil, by: evil }],
        approvals: [{ by: evil, at: evil }],
      }),
      [{ status: 'failed', by: evil, note: evil }],
    );
    const html = renderHtml(report(one, { ...one, mode: 'shadow' }, remediationOf({ plan })));
    expect(html).not.toContain(evil);
    // In code no markup is read.
    expect(renderAccountMarkdown(report(one)).replace(/`[^`\n]*`/g, '')).not.toMatch(/<(?!br>)/);
  });
});
