import type { Finding } from '@podguard/core';
import { type ReportedDifference, renderHtml } from '@podguard/report';
import { catalogue } from '@podguard/rules';
import { describe, expect, it, test } from 'vitest';
import { accountReport } from '../support/reports.ts';
import { ENDED, EXEMPT, FINDING } from './findings.ts';
import { BARE, parts, partsOf, textOf } from './html-text.ts';

const SMALL = accountReport(24);

/** As a read of the account opens one. */
const READ: Finding = {
  ...FINDING,
  cause: 'drift',
  opened: {
    ...(FINDING.opened as NonNullable<Finding['opened']>),
    ...{
      actor: 'podguard',
      session: null,
      eventName: 'read:role',
      eventId: 'read:role:2026-01-02T03:05:05Z:1',
    },
  },
};

describe('open findings', () => {
  it('are by the worst of each resource, with age, owner and who knows of them', () => {
    const { open } = parts(SMALL);
    expect(open).toMatch(/critical 6 resources .* high 9 resources .* medium 3 resources .* low 6 resources/);
    expect(open).toMatch(/2026-11-21 \(2 hours\) AttachRolePolicy from 198\.51\.100\.\d+/);
    expect(open).toContain('owner team-tracking');
    expect(open).toContain('acknowledged');
  });

  it('are counted by age, and so are those that nobody owns', () => {
    const ages = /aria-label="Open findings by age".*?<\/table>/s.exec(renderHtml(SMALL))?.[0] ?? '';
    const rows = [...ages.matchAll(/<tr><th scope="row">.*?<\/tr>/g)].map(([row]) => textOf(row).split(' '));
    expect(rows.map(([severity, , , , , , , all]) => [severity, all])).toEqual([
      ['critical', '6'],
      ['high', '9'],
      ['medium', '3'],
      ['low', '6'],
    ]);
    for (const [, ...cells] of rows) {
      const [a, b, c, d, , , all] = cells.map(Number);
      expect(a! + b! + c! + d!).toBe(all);
    }
  });

  it('have proof, evidence and the way to the mend', () => {
    const { open } = parts({ ...BARE, findings: [FINDING] }, { store: 'dynamodb:podguard@eu-central-1' });
    expect(open).toContain('Witness A pod in namespace web gets app');
    expect(open).toContain('system:serviceaccount:web:*');
    expect(open).toContain('podguard explain pg-4k7q2m9x1c8d --store dynamodb:podguard@eu-central-1');
  });

  test.for(['st1; rm -rf ~', 'a b', '$(x)'])(
    'a store whose name is no plain word is none of a command: %s',
    (store) => {
      expect(renderHtml({ ...BARE, findings: [FINDING] }, { store })).toContain(
        'pg-4k7q2m9x1c8d --store STORE<',
      );
    },
  );

  it('of one resource are together, under the worst of them', () => {
    const low: Finding = { ...FINDING, id: 'pg-1', severity: 'low', rule: 'other' };
    const { open } = parts({ ...BARE, findings: [low, FINDING] });
    expect(open).toContain('critical 1 resource ');
    expect(open).not.toContain('low 1 resource');
  });

  it('that a read showed were opened by whoever did what the run found, where that is known', () => {
    const explanation = {
      ...{ eventId: 'event-12', eventName: 'UpdateAssumeRolePolicy', at: '2026-01-02T02:00:00Z' },
      actor: 'arn:aws:iam::111122223333:user/ada',
    };
    const difference: ReportedDifference = {
      ...{ key: FINDING.resource.key, kind: 'iam-role', region: 'us-east-1', type: 'changed', fields: [] },
      ...{ readAt: '2026-01-02T03:05:05Z', recordedAt: '2026-01-01T00:00:00Z', origin: 'missed' },
      ...{ explanation, reason: null },
    };
    const told = parts({ ...BARE, findings: [READ], differences: [difference] });
    expect(told.open).toContain(
      'found by the drift run; ada did it (UpdateAssumeRolePolicy, event event-12) 2026-01-02',
    );
    expect(told.open).toContain('Done 2026-01-02 02:00:00 UTC by arn:aws:iam::111122223333:user/ada');
    expect(told.people).toMatch(/^Who opened what ada 1 critical/);
    // Another act, after it was seen, or before what was recorded then, opened nothing.
    for (const other of [
      { readAt: '2026-01-09T03:05:05Z', explanation: { ...explanation, at: '2026-01-09T02:00:00Z' } },
      { recordedAt: '2026-01-02T04:00:00Z' },
      { key: 'arn:aws:iam::111122223333:role/other' },
    ])
      expect(
        parts({ ...BARE, findings: [READ], differences: [{ ...difference, ...other }] }).people,
      ).toContain('Nobody who is known');
  });

  it('lead to a rule only where the report has it', () => {
    const rules = [{ id: FINDING.rule, rationale: 'why' }];
    const html = (findings: readonly Finding[]) => renderHtml({ ...BARE, findings }, { rules });
    expect(html([FINDING])).toContain(`<a href="#rule-${FINDING.rule}">`);
    expect(html([EXEMPT, ENDED])).not.toContain('href="#rule-');
  });

  it('that a read showed have nobody who opened them', () => {
    const { open, people } = parts({ ...BARE, findings: [READ] });
    expect(open).toContain('found when the account was read 2026-01-02 (10 days)');
    expect(open).not.toMatch(/podguard ·|by podguard/);
    expect(people).toContain('Nobody who is known 1 critical found by reading the account');
  });

  it('are all in the file where there are many, the first of each severity whole, the others with all they have', () => {
    const large = accountReport(2_000);
    const html = renderHtml(large);
    for (const { id, status } of large.findings) if (status === 'open') expect(html).toContain(` id="${id}"`);
    expect(html.match(/<details class="chunk" open>/g)).toHaveLength(4);
    expect(html).toMatch(/<summary>Resources 51 to 100<\/summary>/);
    const brief = /<pre tabindex="0">(Finding {5}Pods of .*?)<\/pre>/s.exec(html)?.[1];
    for (const name of ['Witness', 'Evidence', 'Resource', 'Rule', 'Opened', 'Event', 'To mend it'])
      expect(brief).toMatch(new RegExp(`^${name} `, 'm'));
  });
});

