export const FINDING_BODY = `
.body {
  padding: 0 1rem 1rem 0.875rem;
  font-size: 0.9375rem;
}

.body > * + * {
  margin-top: 0.75rem;
}

.proof {
  padding: 0.5rem 0.75rem;
  border-radius: 0.5rem;
  background: color-mix(in srgb, var(--tone) 10%, var(--card));
  overflow-wrap: anywhere;
}

.proof b {
  margin-right: 0.25rem;
  color: var(--tone);
}

.body :is(h4, h5) {
  margin: 1.125rem 0 0.375rem;
  font-size: 0.875rem;
}

.body :is(h4, h5) + * {
  margin-top: 0;
}

table {
  width: 100%;
  border-collapse: collapse;
  table-layout: fixed;
}

th,
td {
  padding: 0.3125rem 0.625rem;
  border: 1px solid var(--line);
  text-align: left;
  vertical-align: top;
  font-weight: 400;
}

th {
  background: var(--code);
}

.mend details {
  position: relative;
  border: 1px solid var(--line);
  background: var(--code);
}

.mend details + details {
  border-top: 0;
}

.mend details:first-child {
  border-radius: 0.5rem 0.5rem 0 0;
}

.mend details:last-child {
  border-radius: 0 0 0.5rem 0.5rem;
}

.mend summary {
  padding: 0.3125rem 0.75rem;
  font-weight: 600;
  font-size: 0.875rem;
  cursor: pointer;
}

pre {
  margin: 0;
  padding: 0.25rem 0.75rem 0.75rem;
  white-space: pre-wrap;
}

.copy {
  position: absolute;
  top: 0.25rem;
  right: 0.375rem;
  padding: 0.125rem 0.625rem;
  border: 1px solid var(--line);
  border-radius: 0.375rem;
  background: var(--card);
  color: var(--text);
  font: inherit;
  font-size: 0.8125rem;
  cursor: pointer;
}

dl {
  display: grid;
  grid-template-columns: max-content minmax(0, 1fr);
  gap: 0.1875rem 1rem;
  font-size: 0.875rem;
}

dt,
.agent {
  color: var(--soft);
}

dd {
  margin: 0;
  overflow-wrap: anywhere;
  unicode-bidi: isolate;
}

.references {
  font-size: 0.875rem;
}
`;
