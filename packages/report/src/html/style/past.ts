export const PAST = `
.past > summary {
  cursor: pointer;
}

.past > summary h2 {
  margin: 0.5rem 0;
}

.past .finding {
  margin-bottom: 0.5rem;
  border: 1px solid var(--line);
  border-left: 4px solid var(--line);
  border-radius: 0.5rem;
  background: var(--card);
}
.quiet {
  color: var(--soft);
  font-size: 0.875rem;
}

`;