describe('the other parts', () => {
  it('say what is new and what was fixed since the run before', () => {
    const { since } = parts(SMALL);
    expect(since).toContain(`New: ${SMALL.since!.opened.length} findings`);
    expect(since).toContain('Fixed: 2 findings');
    expect(since).toContain('3 resources drifted');
  });

  it('say who opened what, those with the worst first', () => {
    const { people } = parts(SMALL);
    expect(people).toMatch(/^Who opened what \S+@nordlicht\.example \d+ critical/);
    expect(people).toContain('role PlatformAdmin');
  });

  it('say which identities nobody uses, and how far each cluster is', () => {
    expect(parts(SMALL)).toMatchObject({
      unused: expect.stringMatching(
        /tracking-legacy-export never used granted to .*label-archive not used for 130 days/,
      ),
      migration: expect.stringMatching(
        /parcels-prod, eu-central-1 95 % of the pods’ own .*tracking-prod, eu-central-1 no identity is known/,
      ),
    });
  });

  it('never say that a cluster is done that is not', () => {
    const migration = [{ ...SMALL.migration[0]!, ownIdentity: 0.9999 }];
    expect(parts({ ...BARE, migration }).migration).toContain('99 %');
  });

  it('have exemptions by their end, with author and reason', () => {
    const later: Finding = {
      ...EXEMPT,
      id: 'pg-later',
      exemption: { ...EXEMPT.exemption!, id: 'ex-2', until: '2026-06-01T00:00:00.000Z' },
    };
    const { exempt } = parts({ ...BARE, findings: [later, EXEMPT] });
    expect(exempt).toMatch(
      /Exempt until 2026-02-01 by alex : moves to Pod Identity in March.*Exempt until 2026-06-01/,
    );
  });

  it('have what ended only where that was asked for', () => {
    expect(parts({ ...BARE, findings: [ENDED] }).ended).toContain('Resolved (deleted) on 2026-01-03');
    expect(parts({ ...BARE, findings: [FINDING] })).not.toHaveProperty('ended');
  });

  it('say that all was read only where a run read it', () => {
    expect(parts({ ...SMALL, gaps: [] }).gaps).toBe('Not read 0 Nothing: all that was looked for was read.');
    const facts = textOf(/<ul class="facts">.*?<\/ul>/s.exec(renderHtml(BARE))?.[0] ?? '');
    expect(facts).toBe('0 findings open 0 findings exempt');
  });

  it('name what could not be read, at the beginning and with the reason', () => {
    const html = renderHtml(SMALL);
    expect(textOf(html)).toContain(
      '2 things could not be read. Of them this report says nothing, good or bad',
    );
    expect(partsOf(html).gaps).toContain('Region me-south-1 unavailable: the region is not switched on');
  });

  it('say why a rule matters, once', () => {
    const rule = catalogue.rules.find(({ id }) => id === 'pod-identity-privileged-role')!;
    const html = renderHtml(SMALL, { rules: catalogue.rules });
    expect(html.split(`id="rule-${rule.id}"`)).toHaveLength(2);
    expect(html.split('<a href="#rule-pod-identity-privileged-role">').length).toBeGreaterThan(2);
  });
});
