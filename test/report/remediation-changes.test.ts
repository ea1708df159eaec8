import { changeText, planChanges, renderHtml } from '@podguard/report';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planOf, remediationOf } from '../notify/remediations.ts';
import { report } from './remediation-reports.ts';

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
