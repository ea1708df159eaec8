import type { JsonObject, ServiceState } from '@podguard/core';
import type { ActionMessage } from './action-message.ts';
import { toMessageBody } from './message-body.ts';
import type { Report } from './notice.ts';
import type { Queue } from './queue.ts';
import { exemptDialog } from './slack-dialog.ts';
import { dialogErrors, dialogFailure } from './slack-dialog-parts.ts';
import { readSlackPayload, type SlackAsk } from './slack-payload.ts';
import { rejectDialog } from './slack-reject-dialog.ts';
import {
  isSignedWith,
  isTimely,
  type Refusal,
  readSlackRequest,
  type SlackRequest,
  type UrlCall,
} from './slack-request.ts';

export interface SlackActionsDeps {
  /** The signing secret; read anew where `isFresh`, though one is kept. */
  readonly secret: (isFresh: boolean) => Promise<string>;
  readonly state: Pick<ServiceState, 'claim'>;
  /** Of what is to be done. */
  readonly queue: Queue;
  /** Shows a dialog to whoever caused the trigger. */
  readonly openDialog: (trigger: string, dialog: JsonObject) => Promise<void>;
  readonly onRefusal: (why: Refusal) => void;
  readonly report: Report;
  readonly now: () => Date;
}

export interface UrlAnswer {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Longer than a signature is timely. */
const REPLAY_SECONDS = 660;
const FRESH_MS = 60_000;
const FAILED = 'It could not be taken. Try again in a minute.';

/**
 * Creates what answers Slack's interactive requests, within its three seconds: nothing is done before the signature is
 * checked, and what takes long goes to a queue.
 */
export function createSlackActions(deps: SlackActionsDeps): (call: UrlCall) => Promise<UrlAnswer> {
  const { state, queue, openDialog, report, now } = deps;
  const isGenuine = createGenuine(deps);
  const refuse = (why: Refusal): UrlAnswer => {
    deps.onRefusal(why);
    return { statusCode: 401 };
  };

  const enqueue = async (ask: SlackAsk, wish: ActionMessage['wish']): Promise<UrlAnswer> => {
    const { id, user, about, place } = ask;
    const at = now().toISOString();
    await queue.send([{ body: toMessageBody({ podguard: 'action', id, at, user, about, place, wish }) }]);
    return { statusCode: 200 };
  };

  const take = async (ask: SlackAsk): Promise<UrlAnswer> => {
    switch (ask.kind) {
      case 'acknowledge':
        return enqueue(ask, { kind: ask.kind });
      case 'dialog':
        await openDialog(
          ask.trigger,
          exemptDialog(ask.about, ask.place, { at: now().toISOString(), severity: ask.severity }),
        );
        return { statusCode: 200 };
      case 'exempt':
        return 'errors' in ask.answer
          ? inDialog(dialogErrors(ask.answer.errors))
          : enqueue(ask, { kind: ask.kind, ...ask.answer });
      case 'approve':
        return enqueue(ask, { kind: ask.kind, ...ask.plan });
      case 'reject-dialog':
        await openDialog(ask.trigger, rejectDialog(ask.about, ask.place, ask.plan));
        return { statusCode: 200 };
      case 'reject':
        return 'errors' in ask.answer
          ? inDialog(dialogErrors(ask.answer.errors))
          : enqueue(ask, { kind: ask.kind, ...ask.answer });
    }
  };

  return async (call) => {
    const request = readSlackRequest(call);
    if (typeof request === 'string') return refuse(request);
    if (!isTimely(request, now())) return refuse('time');
    let ask: SlackAsk | undefined;
    let what = 'checking whether a request is of Slack';
    try {
      if (!(await isGenuine(request))) return refuse('signature');
      what = 'a request of Slack';
      ask = readSlackPayload(request.body);
      if (!(await state.claim(`slack/${request.signature}`, REPLAY_SECONDS))) return refuse('replay');
      return ask === undefined ? { statusCode: 200 } : await take(ask);
    } catch (error) {
      report({ kind: 'failed', what, error });
      // Slack shows at the button that it did not work; in a dialog there is room to say so.
      return ask?.kind === 'exempt' || ask?.kind === 'reject'
        ? inDialog(dialogFailure(FAILED))
        : { statusCode: 503 };
    }
  };
}

/** A secret may have been replaced since it was read; whoever sends junk must not make us read it each time. */
function createGenuine({
  secret,
  now,
}: Pick<SlackActionsDeps, 'secret' | 'now'>): (request: SlackRequest) => Promise<boolean> {
  let readAt = Number.NEGATIVE_INFINITY;
  return async (request) => {
    if (isSignedWith(request, await secret(false))) return true;
    if (now().getTime() - readAt < FRESH_MS) return false;
    readAt = now().getTime();
    return isSignedWith(request, await secret(true));
  };
}

function inDialog(body: string): UrlAnswer {
  return { statusCode: 200, headers: { 'content-type': 'application/json' }, body };
}
