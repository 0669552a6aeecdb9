// Every sentence comes from the same Fluent files the keeper uses.

import { FluentBundle, FluentResource, type FluentVariable } from '@fluent/bundle';
import deState from '../../../src-tauri/crates/text/locales/de/state.ftl?raw';
import deUnits from '../../../src-tauri/crates/text/locales/de/units.ftl?raw';
import deWindow from '../../../src-tauri/crates/text/locales/de/window.ftl?raw';
import state from '../../../src-tauri/crates/text/locales/en/state.ftl?raw';
import units from '../../../src-tauri/crates/text/locales/en/units.ftl?raw';
import window from '../../../src-tauri/crates/text/locales/en/window.ftl?raw';
import itState from '../../../src-tauri/crates/text/locales/it/state.ftl?raw';
import itUnits from '../../../src-tauri/crates/text/locales/it/units.ftl?raw';
import itWindow from '../../../src-tauri/crates/text/locales/it/window.ftl?raw';

function bundleOf(tag: string, sources: string[]): FluentBundle {
  // Foreign text is stripped of direction marks before it gets here, so no isolation marks are needed.
  const bundle = new FluentBundle(tag, { useIsolating: false });
  for (const source of sources) bundle.addResource(new FluentResource(source));
  return bundle;
}

const english = bundleOf('en', [window, state, units]);
const others: Record<string, () => FluentBundle> = {
  de: () => bundleOf('de', [deWindow, deState, deUnits]),
  it: () => bundleOf('it', [itWindow, itState, itUnits]),
};

/** The keeper's language first; what it does not have is said in English. */
let bundles = [english];
let tag = 'en';

/** Speaks the language the keeper speaks; one that is not there is English. */
export function speak(language: string) {
  if (language === tag) return;
  const other = others[language];
  tag = other ? language : 'en';
  bundles = other ? [other(), english] : [english];
  document.documentElement.lang = tag;
}

/** The language of the sentences, as a BCP 47 tag. */
export function spoken(): string {
  return tag;
}

/** The sentence with this id; an unknown id gives itself in brackets. */
export function say(id: string, values?: Record<string, FluentVariable>): string {
  for (const bundle of bundles) {
    const pattern = bundle.getMessage(id)?.value;
    if (pattern) return bundle.formatPattern(pattern, values, []);
  }
  return `[${id}]`;
}

/** Ids of the contract are snake case, those of the catalogue are not. */
export function sayVariant(prefix: string, variant: string): string {
  return say(`${prefix}-${variant.replaceAll('_', '-')}`);
}
