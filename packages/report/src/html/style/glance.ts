export const GLANCE_STYLE = `
.glance {
  display: grid;
  grid-template-columns: minmax(12rem, 1fr) minmax(0, 2.4fr);
  gap: 0.875rem;
}

.score {
  grid-row: span 2;
  padding: 1.125rem 1.25rem;
  border: 1px solid var(--line);
  border-radius: 0.75rem;
  background: var(--card);
  color: var(--soft);
}

.score .of,
.score .since {
  display: block;
  font-size: 0.875rem;
}

.score p > b {
  margin-right: 0.25rem;
  color: var(--text);
  font-size: 3rem;
  line-height: 1.1;
  letter-spacing: -0.03em;
}

.score.several p > b {
  font-size: 1.75rem;
}

.score .quiet {
  margin-top: 0.625rem;
}

.since.better {
  color: var(--good);
}

.since.worse {
  color: var(--high);
}

.tiles {
  display: grid;
  grid-template-columns: repeat(4, minmax(0, 1fr));
  gap: 0.875rem;
}

.tiles .tile {
  cursor: auto;
  user-select: auto;
}

.tile .since {
  display: block;
  font-size: 0.8125rem;
}

.facts {
  display: flex;
  flex-wrap: wrap;
  gap: 0.25rem 1.25rem;
  align-items: center;
  padding: 0.5rem 1.125rem;
  border: 1px solid var(--line);
  border-radius: 0.75rem;
  background: var(--card);
  font-size: 0.9375rem;
}

.facts a {
  color: var(--text);
  text-decoration-color: var(--line);
  text-underline-offset: 3px;
}

.notice {
  margin-top: 0.875rem;
  padding: 0.75rem 1.125rem;
  border: 1px solid var(--medium);
  border-radius: 0.75rem;
  background: color-mix(in srgb, var(--medium) 8%, var(--card));
  overflow-wrap: anywhere;
}
`;
