import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Alert, alertText, toSnsMessage } from '@podguard/notify';
import Ajv from 'ajv';
import { describe, expect, it } from 'vitest';
import { HOSTILE } from '../support/slack-server/hostile.ts';
import { closed } from './closed-schema.ts';
import { afterTurns, NOOR, planOf, remediationOf, shadowReportOf, verifiedOf } from './remediations.ts';
import { transitionOf, wording } from './transitions.ts';

const { finding } = transitionOf();
const alertOf = (remediation = remediationOf(), of: typeof finding | null = finding): Alert => ({
  kind: 'remediation',
  remediation,
  finding: of,
});
const file = path.resolve(import.meta.dirname, '../../docs/alert.schema.json');
const validate = new Ajv({ allErrors: true }).compile(
  closed(JSON.parse(await readFile(file, 'utf8'))) as object,
);

interface Body {
  readonly id: string;
  readonly kind: string;
  readonly cut: string | null;
  readonly remediation: ReturnType<typeof remediationOf>;
}

function bodyOf(alert: Alert): Body {
  const { default: body } = JSON.parse(toSnsMessage(alert, wording).Message) as { default: string };
  return JSON.parse(body) as Body;
}

const faultsOf = (body: unknown): unknown => (validate(body) ? [] : validate.errors);

describe('the email of a proposal', () => {
  const text = alertText(alertOf(), wording);

  it('begins with what would be done, and says why, to what, and until when it may be approved', () => {
    expect(text).toMatch(/^Remediation proposed: Narrow the trust policy of role shop to shop\/checkout\n/);
    expect(text).toContain('Proposed 2026-03-12 07:02:10 UTC by podguard');
    expect(text).toContain(
      `Finding: CRITICAL: Any service account of cluster prod may assume shop (${finding.id}`,
    );
    expect(text).toContain('Target: iam-role shop, account 111122223333, us-east-1');
    expect(text).toContain('Approved by: 1 person needed');
    expect(text).toContain('Until: 2026-03-13 07:02:10 UTC');
  });

  it('has the calls, what they change line by line, and what that may break', () => {
    expect(text).toContain('- Replace the trust policy of role shop (iam:UpdateAssumeRolePolicy, us-east-1)');
    expect(text).toMatch(/\n {2}- +"StringLike": \{\n/);
    expect(text).toMatch(/\n {2}\+ +"oidc\.eks\S+:sub": "system:serviceaccount:shop:checkout"\n/);
    expect(text).not.toContain('"Version"');
    expect(text).toContain('- Pods of other service accounts that use the role today lose it within an hour');
    expect(text).toContain('- shop/checkout is the only service account that names the role');
  });

  it('says how to approve this very plan, and not how to undo what was not done', () => {
    expect(text).toContain(
      'To approve this plan: podguard remediations approve rm-4k7q2m9x1c3d --plan 5d1f0c2b7a9e',
    );
    expect(text).not.toContain('rollback');
  });
});

describe('the email of what became of it', () => {
  it('tells what is new, by whose approval, and how to undo it', () => {
    const text = alertText(alertOf({ ...verifiedOf(), told: { turns: 1, foreign: 0 } }), wording);
    expect(text).toMatch(/^Remediated: Narrow/);
    expect(text).toContain(`Approved 2026-03-12 07:11:30 UTC by ${NOOR}`);
    expect(text).toContain(
      'Applied and verified 2026-03-12 07:13:30 UTC by podguard: the role is as planned',
    );
    expect(text).not.toContain('Proposed');
    expect(text).toContain(`Approved by: ${NOOR}`);
    expect(text).toContain('To undo it: podguard rollback rm-4k7q2m9x1c3d');
  });

  it.for([
    ['AccessDenied; nothing was changed', { unchanged: 'refused' }, false],
    ['half is done', {}, true],
  ] as const)('that failed with "%s" offers to undo it: %s', ([note, left, isOffered]) => {
    const failed = afterTurns(remediationOf(), [{ status: 'failed', by: 'podguard', note }], {
      applied: { ...verifiedOf().applied!, ...left },
    });
    expect(alertText(alertOf(failed), wording).includes('podguard rollback')).toBe(isOffered);
  });

  it('names whoever changed the same meanwhile, and which guard refused', () => {
    const by = 'arn:aws:iam::111122223333:role/deployer/kofi';
    const foreign = [
      { eventId: 'event-7', eventName: 'UpdateAssumeRolePolicy', at: '2026-03-12T07:12:30Z', by },
    ];
    expect(alertText(alertOf({ ...verifiedOf(), foreign }), wording)).toContain(
      `Foreign change: ${by} changed it by UpdateAssumeRolePolicy at 2026-03-12 07:12:30 UTC`,
    );
    const guards = [
      { guard: 'not-denied', ok: false, reason: 'tags are not known', unanswerable: true },
    ] as const;
    expect(alertText(alertOf(remediationOf({ status: 'refused', guards })), wording)).toContain(
      'Refused by: not-denied: tags are not known (it could not be found out)',
    );
  });

  it('calls a fight a fight', () => {
    const guards = [{ guard: 'not-contested', ok: false, reason: 'changed back 2 times' }] as const;
    const refused = remediationOf({ status: 'refused', guards });
    expect(alertText(alertOf(refused), wording)).toMatch(/^Remediation contested: /);
  });

  it('without a plan and without a finding names the rule and the resource', () => {
    const refused = remediationOf({ status: 'refused', plan: null, history: [] });
    expect(alertText(alertOf(refused, null), wording)).toMatch(
      /^Not remediated: irsa-subject-unrestricted on arn:aws:iam::111122223333:role\/shop\n/,
    );
  });
});

it('the words of somebody else are no link, no control character and no second line', () => {
  const hostile = HOSTILE.join(' ');
  const plan = planOf({
    summary: `Narrow\n${hostile}`,
    mayBreak: [hostile],
    fields: [{ name: hostile, before: hostile, after: `{"a": "${'https://evil.example/page'}"}` }],
  });
  const remediation = afterTurns(remediationOf({ plan }), [
    { status: 'rejected', by: hostile, note: hostile },
  ]);
  const text = alertText(alertOf(remediation), wording);
  expect(text).not.toContain('https://evil');
  expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]/u);
  expect(toSnsMessage(alertOf(remediation), wording).Subject).toMatch(/^[ -~]{1,99}$/);
});

