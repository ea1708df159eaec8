import {
  type Finding,
  findingsOf,
  OPEN_REMEDIATIONS,
  type Remediation,
  type RemediationState,
  ServiceError,
} from '@podguard/core';
import { findOne } from '../decide/find-one.ts';
import type { Kept } from './open-remediating.ts';

const MOST = 1_000;

/** The newest life of the one finding whose id begins so. */
export async function findingNamed(id: string, { store, catalogue, context, where }: Kept): Promise<Finding> {
  refuseNoId(id, 'pg-');
  const known = await context();
  const findings: Finding[] = [];
  let count = 0;
  for await (const item of store.listItems())
    for (const finding of findingsOf(item, catalogue, known)) {
      count += 1;
      if (finding.id.startsWith(id)) findings.push(finding);
    }
  return findOne(id, { findings, count }, where);
}

/** The one remediation whose id begins so. */
export async function remediationNamed(
  id: string,
  { state, where }: Pick<Kept, 'state' | 'where'>,
): Promise<Remediation> {
  refuseNoId(id, 'rm-');
  const named = await state.loadRemediation(id);
  if (named !== undefined) return named;
  const all = [
    ...(await openRemediations(state, () => {})),
    ...(await state.listRemediations(MOST, undefined, () => {})),
  ];
  const found = new Map(all.filter((one) => one.id.startsWith(id)).map((one) => [one.id, one]));
  const [first, ...others] = found.values();
  if (first !== undefined && others.length === 0) return first;
  throw new ServiceError(
    'usage',
    first === undefined
      ? `${where} holds no remediation ${id}; podguard remediations lists them`
      : `${found.size} remediations begin with ${id}: ${[...found.keys()].slice(0, 5).join(', ')}; give more of the id`,
  );
}

/** A shell variable that is not set names nothing, and not the only one that there is. */
function refuseNoId(id: string, prefix: string): void {
  if (id.startsWith(prefix) && id.length > prefix.length) return;
  throw new ServiceError('usage', `'${id}' is the beginning of no id: give ${prefix} and some letters of it`);
}

/** Those that somebody still has to do something about; of what cannot be read nothing but that is told. */
export async function openRemediations(
  state: Pick<RemediationState, 'listOpenRemediations' | 'loadRemediation'>,
  unreadable: (problem: ServiceError) => void,
): Promise<readonly Remediation[]> {
  const open: Remediation[] = [];
  for await (const id of state.listOpenRemediations()) {
    const one = await state.loadRemediation(id).catch((error: unknown) => {
      if (!(error instanceof ServiceError) || error.code !== 'item-malformed') throw error;
      unreadable(error);
      return undefined;
    });
    if (one !== undefined && OPEN_REMEDIATIONS.includes(one.status)) open.push(one);
  }
  return open;
}
