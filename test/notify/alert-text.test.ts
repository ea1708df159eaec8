import { type Alert, alertText } from '@podguard/notify';
import { describe, expect, it } from 'vitest';
import { sampleDay } from './sample-day.ts';
import { type Told, transitionOf, wording } from './transitions.ts';

const textOf = (...told: readonly [Told, ...Told[]]): string =>
  alertText({ kind: 'transitions', transitions: told.map(transitionOf) as never }, wording);

describe('the text of an alert', () => {
  it('says what happened, who did it, when, where, how to mend it and how to see all', () => {
    const text = textOf({
      finding: {
        witness: { text: 'A pod of x/y gets it', request: {} },
        evidence: [{ path: 'Statement[0].Principal', value: { Federated: 'arn' } }],
      },
    });
    expect(text.split('\n')).toEqual([
      'CRITICAL: Any service account of cluster prod may assume shop',
      '',
      'Witness: A pod of x/y gets it',
      'Decided by: Statement[0].Principal = {"Federated":"arn"}',
      'Who: noor (role deployer) with terraform from 192.0.2.7',
      'When: 2026-03-12 07:00:00 UTC, UpdateAssumeRolePolicy',
      'Where: iam-role shop, account 111122223333, us-east-1',
      expect.stringMatching(/^Mend: .*aws iam update-assume-role-policy --role-name shop /),
      expect.stringMatching(/^Finding: pg-\w{12} \(irsa-subject-unrestricted\)$/),
      '',
      expect.stringMatching(
        /^All of it: podguard explain pg-\w{12} --store dynamodb:podguard-test@eu-central-1$/,
      ),
      'All that is open: podguard report --store dynamodb:podguard-test@eu-central-1',
      '',
    ]);
  });

  it.for([
    ['opened', 'CRITICAL: '],
    ['reopened', 'CRITICAL again: '],
    ['worsened', 'CRITICAL, worse: '],
    ['eased', 'Eased to critical: '],
    ['resolved', 'Resolved, was critical: '],
    ['exempted', 'Exempt, is critical: '],
    ['exemption-ended', 'CRITICAL, no longer exempt: '],
  ] as const)('begins with how grave it is and what became of it: %s', ([type, start]) => {
    expect(textOf({ type }).startsWith(start)).toBe(true);
  });

  it('tells of an end why and since when it was open, and neither a proof nor how to mend it', () => {
    const text = textOf({ type: 'resolved', finding: { witness: { text: 'a proof', request: {} } } });
    expect(text).toContain('\nWhy: it was mended\nOpen since: 2026-03-12 07:00:00 UTC\n');
    expect(text).not.toMatch(/^(Witness|Mend):/m);
  });

  it.for([
    [
      [
        { path: 'hopLimit before', value: 1 },
        { path: 'hopLimit', value: 3 },
      ],
      'Changed: hopLimit was 1, now 3',
    ],
    [[{ path: 'boundaryBefore', value: 'arn:b' }], 'Changed: boundary was arn:b'],
    [
      [
        { path: 'formerRoleArn', value: 'arn:a' },
        { path: 'roleArn', value: 'arn:b' },
      ],
      'Changed: roleArn was arn:a, now arn:b',
    ],
  ] as const)('tells what was before where that is evidence: %j', ([evidence, line]) => {
    expect(textOf({ finding: { evidence } }).split('\n')).toContain(line);
  });

  it('tells from which severity it worsened', () => {
    const changes = [{ type: 'worsened', from: 'medium', to: 'critical', at: 't', eventId: 'e' }] as const;
    expect(textOf({ type: 'worsened', finding: { changes } })).toContain(
      '\nSeverity: was medium, now critical\n',
    );
  });

  it('says what fails closed, what can no longer be judged, and what else has the same cause', () => {
    const text = textOf({ finding: { broken: true, unverified: true, reasons: ['imds-weakened'] } });
    expect(text).toContain('\nEffect: it fails closed, pods lose access\n');
    expect(text).toContain('\nNote: its present state cannot be judged; it stays open\n');
    expect(text).toContain('\nSame cause: imds-weakened\n');
  });

  it('names the source identity as the person behind a session, and a service that called for somebody', () => {
    const by = {
      sourceIdentity: 'noor.b',
      invokedBy: 'cloudformation.amazonaws.com',
      tool: null,
      sourceIp: null,
    };
    expect(textOf({ by })).toContain(
      '\nWho: noor.b (role deployer, session noor, through cloudformation.amazonaws.com)\n',
    );
  });

  it('names nobody where the account was read and no record tells', () => {
    const transition = { ...transitionOf(), cause: 'drift' as const };
    expect(alertText({ kind: 'transitions', transitions: [transition] }, wording)).toContain(
      '\nWho: not known: the account was read, and no record tells\n',
    );
  });

  it.for([
    ['tag', 'as its tag says'],
    ['configuration', 'as the configuration says'],
    ['creator', 'who made it'],
  ] as const)('names the owner, and what says so: %s', ([from, words]) => {
    expect(textOf({ finding: { owner: { name: 'team-shop', from } } })).toContain(
      `\nOwner: team-shop, ${words}\n`,
    );
  });

  it('names who knows of it already', () => {
    const acknowledged = { by: 'noor', at: '2026-03-12T07:30:00Z' };
    expect(textOf({ finding: { acknowledged } })).toContain(
      '\nKnown to: noor, since 2026-03-12 07:30:00 UTC\n',
    );
  });

  it('leaves out how to mend what no rule of the catalogue finds', () => {
    expect(textOf({ rule: 'gone-since' })).not.toContain('\nMend:');
  });

  it('puts what must be known before a command in front of it', () => {
    const text = textOf({
      rule: 'imds-v1-allowed',
      finding: {
        resource: {
          kind: 'ec2-instance',
          key: 'arn:aws:ec2:eu-central-1:111122223333:instance/i-0abc',
          account: '111122223333',
          region: 'eu-central-1',
        },
      },
    });
    expect(text).toMatch(
      /\nMend: first see that nothing .* is 0; aws ec2 modify-.* --instance-id i-0abc .*required\n/,
    );
  });

  it('says of several findings by one record who did it, five of them whole and a line of each other', () => {
    const roles = Array.from({ length: 8 }, (_, index) => ({ role: `role-${index}` }));
    const text = textOf(...(roles as unknown as [Told, ...Told[]]));
    expect(text.startsWith('8 findings by one record, by noor (role deployer) with terraform')).toBe(true);
    expect(text.match(/^Where: /gm)).toHaveLength(5);
    for (let index = 0; index < 8; index += 1)
      expect(text).toContain(`CRITICAL: Any service account of cluster prod may assume role-${index}`);
  });
});

