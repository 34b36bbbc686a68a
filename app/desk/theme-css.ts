/** Mantine writes its variables as an inline style; the desk takes them as a file, so that none need be allowed. */
import { MantineProvider } from '@mantine/core';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { theme, variables } from './theme.ts';

export function variablesCss(): string {
  const tree = createElement(MantineProvider, { theme, cssVariablesResolver: variables, children: null });
  const css = [...renderToStaticMarkup(tree).matchAll(/<style[^>]*>([\s\S]*?)<\/style>/g)].map(
    ([, text]) => text,
  );
  if (css.length === 0) throw new Error('Mantine wrote no variables');
  return css.join('\n');
}
