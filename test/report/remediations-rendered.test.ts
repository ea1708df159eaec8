import { renderAccountJson, renderAccountMarkdown, renderHtml } from '@podguard/report';
import { describe, expect, it } from 'vitest';
import { afterTurns, planOf, remediationOf, verifiedOf } from '../notify/remediations.ts';
import { accountReport } from '../support/reports.ts';
import { parts, partsOf } from './html-text.ts';
import { report } from './remediation-reports.ts';

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
