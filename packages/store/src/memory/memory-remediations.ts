import type { Remediation, RemediationState } from '@podguard/core';
import { isOpenRemediation, newestRemediations, remediationEnd } from '../remediations.ts';

/** Creates the twin of the remediations in DynamoDB. */
export function createMemoryRemediations(now: () => number = Date.now): RemediationState {
  const stored = new Map<string, Remediation>();
  const current = (id: string): Remediation | undefined => {
    const one = stored.get(id);
    return one !== undefined && remediationEnd(one) > now() ? one : undefined;
  };
  const all = (): readonly Remediation[] => [...stored.keys()].flatMap((id) => current(id) ?? []);
  return {
    loadRemediation: async (id) => current(id),
    async saveRemediation(remediation) {
      const { id, version } = remediation;
      if ((current(id)?.version ?? 0) !== version - 1) return 'conflict';
      stored.set(id, remediation);
      return 'written';
    },
    listRemediations: async (limit, target) => newestRemediations(all(), limit, target),
    async *listOpenRemediations() {
      for (const one of all()) if (isOpenRemediation(one)) yield one.id;
    },
  };
}
