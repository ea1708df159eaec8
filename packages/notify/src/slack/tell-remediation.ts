import { foreignLog, isContested, logOf, type RemediationAlert } from '../remediation-facts.ts';
import { bullets, isShortEnough, paragraph, rich, type SlackContent, words } from './blocks.ts';
import { call, isGone, post, type Telling } from './calls.ts';
import { planLine, planMark, planMessage } from './plan-message.ts';
import type { PostedPlan } from './posted.ts';
import { mayEdit, showRoot } from './show-root.ts';

const LINES = 10;

/**
 * Tells a remediation: its plan is a message in the thread of the finding, where that was posted; what has become of it later is
 * shown in that message, and told in the thread.
 */
export async function tellRemediation(telling: Telling, alert: RemediationAlert): Promise<void> {
  const { remediation } = alert;
  const known = await telling.posted.findPlan(remediation.id);
  if (known !== undefined) {
    // One that comes late tells nothing that is not told.
    if (!hasNews(known, alert) || (await tellLater(telling, alert, known))) return;
  }
  const thread = await threadOf(telling, remediation.finding);
  const where = thread === null ? {} : { thread_ts: thread, reply_broadcast: isForAll(alert) };
  const ts = await post(telling, planMessage(alert, telling), where);
  await keep(telling, alert, { ts, thread });
}

/** Whether the message is there still; an edit comes first, since only that tells. */
async function tellLater(telling: Telling, alert: RemediationAlert, known: PostedPlan): Promise<boolean> {
  const { ts, thread } = known;
  const { text, blocks } = planMessage(alert, telling);
  try {
    await mayEdit(() =>
      call(telling, (client, channel) => client.chat.update({ channel, ts, text, blocks: [...blocks] })),
    );
    await post(telling, newsMessage(alert, known), {
      thread_ts: thread ?? ts,
      reply_broadcast: isForAll(alert) || alert.remediation.foreign.length > known.foreign,
    });
  } catch (error) {
    if (isGone(error)) return false;
    throw error;
  }
  await keep(telling, alert, { ts, thread });
  return true;
}

function hasNews({ turns, foreign }: PostedPlan, { remediation }: RemediationAlert): boolean {
  return remediation.history.length > turns || remediation.foreign.length > foreign;
}

/** What somebody has to do something about is shown in the channel, too. */
function isForAll({ remediation }: RemediationAlert): boolean {
  const { status } = remediation;
  return status === 'proposed' || status === 'failed' || isContested(remediation);
}

/** What became of it last, and below what else is new. */
function newsMessage(alert: RemediationAlert, known: PostedPlan): SlackContent {
  const { remediation } = alert;
  const { foreign } = remediation;
  const mark = planMark(remediation);
  const text = planLine(alert);
  const turns = logOf(remediation, known.turns);
  const changes = foreignLog(foreign.slice(known.foreign));
  const [first = text, ...others] = [...turns.slice(-1), ...changes, ...turns.slice(0, -1)];
  const forms = [LINES, 3].map((lines) => ({
    text,
    blocks: [
      rich(
        paragraph(words(`${mark} ${first}`, { bold: true })),
        ...bullets(others.slice(0, lines).map((line) => [words(line)])),
      ),
    ],
  }));
  return forms.find(isShortEnough) ?? { text, blocks: [rich(paragraph(words(text)))] };
}

/** The message of the finding, if it is there still. */
async function threadOf(telling: Telling, finding: string): Promise<string | null> {
  const root = await telling.posted.find(finding);
  if (root === undefined) return null;
  try {
    await showRoot(telling, root.ts);
    return root.ts;
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

async function keep(
  { posted }: Telling,
  { remediation: { id, history, foreign } }: RemediationAlert,
  place: Pick<PostedPlan, 'ts' | 'thread'>,
): Promise<void> {
  await posted.putPlan(id, { ...place, turns: history.length, foreign: foreign.length });
}
