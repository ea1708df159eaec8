import { fillMend } from '@podguard/report';
import { catalogue } from '@podguard/rules';
import { awsCommand } from 'podguard/remediate';
import { describe, expect, it } from 'vitest';
import { FINDING } from '../report/findings.ts';
import { syntaxErrorOf } from '../support/shell-commands.ts';
import { ATTACKS } from './corpus.ts';

const HARMFUL = [
  ...ATTACKS.shell,
  ...ATTACKS.terminal,
  ...ATTACKS.line,
  ...ATTACKS.html,
  'file:///etc/passwd',
  'fileb:///etc/shadow',
  'FILE:///etc/passwd',
  'https://evil.example/login',
];

/** A finding whose resource, and every value that a command asks for, is this text. */
function named(text: string, placeholders: readonly string[]): typeof FINDING {
  const resource = {
    ...FINDING.resource,
    key: `arn:aws:iam::111122223333:role/${text}`,
    account: text,
    region: text,
  };
  return { ...FINDING, resource, evidence: placeholders.map((path) => ({ path, value: text })) };
}

describe('the commands that are shown to people', () => {
  it.for(HARMFUL)('have nothing of a name that a shell or the AWS CLI would act on: %j', (text) => {
    for (const { mend } of catalogue.rules) {
      const placeholders = [...mend.cli.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
      const blank = fillMend(mend, named('\n', placeholders));
      const name = text.slice(text.lastIndexOf('/') + 1);
      // What follows the last slash of a key may be a plain name.
      if (/^[\w.]+$/.test(name)) expect(fillMend(mend, named(text, placeholders)).cli).not.toContain(text);
      else expect(fillMend(mend, named(text, placeholders))).toEqual(blank);
    }
  });

  it('have a name as it is where it is a plain one', () => {
    const rule = catalogue.rules.find(({ mend }) => mend.cli.includes('{roleName}'))!;
    expect(fillMend(rule.mend, named('app-1', ['roleName'])).cli).toContain('app-1');
  });

  it.for(HARMFUL)('of a plan are one command with its values in quotes: %j', (text) => {
    const command = awsCommand({
      action: 'iam:DetachRolePolicy',
      region: 'eu-central-1',
      input: { RoleName: text, PolicyArn: text },
      words: text,
    })!;
    expect(command.split('\n')).toHaveLength(1);
    expect(command).toMatch(/^aws iam detach-role-policy --cli-input-json '/);
    expect(syntaxErrorOf(command)).toBe('');
    // Outside of the quotes there is nothing but what we wrote.
    expect(command.replaceAll(/'[^']*'(?:\\''[^']*')*/g, 'Q')).toBe(
      'aws iam detach-role-policy --cli-input-json Q --region eu-central-1',
    );
  });
});
