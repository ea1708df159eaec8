import { cut } from '../inert.ts';
import type { Fact } from '../transition-text.ts';

export interface RichWords {
  readonly type: 'text';
  readonly text: string;
  readonly style?: { readonly bold?: true; readonly strike?: true; readonly code?: true };
}

export type RichElement =
  | {
      readonly type: 'rich_text_section' | 'rich_text_quote' | 'rich_text_preformatted';
      readonly elements: RichWords[];
    }
  | { readonly type: 'rich_text_list'; readonly style: 'bullet'; readonly elements: RichSection[] };

interface RichSection {
  readonly type: 'rich_text_section';
  readonly elements: RichWords[];
}

interface PlainText {
  readonly type: 'plain_text';
  readonly text: string;
  readonly emoji?: boolean;
}

interface Markup {
  readonly type: 'mrkdwn';
  readonly text: string;
  readonly verbatim: true;
}

export interface Button {
  readonly type: 'button';
  readonly text: PlainText;
  readonly action_id: string;
  readonly value: string;
  readonly accessibility_label: string;
  readonly style?: 'primary' | 'danger';
  /** What is asked before it counts: https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object */
  readonly confirm?: {
    readonly title: PlainText;
    readonly text: PlainText;
    readonly confirm: PlainText;
    readonly deny: PlainText;
  };
}

/**
 * What messages are made of. Texts are rich text and plain text, in which Slack reads no markup: no mention, no link and no
 * formatting can come from what somebody else wrote.
 * Source: https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
 */
export type SlackBlock =
  | { readonly type: 'header'; readonly text: PlainText }
  | { readonly type: 'rich_text'; readonly elements: RichElement[] }
  | { readonly type: 'context'; readonly elements: (PlainText | Markup)[] }
  | { readonly type: 'actions'; readonly elements: Button[] }
  | { readonly type: 'divider' };

export interface SlackContent {
  /** What phones and screen readers get: one line. */
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
}

/** Source: https://docs.slack.dev/reference/block-kit/blocks/header-block */
const HEADER = 150;

export function header(text: string): SlackBlock {
  return { type: 'header', text: { type: 'plain_text', text: cut(text, HEADER), emoji: false } };
}

/** Slack refuses empty texts. */
const NOTHING = '-';

export function words(text: string, style?: NonNullable<RichWords['style']>): RichWords {
  return { type: 'text', text: text || NOTHING, ...(style === undefined ? {} : { style }) };
}

export function paragraph(...elements: RichWords[]): RichSection {
  return { type: 'rich_text_section', elements };
}

/** A line for each, its label in bold. */
export function factLines(facts: readonly Fact[]): readonly RichElement[] {
  if (facts.length === 0) return [];
  const lines = facts.flatMap(({ label, text }, at) => [
    words(`${at === 0 ? '' : '\n'}${label}  `, { bold: true }),
    words(text),
  ]);
  return [paragraph(...lines)];
}

export function quote(text: string): RichElement {
  return { type: 'rich_text_quote', elements: [words(text)] };
}

export function code(text: string): RichElement {
  return { type: 'rich_text_preformatted', elements: [words(text)] };
}

export function bullets(items: readonly (readonly RichWords[])[]): readonly RichElement[] {
  if (items.length === 0) return [];
  return [{ type: 'rich_text_list', style: 'bullet', elements: items.map((item) => paragraph(...item)) }];
}

export function rich(...elements: RichElement[]): SlackBlock {
  return { type: 'rich_text', elements };
}

/** Plain texts and links in small print. A link is made of nothing that somebody else wrote. */
export function smallPrint(...elements: (PlainText | Markup)[]): SlackBlock {
  return { type: 'context', elements };
}

export function plainText(text: string): PlainText {
  return { type: 'plain_text', text: text || NOTHING, emoji: false };
}

/** Source: https://docs.slack.dev/messaging/formatting-message-text#linking-urls */
export function link(url: string, text: string): PlainText | Markup {
  if (!/^[\w.-]+$/.test(text) || !URL.canParse(url)) return plainText(text);
  const address = new URL(url).href.replaceAll('|', '%7C').replaceAll('>', '%3E');
  return { type: 'mrkdwn', text: `<${escapeMarkup(address)}|${text}>`, verbatim: true };
}

/** For `text`, the only place where Slack reads markup: https://docs.slack.dev/messaging/formatting-message-text#escaping */
export function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/**
 * Slack refuses blocks that are too long together, from some 13,000 characters on, and does not say how it counts: the whole
 * JSON stays below. Source: https://github.com/slackapi/bolt-js/issues/2509
 */
export function isShortEnough({ blocks }: SlackContent): boolean {
  return JSON.stringify(blocks).length <= 12_000;
}
