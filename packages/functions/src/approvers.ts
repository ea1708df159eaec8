/** Whether somebody may act; `unknown`: a group that might name them could not be read. */
export type Approval = 'allowed' | 'refused' | 'unknown';

export interface ApproversDeps {
  readonly users: readonly string[];
  readonly groups: readonly string[];
  readonly membersOf: (group: string) => Promise<readonly string[]>;
  readonly onUnreadable: (group: string, error: unknown) => void;
  readonly now: () => Date;
}

const KEPT_MS = 5 * 60_000;

/** Creates what knows who may act: users by name, and the members of groups, as they were within the last five minutes. */
export function createApprovers(deps: ApproversDeps): (user: string) => Promise<Approval> {
  const { users, groups, membersOf, onUnreadable, now } = deps;
  const known = new Map<string, { readonly until: number; readonly members: ReadonlySet<string> }>();

  const members = async (group: string): Promise<ReadonlySet<string>> => {
    const kept = known.get(group);
    const at = now().getTime();
    if (kept !== undefined && at < kept.until) return kept.members;
    const read = new Set(await membersOf(group));
    known.set(group, { until: at + KEPT_MS, members: read });
    return read;
  };

  return async (user) => {
    if (users.includes(user)) return 'allowed';
    let approval: Approval = 'refused';
    for (const group of groups) {
      try {
        if ((await members(group)).has(user)) return 'allowed';
      } catch (error) {
        onUnreadable(group, error);
        approval = 'unknown';
      }
    }
    return approval;
  };
}
