import { remediationOf } from './remediations.ts';
import { openSlackStage, textOf } from './slack-stage.ts';
import { transitionOf } from './transitions.ts';

export const opened = transitionOf();
export const { finding } = opened;
export const proposed = remediationOf();

export type RemediationStage = Awaited<ReturnType<typeof openRemediationStage>>;

/** A workspace in which a remediation of a finding is told. */
export async function openRemediationStage() {
  const stage = await openSlackStage();
  const tell = (remediation = proposed, deps = {}) =>
    stage.create(deps).send({ kind: 'remediation', remediation, finding });
  return {
    ...stage,
    tell,
    /** What a thread says, reply by reply. */
    texts: (ts: string) => stage.slack.replies(ts).map(textOf),
    /** The finding was told, then the proposal. */
    async propose(): Promise<string> {
      await stage.send(opened);
      await tell();
      return stage.slack.roots()[0]!.ts;
    },
  };
}
