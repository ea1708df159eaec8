import type { Finding, Rule } from '@podguard/core';
import { readManifests } from '@podguard/manifests';
import { fillMend } from '@podguard/report';
import { catalogue } from '@podguard/rules';
import { describe, expect, it, test } from 'vitest';
import { AWS_COMMANDS, GLOBAL_OPTIONS } from '../support/aws-commands.ts';
import { type Arguments, commandsOf, syntaxErrorOf, uncommented } from '../support/shell-commands.ts';

/** Each text as it stands where nothing of the finding is known: `{roleName}` is `ROLE_NAME`. */
const texts = catalogue.rules.map((rule) => ({ id: rule.id, ...fillMend(rule.mend, unknownFinding(rule)) }));
const shell = texts.map(({ cli }) => cli);
const written = texts.map(({ terraform, cloudformation }) => onlyCommands(`${terraform}\n${cloudformation}`));
const commands = commandsOf([...shell, ...written]).flatMap((all, at) =>
  all.map((command) => ({
    id: texts[at % texts.length]?.id ?? '',
    line: command.join(' '),
    command,
  })),
);
const aws = commands.filter(({ command }) => command[0] === 'aws');

describe('the commands that mend', () => {
  test('there are many', () => expect(aws.length).toBeGreaterThan(120));

  it.for(texts)('$id is shell', ({ cli }) => {
    expect(syntaxErrorOf(cli)).toBe('');
    expect(syntaxErrorOf(uncommented(cli))).toBe('');
  });

  it.for(aws)('$id: $line', ({ command }) => expect(faultsOf(command)).toEqual([]));

  test('every command of the table is used', () => {
    const used = new Set(aws.map(({ command }) => nameOf(command)));
    expect(Object.keys(AWS_COMMANDS).filter((name) => !used.has(name))).toEqual([]);
  });

  test('every command that the shell is given is one of these', () => {
    const first = shell
      .flatMap((text) => text.split('\n'))
      .filter((line) => !/^(#|aws |kubectl )/.test(line));
    expect(first).toEqual([]);
  });
});

describe('what is written down for Terraform', () => {
  it.for(texts)('$id', ({ terraform }) => {
    const code = terraform.split('\n').flatMap((line) => line.replace(/(^| )#.*/, '').trimEnd() || []);
    expect(code.filter((line) => !HCL.test(line))).toEqual([]);
    expect(count(code, '{')).toBe(count(code, '}'));
    expect(count(code, '[')).toBe(count(code, ']'));
    expect(count(code, '"') % 2).toBe(0);
  });
});

describe('what is written down for CloudFormation', () => {
  it.for(texts)('$id', ({ cloudformation }) => {
    const code = cloudformation.split('\n').filter((line) => !line.startsWith('#'));
    // As a part of an object that Kubernetes has: what reads manifests tells of YAML that is none.
    const { problems } = readManifests([...MANIFEST, ...code.map((line) => `  ${line}`)].join('\n'));
    expect(problems).toEqual([]);
    expect(code.filter((line) => !YAML.test(line))).toEqual([]);
  });

  test('what is no YAML is told', () => {
    expect(readManifests([...MANIFEST, '  Type: [a', '  - b'].join('\n')).problems).not.toEqual([]);
  });
});

const MANIFEST = ['apiVersion: v1', 'kind: ConfigMap', 'metadata: {name: app}', 'part:', '  # of a template'];
/** A key with or without a value, or an item of a list. */
const YAML = /^ *(?:- )?(?:"[^"]+"|[\w:./-]+):(?: \S.*)?$|^ *- \S+$/;

/** A block's opening, its end, an argument or a name in a map. */
const HCL = /^ *(?:\w+(?: "[\w-]+")* \{|\}|(?:\w+|"[^"]+") *= \S.*)$/;

function count(code: readonly string[], character: string): number {
  return code.join('\n').split(character).length - 1;
}

function onlyCommands(text: string): string {
  return uncommented(text)
    .split('\n')
    .filter((line) => /^(aws|kubectl) /.test(line))
    .join('\n');
}

function nameOf([, service, command, waited]: Arguments): string {
  return command === 'wait' ? `${service} wait ${waited}` : `${service} ${command}`;
}

/** What the AWS CLI would refuse: a command or an option that it has not, one that is missing, a word that is none. */
function faultsOf(command: Arguments): readonly string[] {
  const name = nameOf(command);
  const known = AWS_COMMANDS[name];
  if (known === undefined) return [`no such command: ${name}`];
  const options = new Map(`${known} ${GLOBAL_OPTIONS}`.split(' ').map(optionOf));
  const rest = command.slice(1 + name.split(' ').length);
  const faults: string[] = [];
  const given = new Set<string>();
  for (let at = 0; at < rest.length; at += 1) {
    const word = rest[at] ?? '';
    const option = options.get(word);
    given.add(word);
    if (option === undefined) faults.push(`no such option: ${word}`);
    else if (!option.isFlag) {
      at += 1;
      const value = rest[at];
      if (value === undefined || value.startsWith('--')) faults.push(`without a value: ${word}`);
      else if (option.values && !option.values.includes(value) && !PLACEHOLDER.test(value))
        faults.push(`${word} is none of its values: ${value}`);
    }
  }
  const missing = [...options].flatMap(([option, { isRequired }]) =>
    isRequired && !given.has(option) ? [`missing: ${option}`] : [],
  );
  return [...faults, ...missing];
}

const PLACEHOLDER = /^[A-Z][A-Z0-9_]*$/;

function optionOf(text: string) {
  const [, name = '', mark, values] = /^([^!?=]+)([!?])?(?:=(.*))?$/.exec(text) ?? [];
  return [name, { isFlag: mark === '?', isRequired: mark === '!', values: values?.split('|') }] as const;
}

function unknownFinding(rule: Rule): Finding {
  return { resource: { kind: 'container-build', key: rule.id }, evidence: [] } as unknown as Finding;
}
