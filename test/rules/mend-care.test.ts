import type { Finding, Mend } from '@podguard/core';
import { fillMend } from '@podguard/report';
import { catalogue } from '@podguard/rules';
import { describe, expect, it, test } from 'vitest';
import type { DescribedRule } from '../support/described-rules.ts';
import { collectRuleCases } from '../support/rule-cases.ts';
import { commandsOf } from '../support/shell-commands.ts';
import { configOf, resourceOf } from '../support/states.ts';

const described = collectRuleCases();
const { rules } = catalogue;
const mendOf = (id: string) => rules.find((rule) => rule.id === id)?.mend as Mend;
/** What is done when the whole text is pasted: what stands in comments is not. */
const pasted = commandsOf(rules.map(({ mend }) => live(mend.cli))).map((commands, at) => ({
  id: rules[at]?.id ?? '',
  lines: (rules[at]?.mend.cli ?? '').split('\n'),
  commands: commands.map((command) => command.join(' ')),
}));

describe('no command of a mend does harm where its text is pasted as it stands', () => {
  /** What AWS replaces as a whole, and what reads it before: else what is not named is lost. */
  const WHOLE: Readonly<Record<string, RegExp>> = {
    'iam update-assume-role-policy': /^aws iam get-role .*--query Role\.AssumeRolePolicyDocument/,
    'iam put-role-policy': /^aws iam (get-role-policy|create-role) /,
    'secretsmanager put-resource-policy': /^aws secretsmanager get-resource-policy /,
    'cloudtrail put-event-selectors': /^aws cloudtrail get-event-selectors /,
  };
  const replacing = pasted.flatMap(({ id, commands }) =>
    commands.flatMap((line, at) => {
      const [, name = ''] = /^aws (\S+ \S+)/.exec(line) ?? [];
      return name in WHOLE
        ? [{ id, line, reads: WHOLE[name] as RegExp, earlier: commands.slice(0, at) }]
        : [];
    }),
  );
  it.for(replacing)('$id reads what it replaces first: $line', ({ reads, earlier }) => {
    expect(earlier.filter((one) => reads.test(one))).not.toEqual([]);
  });

  const TAKES = /^aws \S+ (?:delete|detach|disassociate|remove|stop|put-event-selectors|rotate)/;
  const taking = pasted.flatMap(({ id, lines }) =>
    lines.flatMap((line, at) => (TAKES.test(line) ? [{ id, line, earlier: lines.slice(0, at) }] : [])),
  );
  test('some take something away', () => expect(taking.length).toBeGreaterThan(10));
  it.for(taking)('$id says before what has to be done or known first: $line', ({ earlier }) => {
    expect(earlier.filter((line) => line.startsWith('# '))).not.toEqual([]);
  });

  it.for(pasted)('$id drops no inline policy as a whole, and enforces nothing at once', ({ commands }) => {
    expect(commands.join('\n')).not.toMatch(
      /delete-role-policy|http-tokens-enforced|authenticationMode=API$/m,
    );
  });

  test('a secret is not rotated at once', () => {
    const { cli, terraform, cloudformation } = mendOf('secret-rotation-off');
    expect(cli).toContain(' --no-rotate-immediately');
    expect(terraform).toMatch(/rotate_immediately *= false/);
    expect(cloudformation).toContain('RotateImmediatelyOnUpdate: false');
  });

  test('a cluster is not taken from CONFIG_MAP to API, nor its aws-auth out of force', () => {
    const { terraform, cloudformation } = mendOf('cluster-auth-config-map');
    expect(terraform).toContain('authentication_mode = "API_AND_CONFIG_MAP"');
    expect(cloudformation).toContain('AuthenticationMode: API_AND_CONFIG_MAP');
  });

  test('what lists replace is said beside the list', () => {
    const lists = ['cluster-audit-log-off', 'platform-trail-off'].flatMap((id) => {
      const { terraform, cloudformation } = mendOf(id);
      return [terraform, cloudformation];
    });
    for (const text of lists) expect(text).toMatch(/^# .*what is not listed/m);
  });

  test('a node keeps what nodes need', () => {
    const { terraform, cloudformation } = mendOf('node-role-app-permissions');
    for (const text of [terraform, cloudformation]) expect(text).toContain('AmazonEKS_CNI_Policy');
  });

  test('roles that trust a provider stay', () => {
    const { terraform, cloudformation } = mendOf('oidc-provider-orphaned');
    for (const text of [terraform, cloudformation]) expect(text).toContain('the roles stay');
  });
});

describe('a mend names what the finding knows', () => {
  const found = described.map((rule) => ({ id: rule.rule.id, rule, findings: findingsOf(rule) }));
  const fill = (id: string, name: string) => {
    const one = found.find((rule) => rule.id === id && rule.rule.cases.fails.some((c) => c.name === name));
    const at = one?.rule.cases.fails.findIndex((input) => input.name === name) ?? -1;
    return fillMend(mendOf(id), one?.findings[at] as Finding);
  };

  it.for(found)('$id leaves nothing to fill in that is known', ({ rule, findings }) => {
    const { cli, terraform, cloudformation } = rule.rule.mend;
    // A single word, such as NAME, may mean something else than the finding's resource.
    const words = new Set(
      `${cli} ${terraform} ${cloudformation}`.match(/(?<![\w{])[A-Z]{2,}(?:_[A-Z]+)+(?![\w}])/g),
    );
    const known = [...words].filter((word) =>
      findings.every((finding) => fillMend(only(camel(word)), finding).cli !== word),
    );
    expect(findings.length === 0 ? [] : known).toEqual([]);
  });

  test('the role that an association had', () => {
    const { cli, terraform } = fill('pod-identity-role-swapped', 'to an administrator');
    expect(cli).toContain('--role-arn arn:aws:iam::111122223333:role/other ');
    expect(terraform).toContain('role_arn = "arn:aws:iam::111122223333:role/other"');
  });

  test('the option that was weakened, and no other', () => {
    const { cli } = fill('imds-weakened', 'tokens became optional');
    expect(cli).toContain('--http-tokens required');
    expect(cli).not.toMatch(/hop-limit \d/);
    expect(fill('imds-weakened', 'the hop limit rose').cli).toContain('--http-put-response-hop-limit 1');
  });

  test('the namespace of a service account', () => {
    const { cli } = fill('k8s-irsa-annotation-invalid', 'a name in place of an ARN');
    expect(cli).toMatch(/^kubectl annotate .* --namespace shop /);
  });
});

function live(text: string): string {
  return text.replaceAll(/^#.*$/gm, '').replaceAll(/\{(\w+)\}/g, '$1');
}

function only(name: string): Mend {
  return { cli: `{${name}}`, terraform: '', cloudformation: '' };
}

function camel(word: string): string {
  return word.toLowerCase().replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** As far as `fillMend` looks at findings. */
function findingsOf({ rule, kind, cases }: DescribedRule): readonly Finding[] {
  return cases.fails.map((input) => {
    const resource = resourceOf(kind, input);
    const verdict = rule.evaluate(resource as never, {
      config: configOf(input.config),
      related: (input.related ?? {}) as never,
    });
    const evidence = verdict.status === 'fail' ? verdict.evidence : [];
    return { resource, evidence } as unknown as Finding;
  });
}
