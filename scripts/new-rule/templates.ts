import type { Kind, Method } from '@podguard/core';

export interface NewRule {
  readonly method: Method;
  readonly id: string;
  readonly kind: Kind;
}

/** `imds-v1-allowed` is exported as `imdsV1Allowed`. */
function exportName(id: string): string {
  return id.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** A rule that fails whatever it judges, so that its test fails until both are filled in. */
export function ruleFile({ method, id, kind }: NewRule): string {
  return `import { defineRule, fail } from '@podguard/core';

export const ${exportName(id)} = defineRule({
  id: '${id}',
  title: 'FILL IN: the bad state, as a statement',
  method: '${method}',
  resource: '${kind}',
  severity: 'medium',
  broken: false,
  family: null,
  description: 'FILL IN: what exactly it reports, in a sentence that begins with "Reports".',
  rationale: 'FILL IN: why anybody should care, in a sentence.',
  references: ['https://docs.aws.amazon.com/FILL-IN'],
  mappings: {},
  falsePositives: ['FILL IN: when it is no problem, or nothing.'],
  needs: {},
  covers: undefined,
  evaluate(resource) {
    return fail(\`FILL IN: what is bad about \${resource.key}\`, {
      evidence: [{ path: 'FILL IN', value: null }],
    });
  },
  mend: {
    cli: 'FILL IN: the command',
    terraform: 'FILL IN: the argument',
    cloudformation: 'FILL IN: the property',
  },
});
`;
}

export function testFile({ id, kind }: NewRule): string {
  return `import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';

describeRule(ruleOf(catalogue, '${id}'), '${kind}', {
  fails: [{ name: 'FILL IN: the bad state', state: {}, evidence: ['FILL IN'] }],
  passes: [{ name: 'FILL IN: the nearest state that is not bad', state: {} }],
  indeterminate: [{ name: 'FILL IN: what decides is not known', state: {}, missing: 'FILL IN' }],
});
`;
}

/** The list of a kind's rules with one more. */
export function registered(list: string, { method, id }: NewRule): string {
  const name = exportName(id);
  return list
    .replace(/^import type .*\n/, (line) => `${line}import { ${name} } from '../${method}/${id}.ts';\n`)
    .replace(/= \[([^\]]*)\]/, (_, names: string) => {
      const all = [...names.split(',').map((one) => one.trim()), name].filter((one) => one !== '');
      return `= [${all.sort().join(', ')}]`;
    });
}
