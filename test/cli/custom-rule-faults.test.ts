import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Finding } from '@podguard/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ruleText } from '../support/custom-rule.ts';
import { record } from '../support/record.ts';
import { runCli } from '../support/run-cli.ts';

let directory: string;
let configs = 0;

/** A configuration of its own name, since a module is loaded once. */
function config(rules: string, more = ''): string {
  configs += 1;
  return file(`config-${configs}.ts`, `export default { customRules: ${rules}${more} };\n`);
}

function file(name: string, text: string): string {
  const target = path.join(directory, name);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, text);
  return target;
}

const keyRecord = () => file('key.json', JSON.stringify({ Records: [record()] }));
const scan = (using: string, ...args: readonly string[]) =>
  runCli(['scan', keyRecord(), '--config', using, ...args], { directory });
const findings = (text: string) =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Finding);

beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'podguard-rules-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

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
    const { stdout, stderr } = await scan(config(`[${ruleText({ evaluate })}]`), '--indeterminate');
    expect(stderr).toContain(`undecided: acme-every-key on 111122223333/`);
    expect(stderr).toContain(says);
    expect(findings(stdout).map(({ rule: id }) => id)).toEqual(['static-key-for-other-user']);
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
    expect(findings(stdout)).toMatchObject([
      { witness: { request: 7200 }, changes: [{ type: 'worsened', eventId: 'UpdateRole' }] },
    ]);
  });
});
