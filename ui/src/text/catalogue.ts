// Every sentence comes from the same Fluent files the keeper uses.

import { FluentBundle, FluentResource, type FluentVariable } from '@fluent/bundle';
import state from '../../../src-tauri/crates/text/locales/en/state.ftl?raw';
import units from '../../../src-tauri/crates/text/locales/en/units.ftl?raw';
import window from '../../../src-tauri/crates/text/locales/en/window.ftl?raw';

// Foreign text is stripped of direction marks before it gets here, so no isolation marks are needed.
const bundle = new FluentBundle('en', { useIsolating: false });
for (const source of [window, state, units]) {
  bundle.addResource(new FluentResource(source));
}

/** The sentence with this id; an unknown id gives itself in brackets. */
export function say(id: string, values?: Record<string, FluentVariable>): string {
  const pattern = bundle.getMessage(id)?.value;
  return pattern ? bundle.formatPattern(pattern, values, []) : `[${id}]`;
}

/** Ids of the contract are snake case, those of the catalogue are not. */
export function sayVariant(prefix: string, variant: string): string {
  return say(`${prefix}-${variant.replaceAll('_', '-')}`);
}
