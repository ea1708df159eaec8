import type { Block, InlineElement, RichElement } from './block-kit.ts';
import type { SlackMessage } from './workspace.ts';

/** A channel, or a thread, as people see it. */
export function renderPage(
  title: string,
  messages: readonly { message: SlackMessage; replies?: number }[],
): string {
  const shown = messages.map(({ message, replies = 0 }) => messageHtml(message, replies));
  return `<!doctype html><meta charset="utf-8"><title>${escapeHtml(title)}</title><style>${STYLE}</style><main>${shown.join('')}</main>`;
}

/** As a phone shows it on its lock screen: the name, and two lines or so. */
export function renderLockScreen(text: string): string {
  return `<!doctype html><meta charset="utf-8"><style>${STYLE}</style><div class="lock"><b>Podguard</b><p>${escapeHtml(unescapeMarkup(text))}</p></div>`;
}

function messageHtml({ blocks, edits, broadcast, thread }: SlackMessage, replies: number): string {
  const note = broadcast ? '<div class="note">replied to a thread</div>' : '';
  return `<article class="${thread === undefined || broadcast ? '' : 'reply'}"><div class="avatar">P</div><div class="body">
    <div class="name"><b>Podguard</b> <span class="app">APP</span> <span class="time">9:02 AM</span></div>${note}
    ${blocks.map(blockHtml).join('\n')}
    ${edits > 0 ? '<span class="edited">(edited)</span>' : ''}
    ${replies > 0 ? `<div class="replies">${replies} ${replies === 1 ? 'reply' : 'replies'}</div>` : ''}</div></article>`;
}

function blockHtml(block: Block): string {
  switch (block.type) {
    case 'header':
      return `<h3>${plainHtml(block.text.text)}</h3>`;
    case 'divider':
      return '<hr>';
    case 'rich_text':
      return `<div class="rich">${block.elements.map(richHtml).join('')}</div>`;
    case 'context':
      return `<div class="context">${block.elements
        .map((one) => `<span>${one.type === 'mrkdwn' ? linkHtml(one.text) : plainHtml(one.text)}</span>`)
        .join('')}</div>`;
    case 'actions':
      return `<div class="actions">${block.elements.map(({ text, style = 'plain' }) => `<button class="${style}">${plainHtml(text.text)}</button>`).join('')}</div>`;
    default:
      throw new Error(`no message here has a block of type ${block.type}`);
  }
}

function richHtml(element: RichElement): string {
  switch (element.type) {
    case 'rich_text_section':
      return `<p>${element.elements.map(inlineHtml).join('')}</p>`;
    case 'rich_text_preformatted':
      return `<pre>${element.elements.map(inlineHtml).join('')}</pre>`;
    case 'rich_text_quote':
      return `<blockquote>${element.elements.map(inlineHtml).join('')}</blockquote>`;
    case 'rich_text_list':
      return `<ul>${element.elements.map((one) => `<li>${one.elements.map(inlineHtml).join('')}</li>`).join('')}</ul>`;
  }
}

function inlineHtml(element: InlineElement): string {
  if (element.type === 'link') return `<a>${plainHtml(element.text ?? element.url)}</a>`;
  const { bold, strike, code } = element.style ?? {};
  const text = plainHtml(element.text);
  const coded = code ? `<code>${text}</code>` : text;
  const bolded = bold ? `<b>${coded}</b>` : coded;
  return strike ? `<s>${bolded}</s>` : bolded;
}

/** Of markup, messages here have links alone. */
function linkHtml(text: string): string {
  const found = /^<([^|>]+)\|([^|>]+)>$/.exec(text);
  if (found === null) throw new Error(`is no link: ${text}`);
  return `<a title="${escapeHtml(unescapeMarkup(found[1] ?? ''))}">${escapeHtml(found[2] ?? '')}</a>`;
}

const COLOURS: Readonly<Record<string, string>> = {
  '🔴': '#dd2e44',
  '🟠': '#f4900c',
  '🟡': '#fdcb58',
  '🔵': '#55acee',
  '⚪': '#e6e7e8',
};

/** Slack's pictures of the marks, which a machine without such a font has not. */
function plainHtml(text: string): string {
  return escapeHtml(text)
    .replace(/[🔴🟠🟡🔵⚪]/gu, (mark) => `<span class="dot" style="background:${COLOURS[mark]}"></span>`)
    .replaceAll('✅', '<span class="tick">✓</span>');
}

function unescapeMarkup(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

const STYLE = `
  body { margin: 0; background: #fff; color: #1d1c1d; font: 15px/1.47 Lato, "Noto Sans", "DejaVu Sans", sans-serif; }
  main { width: 680px; padding: 12px 20px; will-change: transform; }
  article { display: flex; gap: 8px; padding: 8px 0; }
  .reply { margin-left: 44px; }
  .avatar { flex: none; width: 36px; height: 36px; border-radius: 6px; background: #2b5c8a; color: #fff; font-weight: 700; display: grid; place-items: center; }
  .body { min-width: 0; flex: 1; overflow-wrap: anywhere; }
  .app { background: #eee; color: #616061; font-size: 10px; padding: 1px 3px; border-radius: 2px; font-weight: 700; }
  .time, .edited, .note { color: #616061; font-size: 12px; }
  h3 { font-size: 18px; line-height: 1.3; margin: 4px 0 8px; }
  .rich { margin: 4px 0; white-space: pre-wrap; } .rich p { margin: 0; }
  pre { background: #f8f8f8; border: 1px solid #ddd; border-radius: 4px; padding: 8px; margin: 4px 0; font: 12px/1.5 "DejaVu Sans Mono", monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
  blockquote { border-left: 4px solid #ddd; margin: 4px 0; padding-left: 12px; }
  ul { margin: 0; padding-left: 26px; }
  hr { border: 0; border-top: 1px solid #ddd; margin: 8px 0; }
  .actions { display: flex; gap: 8px; margin: 6px 0; }
  button { font: 700 13px Lato, sans-serif; background: #fff; border: 1px solid #bbb; border-radius: 4px; padding: 5px 12px; }
  .primary { background: #007a5a; border-color: #007a5a; color: #fff; } .danger { background: #e01e5a; border-color: #e01e5a; color: #fff; }
  .context { display: flex; flex-wrap: wrap; gap: 0 12px; color: #616061; font-size: 13px; margin: 2px 0; }
  .context a, .rich a { color: #1264a3; }
  .dot { display: inline-block; width: .95em; height: .95em; border-radius: 50%; vertical-align: -.12em; border: 1px solid #0002; }
  .tick { display: inline-block; width: 1em; height: 1em; line-height: 1; border-radius: 3px; background: #77b255; color: #fff; text-align: center; font-size: .9em; }
  .replies { color: #1264a3; font-weight: 700; font-size: 13px; margin-top: 4px; }
  .lock { width: 340px; padding: 12px 16px; background: #f2f2f7; border-radius: 18px; margin: 12px; }
  .lock p { margin: 2px 0 0; display: -webkit-box; -webkit-line-clamp: 4; -webkit-box-orient: vertical; overflow: hidden; }
`;
