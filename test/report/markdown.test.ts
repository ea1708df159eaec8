import { renderMarkdown } from '@podguard/report';
import { describe, expect, it } from 'vitest';
import { CHECKED, ENDED, EXEMPT, FINDING, hostile, hostileEnded, hostileExempt } from './findings.ts';

const render = (...findings: (typeof FINDING)[]) => renderMarkdown({ findings, summary: {} });

/** The rows of all tables, each as its cells: a pipe ends a cell unless a backslash that is none itself precedes it. */
function cells(markdown: string): readonly (readonly string[])[] {
  return markdown
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.match(/(?:\\.|[^|\\])+/g)?.map((cell) => cell.trim()) ?? [])
    .map((row) => row.filter((cell) => cell !== ''));
}

describe('Markdown', () => {
  it('has a heading, totals and the findings, the worst first', () => {
    const low = { ...FINDING, id: 'pg-low', severity: 'low' as const };
    const markdown = render(low, FINDING);
    expect(markdown).toMatch(/^## Podguard: 2 open findings\n/);
    expect(cells(markdown)[2]).toEqual(['open', '1', '0', '0', '1', '2']);
    expect(markdown.indexOf(FINDING.id)).toBeLessThan(markdown.indexOf('pg-low'));
    expect(markdown).not.toContain('Resolved');
  });

  it('names nobody for what was found by reading the account', () => {
    const opened = {
      ...FINDING.opened,
      at: '2026-01-02T03:04:05Z',
      eventId: 'read:role:2026-01-02T03:05:05.000Z',
    };
    const found = { ...FINDING, opened: opened as typeof FINDING.opened };
    expect(cells(render(found)).at(-1)?.at(-1)).toBe(
      '2026-01-02 03:04:05 UTC<br>found when the account was read',
    );
  });

  it('says over a column what it holds: who opened it and when, or where it is in a document', () => {
    expect(cells(render(FINDING)).at(-3)).toEqual(['severity', 'finding', 'opened']);
    expect(cells(render(CHECKED)).at(-3)).toEqual(['severity', 'finding', 'where']);
    expect(cells(render())).toEqual([]);
  });

  it('of a long text hides neither the finding nor those after it', () => {
    const long = { ...FINDING, id: 'pg-long', summary: 'A'.repeat(50_000) };
    const key = `arn:aws:iam::111122223333:role/${'a'.repeat(50_000)}`;
    const named = { ...FINDING, id: 'pg-named', resource: { ...FINDING.resource, key } };
    const others = Array.from({ length: 20 }, (_, index) => ({ ...FINDING, id: `pg-other-${index}` }));
    const markdown = render(long, named, ...others);
    for (const { id } of [long, named, ...others]) expect(markdown).toContain(id);
    const gaps = [
      { what: 'first', reason: 'y'.repeat(6_000) },
      { what: 'second', reason: 'denied' },
    ];
    const told = renderMarkdown({ findings: [], summary: {}, gaps });
    expect(told).toMatch(/\| first \| y+… \|\n\| second \| denied \|/);
  });

  it('tells what, where, who and when', () => {
    expect(cells(render(FINDING)).at(-1)).toEqual([
      '**critical**',
      'Any service account of namespace web may assume app<br>`arn:aws:iam::111122223333:role/app`<br>`irsa-subject-wildcard` `pg-4k7q2m9x1c8d`',
      '2026-01-02 03:04:05 UTC<br>CreateRole by run-7 (role deployer) with terraform from 192.0.2.1',
    ]);
  });

  it('tells the file and line of what a document says', () => {
    expect(cells(render(CHECKED)).at(-1)?.at(-1)).toBe('`k8s/app.yaml:7`');
    expect(
      cells(render({ ...CHECKED, source: { file: '-', line: 7 } }))
        .at(-1)
        ?.at(-1),
    ).toBe('standard input, line 7');
  });

  it('has what ended in a table of its own, with the end', () => {
    const markdown = render(ENDED, FINDING);
    expect(markdown).toContain('\n### Resolved\n');
    expect(cells(markdown).at(-1)?.at(-1)).toMatch(
      /^deleted: 2026-01-03 00:00:00 UTC<br>DeleteRole by run-7/,
    );
    expect(cells(markdown)[3]).toEqual(['resolved', '0', '1', '0', '0', '1']);
  });

  it('says so where a finding cannot be judged at present', () => {
    expect(render({ ...FINDING, unverified: true })).toContain('its present state cannot be judged');
  });

  it('says that nothing is open, without empty tables', () => {
    expect(render()).toBe('## Podguard: no open findings\n');
  });

  it.for([
    ['a pipe', '| x | y |'],
    ['a pipe behind a backslash', '\\| x'],
    ['a new line', '\n\n# x'],
    ['a backtick', '` `` ```'],
    ['HTML', '<img src=x onerror=alert(1)><!-- x'],
    ['an entity', '&lt;b&gt;'],
    ['a link', '[x](https://example.org)'],
    ['an image', '![x](https://example.org/x.png)'],
    ['emphasis', '**x** __y__ ~~z~~ $x$'],
    ['control characters', '\u001b[2J\u202e'],
  ])('leaves the table as it is with %s in every text', ([, text]) => {
    const harmless = cells(render(hostile(''), hostileEnded(''), hostileExempt('')));
    const rows = cells(
      render(hostile(text as string), hostileEnded(text as string), hostileExempt(text as string)),
    );
    expect(rows.map((row) => row.length)).toEqual(harmless.map((row) => row.length));
  });

  it('makes no markup of what somebody else chose', () => {
    const text = '<b>&amp;</b> [x](y) ![z](y) **b** _i_ ~s~ `c` $m$ #1';
    const prose = render({ ...FINDING, summary: text, opened: null, source: null }).split(
      '<br>',
    )[0] as string;
    expect(prose.slice(prose.lastIndexOf('| ') + 2)).toBe(
      '&lt;b&gt;&amp;amp;&lt;/b&gt; \\[x\\](y) \\!\\[z\\](y) \\*\\*b\\*\\* \\_i\\_ \\~s\\~ \\`c\\` \\$m\\$ \\#&#8203;1',
    );
  });

  it.for([
    '@octocat',
    'https://example.org',
    'HTTP://example.org',
    'WWW.example.org',
    'a@example.org',
    'x#12',
  ])('notifies nobody and links nowhere by %s', (text) => {
    const [summary] = render({ ...FINDING, summary: text })
      .split('| **critical** | ')
      .slice(-1) as [string];
    const shown = summary.slice(0, summary.indexOf('<br>')).replaceAll('&#8203;', '\u200b');
    expect(shown.replaceAll(/\\|\u200b/g, '')).toBe(text);
    expect(shown).not.toMatch(/@\w|:\/\/|www\.\w|#\d/i);
  });

  it('holds as many findings as a comment takes, and says how many more there are', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => ({ ...FINDING, id: `pg-${index}` }));
    const text = render(...many, { ...ENDED, id: 'pg-ended' });
    const shown = text.match(/pg-\d+/g)?.length ?? 0;
    expect(shown).toBeGreaterThan(50);
    expect(text).toContain(`\nAnd ${10_000 - shown} more: \`--format json\` has all.\n`);
    expect(text).toContain('### Resolved\n\nAnd 1 more: ');
    expect(text.length).toBeLessThan(65_536);
  });

  it('says until when it is exempt, by whom and why, and whose it is', () => {
    const at = new Date('2026-01-10T00:00:00Z');
    expect(
      cells(renderMarkdown({ findings: [EXEMPT], summary: {}, at }))
        .at(-1)
        ?.slice(-2),
    ).toEqual([
      '2026-01-02 03:04:05 UTC<br>CreateRole by run-7 (role deployer) with terraform from 192.0.2.1<br>owner team-web<br>acknowledged by sam, 2026-01-03 00:00:00 UTC',
      'until 2026-02-01 00:00:00 UTC<br>by alex<br>moves to Pod Identity in March<br>`ex-0a1b2c3d4e5f`',
    ]);
  });

  it('marks what is exempt for less than a week', () => {
    const at = new Date('2026-01-28T00:00:00Z');
    const text = renderMarkdown({ findings: [EXEMPT], summary: {}, at });
    expect(text).toContain('until 2026-02-01 00:00:00 UTC, **ends in 4 days**<br>');
  });

  it('has those that are exempt apart from those that are open and those that ended', () => {
    const text = render(FINDING, { ...FINDING, id: 'pg-excused', status: 'exempt' }, ENDED);
    expect(text).toMatch(/^## Podguard: 1 open finding\n/);
    expect(text.indexOf('pg-excused')).toBeGreaterThan(text.indexOf('### Exempt'));
    expect(text.indexOf('pg-excused')).toBeLessThan(text.indexOf('### Resolved'));
    expect(text).toMatch(/\n\| exempt \| 1 \| 0 \| 0 \| 0 \| 1 \|\n/);
  });
});