describe('what somebody else chose', () => {
  const chosen = 'x\nWho: nobody\u202e\u200b\ufeff\u0007 https://evil.example/a www.evil.example mailto:a@b';

  it.for([
    ['the summary', { finding: { summary: chosen } }],
    ['the witness', { finding: { witness: { text: chosen, request: {} } } }],
    ['evidence', { finding: { evidence: [{ path: chosen, value: chosen }] } }],
    ['a session', { by: { session: chosen, actor: `arn:aws:iam::111122223333:role/r/${chosen}` } }],
    ['a source identity', { by: { sourceIdentity: chosen } }],
    ['an event name', { by: { eventName: chosen } }],
    ['an address', { by: { sourceIp: chosen } }],
    ['a tool', { by: { tool: chosen } }],
    ['the time', { by: { at: chosen } }],
    ['a name', { role: chosen }],
    ['a reason', { finding: { reasons: [chosen] } }],
  ] as const)('is on its own line, without direction or links, as %s', ([, told]) => {
    const text = textOf(told);
    expect(text).toContain('x\\u000aWho: nobody\\u202e\\u200b\\ufeff\\u0007 https[:]//evil[.]example');
    expect(text.match(/^Who: /gm)).toHaveLength(1);
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]|(?<!file):\/\/|www\.|mailto:/u);
  });

  it.for([
    ['file://evil.example/share/a.png', 'file[:]//evil[.]example/share/a.png'],
    ['www.evil.example', 'www[.]evil[.]example'],
    ['\\\\evil.example\\share', '\\[\\]evil[.]example\\share'],
    ['https:\\\\evil.example', 'https:\\[\\]evil[.]example'],
    ['EVIL.EXAMPLE/login', 'EVIL[.]EXAMPLE/login'],
    ['evil\u3002example/login', 'evil[.]example/login'],
    ['page.s3.amazonaws.com/login', 'page[.]s3[.]amazonaws[.]com/login'],
    ['sts.amazonaws.com.evil.example/', 'sts[.]amazonaws[.]com[.]evil[.]example/'],
    ['tel:+15550100', 'tel[:]+15550100'],
    ['sms:15550100', 'sms[:]15550100'],
  ] as const)('is no link where it is an address: %s', ([value, shown]) => {
    const text = textOf({ finding: { evidence: [{ path: 'sub', value }] } });
    expect(text).toContain(`Decided by: sub = ${shown}\n`);
  });

  it.for(['sts.amazonaws.com', 'pods.eks.amazonaws.com', 'oidc.eks.eu-central-1.amazonaws.com/id/X'])(
    'stays whole where only AWS can have the name: %s',
    (value) => {
      const text = textOf({ finding: { evidence: [{ path: 'sub', value }] } });
      expect(text).toContain(`Decided by: sub = ${value}\n`);
    },
  );

  it('leaves a command of the catalogue the file that it reads, and a name in it no other', () => {
    const mended = (name: string) =>
      textOf({ role: name, finding: { resource: { ...transitionOf().finding.resource, key: `x/${name}` } } })
        .split('\n')
        .find((line) => line.startsWith('Mend: '));
    expect(mended('shop')).toContain('--policy-document file://trust.json');
    expect(mended('file://evil.example/trust.json')).not.toMatch(/file:\/\/evil|evil\.example/);
  });

  it('is cut where it is long, and never in the middle of a character', () => {
    const text = textOf({ finding: { summary: `${'a'.repeat(380)}${'😀'.repeat(100)}` } });
    expect(text.isWellFormed()).toBe(true);
    expect(text.split('\n')[0]).toMatch(/^CRITICAL: a+.*… \(580 characters\)$/u);
    expect(text.split('\n')[0]?.length).toBeLessThan(420);
  });
});

describe('the sample day on a phone', () => {
  it('has for each alert who, when and where, and no line that is no thought of its own', async () => {
    const day = await sampleDay();
    expect(day.length).toBeGreaterThan(25);
    const alerts = [...Map.groupBy(day, ({ eventId }) => eventId).values()].map(
      (transitions) => ({ kind: 'transitions', transitions }) as unknown as Alert,
    );
    for (const alert of alerts) {
      const text = alertText(alert, wording);
      for (const label of ['Who', 'When', 'Where', 'Finding'])
        expect(text).toMatch(new RegExp(`^${label}: \\S`, 'm'));
      expect(text).not.toMatch(/undefined|null|\[object|: $|ROLE_NAME/m);
      expect(text).not.toMatch(
        /^(?!\s*$|(CRITICAL|HIGH|MEDIUM|LOW|Eased|Resolved|[A-Z][a-z ]+:|\d+ findings|- - -))/m,
      );
    }
  });
});
