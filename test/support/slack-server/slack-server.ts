import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  bodyOf,
  type Press,
  pressPayload,
  type Signing,
  type Submission,
  signatureHeaders,
  submitPayload,
} from './interactions.ts';
import { type Args, contentRefusal, METHODS, type Result, refusal } from './methods.ts';
import { createWorkspace, nextTs, type SlackMessage, type Workspace } from './workspace.ts';

/**
 * What Slack does with a request. `error`: HTTP 500; `garbled`: an answer that is no JSON; `silent`: no answer; `reset`: the
 * connection breaks; `lost`: it does it, and the connection breaks before the answer; `limited`: HTTP 429 with so many
 * seconds, or without the header; `refused`: this code, of a webhook with its HTTP status.
 */
export type Mood =
  | 'ok'
  | 'error'
  | 'garbled'
  | 'silent'
  | 'reset'
  | 'lost'
  | { readonly limited: number | null }
  | { readonly refused: string; readonly status?: number };

export interface Call {
  /** `chat.postMessage`, ...; `webhook`; `response_url`. */
  readonly method: string;
  readonly args: Args;
  readonly mood: Mood;
  /** Undefined where it was not done. */
  readonly result?: Result;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** How a payload is sent; by itself it is signed well, now. */
export interface Sending extends Partial<Signing> {
  /** Changes the body after it was signed. */
  readonly tamper?: (body: string) => string;
}

/**
 * Slack on this machine: its Web API, an incoming webhook and response URLs, which keep to Slack's limits (Block Kit's, the
 * token's, the scopes'); and the payloads of buttons and dialogs, signed as Slack signs them.
 *
 *     const slack = await openSlackServer();
 *     const client = createSlackClient(slack.workspace.token, { slackApiUrl: slack.apiUrl });   // @podguard/notify/slack
 *     slack.moods.push({ limited: 30 });                     // the next request is answered with 429
 *     slack.moodsOf('chat.update').push('error');            // the next one of that method
 *     slack.roots()[0]?.blocks                               // what people see; slack.replies(ts), slack.ephemerals, .views
 *     const answer = await slack.press({ url, message, action: 'podguard.acknowledge' });
 *     await slack.submit({ url, view: slack.workspace.views[0].id, values: { reason: { reason: 'planned' } } });
 *     await slack.press({ ... }, { secret: 'wrong' });       // tampered with, stale, ...: see Sending
 *     slack.workspace.groups.set('S01234567', ['U01234567']);
 */
export interface SlackServer {
  /** For `slackApiUrl`. */
  readonly apiUrl: string;
  readonly webhookUrl: string;
  readonly signingSecret: string;
  /** The one channel that the app is in by itself; a webhook's, too. */
  readonly channel: string;
  readonly workspace: Workspace;
  /** What is done with the next requests; then all is well again. */
  readonly moods: Mood[];
  moodsOf(method: string): Mood[];
  /** Every request so far, whatever became of it. */
  readonly calls: Call[];
  /** Messages of the channel, and replies to one of them. */
  roots(channel?: string): readonly SlackMessage[];
  replies(ts: string): readonly SlackMessage[];
  /** Somebody deletes a message. */
  remove(ts: string): void;
  press(press: Press, sending?: Sending): Promise<Answer>;
  submit(submission: Submission, sending?: Sending): Promise<Answer>;
  /** Sends any payload; `body` and `headers` of it are `signedBody`'s. */
  send(url: string, payload: unknown, sending?: Sending): Promise<Answer>;
  signedBody(
    payload: unknown,
    sending?: Sending,
  ): { readonly body: string; readonly headers: Record<string, string> };
  /** Everybody forgets everything. */
  reset(): void;
  close(): Promise<void>;
}

export async function openSlackServer(): Promise<SlackServer> {
  const workspace = createWorkspace();
  const channel = 'C0123456789';
  const signingSecret = 'invented0signing0secret';
  const moods: Mood[] = [];
  const ofMethod = new Map<string, Mood[]>();
  const calls: Call[] = [];
  const moodsOf = (method: string): Mood[] => {
    const known = ofMethod.get(method) ?? [];
    ofMethod.set(method, known);
    return known;
  };
  let base = '';
  const server = createServer(async (request, response) => {
    const { method, args } = await readCall(request);
    const mood = moodsOf(method).shift() ?? moods.shift() ?? 'ok';
    const isDone = mood === 'ok' || mood === 'lost';
    const result = isDone ? resultOf(workspace, request, { method, args, base }) : undefined;
    calls.push({ method, args, mood, ...(result === undefined ? {} : { result }) });
    answer(response, mood, method, result);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

  const signedBody: SlackServer['signedBody'] = (payload, sending = {}) => {
    const { secret = signingSecret, timestamp = Math.floor(Date.now() / 1000), version = 'v0' } = sending;
    const body = bodyOf(payload);
    const headers = signatureHeaders(body, { secret, timestamp, version });
    return { body: sending.tamper?.(body) ?? body, headers };
  };
  const send: SlackServer['send'] = async (url, payload, sending) => {
    const answered = await fetch(url, { method: 'POST', ...signedBody(payload, sending) });
    return { status: answered.status, text: await answered.text() };
  };
  return {
    apiUrl: `${base}api/`,
    webhookUrl: `${base}services/T01234567/B01234567/invented`,
    signingSecret,
    channel,
    workspace,
    moods,
    moodsOf,
    calls,
    roots: (of = channel) =>
      workspace.messages.filter((one) => one.channel === of && one.thread === undefined),
    replies: (ts) => workspace.messages.filter((one) => one.thread === ts),
    remove(ts) {
      const at = workspace.messages.findIndex((one) => one.ts === ts);
      if (at < 0) throw new Error(`no message ${ts}`);
      const hasReplies = workspace.messages.some(({ thread }) => thread === ts);
      workspace.messages.splice(at, 1);
      workspace.removed.set(ts, hasReplies ? 'with-replies' : 'alone');
    },
    press: (press, sending) => send(press.url, pressPayload(workspace, `${base}`, press), sending),
    submit: (submission, sending) => send(submission.url, submitPayload(workspace, submission), sending),
    send,
    signedBody,
    reset() {
      Object.assign(workspace, createWorkspace());
      for (const all of [moods, calls]) all.length = 0;
      ofMethod.clear();
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function readCall(request: IncomingMessage): Promise<{ readonly method: string; readonly args: Args }> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString();
  const path = request.url ?? '/';
  const method = path.startsWith('/api/')
    ? path.slice('/api/'.length)
    : path.startsWith('/services/')
      ? 'webhook'
      : 'response_url';
  return { method, args: argsOf(body, request.headers['content-type'] ?? '') };
}

/** Blocks and views come as JSON within a form. */
function argsOf(body: string, contentType: string): Args {
  if (contentType.startsWith('application/json')) return jsonOf(body) as Args;
  const entries = [...new URLSearchParams(body)].map(([name, value]) => [
    name,
    /^(?:[[{]|true$|false$)/.test(value) && name !== 'text' ? jsonOf(value) : value,
  ]);
  return Object.fromEntries(entries);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

interface Asked {
  readonly method: string;
  readonly args: Args;
  readonly base: string;
}

function resultOf(workspace: Workspace, request: IncomingMessage, { method, args, base }: Asked): Result {
  if (method === 'webhook') return byWebhook(workspace, request, args);
  if (method === 'response_url') return byResponseUrl(workspace, `${base}${request.url?.slice(1)}`, args);
  const found = METHODS[method];
  if (found === undefined) return refusal('unknown_method');
  const token = request.headers.authorization?.replace(/^Bearer /, '');
  if (token === undefined) return refusal('not_authed');
  if (token !== workspace.token) return refusal('invalid_auth');
  const { scope, call } = found;
  if (scope !== '' && !workspace.scopes.has(scope))
    return { ...refusal('missing_scope'), needed: scope, provided: [...workspace.scopes].join(',') };
  return call(workspace, args);
}

function byWebhook(workspace: Workspace, request: IncomingMessage, args: Args): Result {
  if (request.url !== '/services/T01234567/B01234567/invented') return refusal('no_service');
  const refused = contentRefusal(args);
  if (refused !== undefined) return refused;
  const { text, blocks, ...options } = args;
  workspace.messages.push({
    channel: 'C0123456789',
    ts: nextTs(workspace),
    broadcast: false,
    text: String(text),
    blocks: (blocks ?? []) as SlackMessage['blocks'],
    edits: 0,
    options,
  });
  return { ok: true };
}

/** Source: https://docs.slack.dev/interactivity/handling-user-interaction#message_responses */
function byResponseUrl(workspace: Workspace, url: string, body: Args): Result {
  const uses = workspace.responseUrls.get(url);
  if (uses === undefined) return refusal('no_service');
  if (uses >= 5) return refusal('used_url');
  workspace.responseUrls.set(url, uses + 1);
  workspace.responses.push({ url, body });
  return { ok: true };
}

/** Source: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks#handling_errors */
const WEBHOOK_STATUS: Readonly<Record<string, number>> = {
  action_prohibited: 403,
  no_service: 404,
  channel_not_found: 404,
  used_url: 404,
  channel_is_archived: 410,
};

function answer(response: ServerResponse, mood: Mood, method: string, result: Result | undefined): void {
  const json = { 'content-type': 'application/json; charset=utf-8' };
  if (mood === 'silent') return;
  if (mood === 'reset' || mood === 'lost') {
    response.socket?.destroy();
  } else if (mood === 'error') {
    response.writeHead(500, { 'content-type': 'text/html' }).end('<html>Server Error</html>');
  } else if (mood === 'garbled') {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Slack is being mended</html>');
  } else if (typeof mood === 'object' && 'limited' in mood) {
    const header = mood.limited === null ? {} : { 'retry-after': String(mood.limited) };
    response.writeHead(429, { ...json, ...header }).end('{"ok":false,"error":"ratelimited"}');
  } else {
    const outcome = mood === 'ok' ? (result ?? refusal('internal_error')) : refusal(mood.refused);
    const status = mood === 'ok' ? undefined : mood.status;
    if (method === 'webhook' || method === 'response_url') {
      const code = String(outcome.error ?? 'ok');
      const failed = status ?? WEBHOOK_STATUS[code] ?? 400;
      response.writeHead(outcome.ok ? 200 : failed, { 'content-type': 'text/html' }).end(code);
    } else {
      response.writeHead(status ?? 200, json).end(JSON.stringify(outcome));
    }
  }
}
