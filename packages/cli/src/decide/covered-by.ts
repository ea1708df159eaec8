import {
  type Catalogue,
  type Config,
  type Exemption,
  type Finding,
  type FindingContext,
  findingsOf,
  type Store,
} from '@podguard/core';

export interface Covered {
  /** What is open or exempt by now and would be exempt by this one alone. */
  readonly findings: readonly Finding[];
  /** How many of them are under another exemption, too. */
  readonly already: number;
}

/** What an exemption covers of what a store holds by now. */
export async function coveredBy(
  exemption: Exemption,
  store: Store,
  {
    catalogue,
    config,
    context,
  }: {
    readonly catalogue: Catalogue;
    readonly config: Config;
    /** With the others that are known. */
    readonly context: FindingContext;
  },
): Promise<Covered> {
  const alone = { exemptions: [exemption], at: context.at, config };
  const findings: Finding[] = [];
  let already = 0;
  for await (const item of store.listItems()) {
    const covered = findingsOf(item, catalogue, alone).filter(({ status }) => status === 'exempt');
    if (covered.length === 0) continue;
    findings.push(...covered);
    const before = findingsOf(item, catalogue, context).filter(({ status }) => status === 'exempt');
    already += covered.filter(({ id }) => before.some((one) => one.id === id)).length;
  }
  return { findings, already };
}