describe('the message of the topic', () => {
  it('has a subject and a text message that say what it is', () => {
    const { Subject, Message } = toSnsMessage(alertOf(), wording);
    expect(Subject).toBe('Remediation proposed: Narrow the trust policy of role shop to shop/checkout');
    const { sms } = JSON.parse(Message) as { sms: string };
    expect(sms).toBe(
      `Podguard Remediation proposed: Narrow the trust policy of role shop to shop/checkout. rm-4k7q2m9x1c3d for ${finding.id}`,
    );
  });

  it('can be filtered by what it is, its status, severity, rule and place', () => {
    const { MessageAttributes } = toSnsMessage(alertOf(verifiedOf()), wording);
    const values = Object.entries(MessageAttributes).map(([name, { StringValue }]) => [name, StringValue]);
    expect(Object.fromEntries(values)).toEqual({
      kind: 'remediation',
      severity: 'critical',
      type: 'verified',
      rule: 'irsa-subject-unrestricted',
      method: 'irsa',
      account: '111122223333',
      region: 'us-east-1',
    });
  });

  it('keeps to the published schema, also after each kind of turn and without a finding', () => {
    const refused = remediationOf({
      status: 'refused',
      plan: null,
      guards: [{ guard: 'settled', ok: false, reason: 'r', until: '2026-03-12T08:00:00Z' }],
      lease: { holder: 'h', until: '2026-03-12T08:00:00Z' },
    });
    for (const one of [remediationOf(), verifiedOf(), refused])
      for (const of of [finding, null]) expect(faultsOf(bodyOf(alertOf(one, of)))).toEqual([]);
    expect(faultsOf({ ...bodyOf(alertOf()), severity: 'grave' })).not.toEqual([]);
    expect(faultsOf({ ...bodyOf(alertOf()), other: 1 })).not.toEqual([]);
  });

  it('has the same id when it is told again, and another after another turn or a foreign change', () => {
    const foreign = [{ eventId: 'e', eventName: 'n', at: '2026-03-12T07:12:30Z', by: 'b' }];
    const proposed = remediationOf();
    const all = [proposed, verifiedOf(proposed), { ...verifiedOf(proposed), foreign }];
    const idOf = (one: typeof proposed) => bodyOf(alertOf(one)).id;
    expect(new Set(all.map(idOf)).size).toBe(3);
    expect(idOf({ ...proposed, version: 9, told: { turns: 1, foreign: 0 } })).toBe(idOf(proposed));
  });

  it('is cut where it would be too large, says so, and keeps the newest turn', () => {
    const long = 'e'.repeat(300_000);
    const plan = planOf({
      fields: [{ name: 'trust', before: long, after: long }],
      steps: [{ action: 'iam:X', region: '', input: { PolicyDocument: long }, words: long }],
      affected: { keys: [long], count: 900 },
    });
    const remediation = afterTurns(remediationOf({ plan }), [
      { status: 'failed', by: 'podguard', note: long },
    ]);
    const { Message } = toSnsMessage(alertOf(remediation), wording);
    expect(Buffer.byteLength(Message)).toBeLessThan(240_000);
    const body = bodyOf(alertOf(remediation));
    expect(body.cut).toMatch(/were cut/);
    expect(body.remediation.history.at(-1)).toMatchObject({ status: 'failed', by: 'podguard' });
    expect(faultsOf(body)).toEqual([]);
  });
});

