import { describe, expect, it } from 'vitest';
import { record } from '../support/record.ts';
import { findingsIn, runCli } from '../support/run-cli.ts';
import { useRecords } from './use-records.ts';

const { file, good } = useRecords('scan');

describe('configuration', () => {
  const config = (name: string, text: string) => file(name, `export default ${text};\n`);

  it('judges events that come in great numbers where it says so', async () => {
    const instance = 'i-064d652934ecf0bfc';
    const userIdentity = {
      type: 'AssumedRole',
      principalId: `AROANODE00001EXAMPLE:${instance}`,
      arn: `arn:aws:sts::111122223333:assumed-role/node/${instance}`,
      accountId: '111122223333',
      sessionContext: { ec2RoleDelivery: '2.0' },
    };
    const assumed = record({
      eventSource: 'sts.amazonaws.com',
      eventName: 'AssumeRole',
      userIdentity,
      requestParameters: { roleArn: 'arn:aws:iam::111122223333:role/app', roleSessionName: 'kiam-app' },
    });
    const log = file('assumed.json', JSON.stringify({ Records: [assumed] }));
    const off = config('off.config.ts', `{ nodeRoles: ['node'] }`);
    const on = config('on.config.ts', `{ nodeRoles: ['node'], events: ['activity'] }`);
    expect(await runCli(['scan', log, '--config', off])).toMatchObject({ status: 0, stdout: '' });
    const { status, stdout } = await runCli(['scan', log, '--config', on]);
    expect(status).toBe(1);
    expect(findingsIn(stdout)).toMatchObject([
      {
        rule: 'legacy-node-session-assumes',
        resource: { kind: 'iam-role', key: 'arn:aws:iam::111122223333:role/app' },
        opened: { actor: 'arn:aws:iam::111122223333:role/node/i-064d652934ecf0bfc' },
      },
    ]);
  });

  it('changes a severity and switches a rule off', async () => {
    const eased = config(
      'eased.config.ts',
      "{ rules: { 'static-key-for-other-user': 'off', 'static-key-created': { severity: 'low' } } }",
    );
    const { stdout } = await runCli(['scan', good(), '--config', eased]);
    expect(findingsIn(stdout).map(({ rule, severity }) => [rule, severity])).toEqual([
      ['static-key-created', 'low'],
    ]);
  });

  it.for([
    ['{ colour: 1 }', /Unrecognized key: "colour"/],
    ["{ account: 'x' }", /12 digits/],
    ["{ rules: { 'no-such-rule': 'off' } }", /there is no rule no-such-rule/],
    ["{ issuers: ['https://x'] }", /without https/],
  ] as const)('%s is refused with a reason', async ([text, says], { task }) => {
    const bad = config(`bad-${task.id}.config.ts`, text);
    const { status, stderr } = await runCli(['scan', good(), '--config', bad]);
    expect(stderr).toMatch(says);
    expect(stderr).toContain(bad);
    expect(status).toBe(2);
  });
});
