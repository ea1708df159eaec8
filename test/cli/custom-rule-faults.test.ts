import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { configFiles } from '../support/config-files.ts';
import { ruleText } from '../support/custom-rule.ts';
import { record } from '../support/record.ts';
import { findingsIn, runCli } from '../support/run-cli.ts';

const MAIN = path.resolve(import.meta.dirname, '../../packages/cli/src/main.ts');

const { directory, file, keyRecord, config, scan, remove } = configFiles();
afterAll(remove);

describe('a rule with a fault', () => {
  it.for([
    ['no id', { id: null }, 'custom rule without an id: id: '],
    ['an id that is not kebab-case', { id: "'Acme_Key'" }, 'custom rule Acme_Key: id: is kebab-case'],
    ['no title', { title: null }, 'custom rule acme-every-key: title: '],
    ['a title of two lines', { title: "'a\\nb'" }, 'title: is a line of text'],
    ['a method that there is not', { method: "'magic'" }, 'method: '],
    ['a kind that there is not', { resource: "'iam-rule'" }, 'resource: is one of iam-role, iam-policy'],
    ['no kind', { resource: '[]' }, 'resource: is one of '],
    ['a kind of which nothing is recorded', { resource: "'aws-account'" }, 'resource: is one of '],
    ['a severity that there is not', { severity: "'urgent'" }, 'severity: '],
    ['a family', { family: "'imds'" }, 'family: is null: a rule of your own always reports'],
    ['texts that are no list', { references: "'https://example.com'" }, 'references: '],
    [
      'a relation that there is not',
      { needs: '{ owner: [] }' },
      'needs.owner: access-key has no relation owner; it has user',
    ],
    [
      'a field that the other has not',
      { needs: "{ user: ['name'] }" },
      'needs.user: user: iam-user has no field name; it has arn, userId, policies',
    ],
    [
      'a relation that one of its kinds has not',
      { resource: "['access-key', 'iam-user']", needs: '{ user: [] }' },
      'iam-user has no relation user; it has keys',
    ],
    ['nothing to judge with', { evaluate: null }, 'evaluate: is a function'],
    ['no words how to mend it', { mend: "{ cli: 'x' }" }, 'mend.terraform: '],
  ] as const)('%s is refused with its name and the field', async ([, but, says]) => {
    const bad = config(`[${ruleText(but)}]`);
    const { status, stderr, stdout } = await scan(bad);
    expect(stderr).toContain(says);
    expect(stderr).toContain(bad);
    expect([status, stdout]).toEqual([2, '']);
  });

  it.for([
    ['a field that there is not', `[${ruleText({}, ", remedy: 'x'")}]`, 'Unrecognized key: "remedy"'],
    ['what is no rule', "['acme']", 'custom rule without an id: '],
    [
      'two rules of one id',
      `[${ruleText()}, ${ruleText()}]`,
      'custom rule acme-every-key: id: another custom rule has it',
    ],
    [
      "a catalogue rule's id",
      `[${ruleText({ id: "'imds-weakened'" })}]`,
      'custom rule imds-weakened: id: a rule of the catalogue has it',
    ],
  ] as const)('%s is refused', async ([, rules, says]) => {
    for (const args of [['scan', keyRecord()], ['rules']]) {
      const { status, stderr } = await runCli([...args, '--config', config(rules)], { directory });
      expect(stderr).toContain(says);
      expect(status).toBe(2);
    }
  });

  it.for([
    ['throws', "() => { throw new Error('no luck') }", 'the rule failed: no luck'],
    ['throws an object without a text', '() => { throw Object.create(null) }', 'something that has no text'],
    [
      'throws an error whose message is no text',
      "() => { throw Object.assign(new Error('x'), { message: Symbol('luck') }) }",
      'the rule failed: Symbol(luck)',
    ],
    [
      'throws what throws when it is asked',
      '() => { throw { get message() { throw 1 }, toString() { throw 2 } } }',
      'something that has no text',
    ],
    [
      'throws an error that throws when it is asked',
      "() => { throw Object.defineProperty(new Error('x'), 'message', { get() { throw 7 } }) }",
      'something that has no text',
    ],
    ['throws a text without end', "() => { throw new Error('x'.repeat(1e6)) }", 'xxx...'],
    ['is asynchronous and fails', "async () => { throw new Error('x') }", 'it is a promise; rules are'],
    ['is asynchronous', "async () => ({ status: 'pass' })", 'it is a promise; rules are synchronous'],
    ['returns nothing', '() => undefined', 'it has no known status'],
    [
      'fails without a summary',
      "() => ({ status: 'fail', evidence: [], witness: null })",
      'it has no summary',
    ],
    [
      'fails without evidence',
      "() => ({ status: 'fail', summary: 'x', witness: null })",
      'it has no evidence',
    ],
    [
      'has evidence with a hole',
      "() => ({ status: 'fail', summary: 'x', evidence: [,], witness: null })",
      'its evidence undefined is no path with a JSON value',
    ],
    [
      'says something else each time',
      "() => { let n = 0; return { status: 'fail', get summary() { n += 1; return n % 2 === 0 ? 'x' : 5; }, evidence: [], witness: null }; }",
      'it has no summary',
    ],
    [
      'says more than a store can keep',
      "() => ({ status: 'fail', summary: 'x'.repeat(1e6), evidence: [], witness: null })",
      'its verdict has more than 32768 characters',
    ],
    [
      'has a witness without a request',
      "() => ({ status: 'fail', summary: 'x', evidence: [], witness: { text: 'x' } })",
      'its witness is none',
    ],
    [
      'grades without a reason',
      "() => ({ status: 'fail', summary: 'x', evidence: [], witness: null, graded: { severity: 'low' } })",
      'it is graded without a reason',
    ],
    [
      'has evidence that is no JSON',
      "() => ({ status: 'fail', summary: 'x', evidence: [{ path: 'a', value: 1n }], witness: null })",
      'its evidence a is no path with a JSON value',
    ],
    [
      'has a witness that is none',
      "() => ({ status: 'fail', summary: 'x', evidence: [] })",
      'its witness is none',
    ],
    [
      'grades by no severity',
      "() => ({ status: 'fail', summary: 'x', evidence: [], witness: null, graded: { severity: 'urgent', because: '' } })",
      'it is graded with no known severity',
    ],
    [
      'misses something without a name',
      "() => ({ status: 'indeterminate' })",
      'it does not name what is missing',
    ],
    [
      'does not say why it is not applicable',
      "() => ({ status: 'not-applicable' })",
      'it does not say because of what',
    ],
  ] as const)('where it %s it is not decided, and the others are', async ([, evaluate, says]) => {
    const { status, stdout, stderr } = await scan(config(`[${ruleText({ evaluate })}]`), '--indeterminate');
    expect(status).toBe(3);
    expect(stderr).toContain(`undecided: acme-every-key on 111122223333/`);
    expect(stderr).toContain(says);
    expect(findingsIn(stdout).map(({ rule: id }) => id)).toEqual(['static-key-for-other-user']);
  });

  it.for([
    ['a field of what it judges', "(role) => { role.state.trust = '{}'; }"],
    ['a set', '(role) => role.sets.inlinePolicies.members.clear()'],
    ['what is related', '(role, { related }) => related.associations.push({ state: {} })'],
    [
      'a resource that is related',
      '(role, { related }) => { related.associations[0].state.roleArn = null; }',
    ],
    ['the configuration', "(role, { config }) => config.knownAccounts.push('444455556666')"],
  ] as const)(
    'where it changes %s it is not decided, and the others see what there is',
    async ([, evaluate]) => {
      const roleArn = 'arn:aws:iam::111122223333:role/app';
      const stranger = { AWS: 'arn:aws:iam::444455556666:root' };
      const trust = {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: stranger, Action: 'sts:AssumeRole' },
          { Effect: 'Allow', Principal: { Service: 'pods.eks.amazonaws.com' }, Action: 'sts:AssumeRole' },
        ],
      };
      const admin = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
      const at = (eventName: string, second: number, more: object) =>
        record({ eventID: eventName, eventName, eventTime: `2026-01-02T03:04:0${second}Z`, ...more });
      const records = [
        at('CreateRole', 1, {
          requestParameters: { roleName: 'app', assumeRolePolicyDocument: JSON.stringify(trust) },
          responseElements: { role: { roleName: 'app', roleId: 'AROAAPP', arn: roleArn } },
        }),
        at('PutRolePolicy', 2, {
          requestParameters: { roleName: 'app', policyName: 'all', policyDocument: JSON.stringify(admin) },
          responseElements: null,
        }),
        at('CreatePodIdentityAssociation', 3, {
          eventSource: 'eks.amazonaws.com',
          awsRegion: 'eu-central-1',
          requestParameters: { name: 'prod', namespace: 'a', serviceAccount: 'b', roleArn },
          responseElements: { association: { clusterName: 'prod', associationId: 'a-1' } },
        }),
      ];
      const log = file('change.json', JSON.stringify({ Records: records }));
      const scanned = async (...rules: readonly string[]) => {
        const using = config(`[${rules.join(', ')}]`, ", account: '111122223333'");
        return runCli(['scan', log, '--config', using, '--indeterminate'], { directory });
      };
      const changing = ruleText({
        id: "'aaa-first'",
        resource: "'iam-role'",
        needs: "{ associations: ['roleArn'] }",
        evaluate: `(...args) => { (${evaluate})(...args); return { status: 'pass' }; }`,
      });
      const alone = await scanned();
      const beside = await scanned(changing);
      expect(findingsIn(alone.stdout).map(({ rule: id }) => id)).toContain('trust-foreign-account');
      expect(beside.stdout).toBe(alone.stdout);
      const [, reason] =
        /undecided: aaa-first on \S+role\/app: the rule failed: (.+)/.exec(beside.stderr) ?? [];
      expect(reason).toMatch(/^(Cannot assign to read only|Cannot add|a rule cannot change)/);
    },
  );

  it('that an error of its own catches later ends a command with one line, and not as a finding would', () => {
    const later = ruleText({
      evaluate: "() => { setTimeout(() => { throw new Error('too\\nlate'); }); return { status: 'pass' }; }",
    });
    const rejected = ruleText({
      evaluate: "() => { Promise.reject(Object.create(null)); return { status: 'pass' }; }",
    });
    for (const [rule, says] of [
      [later, 'nothing handles: too\\u000alate, at '],
      [rejected, 'something that has no text'],
    ] as const) {
      const { status, stderr } = spawnSync(
        process.execPath,
        [MAIN, 'scan', keyRecord(), '--config', config(`[${rule}]`)],
        { cwd: directory, encoding: 'utf8' },
      );
      expect(status).toBe(2);
      expect(stderr).toContain(says);
      expect(stderr.match(/\n/g)).toHaveLength(1);
    }
  });

  it('where its covers throws, a witness that changed is told as worse', async () => {
    const faulty = ruleText({
      resource: "'iam-role'",
      covers: "() => { throw new Error('no luck') }",
      evaluate:
        "({ state }) => ({ status: 'fail', summary: 'a role', evidence: [], witness: { text: 'anybody', request: state.maxSessionDuration ?? 0 } })",
    });
    const role = (eventName: string, maxSessionDuration: number, eventTime: string) =>
      record({
        eventID: eventName,
        eventName,
        eventTime,
        requestParameters: { roleName: 'app', maxSessionDuration, assumeRolePolicyDocument: '{}' },
        responseElements: null,
      });
    const records = [
      role('CreateRole', 3600, '2026-01-02T03:04:05Z'),
      role('UpdateRole', 7200, '2026-01-02T03:05:05Z'),
    ];
    const log = file('role.json', JSON.stringify({ Records: records }));
    const using = config(`[${faulty}]`);
    const { stdout, status } = await runCli(['scan', log, '--config', using, '--rule', 'acme-every-key'], {
      directory,
    });
    expect(status).toBe(1);
    expect(findingsIn(stdout)).toMatchObject([
      { witness: { request: 7200 }, changes: [{ type: 'worsened', eventId: 'UpdateRole' }] },
    ]);
  });
});