describe('a report of shadow mode', () => {
  const alert: Alert = { kind: 'shadow-report', report: shadowReportOf() };

  it('says how often auto would have acted, which guards would have kept it, and on what', () => {
    const text = alertText(alert, wording);
    expect(text).toMatch(
      /^Shadow mode of irsa-subject-unrestricted: auto would have remediated 6 of 9, and only proposed 1\n/,
    );
    expect(text).toContain('Nothing was changed.');
    expect(text).toContain('- 2 by not-protected');
    expect(text).toContain('shop to shop/checkout; would have been applied (rm-1)');
    expect(text).toContain('refused: arn:aws:iam::111122223333:role/landing-zone is protected (rm-2)');
  });

  it('in which nothing came up says so', () => {
    const report = shadowReportOf({ total: 0, would: 0, wouldPropose: 0, refused: [], newest: [] });
    expect(alertText({ kind: 'shadow-report', report }, wording)).toMatch(
      /^Shadow mode of irsa-subject-unrestricted: nothing came up\n/,
    );
  });

  it('keeps to the published schema, and can be filtered out', () => {
    expect(faultsOf(bodyOf(alert))).toEqual([]);
    expect(toSnsMessage(alert, wording).MessageAttributes.kind?.StringValue).toBe('shadow-report');
  });
});

it('describes what was overruled and overwritten, and cuts that like the rest where it is long', () => {
  const at = '2026-03-12T08:00:00.000Z';
  const one = remediationOf();
  const overwriting = (found: string) => ({
    ...one,
    guards: [{ guard: 'not-contested', ok: true, overruled: 'it was mended 2 times' } as const],
    undone: {
      ...{ principal: 'arn:aws:iam::111122223333:user/noor', readAt: at, startedAt: at, endedAt: at },
      overwritten: [{ name: 'trust', found }],
    },
  });
  const whole = bodyOf(alertOf(overwriting('{}')));
  expect(faultsOf(whole)).toEqual([]);
  expect(whole).toMatchObject({ cut: null, remediation: { undone: { overwritten: [{ found: '{}' }] } } });
  const long = bodyOf(alertOf(overwriting('x'.repeat(400_000))));
  expect(faultsOf(long)).toEqual([]);
  expect(long.cut).not.toBeNull();
  expect(long.remediation.undone?.overwritten?.[0]?.found).not.toHaveLength(400_000);
});
