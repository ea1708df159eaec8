export const REPORT_STYLE = `
:root {
  --m-pod-identity: #0f7a54;
  --m-irsa: #2766c9;
  --m-assume-role: #6a4bc4;
  --m-external-secrets: #96409c;
  --m-node-role: #a36a00;
  --m-legacy: #b54a12;
  --m-static-key: #a8123e;
}

@media screen and (prefers-color-scheme: dark) {
  :root {
    --m-pod-identity: #4cc796;
    --m-irsa: #74a9ff;
    --m-assume-role: #ab93f5;
    --m-external-secrets: #d78ddd;
    --m-node-role: #e0b13e;
    --m-legacy: #f2915a;
    --m-static-key: #ff7d97;
  }
}

body {
  max-width: 68rem;
}

header {
  padding: 2.25rem 0 1.25rem;
}

.eyebrow {
  color: var(--link);
  font-size: 0.875rem;
  font-weight: 600;
}

h1 {
  font-size: 1.875rem;
  line-height: 1.2;
  letter-spacing: -0.015em;
  overflow-wrap: anywhere;
  unicode-bidi: isolate;
}

.about {
  margin-top: 0.375rem;
  color: var(--soft);
  overflow-wrap: anywhere;
}

h2 {
  font-size: 1.375rem;
  letter-spacing: -0.01em;
}

h3 {
  margin: 1.5rem 0 0.625rem;
  font-size: 1.0625rem;
}

ul {
  margin: 0;
  padding: 0;
  list-style: none;
}

.panel {
  padding: 0.875rem 1.125rem;
  border: 1px solid var(--line);
  border-radius: 0.75rem;
  background: var(--card);
}

.panel > h3:first-child {
  margin-top: 0;
}

nav {
  margin: 1.5rem 0 0;
  padding-bottom: 0.75rem;
  border-bottom: 1px solid var(--line);
}

nav ul {
  display: flex;
  flex-wrap: wrap;
  gap: 0.25rem 1.25rem;
  font-size: 0.9375rem;
}

.part {
  margin-top: 2.75rem;
  scroll-margin-top: 1rem;
}

.panel + .panel,
.rows > li + li {
  margin-top: 0.625rem;
}

.halves {
  display: grid;
  grid-template-columns: repeat(2, minmax(0, 1fr));
  gap: 0.875rem;
  margin-top: 0.75rem;
}

.halves .panel + .panel {
  margin-top: 0;
}

.lines li {
  padding: 0.3125rem 0;
  font-size: 0.9375rem;
  overflow-wrap: anywhere;
}

.lines li + li {
  border-top: 1px solid var(--line);
}

.lines a {
  color: var(--text);
  text-decoration-color: color-mix(in srgb, var(--soft) 50%, transparent);
  text-underline-offset: 3px;
}

.lines a:hover {
  text-decoration-color: currentcolor;
}

.part > .quiet:has(+ :not(.quiet)) {
  margin-bottom: 0.75rem;
}

.tally {
  font-size: 0.875rem;
}

summary > .tally {
  margin-left: 0.75rem;
}

.sum-line {
  overflow-wrap: anywhere;
}

.ends {
  display: flex;
  flex-wrap: wrap;
  justify-content: space-between;
  gap: 0 1rem;
}

.sum-line + .quiet,
.panel > .place {
  margin-top: 0.625rem;
}

summary {
  cursor: pointer;
}

.rows summary,
.more > summary,
.chunk > summary {
  overflow-wrap: anywhere;
}

.more {
  margin-top: 0.5rem;
}

.more > summary,
.chunk > summary {
  color: var(--soft);
  font-size: 0.875rem;
}

.chunk > summary {
  padding: 0.375rem 0 0.75rem;
}

.places .place:first-child {
  margin-top: 0;
  padding-top: 0;
  border-top: 0;
}

.group,
.brief {
  content-visibility: auto;
  contain-intrinsic-size: auto 8rem;
}

.finding {
  scroll-margin-top: 1rem;
}

.body .label {
  margin: 1rem 0 0.375rem;
  font-size: 0.875rem;
  font-weight: 600;
}

.body .label + * {
  margin-top: 0;
}

.body dl {
  margin-top: 0.875rem;
}

.drift h3 {
  display: flex;
  flex-wrap: wrap;
  align-items: baseline;
  gap: 0 0.5rem;
  margin-bottom: 0.375rem;
  font-size: 1rem;
}

.drift p {
  overflow-wrap: anywhere;
}

.gaps {
  grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
  padding: 0.875rem 1.125rem;
  border: 1px solid var(--line);
  border-radius: 0.75rem;
  background: var(--card);
  font-size: 0.9375rem;
}

.gaps dt {
  color: var(--text);
  overflow-wrap: anywhere;
}

.gaps dd {
  color: var(--soft);
}

footer {
  margin-top: 3rem;
  padding-top: 1rem;
  border-top: 1px solid var(--line);
  color: var(--soft);
  font-size: 0.875rem;
}
`;
