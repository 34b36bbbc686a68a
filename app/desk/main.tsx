import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { isProblem } from './api.ts';
import { enterAs } from './demo-as.ts';
import { router } from './router.tsx';
import { theme, variables } from './theme.ts';

/** Lists are read again when the person comes back, never kept on disk. */
const client = new QueryClient({
  defaultOptions: {
    queries: {
      // A desk in a closed network has no internet and still has its server: only the server's silence counts.
      networkMode: 'always',
      staleTime: 10_000,
      retry: (count, error) => isProblem(error, 0) && count < 2,
      refetchOnWindowFocus: true,
    },
    // Nothing is sent later by itself: who writes to a worker must know whether it went.
    mutations: { retry: false, networkMode: 'always' },
  },
});

await enterAs();
const at = document.getElementById('desk');
if (at)
  createRoot(at).render(
    <StrictMode>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={variables}
        defaultColorScheme="auto"
        withCssVariables={false}
        withGlobalClasses={false}
      >
        <QueryClientProvider client={client}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
