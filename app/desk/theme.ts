import { type CSSVariablesResolver, createTheme } from '@mantine/core';
import { w } from './words.ts';

/** Mantine in our own colours and sizes: looks.md. */
export const theme = createTheme({
  primaryColor: 'vouch',
  primaryShade: { light: 7, dark: 3 },
  autoContrast: true,
  luminanceThreshold: 0.3,
  colors: {
    vouch: ['#eef6f5', '#dfefec', '#b9d9d5', '#72cdc5', '#4aa9a3', '#2c8583', '#17706f', '#0b5c5e', '#084a4c', '#053637'], // prettier-ignore
    gray: ['#f6f8f7', '#ebf0ee', '#dfe6e3', '#d2dbd7', '#75827c', '#6a7771', '#5c6963', '#44524c', '#2a3530', '#15201c'], // prettier-ignore
    dark: ['#e8efec', '#bac6c0', '#9aa8a1', '#83938c', '#35423c', '#212b27', '#161e1b', '#0e1412', '#0a0f0d', '#060908'], // prettier-ignore
  },
  black: '#15201c',
  white: '#ffffff',
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--mono)',
  fontSizes: { xs: '.75rem', sm: '.8125rem', md: '.875rem', lg: '1rem', xl: '1.125rem' },
  lineHeights: { xs: '1.4', sm: '1.45', md: 'var(--lh)', lg: 'var(--lh)', xl: 'var(--lh)' },
  headings: {
    fontFamily: 'var(--font)',
    fontWeight: '650',
    sizes: {
      h1: { fontSize: '1.25rem', lineHeight: '1.25' },
      h2: { fontSize: '.875rem', lineHeight: '1.3' },
      h3: { fontSize: '.8125rem', lineHeight: '1.35' },
    },
  },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '3px', sm: '4px', md: '6px', lg: '12px', xl: '999px' },
  defaultRadius: 'md',
  shadows: { md: '0 6px 24px rgb(0 0 0 / .14)' },
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    TextInput: { defaultProps: { size: 'sm' } },
    Textarea: { defaultProps: { size: 'sm', autosize: true, minRows: 3 } },
    Select: { defaultProps: { size: 'sm', allowDeselect: false } },
    Modal: {
      defaultProps: {
        lockScroll: false,
        transitionProps: { duration: 0 },
        centered: true,
        closeButtonProps: { 'aria-label': w.states.close },
      },
    },
    Skeleton: { defaultProps: { animate: false, radius: 'xs' } },
  },
});

const same = {
  '--mantine-color-body': 'var(--paper)',
  '--mantine-color-text': 'var(--ink)',
  '--mantine-color-dimmed': 'var(--ink2)',
  '--mantine-color-placeholder': 'var(--ink3)',
  '--mantine-color-anchor': 'var(--accent)',
  '--mantine-color-error': 'var(--now)',
  '--mantine-color-default': 'var(--surface)',
  '--mantine-color-default-hover': 'var(--wash)',
  '--mantine-color-default-border': 'var(--edge)',
};
export const variables: CSSVariablesResolver = () => ({ variables: {}, light: same, dark: same });
