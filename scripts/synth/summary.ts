import type { SynthesizedResource } from './resource.ts';

interface Made {
  readonly stage: string;
  readonly home: string;
  readonly account: string;
  readonly outputs: unknown;
  readonly resources: readonly SynthesizedResource[];
}

/** How many resources of each type a deploy would ask for, and its outputs. */
export function summaryOf({ stage, home, account, outputs, resources }: Made): string {
  const asked = resources.filter(({ custom, read }) => custom && !read);
  const types = Map.groupBy(asked, ({ type }) => type);
  const counts = [...types].map(([type, some]) => `${String(some.length).padStart(6)}  ${type}\n`).toSorted();
  const named = Object.entries(outputs as object).filter(([name]) => !name.startsWith('_'));
  const values = named.map(([name, value]) => `  ${name}: ${value}\n`);
  return [
    `${asked.length} resources of stage ${stage} in account ${account}, home region ${home}\n`,
    ...counts,
    'Outputs\n',
    ...values,
    '--json prints each resource whole\n',
  ].join('');
}
