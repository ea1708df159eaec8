export const BASE = `
:root {
  color-scheme: light dark;
  --page: #f5f6fa;
  --card: #fff;
  --line: #dfe3ec;
  --text: #1a2130;
  --soft: #545f73;
  --link: #2450c4;
  --code: #eef1f7;
  --critical: #b0113d;
  --high: #b8420a;
  --medium: #8a6100;
  --low: #2466a8;
  --good: #13753f;
  --on-badge: #fff;
  --glow: #fff6d6;
}

@media screen and (prefers-color-scheme: dark) {
  :root {
    --page: #0f131b;
    --card: #181e29;
    --line: #2c3546;
    --text: #e8ecf4;
    --soft: #a3aec2;
    --link: #8fb2ff;
    --code: #10151f;
    --critical: #ff7d97;
    --high: #ff9d5c;
    --medium: #f0c64a;
    --low: #78bdf5;
    --good: #5fd394;
    --on-badge: #12161f;
    --glow: #2d2a17;
  }
}

* {
  box-sizing: border-box;
}

body {
  margin: 0 auto;
  padding: 0 1.25rem 2rem;
  max-width: 82rem;
  background: var(--page);
  color: var(--text);
  font:
    1rem / 1.5 system-ui,
    sans-serif;
}

h1,
h2,
h3,
h4,
p,
ol,
dl {
  margin: 0;
}

a {
  color: var(--link);
}

code,
pre {
  font:
    0.875em / 1.5 ui-monospace,
    "SFMono-Regular",
    Menlo,
    Consolas,
    monospace;
  unicode-bidi: isolate;
  overflow-wrap: anywhere;
}

:focus-visible {
  outline: 2px solid var(--link);
  outline-offset: 2px;
}

[hidden] {
  display: none;
}

.unseen,
.skip:not(:focus) {
  position: absolute;
  clip-path: inset(50%);
  width: 1px;
  height: 1px;
  overflow: hidden;
  white-space: nowrap;
}
`;
