import type { Preview } from '@podguard/remediate';
import { type Here, pageFor, writeRemediation } from './here.ts';
import { planLines } from './plan-lines.ts';
import { headLines } from './remediation-lines.ts';
import { sameFlags } from './same-flags.ts';
import { prose, section } from './sections.ts';

/** What would be done, and the command that does it. */
export async function showPlan({ remediation, refusal }: Preview, here: Here): Promise<void> {
  const page = pageFor(here);
  const { world, flags } = here;
  const isRefused = remediation.status === 'refused';
  const again = `podguard remediate ${remediation.finding} --apply --plan ${remediation.planHash}${flags.force === true ? ' --force' : ''}${sameFlags(world.where, flags)}`;
  const two =
    remediation.approvalsNeeded > 1
      ? [`${remediation.approvalsNeeded} different people have to do so; you would be ${world.person}`]
      : [`you would be ${world.person}`];
  const lines = [
    ...headLines({ ...remediation, id: '' }, isRefused ? 'Not possible now' : 'Plan', page),
    ...(refusal === null ? [] : [...prose([`There is no plan: ${refusal}`], page), '']),
    ...(remediation.plan === null ? [] : planLines(remediation, page, here.world.catalogue)),
    ...(isRefused ? ['Nothing was changed.'] : section('To apply it', [again, ...prose(two, page)], page)),
  ];
  await writeRemediation(lines, remediation, refusal, here);
}
